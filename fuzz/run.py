"""Fuzz with Atheris: coverage-guided, one process a target, from the seeds in `fuzz/seeds`.

    pip install atheris
    python fuzz/run.py parse lint --seconds 600     # ten minutes each
    python fuzz/run.py --seconds 4                  # all targets, a minute in all: what CI runs

Prints for each target how often it ran. A crash ends the run with status 1; the input is kept in `fuzz/found`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
_RUNS = re.compile(r"Done (\d+) runs in (\d+) second")
_LONGEST = 2000  # bytes; what is slow on long texts is for the tests of linear time


def main(argv: list[str]) -> int:
    """Run the targets one after the other; 1 if one failed."""
    options = argparse.ArgumentParser(description="Fuzz promptlint with Atheris.")
    options.add_argument("targets", nargs="*", help="what to fuzz; all where none is named")
    options.add_argument("--seconds", type=int, default=60, help="for each target")
    options.add_argument("--corpus", default="", help="folder that keeps what was learnt from run to run")
    options.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args(argv)
    sys.path[:0] = [HERE, os.path.join(HERE, "..", "tests"), os.path.join(HERE, "..")]
    if given.inner:
        return _inner(given.targets[0], given.seconds, given.corpus)
    from targets import TARGETS

    failed = False
    for name in given.targets or TARGETS:
        failed = _outer(name, given.seconds, given.corpus) or failed
    return int(failed)


def _outer(name: str, seconds: int, corpus: str) -> bool:
    """Fuzz one target in a process of its own; True if it failed."""
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--inner", "--corpus", corpus]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="backslashreplace", check=False)
    runs = _RUNS.search(done.stdout)
    count, took = runs.groups() if runs else ("?", "?")
    sys.stdout.write(f"{name:8} {count:>9} runs in {took} s, {'FAILED' if done.returncode else 'clean'}\n")
    sys.stdout.write(done.stdout[-3000:] if done.returncode else "")
    sys.stdout.flush()
    return done.returncode != 0


def _inner(name: str, seconds: int, corpus: str) -> int:
    """Fuzz in this process, with every module of the package instrumented. Does not return: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["promptlint"]):
        import promptlint

        for module in pkgutil.walk_packages(promptlint.__path__, "promptlint."):
            if not module.name.startswith(("promptlint.lsp", "promptlint.agents.mcp", "promptlint.__main__", "promptlint.highlight")):
                importlib.import_module(module.name)
    from targets import TARGETS

    found = os.path.join(HERE, "found", "")
    os.makedirs(found, exist_ok=True)
    learnt = os.path.join(corpus, name) if corpus else os.path.join(found, "corpus", name)
    os.makedirs(learnt, exist_ok=True)
    flags = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-timeout=20", "-rss_limit_mb=2048", f"-artifact_prefix={found}{name}-"]
    atheris.Setup([sys.argv[0], *flags, learnt, os.path.join(HERE, "seeds", name)], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
