"""The Pygments lexer."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("pygments")

from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text

from promptlint.highlight import MidjourneyLexer

ROOT = Path(__file__).resolve().parent.parent

TOKENS = [
    ("# a note", "# a note", Comment.Single),
    ("/imagine prompt: a cat", "/imagine prompt:", Keyword.Namespace),
    ("https://x.org/a.png a cat", "https://x.org/a.png", String.Other),
    ("a cat --ar 16:9", "--ar", Name.Attribute),
    ("a cat --ar 16:9", "16:9", Number),
    ("a cat --arr 16:9", "--arr", Error),
    ("a cat --ar16:9", "--ar", Error),
    ("a cat --ar16:9", "16:9", Number),
    ("a cat —AR:16:9", "—AR", Error),
    ("a cat -- ar 16:9", "-- ar", Error),
    ("a half-timbered house", "a half-timbered house", Text),
    ("a cat --style raw", "raw", String),
    ("a cat --no dogs, 2 birds --tile", " dogs, 2 birds", String),
    ("a cat --v 7 dogs, birds", "dogs", String),
    ("a cat --v 7 dogs, birds", ",", Punctuation),
    ("fog::-.5 cat", "::-.5", Operator),
    ("a {red, blue} car", "{", Punctuation),
    ("a {{subject}}", "{{subject}}", String.Interpol),
]


@pytest.mark.parametrize(("text", "piece", "kind"), TOKENS, ids=[f"{row[1]} in {row[0]}" for row in TOKENS])
def test_kinds(text, piece, kind):
    assert (kind, piece) in list(MidjourneyLexer().get_tokens(text))


def test_a_parameter_ends_with_its_line():
    tokens = list(MidjourneyLexer().get_tokens("a cat --no dogs\na dog 2"))
    assert (Text, "a dog 2") in tokens


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("a -—:{}\n#\r,19<>$/\u2028é🦊") | st.characters(), max_size=60))
def test_tokens_give_the_text_back(text):
    tokens = list(MidjourneyLexer().get_tokens_unprocessed(text))
    assert "".join(piece for _, _, piece in tokens) == text
    at = 0
    for start, _, piece in tokens:
        assert start == at
        assert piece
        at += len(piece)


def test_pygments_finds_it_by_name(tmp_path):
    """As an installed package: the entry point of pyproject.toml, in the form that an installer writes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entry = project["entry-points"]["pygments.lexers"]["midjourney"]
    told = tmp_path / "midjourney_promptlint-0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: midjourney-promptlint\nVersion: 0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text(f"[pygments.lexers]\nmidjourney = {entry}\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    command = [sys.executable, "-m", "pygments", "-l", "midjourney", "-f", "html"]
    run = subprocess.run(command, input="a cat --ar 16:9", capture_output=True, text=True, env=environment, timeout=60, check=True)
    assert '<span class="na">--ar</span> <span class="m">16:9</span>' in run.stdout.replace('<span class="w"> </span>', " ")
