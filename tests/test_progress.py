"""The progress line of a long run."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from promptlint.cli import progress

LINE = "\r\x1b[K[{bar}] {done}/4 links"
# (seconds since the start, how many are done, what is drawn)
STEPS = [
    (0.0, 1, ""),
    (0.99, 1, ""),
    (1.01, 1, LINE.format(bar="######..................", done=1)),
    (1.05, 2, ""),
    (1.10, 2, ""),
    (1.12, 2, LINE.format(bar="############............", done=2)),
    (1.20, 3, ""),
    (1.30, 4, LINE.format(bar="########################", done=4)),
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that is set by hand, in place of the system's."""
    clock = SimpleNamespace(now=100.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(progress, "time", clock)
    return clock


def test_it_is_drawn_after_a_second_and_then_ten_times_a_second_at_most(clock: SimpleNamespace) -> None:
    stream = io.StringIO()
    line = progress.Progress(stream, on=True)
    for seconds, done, drawn in STEPS:
        clock.now = 100.0 + seconds
        before = stream.tell()
        line.update(done, 4, "links")
        assert stream.getvalue()[before:] == drawn, seconds
    before = stream.tell()
    line.clear()
    line.clear()
    assert stream.getvalue()[before:] == "\r\x1b[K", "it is taken away once"


def test_what_nobody_looks_at_is_not_drawn(clock: SimpleNamespace) -> None:
    stream = io.StringIO()
    line = progress.Progress(stream, on=False)
    clock.now += 5
    line.update(1, 4, "links")
    line.clear()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "done", "total", "rate", "left"),
    [(2.0, 50, 100, "25/s", "0:02 left"), (10.0, 20_000, 280_000, "2,000/s", "2:10 left"), (3.0, 0, 5, "0/s", "0:15 left")],
)
def test_pace_and_rest(clock: SimpleNamespace, seconds: float, done: int, total: int, rate: str, left: str) -> None:
    line = progress.Progress(io.StringIO(), on=True)
    clock.now += seconds
    assert (line.rate(done), line.left(done, total)) == (rate, left)
