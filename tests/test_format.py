"""`format`: one form for each prompt, and never another picture."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.diagnostics import apply_edits
from promptlint.parsing.parser import parse
from promptlint.rewrite.format import format_edits, format_prompt


def drawn(text):
    """Everything that determines the image, with the parameters in any order (several of one name keep theirs)."""
    prompt = parse(text)
    values = {parameter.name: [] for parameter in prompt.parameters}
    for parameter in prompt.parameters:
        values[parameter.name].append([(str(value), value.kind, value.weight and value.weight.number) for value in parameter.values])
    return prompt.text, [str(image) for image in prompt.images], [weight.number for weight in prompt.weights], values


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("a cat --ar 16:9 --v 7", "a cat --ar 16:9 --v 7"),
        ("  a  cat   --ar  16:9  ", "a  cat --ar 16:9"),  # the text is the writer's
        ("a cat —ar 16:9", "a cat --ar 16:9"),
        ("a cat --aspect 16:9 --s 50 --version 7", "a cat --ar 16:9 --stylize 50 --v 7"),
        ("a --v 7 --no dogs,  big  cats --ar 1:1", "a --no dogs,  big  cats --ar 1:1 --v 7"),
        ("a --sref 12   <https://a.b/d.png>::2  random --v 7", "a --sref 12 <https://a.b/d.png>::2 random --v 7"),
        ("a --v 7 --ar {1:1,  2:3}", "a --ar {1:1,  2:3} --v 7"),
        ("{red,  blue} cat  --ar 1:1", "{red,  blue} cat --ar 1:1"),
        ("hot::2  dog:: --v 6.1", "hot::2  dog:: --v 6.1"),
        ("/imagine prompt: a  --v 7", "/imagine prompt: a --v 7"),
        ("a --ar 1:1 --v 7 --ar 2:3", "a --ar 1:1 --ar 2:3 --v 7"),  # of several, the last counts: their order stays
        ("a --v 7 --niji 7 --ar 1:1", "a --v 7 --niji 7 --ar 1:1"),  # the last one chooses the model
        ("a --w 512 --v 3", "a --w 512 --v 3"),  # --w was --width then
        ("a --w 512 --v 7", "a --weird 512 --v 7"),
        ("a\u00a0--ar\u20031:1", "a --ar 1:1"),
        ("  --ar  1:1 ", "--ar 1:1"),
        (" a cat ", "a cat"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_one_form(text, formatted):
    assert format_prompt(text) == formatted
    assert format_prompt(formatted) == formatted


@pytest.mark.parametrize(
    "text",
    [
        "a cat  -ar 16:9",  # a mistake of form: the fixer's
        "a cat  --ar16:9",
        "a cat  –ar 16:9",
        "a cat  --AR 16:9",
        "a cat  --v 7 and more words",
        "a cat  --v 7 --pablo --ar 1:1",  # may be the account's own option, and hold anything
        "a cat  {--v 6, --v 7}  --ar 1:1",  # belongs to some of the jobs only
    ],
)
def test_a_prompt_that_is_more_than_untidy_is_left_alone(text):
    assert format_edits(text) == ()


@pytest.mark.parametrize(
    ("spelling", "formatted"),
    [
        ("long", "a --aspect 1:1 --stylize 5"),
        ("short", "a --ar 1:1 --s 5"),
        ((("aspect", "aspect"),), "a --aspect 1:1 --stylize 5"),
    ],
)
def test_the_spelling_of_the_settings(spelling, formatted):
    assert format_prompt("a --s 5 --ar 1:1", spelling=spelling) == formatted


def test_the_default_model_decides_what_a_name_means():
    assert format_prompt("a --w 512", model="3") == "a --w 512"
    assert format_prompt("a --w 512", model="8.2") == "a --weird 512"


@pytest.mark.parametrize(
    ("cells", "formatted"),
    [
        ((), "a --no x --ar 1:1 --v 7"),
        (((0, 23),), "a --no x --ar 1:1 --v 7"),
        (((0, 2), (2, 23)), "a --no x --ar 1:1 --v 7"),
        (((0, 8), (8, 23)), "a --v 7 --no x --ar 1:1"),
        (((0, 17), (17, 23)), "a --ar 1:1 --v 7 --no x"),
        (((0, 8), (8, 17), (17, 23)), "a --v 7 --ar 1:1 --no x"),
    ],
)
def test_each_cell_has_its_own_order(cells, formatted):
    text = "a --v 7 --ar 1:1 --no x"
    assert apply_edits(text, format_edits(text, cells=cells)) == formatted


def test_edits_are_small():
    text = "a long text that stays —ar 1:1 --v 7"
    assert [(edit.start, edit.end, edit.text) for edit in format_edits(text)] == [(23, 30, "--ar 1:1")]


WORDS = (
    "a",
    "cat",
    "hot::2",
    "{red, --v 7}",
    "https://a.b/c.png",
    "--ar",
    "16:9",
    "--v",
    "7",
    "—",
    "--no",
    ",",
    "  ",
    "\u00a0",
    "--sref",
    "::",
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from((*WORDS, "--s", "50", "--raw", "—ar", "-", "<", ">", "random", "--niji 6", "\n"))).map(" ".join)
    | st.text(max_size=60)
)
def test_any_text_keeps_its_meaning(text):
    formatted = format_prompt(text)
    assert format_prompt(formatted) == formatted
    assert drawn(formatted) == drawn(text)
