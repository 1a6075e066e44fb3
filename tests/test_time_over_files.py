"""Time is linear over files: for each host at least 20 hostile shapes, at n, 2n and 4n, from bytes to findings.

Longer files than these show more; `PROMPTLINT_SHAPE_SIZE=64000` looks further.
"""

from __future__ import annotations

import os

import pytest
from shapes import SHAPES, text_of
from timing import cpu_seconds, growth

from promptlint.config import Config
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import lint_input
from promptlint.project.scope import Scope
from promptlint.settings_file.reading import Settings
from promptlint.sources.hosts import HOSTS

SIZE = int(os.environ.get("PROMPTLINT_SHAPE_SIZE", "4000"))
SETTINGS = Settings(Config(python=True, toml=True))
CASES = [(host, shape) for host, shapes in SHAPES.items() for shape in shapes]


def seconds(host: str, text: str) -> float:
    """CPU seconds from the bytes of a file to its findings."""
    scope = Scope(LintInput(f"a.{host}", f"a.{host}", data=text.encode()), SETTINGS)
    return cpu_seconds(lambda: list(lint_input(scope).findings))


def test_every_host_has_its_shapes() -> None:
    covered = {HOSTS[host] for host in SHAPES}
    assert covered == set(HOSTS.values()) - {HOSTS["parquet"]}  # a binary format, read by pyarrow
    assert all(len(shapes) >= 20 for shapes in SHAPES.values())


@pytest.mark.parametrize(("host", "shape"), CASES, ids=[f"{host}-{shape}" for host, shape in CASES])
def test_time_grows_with_the_file_and_not_faster(host: str, shape: str) -> None:
    seconds(host, text_of(host, shape, 100))  # imports
    assert not growth(lambda size: seconds(host, text_of(host, shape, size)), SIZE, slack=0.03)
