"""The parts of the language server that speak no protocol: places, and edits that are judged without reading the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.config import Config
from promptlint.lsp.actions import line_edits
from promptlint.lsp.complete import completions
from promptlint.lsp.document import Document, prompt_at
from promptlint.lsp.hover import hover
from promptlint.lsp.positions import Lines
from promptlint.parsing.parser import parse
from promptlint.settings_file.reading import Settings

PLACES = [
    ("utf-16", "a🦊b", 0, 2, 3),
    ("utf-8", "a🦊b", 0, 2, 5),
    ("utf-32", "a🦊b", 0, 2, 2),
    ("utf-8", "é\nß--v", 1, 4, 3),
    ("utf-16", "a\r\nb\rc", 2, 6, 1),
    ("utf-16", "\ufeffab", 0, 1, 2),
    ("utf-16", "a\u2028b\x0cc", 0, 4, 4),
]


@pytest.mark.parametrize(("encoding", "text", "row", "offset", "units"), PLACES)
def test_places(encoding, text, row, offset, units):
    lines = Lines(text, encoding)
    assert lines.at(offset) == (row, units)
    assert lines.offset(row, units) == offset


@pytest.mark.parametrize(("row", "units", "offset"), [(0, 99, 3), (1, 99, 6), (9, 0, 6)])
def test_places_beyond_the_end_count_as_the_end(row, units, offset):
    assert Lines("a🦊b\ncd").offset(row, units) == offset


def test_a_byte_order_mark_counts_for_the_editor_alone():
    lines = Lines("\ufeffa --AR 1:1\nb")
    assert lines.offset(9, 0) == lines.offset(1, 1) == 12
    assert lines.position(1, 3) == (0, 3)
    assert lines.position(2, 1) == (1, 0)


@given(st.text(alphabet="aé🦊\n\r-", max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.data())
def test_every_place_goes_there_and_back(text, encoding, data):
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text, encoding)
    row, units = lines.at(offset)
    if text[offset - 1 : offset + 1] != "\r\n":  # no place lies between the two
        assert lines.offset(row, units) == min(offset, lines.start(row) + len(lines.line(row)))


PROMPTS = ["a red fox --ar16:9 --v 7", "a cat --v 6 --AR 1:1", "ein Fuchs 🦊 --chaos 400 --v 7", "a dog --sref 12 --v 7"]
FILES = {
    "a.txt": "\n".join(PROMPTS) + "\n",
    "a.json": json.dumps([{"prompt": prompt} for prompt in PROMPTS], ensure_ascii=False, indent=1),
    "a.jsonl": "".join(json.dumps({"prompt": prompt}) + "\n" for prompt in PROMPTS),  # the fox as an escape
    "a.csv": "id,prompt\n" + "".join(f'{number},"{prompt}"\n' for number, prompt in enumerate(PROMPTS)),
    "a.yaml": "".join(f'- prompt: "{prompt}"\n' for prompt in PROMPTS),
    "a.md": "# Midjourney\n\n" + "".join(f"```midjourney\n{prompt}\n```\n\n" for prompt in PROMPTS),
}


def seen(analysis):
    """What the editor would show, and what the prompts are and where each piece of them stands."""
    findings = [(each.diagnostic.code, each.diagnostic.message, *each[2:6]) for each in analysis.findings]
    sources = [each.source for each in analysis.prompts]
    prompts = [(each.text, each.shown, each.line, each.position(3), each.end_line) for each in sources]
    places = [(each.host.text, each.host.offset, each.mappings) for each in sources]
    return findings, prompts, places


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_edit_inside_a_prompt_gives_what_reading_the_file_gives(name, data):
    text = FILES[name]
    document = Document(name)
    analysis = document.analyse(text, Settings())
    assert len(analysis.prompts) == len(PROMPTS)
    assert analysis.findings
    for _ in range(3):
        judged = data.draw(st.sampled_from(analysis.prompts))
        mapping = judged.source.mappings[0]
        last = judged.source.host.offset + mapping.host_end - 1
        start = data.draw(st.integers(judged.source.host.offset + mapping.host + 1, last))
        end = data.draw(st.integers(start, min(start + 4, last)))
        text = text[:start] + data.draw(st.text(alphabet="ab7🦊", max_size=4)) + text[end:]
        edited = document.edited(analysis, text)
        fresh = Document(name).analyse(text, Settings())
        if edited is None:  # nothing was changed at all, or only what stands in several places
            analysis = document.analyse(text, Settings())
        else:
            assert seen(edited) == seen(fresh)
            analysis = edited


@pytest.mark.parametrize(
    ("name", "text", "change"),
    [
        ("a.txt", "a cat --v 6\na dog --AR 1:1", ("1:1", "1:12")),  # at the end of the file
        ("a.csv", "id,prompt\n1,a cat --v 6\n2,a dog --AR 1:1", ("1:1", "1:12")),
        ("a.json", '[{"params": "--AR 1:1", "prompt": "a cat"}, {"params": "--v 6", "prompt": "a dog"}]', ("1:1", "1:12")),
        ("a.json", '[{"params": "--v 6", "prompt": "a cat"}, {"params": "--AR 1:1", "prompt": "a dog"}]', ("a cat", "a big cat")),
        ("a.json", r'["a ca\u0074 --AR 1:1", "a \u0064og --v 6"]', ("ca", "car")),
        ("a.jsonl", '{"params": "--AR 1:1", "prompt": "a cat"}\n{"params": "--v 6", "prompt": "a dog"}\n', ("1:1", "1:12")),
        ("a.jsonl", '{"params": "--AR 1:1", "prompt": "a cat"}\n{"params": "--v 6", "prompt": "a dog"}\n', ("a cat", "a big cat")),
    ],
)
def test_an_edit_at_the_end_of_a_file_or_behind_or_in_parameters_in_front(name, text, change):
    """Parameters may be written before the prompt that they follow, and typing goes on where the file ends."""
    document = Document(name)
    analysis = document.analyse(text, Settings())
    text = text.replace(*change)
    edited = document.edited(analysis, text)
    assert edited is not None
    assert seen(edited) == seen(Document(name).analyse(text, Settings()))


@pytest.mark.parametrize(
    "change",
    [("a red fox", "--a red fox"), ("a cat", "a\ncat"), ("a cat", '"a cat'), ("--v 7\n", "--v 7\n\n"), ("a red fox", "`a red fox")],
)
def test_an_edit_that_may_move_prompts_has_the_file_read(change):
    document = Document("a.txt")
    analysis = document.analyse(FILES["a.txt"], Settings())
    assert document.edited(analysis, FILES["a.txt"].replace(*change, 1)) is None


def test_a_prompt_that_did_not_change_is_not_judged_again():
    document = Document("a.txt")
    first = document.analyse(FILES["a.txt"], Settings())
    second = document.analyse("\n" + FILES["a.txt"].replace("red", "grey"), Settings())
    assert [new.report is old.report for new, old in zip(second.prompts, first.prompts, strict=True)] == [False, True, True, True]
    other = document.analyse(FILES["a.txt"], Settings(Config(model="7")))
    assert not any(new.report is old.report for new, old in zip(other.prompts, first.prompts, strict=True))


def test_findings_that_are_silenced_stay_so_while_one_types():
    text = f"# promptlint: ignore-file[MJ005] the service mends it\n{FILES['a.txt']}"
    document = Document("a.txt")
    analysis = document.analyse(text, Settings())
    edited = document.edited(analysis, text.replace("red fox", "red big fox"))
    assert "MJ005" not in {each.diagnostic.code for each in analysis.findings}
    assert seen(edited)[0] == seen(analysis)[0]


def test_a_lone_surrogate_is_no_reason_to_fail():
    analysis = Document("a.txt").analyse("a \ud83e cat --AR 1:1 --v 7", Settings())
    assert [(each.diagnostic.code, each.column) for each in analysis.findings] == [("MJ010", 9)]


def test_white_space_behind_a_prompt_belongs_to_it_and_other_text_does_not():
    analysis = Document("a.txt").analyse("# note\na cat --ar \n\n", Settings())
    found = prompt_at(analysis, 18)
    assert found is not None
    assert found[1] == 11
    assert prompt_at(analysis, 3) is None
    assert prompt_at(analysis, 19) is None


@given(st.text(alphabet="a-: {}7\n,", max_size=30), st.integers(0, 40))
def test_hover_and_completion_take_any_place_of_any_text(text, at):
    report = Document("a.txt").analyse(text, Settings())
    for judged in report.prompts:
        hover(judged.report, min(at, len(judged.source.text)))
        for offer in completions(judged.report.prompt, at, judged.report.model):
            assert offer.start <= at <= max(offer.end, at)


WORDS = "a cat --v 6.1 --sref 12 34"


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        (WORDS, 6, "--v"),
        (WORDS, 9, "--v"),
        (WORDS, 10, "6.1"),
        (WORDS, 13, "6.1"),
        (WORDS, 14, "--sref"),
        (WORDS, 21, "12"),
        (WORDS, 23, "12"),
        (WORDS, 24, "34"),
        (WORDS, 26, "34"),
        ("a cat --s50", 9, "--s"),
        ("a cat --s50", 10, "50"),
    ],
)
def test_hover_is_about_the_word_that_the_place_touches(text, at, word):
    """The end of a word belongs to it: that is where the cursor stands when it was typed."""
    found = hover(Document("a.txt").analyse(text, Settings()).prompts[0].report, at)
    assert text[found.start : found.end] == word


@pytest.mark.parametrize(
    ("text", "at", "model", "labels"),
    [
        ("a cat --video --", 16, "video", ["--motion", "--loop"]),
        ("a cat --motion ", 15, "8.2", ["low", "high"]),
        ("a cat --v 8.2 --style ", 22, "8.2", ["raw"]),
        ("a cat --v 8.2 --style 4", 23, "8.2", ["raw"]),
    ],
)
def test_completion(text, at, model, labels):
    good = [offer.label for offer in completions(parse(text), at, model) if offer.good]
    assert [label for label in labels if label not in good] == []


@pytest.mark.parametrize(
    ("text", "label", "detail"),
    [
        ("a cat --", "--sw", "requires --sref"),
        ("a cat --", "--iw", "requires an image link before the text"),
        ("a cat --", "--motion", "requires --video"),
        ("a cat --", "--test", "the test model was released in 2022"),
        ("a cat --", "--video", ""),  # it chooses a model: nothing is known of it on another
        ("a cat --sref 12 --", "--sw", ""),
        ("https://cdn.site.net/a.png a cat --", "--iw", ""),
    ],
)
def test_parameters_that_lack_something_come_last_with_what(text, label, detail):
    offer = next(each for each in completions(parse(text), len(text), "8.2") if each.label == label)
    assert (offer.good, "" if offer.good else offer.detail) == (not detail, detail)


def test_words_of_other_models_come_last_with_why():
    bad = {offer.label: offer.detail for offer in completions(parse("a cat --v 7 --style "), 20, "7") if not offer.good}
    assert bad["4b"] == "only on 4"


@given(st.text(alphabet="ab\n\r", max_size=20), st.text(alphabet="ab\n\r", max_size=20))
def test_line_edits_make_the_one_text_the_other(before, after):
    text = before
    for edit in reversed(line_edits(before, after)):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == after
