"""Any file content: the worst result is a SourceError with a position, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.errors import SourceError
from promptlint.sources.hosts import HOSTS, ReadOptions, find

ALL = ReadOptions(python=True, toml=True)
NAMES = sorted({ending: f"midjourney-prompts.{ending}" for ending in HOSTS if ending}.values())
TOKENS = st.lists(
    st.sampled_from(
        [
            "prompt",
            "a red cat",
            " --ar 16:9",
            "--v 7",
            '"',
            "'",
            "`",
            "```",
            "\n",
            "\r\n",
            "\r",
            "\\",
            "\\u00e9",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            ";",
            "#",
            "//",
            "/*",
            "*/",
            "|",
            ">",
            "- ",
            "1. ",
            "=",
            " ",
            "  ",
            "\t",
            "<!--",
            "-->",
            "promptlint: ignore[MJ1]",
            "promptlint: model=7",
            "---",
            "/imagine ",
            "**",
            "\ufeff",
            "\0",
            "🐈",
            "\u2028",
            "\x85",
            "&a",
            "*a",
            "!!str",
            "? ",
            "%",
            "u'",
            "rb'",
            "\\N{DASH}",
            "0x1",
            "7",
            "params",
            "version",
        ]
    ),
    max_size=40,
).map("".join)


def read(name: str, data: bytes) -> None:
    try:
        for prompt in find(name, data, ALL):
            assert prompt.shown in prompt.text
            last = (0, 0)
            for offset in range(len(prompt.text) + 1):
                place = prompt.position(offset)
                if prompt.text[prompt.own[1] :] == "":
                    assert place >= last
                last = place
            assert 1 <= prompt.line <= prompt.end_line
            prompt.source_line(prompt.line)
    except SourceError as error:
        assert error.line >= 1
        assert error.column >= 1
        assert error.message
        assert not error.message.endswith(".")


NOTHING = [
    "",
    " ",
    "\n",
    "|",
    ">",
    "''",
    '""',
    "prompt: |",
    "prompt: |\n  \n",
    "prompt: >",
    "prompt: ''",
    '- ""',
    '{"prompt": ""}',
    "prompt\n,",
]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_with_nothing_in_it(name: str, text: str) -> None:
    read(name, text.encode())


HEADERS = ["|", ">", "|-", "|+", ">-", ">+", "|2", ">2-", "&a |", "&a >", "!!str |", "!!str &a >-", "&a", "!!str", "&a ''", '&a ""', "~"]
BLANKS = ["\n", "      \n", "      \n      \n", "\n\n\n", "   \t\n", "      # x\n", "  \u2028\n", "\x85\n", "\r\n", "      \ufeff\n"]


@pytest.mark.parametrize("header", HEADERS)
def test_a_scalar_with_nothing_in_it(header: str) -> None:
    for blank in BLANKS:
        for rest in ("", "- prompt: a heron --v 7\n"):
            read("mj-prompts.yaml", f"- prompt: {header}\n{blank}{rest}".encode())


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(TOKENS)
def test_any_text(name: str, text: str) -> None:
    read(name, text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(name: str, data: bytes) -> None:
    read(name, data)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 200_000,
        "`" * 200_000,
        "` " * 100_000,
        "<!-- promptlint: " * 20_000,
        "“a" * 100_000,
        "[a " * 60_000,
        "**a" * 60_000,
        '"a cat' * 40_000,
        "a --v " * 40_000,
        "--a " * 50_000,
        "a\n" * 60_000,
        "> " * 2_000,
        "|" * 100_000,
    ],
    ids=[
        "dashes",
        "ticks",
        "single ticks",
        "comments",
        "quotes",
        "brackets",
        "stars",
        "strings",
        "parameters",
        "names",
        "lines",
        "nesting",
        "bars",
    ],
)
@pytest.mark.parametrize("name", ["midjourney.txt", "midjourney.md", "midjourney.json", "midjourney.csv"])
def test_linear(name: str, text: str) -> None:
    head = {"midjourney.json": '{"prompt": "', "midjourney.csv": "prompt\n", "midjourney.md": "# Midjourney\n\n"}.get(name, "")
    started = time.process_time()
    try:
        for prompt in find(name, (head + text).encode()):
            assert prompt.text
    except SourceError:
        pass
    assert time.process_time() - started < 20, "a generous bound: what is quadratic takes minutes"


MANY = {
    "front matter": ("midjourney.md", "---\n" + "a: --ar 1:1\n" * 8_000 + "---\n", 0),
    "lines of JSON": ("midjourney.md", "```json\n" + '{"prompt": "a --ar 1:1"}\n' * 8_000 + "```\n", 8_000),
    "keys": ("midjourney.md", "```\n" + "a: b\n" * 20_000 + "prompt: x y --ar 1:1\n!\n```\n", 1),
    "cells": ("midjourney.md", "# Midjourney\n\n" + "| x | a hen<br>b --ar 1:1<br> |\n" * 4_000, 4_000),
    "session": ("midjourney.md", "# Midjourney\n\n```py\n" + '>>> p = "a hen in fog --ar 1:1"\n' * 8_000 + "```\n", 8_000),
    "additions": ("midjourney.py", 'p = "a hen in fog"\n' + 'p += " --ar 1:1"\n' * 20_000, 1),
    "aliases": ("midjourney.yaml", "p: &a a hen --ar 1:1\nprompts: [" + "*a," * 8_000 + "]\n", 1),
    "depth": ("midjourney.json", '{"params":"--ar 1:1","a":' * 8_000 + '"a red hen in the fog --ar 1:1"' + "}" * 8_000, 1),
    "parameters above": ("midjourney.json", '{"params":"--v 7","j":[' + '{"prompt":"a"},' * 8_000 + "{}]}", 8_000),
}


@pytest.mark.parametrize("case", MANY)
def test_linear_in_one_form(case: str) -> None:
    name, text, count = MANY[case]
    started = time.process_time()
    assert len(list(find(name, text.encode()))) == count
    assert time.process_time() - started < 20, "a generous bound: what is quadratic takes minutes"
