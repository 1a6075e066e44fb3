"""Time is linear over files: for each host at least 20 hostile shapes, at n, 2n and 4n, from bytes to findings.

Longer files than these show more; `PROMPTLINT_SHAPE_SIZE=64000` looks further.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator

import pytest
from shapes import SHAPES, text_of

from promptlint.config import Config
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import Scope, lint_input
from promptlint.settings_file.reading import Settings
from promptlint.sources.hosts import HOSTS

SIZE = int(os.environ.get("PROMPTLINT_SHAPE_SIZE", "4000"))
SETTINGS = Settings(Config(python=True, toml=True))
CASES = [(host, shape) for host, shapes in SHAPES.items() for shape in shapes]


@pytest.fixture(autouse=True, scope="module")
def only_own_objects() -> Iterator[None]:
    """Keep what earlier tests left out of each collection: it would be walked a thousand times, and measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def seconds(host: str, text: str) -> float:
    """The best of two in time of this process, so that another program's turn is not ours."""
    best = 1e9
    for _ in range(2):
        gc.collect()
        began = time.process_time()
        for _finding in lint_input(Scope(LintInput(f"a.{host}", f"a.{host}", data=text.encode()), SETTINGS)).findings:
            pass
        best = min(best, time.process_time() - began)
    return best


def test_every_host_has_its_shapes() -> None:
    covered = {HOSTS[host] for host in SHAPES}
    assert covered == set(HOSTS.values()) - {HOSTS["parquet"]}  # a binary format, read by pyarrow
    assert all(len(shapes) >= 20 for shapes in SHAPES.values())


@pytest.mark.parametrize(("host", "shape"), CASES, ids=[f"{host}-{shape}" for host, shape in CASES])
def test_time_grows_with_the_file_and_not_faster(host: str, shape: str) -> None:
    """Linear is a factor of 2 each time; where each thing is compared with each, it is 4.

    Other work on the machine makes a measurement longer, never shorter: one of three that is right is enough.
    """
    seconds(host, text_of(host, shape, 100))  # imports
    measured = []
    for _ in range(3):
        once, twice, four = (seconds(host, text_of(host, shape, SIZE * times)) for times in (1, 2, 4))
        if four < 3 * twice + 0.03 and four < 8 * once + 0.03:
            return
        measured.append((once, twice, four))
    pytest.fail(f"n, 2n and 4n took {measured}")
