"""Edits of files: only the edited characters change, and a file is never half-written."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from promptlint.diagnostics import Edit, apply_edits
from promptlint.errors import SourceError
from promptlint.project.writing import FileChangedError, FileText, unified_diff


def apply_to_file(path: str, edits: list[Edit]) -> None:
    file = FileText.read(path)
    file.write(apply_edits(file.text, edits))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\r\nb v6\r\nc", b"a\r\nb --v6\r\nc"),
        (b"\xef\xbb\xbfa\nb v6\n", b"\xef\xbb\xbfa\nb --v6\n"),
        ("ä\nb v6\r".encode(), "ä\nb --v6\r".encode()),
        (b"\xff\xfe" + "é\nb v6\n".encode("utf-16-le"), b"\xff\xfe" + "é\nb --v6\n".encode("utf-16-le")),
    ],
)
def test_everything_else_stays(tmp_path: Path, before: bytes, after: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(before)
    path.chmod(0o640)
    at = FileText.read(str(path)).text.index("v6")
    apply_to_file(str(path), [Edit(at, at, "--")])
    assert path.read_bytes() == after
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]


def test_no_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a cat")
    before = path.stat()
    apply_to_file(str(path), [])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("a cat")
    (tmp_path / "link.txt").symlink_to("real.txt")
    apply_to_file(str(tmp_path / "link.txt"), [Edit(0, 1, "one")])
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "one cat"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a cat")
    file = FileText.read(str(path))
    path.write_text("a dog")
    with pytest.raises(FileChangedError, match=r"^another program changed it while it was being linted$"):
        file.write("one cat")
    assert path.read_text() == "a dog"


def test_what_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a cat")
    with pytest.raises(UnicodeEncodeError):
        apply_to_file(str(path), [Edit(0, 1, "\ud800")])
    assert path.read_bytes() == b"a cat"
    path.write_bytes(b"K\xe4tzchen")
    with pytest.raises(SourceError):
        apply_to_file(str(path), [Edit(0, 1, "k")])
    assert path.read_bytes() == b"K\xe4tzchen"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("before", "after"), [("a\nb v6\nc\n", "a\nb --v 6\nc\n"), ("a\r\nb", "a\r\nc"), ("a", "b\n"), ("a\x0bb\x85\n", "c\x0bb\x85\n")]
)
def test_patch_reads_the_diff(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(before.encode())
    diff = unified_diff("a.txt", before, after)
    subprocess.run(["git", "apply", "-p0", "--whitespace=nowarn", "-"], input=diff.encode(), cwd=tmp_path, check=True)
    assert path.read_bytes() == after.encode()


def test_no_difference_no_diff() -> None:
    assert unified_diff("a.txt", "a\n", "a\n") == ""
