"""The parts of the language server without protocol: positions, and edits that are linted without reading the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from promptlint.config import Config
from promptlint.lsp.actions import line_edits
from promptlint.lsp.by_line import ByLine
from promptlint.lsp.complete import completions
from promptlint.lsp.document import Document, prompt_at
from promptlint.lsp.hover import hover
from promptlint.lsp.positions import Lines
from promptlint.lsp.publication import shown
from promptlint.parsing.parser import parse
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import judge_prompts, lint_input
from promptlint.project.scope import Scope
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
    "a.prompt": "# old: a cat --AR 1:1\n# and a dog ar 1:1\n\n" + "\n".join(PROMPTS) + "\n1. a bird --AR 2:3",
    "a.txt": "\n".join(PROMPTS) + "\n",
    "b.txt": "Animals:\n" + "\r\n".join(PROMPTS) + "\nThis one is a sentence of some more words.\n## More\n",
    "a.json": json.dumps([{"prompt": prompt} for prompt in PROMPTS], ensure_ascii=False, indent=1),
    "a.jsonl": "".join(json.dumps({"prompt": prompt}) + "\n" for prompt in PROMPTS),  # the fox as an escape
    # what the first lines say of a key decides how the others are read
    "b.jsonl": "".join(json.dumps({"text": prompt}) + "\n" for prompt in (*PROMPTS[:2], "a hen in snow v6", "a wren at dusk")),
    "a.csv": "id,prompt\n" + "".join(f'{number},"{prompt}"\n' for number, prompt in enumerate(PROMPTS)),
    "a.yaml": "".join(f'- prompt: "{prompt}"\n' for prompt in PROMPTS),
    "a.md": "# Midjourney\n\n" + "".join(f"```midjourney\n{prompt}\n```\n\n" for prompt in PROMPTS),
    "a.py": "".join(f"PROMPT_{number} = '{prompt}'\n" for number, prompt in enumerate(PROMPTS)),
    "a.ts": "".join(f"const prompt{number} = `{prompt}`;\n" for number, prompt in enumerate(PROMPTS)),
    "a.toml": "".join(f'[[prompts]]\nprompt = "{prompt}"\n' for prompt in PROMPTS),
}
PIECES = [
    *(
        " --ar16:9",
        " --v 6",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "#",
        "# note --AR 1:1\n",
        '"',
        "'",
        "`",
        "\\",
        "{",
        "}",
        ",",
        ": ",
        "- ",
        "\ufeff",
        "\u2028",
    ),
    *(
        "🦊",
        "\ud83e",
        "\0",
        " a",
        "7",
        "--",
        "```",
        "## Heading\n",
        "# promptlint: ignore[MJ005] so\n",
        "# promptlint: model=6.1\n",
        "a owl\n",
    ),
    *('{"prompt": "an owl --AR 3:2"}\n', '{"prompt": ["a hare", "an elk --tile --tile"]}\n', "1. ", "[1, 2", "key: value\n"),
]
SETTINGS = [
    Settings(Config(toml=True)),
    Settings(Config(toml=True, extend_select=("MJ804", "MJ805"))),
    Settings(Config(toml=True, blocks=True)),
    Settings(Config(toml=True, ignores=(("a.prompt", 4, "MJ005"),))),
    Settings(Config(toml=True, ignore=("MJ304",), per_file_ignores=(("*.prompt", ("MJ005",)),))),
]


def written(found):
    """The findings as they are published, in the order of the file."""
    return sorted((each.row, each.end_row, each.written) for each in found)


def fresh(name, text, chosen=SETTINGS[0]):
    """The findings of `promptlint lint` for a file with this text."""
    unit = LintInput(name, name, data=text.encode("utf-8", "replace"))
    return written(shown(finding, Lines(text)) for finding in lint_input(Scope(unit, chosen)).findings)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # shrinking an edit takes minutes
@given(data=st.data())
def test_after_any_edits_the_findings_are_those_of_a_fresh_run(name, data):
    chosen = data.draw(st.sampled_from(SETTINGS))
    document = Document(name)
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.one_of(st.just(start), st.integers(start, min(len(text), start + 30))))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
        document.took = data.draw(st.sampled_from([0.0, 1.0]))
        found = document.shown(text, chosen)
        if not document.settled:
            found = document.shown(text, chosen, whole=True)
        assert written(found) == fresh(name, text, chosen)


LINES = [
    "a cat --AR 1:1",
    "a cat",
    "# note --v 7",
    "# bird ar 1:1",
    "",
    "---",
    "Animals:",
    "This is a sentence of more words.",
    "--v 7",
    "## b",
]


@pytest.mark.parametrize("name", ["a.prompt", "a.txt"])
@given(st.lists(st.lists(st.sampled_from(LINES), max_size=8), min_size=1, max_size=4))
def test_lines_by_themselves_and_together_are_read_alike(name, texts):
    document = Document(name)
    for lines in texts:
        text = "\n".join(lines)
        assert written(document.shown(text, SETTINGS[0])) == fresh(name, text)


@pytest.mark.parametrize(
    ("name", "text", "independent"),
    [
        ("a.prompt", "\ufeffa cat --AR 1:1\n", True),
        ("a.prompt", "a\ufeff cat\n", False),
        ("a.prompt", "\ufeffa cat\n\ufeff\n", False),
        ("a.prompt", "a\0 cat\n", False),
        ("a.prompt", "a cat\rb\n", False),
        ("a.prompt", "a cat\r\nb\r\n", True),
        ("a.prompt", "a cat\r\nb\rc\n", False),
        ("a.prompt", "a cat # promptlint: ignore[MJ005] so\n", False),
        ("a.jsonl", '{"prompt": "a cat # promptlint: ignore[MJ005] so"}\n', True),
        ("a.txt", "a cat --v 7\na dog --v 7\n", True),
        ("a.txt", "## Animals\n\n```\na cat --v 7\n```\n", False),
        ("a.md", "a cat --v 7\n", False),
    ],
)
def test_which_texts_are_read_line_by_line(name, text, independent):
    """Not those with comments, or with what only the whole file decides."""
    assert (ByLine(name, SETTINGS[0], None, "utf-16").shown(text) is not None) is independent
    assert written(Document(name).shown(text, SETTINGS[0])) == fresh(name, text)


@pytest.mark.parametrize(
    ("name", "rows", "alone"),
    [
        ("a.prompt", range(1), True),
        ("a.prompt", range(2), True),
        ("a.txt", range(1), True),
        ("a.txt", range(2), False),
        ("a.md", range(1), False),
    ],
)
def test_which_rows_are_read_without_the_others(name, rows, alone):
    assert ByLine(name, SETTINGS[0], None, "utf-16").stands_alone("a cat --v 7\na dog --v 7\n", rows) is alone
    assert not ByLine(name, SETTINGS[1], None, "utf-16").stands_alone("a cat --v 7\na dog --v 7\n", rows)


def slow(name, text):
    """A document that is read whole only after a while."""
    document = Document(name)
    document.shown(text, SETTINGS[0])
    document.took = 1.0
    return document


@pytest.mark.parametrize("name", ["a.json", "a.csv", "a.yaml", "a.md", "a.toml"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_edit_inside_a_prompt_gives_what_reading_the_file_gives(name, data):
    text = FILES[name]
    document = slow(name, text)
    for _ in range(3):
        judged = data.draw(st.sampled_from(Document(name).analyse(text, SETTINGS[0]).prompts))
        mapping = judged.source.mappings[0]
        last = judged.source.host.offset + mapping.host_end - 1
        start = data.draw(st.integers(judged.source.host.offset + mapping.host + 1, last))
        end = data.draw(st.integers(start, min(start + 4, last)))
        text = text[:start] + data.draw(st.text(alphabet="ab7🦊", max_size=4)) + text[end:]
        assert written(document.shown(text, SETTINGS[0])) == fresh(name, text)
        document.took = 1.0


def test_an_edit_inside_a_prompt_does_not_read_the_file(monkeypatch):
    text = FILES["a.md"]
    document = slow("a.md", text)
    edited = text.replace("a red fox", "a red and brown fox").replace("a cat", "a cat")
    expected = fresh("a.md", edited)
    monkeypatch.setattr("promptlint.project.pipeline.prompts_of", None)
    assert written(document.shown(edited, SETTINGS[0])) == expected
    assert not document.settled


@pytest.mark.parametrize(
    ("name", "text", "change"),
    [
        ("a.csv", "id,prompt\n1,a cat --v 6\n2,a dog --AR 1:1", ("1:1", "1:12")),
        ("a.json", '[{"params": "--AR 1:1", "prompt": "a cat"}, {"params": "--v 6", "prompt": "a dog"}]', ("1:1", "1:12")),
        ("a.json", '[{"params": "--v 6", "prompt": "a cat"}, {"params": "--AR 1:1", "prompt": "a dog"}]', ("a cat", "a big cat")),
        ("a.json", '{"params": "--AR 1:1", "prompts": ["a cat", "a dog"]}', ("1:1", "1:12")),
        ("a.json", r'["a ca\u0074 --AR 1:1", "a \u0064og --v 6"]', ("ca", "car")),
        ("a.json", '{"prompts": ["a cat --AR 1:1", "a dog --AR 1:1"]}', ("cat", "bird")),
        ("a.yaml", "- prompt: a cat\n- prompt: a dog\n", ("a cat", "a bird")),  # one finding for both
        ("a.yaml", "- prompt: a cat\n- prompt: a dog\n", ("a cat", "a cat --v 7")),
        ("a.yaml", "- prompt: a cat\n- prompt: a dog --v 7\n", ("--v 7", "--x 7")),
    ],
)
def test_an_edit_that_touches_more_than_one_finding(name, text, change):
    """Parameters may be shared, prompts may share a line, and one finding may represent several prompts."""
    document = slow(name, text)
    text = text.replace(*change)
    assert written(document.shown(text, SETTINGS[0])) == fresh(name, text)


@pytest.mark.parametrize(
    "change",
    [("a red fox", "--a red fox"), ("a cat", "a\ncat"), ("a cat", '"a cat'), ("--v 7\n", "--v 7\n\n"), ("a red fox", "`a red fox")],
)
def test_an_edit_that_may_move_prompts_has_the_file_read(change):
    document = slow("a.md", FILES["a.md"])
    text = FILES["a.md"].replace(*change, 1)
    assert written(document.shown(text, SETTINGS[0])) == fresh("a.md", text)
    assert document.settled


@pytest.mark.parametrize("name", ["a.prompt", "a.txt", "a.jsonl"])
def test_a_line_that_did_not_change_is_not_linted_again(name, monkeypatch):
    linted = []
    monkeypatch.setattr("promptlint.lsp.by_line.judge_prompts", lambda *args: linted.append(1) or judge_prompts(*args))
    document = Document(name)
    document.shown(FILES[name], SETTINGS[0])
    assert len(linted) in (4, 5)
    document.shown("\n\n" + FILES[name].replace("a cat", "a grey cat") + "\n", SETTINGS[0])
    assert len(linted) in (6, 7, 8)
    assert document.settled


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
    document.took = 1.0
    edited = document.shown(text.replace("red fox", "red big fox"), Settings())
    assert not document.settled
    assert "MJ005" not in {each.diagnostic.code for each in analysis.findings}
    assert written(edited) == written(shown(each, Lines(text)) for each in analysis.findings)


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
    """The end of a word belongs to it: that is the position of the cursor after typing it."""
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
        ("a cat --", "--turbo", "V8.2 does not support it; it requires V6, Niji 6, V6.1 or V7"),
        ("a cat --video --", "--turbo", ""),  # the video model does
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
