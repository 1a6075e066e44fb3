"""Measure how long something takes, and how that grows: CPU seconds of this process, so that other programs do not count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

__all__ = ["cpu_seconds", "growth"]


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call of `work`.

    The garbage collector is off meanwhile, because its time depends on earlier tests.
    """
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def growth(measure: Callable[[int], float], size: int, slack: float, tries: int = 4) -> str:
    """The seconds at n, 2n and 4n where they grow faster than the size; empty where they do not.

    Linear is a factor of 2 each time; where each thing is compared with each, it is 4. A busy machine makes a measurement
    longer, never shorter, so the best of each size counts, and a few more are made only where the first look like growth.
    """
    best = [float("inf")] * 3
    for _ in range(tries):
        best = [min(known, measure(size * times)) for known, times in zip(best, (1, 2, 4), strict=True)]
        once, twice, four = best
        if twice < 3 * once + slack and four < 3 * twice + slack and four < 8 * once + slack:
            return ""
    return "n, 2n and 4n took " + ", ".join(f"{each:.4f} s" for each in best)
