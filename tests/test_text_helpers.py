"""The small functions that everything else writes its words with: phrases, globs, likely names, lists, pointers, records."""

from __future__ import annotations

import os
import pickle
from itertools import chain, combinations
from typing import Any
from typing import NamedTuple as Original

import pytest

from promptlint.text.did_you_mean import hint, nearest
from promptlint.text.globs import matches, normalized
from promptlint.text.joining import and_list, counted, or_list
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.phrases import Phrases
from promptlint.text.pointer import join, resolve, split
from promptlint.text.shortening import shortened, with_short_quotes


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (("red fox",), "a red fox", [(2, 9, "red fox")]),
        (("red fox",), "A RED  Fox!", [(2, 10, "red fox")]),
        (("red fox",), "a red, fox", []),
        (("red fox",), "red foxes", []),
        (("red", "red fox", "fox"), "red fox red hen fox", [(0, 7, "red fox"), (8, 11, "red"), (16, 19, "fox")]),
        (("red fox hen", "red"), "red fox red fox hen", [(0, 3, "red"), (8, 19, "red fox hen")]),
        (("cutting",), "cutting-edge cutting", [(13, 20, "cutting")]),
        (("don't go",), "don’t go", [(0, 8, "don't go")]),
        (("cutting-edge",), "cutting‑edge", [(0, 12, "cutting-edge")]),
        (("straße",), "STRASSE", [(0, 7, "straße")]),
        (("血",), "流血了", [(1, 2, "血")]),
        (("流 血",), "流血", [(0, 2, "流 血")]),
        (("a", "A"), "a", [(0, 1, "a")]),  # the first of two that are the same
        (("--", ""), "a -- b", []),
        ((), "a", []),
    ],
)
def test_phrases(phrases: tuple[str, ...], text: str, found: list[tuple[int, int, str]]) -> None:
    assert list(Phrases(phrases).find(text)) == found


def test_phrases_between_two_positions() -> None:
    red = Phrases(("red",))
    assert [hit.start for hit in red.find("red red red", 1)] == [4, 8]
    assert [hit.start for hit in red.find("red red red", 0, 7)] == [0, 4]
    assert [hit.start for hit in red.find("red red red", 4, 7)] == [4]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*.md", ("*.md",)),
        ("./a//b/./c/", ("a/b/c",)),
        ("a\\b", ("a/b",)),
        ("/a/*.md", ("/top/a/*.md",)),
        ("/top/a", ("/top/a",)),
        ("/top", ("/top",)),
        ("/topmost", ("/top/topmost",)),
        ("a.{md,txt}", ("a.md", "a.txt")),
        ("{a,b}/{c,d}", ("a/c", "a/d", "b/c", "b/d")),
        ("{a,a}", ("a",)),
        ("{a}/{b,c}", ("{a}/b", "{a}/c")),
        ("a}{b,c}", ("a}b", "a}c")),
        ("{}{b,}", ("{}b", "{}")),
        ("{a,b", ("{a,b",)),
        ("{a,b}{c,d}{e,f}{g}", tuple(f"{x}{y}{z}{{g}}" for x in "ab" for y in "cd" for z in "ef")),
    ],
)
def test_globs_as_people_write_them(glob: str, expected: tuple[str, ...]) -> None:
    assert normalized(glob, "/top/") == normalized(glob, "/top") == expected


@pytest.mark.parametrize(
    ("glob", "message"),
    [
        ("!a", "patterns cannot be negated: list the files to match"),
        ("~/a", "`~` is not expanded: write a pattern relative to the directory of the settings file"),
        ("a\0", "file names cannot contain this character"),
        ("a\nb", "file names cannot contain this character"),
        ("", "it matches no file: write `**` for all"),
        ("//", "it matches no file: write `**` for all"),
        ("./", "it matches no file: write `**` for all"),
        ("..", "it leads out of the directory of the settings file, which applies only to files in it"),
        ("a/../../b", "it leads out of the directory of the settings file, which applies only to files in it"),
        ("{a,{b,c}}", "nested braces are not supported"),
        ("{a,b}{c}{d}{e}{f}", "it has more than four pairs of braces"),
        (f"{{{','.join(map(str, range(65)))}}}", "it stands for more than 64 patterns"),
        (f"{{{','.join(map(str, range(1000)))}}}" * 4, "it stands for more than 64 patterns"),  # only the first are made
        ("{" * 200_000 + ",}", "nested braces are not supported"),
    ],
)
def test_globs_that_match_nothing(glob: str, message: str) -> None:
    with pytest.raises(ValueError) as error:
        normalized(glob, "/top")
    assert str(error.value) == message


def test_braces_that_are_part_of_a_name_are_read_in_linear_time() -> None:
    name = "{" * 200_000 + "{}" * 50_000
    assert normalized(name, "") == (name,)


def test_as_many_alternatives_as_are_allowed() -> None:
    assert len(normalized(f"{{{','.join(map(str, range(64)))}}}", "/top")) == 64
    assert len(normalized("{a,b}" * 4, "/top")) == 16


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("/top/a/b.md", "*.md", True),
        ("/top/a/b.md", "a", True),  # a directory: everything in it
        ("/top/a/b.md", "b", False),
        ("/top/a/b.md", "a/", True),
        ("/top/a/b.md", "./a/b.md", True),
        ("/top/a/b.md", "a/*.md", True),
        ("/top/a/c/b.md", "a/*.md", True),
        ("/top/a/c/b.md", "a/c", True),
        ("/top/a/c/b.md", "a/d", False),
        ("/top/b.md", "**/b.md", True),
        ("/top/a/b.md", "**/b.md", True),
        ("/top/a/b.md", "a/**/b.md", True),
        ("/top/a/c/b.md", "a/**/b.md", True),
        ("/top/b.md", "a/**/b.md", False),
        ("/top/a/b.md", "/top/a", True),
        ("/top/a/b.md", "/top/*.md", True),
        ("/top/a/b.md", "/a/b.md", False),
        ("/top/a/B.md", "b.md", False),
        ("/elsewhere/b.md", "../elsewhere/b.md", True),
    ],
)
def test_what_a_glob_matches(path: str, glob: str, expected: bool) -> None:
    assert matches(path, glob, "/top") is expected


def test_a_glob_without_a_root_is_of_the_current_directory(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert matches(os.path.join("a", "b.md"), "a/b.md", "")
    assert not matches(os.path.join("a", "b.md"), "b/b.md", "")


@pytest.mark.parametrize(
    ("word", "names", "found"),
    [
        ("styl", ["stylize", "style"], None),
        ("styli", ["stylize", "style"], None),  # one slip from one, the beginning of the other
        ("stylz", ["stylize"], None),
        ("STYLIZE", ["stylize", "Stylise"], "stylize"),
        ("chaso", ["chaos", "charm"], "chaos"),
        ("cha", ["chaos", "stop"], "chaos"),
        ("ch", ["chaos"], None),
        ("ra", ["ar"], "ar"),
        ("rb", ["ar", "r"], None),
        ("a", ["a", "b"], "a"),
        ("a", ["b"], None),
        ("qualty", ["quality"], "quality"),
        ("qaulty", ["quality"], "quality"),  # two slips in a long word
        ("waulty", ["quality"], None),  # of which the first letter is wrong
        ("qalty", ["quality"], None),  # five letters
        ("seed", ["seeds", "seem"], None),  # two are equally near
        ("", ["a"], None),
        ("x" * 40, ["x" * 41], "x" * 41),
        ("x" * 41, ["x" * 41], None),
        ("ar", ["AR", "ar"], None),
        ("ar", ["ar", "ar"], "ar"),
    ],
)
def test_the_name_that_was_meant(word: str, names: list[str], found: str | None) -> None:
    assert nearest(word, names) == found


@pytest.mark.parametrize(
    ("word", "names", "more", "clause"),
    [
        ("chaso", ["chaos"], "x", "; did you mean `chaos`?"),
        ("zzz", ["a", "b"], "x", "; expected one of `a`, `b`"),
        ("zzz", [str(number) for number in range(24)], "", "; expected one of " + ", ".join(f"`{number}`" for number in range(24))),
        ("zzz", [str(number) for number in range(25)], "", ""),
        ("zzz", [str(number) for number in range(25)], "see the list", "; see the list"),
        ("zzz", [], "see the list", "; see the list"),
        ("zzz", [], "", ""),
    ],
)
def test_a_hint(word: str, names: list[str], more: str, clause: str) -> None:
    assert hint(word, iter(names), more) == clause


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abcde", 5, "abcde"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        (" a \n b\t", 5, "a b"),
        ("a" * 40, 40, "a" * 40),
        ("", 1, ""),
    ],
)
def test_shortened(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short


def test_quotes_are_shortened_only_where_they_are_long() -> None:
    fits, long = f"`{'x' * 200}` is `y`", f"`{'x' * 201}` is `{'y' * 201}`"
    assert with_short_quotes(fits) == fits
    assert with_short_quotes(long) == f"`{'x' * 199}…` is `{'y' * 199}…`"
    assert with_short_quotes("a " * 150) == "a " * 150


def test_words_in_a_sentence() -> None:
    assert [or_list(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]
    assert [and_list(iter(words)) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [counted(number, "link") for number in (0, 1, 2)] == ["0 links", "1 link", "2 links"]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a/b": [1, {"~": 2}], "1": None}),
        ("/a~1b/0", 1),
        ("/a~1b/1/~0", 2),
        ("/a~1b/2", None),
        ("/a~1b/-1", None),
        ("/a~1b/x", None),
        ("/a~1b/0/0", None),
        ("/1", None),
        ("/nothing", None),
    ],
)
def test_pointers(pointer: str, value: object) -> None:
    assert resolve({"a/b": [1, {"~": 2}], "1": None}, pointer) == value
    made = ""
    for key in split(pointer):
        made = join(made, key)
    assert made == pointer


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Ours(NamedTuple):
    a: int
    b: int
    c: int = 3
    d: int = 4


class Theirs(Original):
    a: int
    b: int
    c: int = 3
    d: int = 4


class Longer(Ours):
    """A class that extends one, as some do to add methods."""


def made(record: Any, values: tuple[int, ...], named: dict[str, int]) -> object:
    try:
        return tuple(record(*values, **named))
    except TypeError:
        return TypeError


@pytest.mark.parametrize("calls", [1, 99, 100, 150], ids=lambda calls: f"after {calls}")
def test_a_record_is_made_as_by_typing(calls: int) -> None:
    """Whatever it is called with, and also when its constructor is compiled."""

    class Fresh(NamedTuple):
        a: int
        b: int
        c: int = 3
        d: int = 4

    for _ in range(calls):
        assert Fresh(1, 2) == (1, 2, 3, 4)
    assert (Fresh.__new__.__name__ == "create") is (calls < 100)  # compiling one for few calls would take longer than they do
    names = list(chain.from_iterable(combinations("abcdx", number) for number in range(6)))
    for size in range(6):
        for named in names:
            arguments = tuple(range(10, 10 + size)), {name: ord(name) for name in named}
            assert made(Fresh, *arguments) == made(Theirs, *arguments), arguments


def test_a_record_without_defaults() -> None:
    class Plain(NamedTuple):
        a: int

    assert (made(Plain, (), {}), made(Plain, (1,), {}), made(Plain, (1, 2), {})) == (TypeError, (1,), TypeError)


@pytest.mark.parametrize("record", [Ours, Longer], ids=["record", "of a class that extends it"])
def test_what_a_record_can_do(record: Any) -> None:
    one = record(1, b=2, d=5)
    assert (one.a, one.b, one.c, one.d) == tuple(one) == (1, 2, 3, 5)
    assert repr(one) == f"{record.__name__}(a=1, b=2, c=3, d=5)"
    assert one._replace(b=7, d=8) == (1, 7, 3, 8)
    assert type(one._replace(b=7)) is record
    assert one._asdict() == {"a": 1, "b": 2, "c": 3, "d": 5}
    assert record._make([1, 2, 3, 4]) == record(1, 2)
    assert record._fields == record.__match_args__ == ("a", "b", "c", "d")
    assert record._field_defaults == {"c": 3, "d": 4}
    again = pickle.loads(pickle.dumps(one))
    assert again == one and type(again) is record
    with pytest.raises(ValueError, match=rf"{record.__name__} has no field x, y"):
        one._replace(x=1, a=2, y=3)
    with pytest.raises(TypeError, match=f"{record.__name__} has 4 fields, not 3"):
        record._make([1, 2, 3])
    with pytest.raises(AttributeError):
        one.a = 2
