"""The structure of a TOML file: the model for each prompt, through tables, arrays of tables and odd values."""

from __future__ import annotations

import pytest

from promptlint.sources.hosts import ReadOptions, find

FILES = [
    ('model = "7"\nprompt = "a cat"\n', [("a cat", "7")]),
    ('model = "7"\n[one]\nprompt = "a cat"\n[two]\nmodel = "6"\nprompt = "a dog"\n', [("a cat", "7"), ("a dog", "6")]),
    ('[[shots]]\nmodel = "7"\nprompt = "a cat"\n[[shots]]\nprompt = "a dog"\n', [("a cat", "7"), ("a dog", None)]),
    (
        '[[shots]]\nmodel = "7"\n[shots.m]\nprompt = "a cat"\n[[shots]]\n[shots.m]\nprompt = "a dog"\n',
        [("a cat", "7"), ("a dog", None)],
    ),
    ('[one]\nmodel = "7"\n[one.a]\nprompt = "a cat"\n[one.b]\nprompt = "a dog"\n', [("a cat", "7"), ("a dog", "7")]),
    ('[one.a]\nprompt = "a cat"\n[one]\nmodel = "6"\n', [("a cat", "6")]),
    ('one.model = "6"\none.prompt = "a cat"\n', [("a cat", "6")]),
    ('"one"."model" = "6"\n[ two ]\nprompt = "a cat"\n', [("a cat", None)]),
    ('x = [1.5, 1979-05-27T07:32:00.5,\n  # a remark\n]\nprompt = "a cat"\n', [("a cat", None)]),
    ('shots = [\n  { prompt = "a cat", model = "7" },\n  { prompt = "a dog" },\n]\n', [("a cat", "7"), ("a dog", None)]),
    ('x = {}\ny = []\nz = [[]]\nprompt = [["a cat"], "a dog"]\n', [("a cat", None), ("a dog", None)]),
]


@pytest.mark.parametrize(("data", "expected"), FILES)
def test_prompts_with_the_model_beside_them(data: str, expected: list[tuple[str, str | None]]) -> None:
    found = list(find("a.toml", data.encode(), ReadOptions(toml=True)))
    assert [(prompt.text, prompt.model) for prompt in found] == expected
    for prompt in found:
        place = data.index(prompt.text)
        assert prompt.host.text[place : place + len(prompt.text)] == prompt.text
        assert prompt.position(0) == (data.count("\n", 0, place) + 1, place - data.rfind("\n", 0, place))
