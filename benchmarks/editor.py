"""Measure the language server with a client on its standard input and output (Linux only).

    python benchmarks/editor.py [--prompts 5000] [--keys 20]

CPU seconds are those of the server, so other programs on the machine lengthen them little. A key inserts a character in the middle
of the file. With `slow` keys each gives a publication, with quick ones only the last does. What the server does afterwards,
once the keys rest, is counted by itself: it reads the whole file, where a key had only its own prompt linted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import lint_input
from promptlint.project.scope import Scope
from promptlint.settings_file.reading import Settings

ROOT = Path(__file__).resolve().parent.parent
SLOW, QUICK = 0.2, 0.02  # seconds between keys
PAUSE = 0.075  # seconds that the server waits for another key
REST = 3.0  # seconds without CPU, after which the server has nothing more to do
WITHIN = 0.15  # seconds from the last quick key to its publication
HOSTS = {
    "prompt": ("{}", ""),
    "txt": ("{}", ""),
    "jsonl": ('{{"prompt": "{}"}}', ""),
    "md": ("- `{}`", "# Midjourney prompts\n\n"),
    "yaml": ('- prompt: "{}"', ""),
}

Figure = tuple[str, str, str, str, bool]
"""What was measured, how much it was, the ratio, what it must be, and whether it is."""


class Client:
    """A client that knows when findings were published, and how much CPU the server used."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.pid, self._in, self._out = process.pid, process.stdin, process.stdout
        self.published: dict[tuple[str, int], float] = {}
        self.capabilities: dict[str, object] = {}

    @property
    def cpu(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def send(self, method: str, params: object, number: int | None = None) -> None:
        about = {} if number is None else {"id": number}
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **about}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        await self._in.drain()

    async def listen(self) -> None:
        while line := await self._out.readline():
            size = 0
            while line.strip():
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
                line = await self._out.readline()
            head = body = await self._out.readexactly(size)
            if b'"textDocument/publishDiagnostics"' in head[:100]:
                params = json.loads(body)["params"]
                self.published[params["uri"], params.get("version", 0)] = time.perf_counter()
            elif b'"capabilities"' in head:
                self.capabilities = json.loads(body)["result"]["capabilities"]

    async def until(self, uri: str, version: int) -> float:
        while (uri, version) not in self.published:
            await asyncio.sleep(0.002)
        return self.published[uri, version]


@asynccontextmanager
async def served() -> AsyncIterator[Client]:
    with TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "promptlint", "lsp"),
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=1 << 26,
        )
        client = Client(process)
        listening = asyncio.create_task(client.listen())
        await client.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)
        while not client.capabilities:
            await asyncio.sleep(0.002)
        await client.send("initialized", {})
        try:
            yield client
        finally:
            listening.cancel()
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def text_of(extension: str, count: int, *, mistakes: bool) -> str:
    wrap, head = HOSTS[extension]
    prompts = (
        f"a red fox number {number} in the snow --{'ar16:9' if mistakes and number % 2 else 'ar 16:9'} --v 7" for number in range(count)
    )
    return head + "\n".join(map(wrap.format, prompts)) + "\n"


def whole(extension: str, text: str) -> float:
    """CPU seconds of linting the file whole, once the process is warm."""
    unit = LintInput(f"a.{extension}", f"a.{extension}", data=text.encode())
    seconds = []
    for _ in range(2):
        began = time.process_time()
        list(lint_input(Scope(unit, Settings())).findings)
        seconds.append(time.process_time() - began)
    return min(seconds)


async def keys(client: Client, name: str, text: str, count: int, pause: float) -> tuple[float, int, float, float]:
    """CPU seconds of a key, the number of publications, the seconds from the last key to the last of them, CPU seconds afterwards."""
    uri = f"file:///{name}"
    await client.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "x", "version": 1, "text": text}})
    await client.until(uri, 1)
    await asyncio.sleep(1.5)
    row = text.count("\n") // 2
    place = {"line": row, "character": text.split("\n")[row].index("number")}
    before = client.cpu
    for version in range(2, count + 2):
        change = {"range": {"start": place, "end": place}, "text": "x"}
        await client.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        last = time.perf_counter()
        await asyncio.sleep(pause)
    late = await client.until(uri, count + 1) - last
    published = sum(1 for one, version in client.published if one == uri and version > 1)
    typed = used = client.cpu
    await asyncio.sleep(REST)
    while client.cpu > used:
        used = client.cpu
        await asyncio.sleep(REST)
    await client.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    return (typed - before) / count, published, late, used - typed


async def typing(hosts: Iterable[str], prompts: int, count: int) -> list[Figure]:
    found: list[Figure] = []
    async with served() as client:
        for extension in hosts:
            for mistakes in (False, True):
                text = text_of(extension, prompts, mistakes=mistakes)
                least = whole(extension, text)
                each, _, _, rest = await keys(client, f"slow{mistakes}.{extension}", text, count, SLOW)
                quick, published, late, _ = await keys(client, f"quick{mistakes}.{extension}", text, count, QUICK)
                lines = extension in ("prompt", "txt", "jsonl")
                what = f"editor: .{extension}, {prompts:,} prompts, {'half' if mistakes else 'none'} with a mistake: a key"
                figure = f"{each * 1e3:.1f} ms of CPU, {quick * 1e3:.1f} ms where {count} come quickly; {rest * 1e3:.0f} ms once they rest"
                found.append(
                    (what, figure, f"{each / least:.3f} × linting the file", "≤ 0.1" if lines else "", not lines or each <= least * 0.1)
                )
                what = f"editor: .{extension}, {count} quick keys, {'half' if mistakes else 'none'} with a mistake"
                bound = "1, ≤ 2 × 75 ms" if lines else ""
                holds = not lines or (published == 1 and late <= WITHIN)
                found.append(
                    (what, f"{published} published, {late * 1e3:.0f} ms after the last", f"{late / PAUSE:.1f} × the pause", bound, holds)
                )
    return found


def starting(rounds: int) -> Figure:
    """CPU seconds up to the answer to `initialize`, against importing pygls."""
    least = [float("inf"), float("inf")]

    async def start() -> None:
        async with served():
            pass

    for _ in range(rounds):
        for index in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            if index:
                asyncio.run(start())
            else:
                subprocess.run([sys.executable, "-c", "import pygls.lsp.server"], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            least[index] = min(least[index], after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    ratio = least[1] / least[0]
    return "editor: initialize", f"{least[1] * 1e3:.0f} ms of CPU", f"{ratio:.2f} × `import pygls.lsp.server`", "≤ 1.3", ratio <= 1.3


def figures(hosts: Iterable[str] = HOSTS, prompts: int = 5000, count: int = 20) -> list[Figure]:
    """The rows of the page; none where there is no server or its CPU time cannot be read."""
    if find_spec("pygls") is None or not sys.platform.startswith("linux"):
        return []
    return [starting(3), *asyncio.run(typing(hosts, prompts, count))]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--prompts", type=int, default=5000)
    options.add_argument("--keys", type=int, default=20)
    call = options.parse_args()
    for what, figure, ratio, bound, holds in figures(prompts=call.prompts, count=call.keys):
        print(f"{'ok  ' if holds else 'MISS'} {what}: {figure}; {ratio} {bound and f'(must be {bound})'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
