"""Fail if linting has become twice as slow as it should be, measured against a bare tokenizer in the same run.

    python benchmarks/gate.py

The limits are about twice the ratios of the day they were set, so that only a mistake exceeds them: work done for nothing, or a
cache that is no longer hit. Both are timed in seconds of a core, in turns, and the least counts, so a busy machine does no harm.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import corpus  # noqa: E402
import references  # noqa: E402

import promptlint  # noqa: E402

ROUNDS, COUNT = 7, 1_500
LIMITS = {"no mistakes": 5.0, "a rich mix": 18.0, "one mistake each": 34.0}
"""The most that reading `.diagnostics` of each prompt may take, in times of the tokenizer."""


def texts(name: str, turn: int) -> list[str]:
    """Prompts that no other turn has, so that nothing is remembered of their words."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "no mistakes": lambda: corpus.prompts(COUNT, seed=100 + turn, faulty=0),
        "a rich mix": lambda: corpus.rich(COUNT, seed=100 + turn),
        "one mistake each": lambda: corpus.mistaken(COUNT, seed=100 + turn),
    }
    return list(made[name]())


def seconds(work: Callable[[str], object], prompts: list[str]) -> float:
    """The seconds of a core that the work takes."""
    began = time.process_time()
    for prompt in prompts:
        work(prompt)
    return time.process_time() - began


def ratio(name: str) -> float:
    """What linting takes, in times of the tokenizer."""
    ours, floor = float("inf"), float("inf")
    for turn in range(ROUNDS):
        prompts = texts(name, turn)
        floor = min(floor, seconds(references.tokens, prompts))
        ours = min(ours, seconds(lambda prompt: promptlint.lint(prompt).diagnostics, prompts))
    return ours / floor


def main() -> int:
    slow = False
    for name, limit in LIMITS.items():
        found = ratio(name)
        slow = slow or found > limit
        print(f"{'SLOW' if found > limit else 'ok  '} {name}: {found:.1f} × tokenizer (at most {limit})")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
