"""Large files: memory holds a line or a row, whatever the size."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from promptlint.cli import main
from promptlint.sources.hosts import find

MEGABYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A binary file made line by line while it is read, so that the test itself holds nothing."""

    def __init__(self, head: bytes, line: bytes, size: int) -> None:
        self.line = line
        self.lines = self.parts(head, line, size)
        self.left = b""

    @staticmethod
    def parts(head: bytes, line: bytes, size: int) -> Iterator[bytes]:
        yield head
        block = line * 8
        for _ in range(size // len(block)):
            yield block

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.left:
            part = next(self.lines, None)
            if part is None:
                return 0
            self.left = part
        taken = self.left[: len(buffer)]
        buffer[: len(taken)] = taken
        self.left = self.left[len(taken) :]
        return len(taken)


LONG = b"a cat in the snow, " * 1500
CASES = [
    ("a.jsonl", b"", b'{"prompt": "' + LONG + b'--v 7"}\n'),
    ("a.csv", b"id,prompt\n", b'1,"' + LONG + b'\n--v 7"\n'),
]


@pytest.mark.parametrize(("name", "head", "line"), CASES)
def test_memory_is_bounded(name: str, head: bytes, line: bytes) -> None:
    size = 24 * MEGABYTE  # a fraction of the intended gigabyte: each line behaves like these
    assert len(list(find(name, head + line))) == 1  # loads the tables, which are not measured
    stream = io.BufferedReader(Endless(head, line, size))
    count = 0
    tracemalloc.start()
    for prompt in find(name, stream):
        count += 1
        last = prompt.position(0).line
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == size // (len(line) * 8) * 8
    assert last >= count
    assert peak < 2 * MEGABYTE, peak


def test_a_line_of_ten_megabytes_of_json() -> None:
    (prompt,) = find("a.jsonl", b'{"prompt": "a cat ' + b"x" * 9_900_000 + b"\\n" * 1000 + b'", "params": "--v 7"}\n')
    assert len(prompt.text) > 9_900_000
    assert prompt.position(len(prompt.text)).column > 9_900_000


@pytest.mark.parametrize("dashes", [*"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2e3a\ufe58\ufe63", "\uff0d\uff0d", "--"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_prompt_under_another_key_is_seen_however_its_dashes_are_written(tmp_path, name: str, dashes: str) -> None:
    other = f"a fox in the snow {dashes}ar 16:9"
    for ascii_only in (False, True):
        line = json.dumps({"prompt": "a hen in snow --v 7", "other": other}, ensure_ascii=ascii_only)
        (tmp_path / name).write_text(line + "\n", encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        main(["lint", "--isolated", "--offline", "--jobs", "1", "--output-format", "json", str(tmp_path / name)], io.StringIO(), out, err)
        summary = json.loads(out.getvalue())["summary"]
        assert (summary["prompts"], summary.get("unread", 0)) in {(2, 0), (1, 1)}
