"""Text written by each host's own serialiser is found again, exactly, each character at its place, and can be edited there."""

from __future__ import annotations

import csv
import io
import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.diagnostics import Edit, apply_edits
from promptlint.sources.decoding import decode
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.source_map import PromptText

TAIL = " --ar 16:9 --v 7"
# What hosts escape, what they end at, and what is wider than a byte: quotes, backslashes, brackets, emoji, joiners, CJK.
TRICKY = "abz Z09.,;:!?'\"“”\\/|#-_+=()[]{}<>&%$@éßñ–—…中文한글🐈👩\u200d🎨\u00a0"
LINE = st.text(alphabet=TRICKY, max_size=30)
LINES = st.text(alphabet=TRICKY + "\n\t", max_size=30)
ENDINGS = st.sampled_from(["\n", "\r\n"])
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def prompt_of(middle: str) -> str:
    return f"a cat {middle} sits{TAIL}"


def only(name: str, data: bytes, options: ReadOptions | None = None) -> PromptText:
    found = list(find(name, data, options))
    assert len(found) == 1, [each.text for each in found]
    return found[0]


def check(name: str, data: bytes, text: str, options: ReadOptions | None = None, *, editable: bool = True) -> PromptText:
    """The one prompt of a file is `text`, every plain character is at its mapped position, and edits come out exactly."""
    prompt = only(name, data, options)
    assert prompt.text == text
    host = decode(data)
    lines = host.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    before = (0, 0)
    for index, character in enumerate(text):
        line, column = prompt.position(index)
        assert (line, column) >= before, "places never go back"
        before = (line, column)
        there = lines[line - 1][column - 1 : column]
        if character.isalnum():
            assert there == character or there in "\\&", (index, character, there)
    end = prompt.position(len(text))
    assert lines[end.line - 1][end.column - 2] == text[-1]
    edits = (Edit(0, 5, 'one "big" cat\\dog'), Edit(len(text) - 1, len(text), "8.1"))
    made = prompt.host_edits(edits)
    if made is None:
        assert not editable
        return prompt
    edited = apply_edits(host, made)
    again = only(name, edited.encode("utf-8"), options)
    assert again.text == apply_edits(text, edits)
    return prompt


def check_plain_edit(name: str, data: bytes, text: str) -> None:
    """An edit of what every parameter fix touches: the tail. The host takes it, and only those characters change."""
    prompt = only(name, data)
    start = text.rindex("--ar")
    made = prompt.host_edits((Edit(start, start + len("--ar 16:9"), "--aspect 3:2"),))
    assert made is not None
    host = decode(data)
    edited = apply_edits(host, made)
    assert edited == host[: made[0].start] + "--aspect 3:2" + host[made[0].end :]
    assert host[made[0].start : made[0].end] == "--ar 16:9"
    assert only(name, edited.encode("utf-8")).text == text[:start] + "--aspect 3:2" + text[start + len("--ar 16:9") :]


@QUICK
@given(LINES, st.booleans(), st.sampled_from([None, 2]))
def test_json(middle: str, ascii_only: bool, indent: int | None) -> None:
    text = prompt_of(middle)
    data = json.dumps({"note": "x --ar 1:1", "items": [{"prompt": text}]}, ensure_ascii=ascii_only, indent=indent).encode()
    check("a.json", data, text)
    check_plain_edit("a.json", data, text)


@QUICK
@given(st.text(max_size=20))
def test_json_any_character(middle: str) -> None:
    text = prompt_of(middle)
    for ascii_only in (True, False):
        raw = json.dumps({"prompt": text}, ensure_ascii=ascii_only)
        found = only("a.json", raw.encode("utf-8", "surrogatepass") if ascii_only else raw.encode("utf-8", "replace"))
        assert found.text == (text if ascii_only else raw_text(raw))


def raw_text(raw: str) -> str:
    value: str = json.loads(raw.encode("utf-8", "replace"))["prompt"]
    return value


@QUICK
@given(st.lists(LINES, min_size=1, max_size=4), ENDINGS)
def test_jsonl(middles: list[str], ending: str) -> None:
    texts = [prompt_of(middle) for middle in middles]
    data = "".join(json.dumps({"id": 1, "prompt": text}, ensure_ascii=False) + ending for text in texts).encode()
    found = list(find("a.jsonl", data))
    assert [each.text for each in found] == texts
    assert [each.line for each in found] == list(range(1, len(texts) + 1))
    host = decode(data)
    edits = [edit for each in found for edit in each.host_edits((Edit(0, 5, "one\ncat"),)) or ()]
    edited = apply_edits(host, edits)
    assert [each.text for each in find("a.jsonl", edited.encode())] == ["one\ncat" + text[5:] for text in texts]


@QUICK
@given(LINES, ENDINGS, st.sampled_from([",", ";", "\t"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_csv(middle: str, ending: str, delimiter: str, quoting: int) -> None:
    text = prompt_of(middle)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
    writer.writerows([["id", "prompt", "note"], ["1", text, "x, y; z"]])
    data = out.getvalue().encode()
    check("a.csv", data, text, editable=False)
    check_plain_edit("a.csv", data, text)


@QUICK
@given(LINES, st.sampled_from([None, "'", '"', "|"]), st.booleans(), st.sampled_from([80, 10_000]))
def test_yaml(middle: str, style: str | None, unicode: bool, width: int) -> None:
    text = prompt_of(middle)
    data = yaml.safe_dump({"items": [{"name": "x", "prompt": text}]}, default_style=style, allow_unicode=unicode, width=width)
    assert yaml.safe_load(data)["items"][0]["prompt"] == text
    for ending in ("\n", "\r\n"):
        check("a.yaml", data.replace("\n", ending).encode(), text, editable=False)


@QUICK
@given(LINE, ENDINGS)
def test_txt(middle: str, ending: str) -> None:
    text = prompt_of(middle)
    data = f"# a list{ending}{ending}{text}{ending}".encode()
    check("a.txt", data, text)
    check_plain_edit("a.txt", data, text)


@QUICK
@given(LINE, ENDINGS, st.sampled_from(["", "> ", "   ", "1. x\n\n   "]))
def test_markdown_fence(middle: str, ending: str, container: str) -> None:
    middle = middle.replace("[", "").replace("/", "").replace("<!", "")  # a link, a slash command and a comment are not part of it
    text = " ".join(prompt_of(middle).split(" "))
    first, _, inner = container.rpartition("\n")
    data = f"# Midjourney\n\n{first}\n{inner}```midjourney\n{inner}{text}\n{inner}```\n".replace("\n", ending).encode()
    check("a.md", data, text)
    check_plain_edit("a.md", data, text)


@QUICK
@given(LINE)
def test_markdown_wrapped_fence(middle: str) -> None:
    second = f"b {middle} c".strip()
    data = f"# Midjourney\n\n```\na cat sits in the sun,\n{second}\n--ar 16:9\n```\n".encode()
    prompt = only("a.md", data)
    assert prompt.wrapped
    assert prompt.text == f"a cat sits in the sun, {second} --ar 16:9"
    assert prompt.position(prompt.text.index("--ar")) == (6, 1)
    across = prompt.text.index(" --ar")
    assert prompt.host_edits((Edit(across, across + 3, ""),)) is None, "an edit across the line break is refused"


@QUICK
@given(LINE, st.sampled_from(['"', "'"]))
def test_toml(middle: str, quote: str) -> None:
    text = prompt_of(middle)
    if quote == "'" and "'" in text:
        return
    written = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") if quote == '"' else f"'{text}'"
    data = f'# "prompt"\n[a.b]\nx = [1, {{ y = 1.5 }}]\nprompt = {written} # end\n'.encode()
    check("a.toml", data, text, ReadOptions(toml=True), editable=quote == '"')


@QUICK
@given(LINES)
def test_python(middle: str) -> None:
    text = prompt_of(middle)
    data = f"é = 'ü'; PROMPT = {text!r}\n".encode()
    check("a.py", data, text, ReadOptions(python=True))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    if encoding == "utf-16-le":
        mark = b"\xff\xfe"
    data = mark + "prompt,x\nein Kätzchen --ar 1:1,2\n".encode(encoding)
    prompt = only("a.csv", data)
    assert (prompt.text, prompt.line, prompt.position(0).column) == ("ein Kätzchen --ar 1:1", 2, 1)
    assert prompt.host_edits((Edit(0, 3, "das"),)) == (Edit(9, 12, "das"),)


SEPARATORS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("word", ["cat", "Kätzchen"])
@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_only_a_line_feed_parts_the_rows_whatever_the_encoding(encoding: str, separator: str, word: str) -> None:
    """Some programs write a line or page break within a cell; a file means the same in each encoding."""
    data = ("\ufeff" + f"id,prompt\n1,a red{separator}{word}\n2,a dog\n").encode(encoding)
    first, second = find("a.csv", data)
    assert (first.text, second.text) == (f"a red{separator}{word}", "a dog")
    assert first.line == 2
