"""The actions of an editor without protocol: each title, its kind, and the file after it."""

from __future__ import annotations

import pytest

from promptlint.config import Config
from promptlint.diagnostics import apply_edits
from promptlint.lsp.actions import Action, actions, fix_all, format_all
from promptlint.lsp.document import Document, prompt_at, prompt_offset
from promptlint.settings_file.reading import Settings

CHOSEN = Settings(Config(toml=True))


def offered(name: str, text: str, rows: range, code: str = "") -> list[Action]:
    """The actions for some rows, or those for the findings with one code."""
    document = Document(name)
    document.shown(text, CHOSEN)
    found = actions(document, document.analyse(text, CHOSEN), CHOSEN.config, rows, lambda _, each: code in ("", each.code))
    return list(found)


def suppressed(code: str, text: str) -> tuple[str, str]:
    return (f"Suppress {code} here", text)


LIST = "a cat --stylize 2000 --ar16:9 --v 7\na dog  --v 7\n"
UNSAFE = "(unsafe: a guess, or may change the image)"
COMMENT = "promptlint: ignore[MJ005] reason for the suppression"
GLUED = "MJ005 glued-value"
CELL = "MJ005: reason for the suppression"
OFFERS = [
    (
        "a.txt",
        LIST,
        [
            (f"Write `--stylize 1000`, or another number from 0 to 1000 {UNSAFE}", LIST.replace("2000", "1000")),
            ("Write `--ar 16:9`", LIST.replace("ar16", "ar 16")),
            suppressed("MJ202 value-out-of-range", f"# promptlint: ignore[MJ202] reason for the suppression\n{LIST}"),
            suppressed(GLUED, f"# {COMMENT}\n{LIST}"),
            ("Format this prompt", LIST.replace("dog  ", "dog ")),
        ],
    ),
    (
        "a.txt",
        "a hen --aspekt 16:9 --v 7\n",
        [
            (
                "Write `--ar`. If your account defines it (`/prefer option set`), add it to the setting `known-parameters` instead",
                "a hen --ar 16:9 --v 7\n",
            ),
            suppressed("MJ101 unknown-parameter", "# promptlint: ignore[MJ101] reason for the suppression\na hen --aspekt 16:9 --v 7\n"),
        ],
    ),
    (  # one change for all prompts that share it, and none that not all of them want
        "a.json",
        '{"params": "--q2", "prompts": ["a cat --v 7", "a dog --v 7"]}\n',
        [("Write `--q 2`", '{"params": "--q 2", "prompts": ["a cat --v 7", "a dog --v 7"]}\n')] * 2,
    ),
    (
        "a.json",
        '{"params": "--ar16:9", "prompt": "a cat --v 7"}\n',
        [
            ("Write `--ar 16:9`", '{"params": "--ar 16:9", "prompt": "a cat --v 7"}\n'),
            suppressed(GLUED, f'{{"params": "--ar16:9", "promptlint-ignore": "{CELL}", "prompt": "a cat --v 7"}}\n'),
        ],
    ),
    (  # the line breaks of this text are not its own: nothing can be written there
        "a.yaml",
        "prompt: >\n  a cat\n  --v 7   --ar1:1\n",
        [suppressed(GLUED, f"# {COMMENT}\nprompt: >\n  a cat\n  --v 7   --ar1:1\n")],
    ),
    (  # a comment would be another line of the code
        "a.md",
        "# Midjourney\n\n    a hen --ar16:9 --v 7\n",
        [("Write `--ar 16:9`", "# Midjourney\n\n    a hen --ar 16:9 --v 7\n")],
    ),
    (
        "a.csv",
        "prompt,params\na hen,--ar16:9 --v 7\na cat,--v 6\n",
        [
            ("Write `--ar 16:9`", "prompt,params\na hen,--ar 16:9 --v 7\na cat,--v 6\n"),
            suppressed(GLUED, f"prompt,params,promptlint-ignore\na hen,--ar16:9 --v 7,{CELL}\na cat,--v 6,\n"),
        ],
    ),
    (
        "a.csv",
        "prompt,promptlint-ignore\na hen --ar16:9 --v 7,MJ101\n",
        [
            ("Write `--ar 16:9`", "prompt,promptlint-ignore\na hen --ar 16:9 --v 7,MJ101\n"),
            suppressed(GLUED, "prompt,promptlint-ignore\na hen --ar16:9 --v 7,MJ005, MJ101\n"),
        ],
    ),
    (  # the row ends before the column
        "a.csv",
        "prompt,promptlint-ignore\na hen --ar16:9 --v 7\n",
        [("Write `--ar 16:9`", "prompt,promptlint-ignore\na hen --ar 16:9 --v 7\n")],
    ),
    (
        "a.csv",
        "prompt,promptlint-ignore\na hen --ar16:9 --v 7,\n",
        [
            ("Write `--ar 16:9`", "prompt,promptlint-ignore\na hen --ar 16:9 --v 7,\n"),
            suppressed(GLUED, f"prompt,promptlint-ignore\na hen --ar16:9 --v 7,{CELL}\n"),
        ],
    ),
    (
        "a.toml",
        'prompt = "a hen --ar16:9 --v 7"\n',
        [
            ("Write `--ar 16:9`", 'prompt = "a hen --ar 16:9 --v 7"\n'),
            suppressed(GLUED, f'# {COMMENT}\nprompt = "a hen --ar16:9 --v 7"\n'),
        ],
    ),
    ("a.txt", "a hen --ar 16:9 --v 7\n", []),
]


@pytest.mark.parametrize(("name", "text", "expected"), OFFERS)
def test_each_offer_and_the_file_after_it(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = offered(name, text, range(99))
    assert [(each.title, apply_edits(text, each.edits)) for each in found] == expected
    for each in found:
        is_fix = each.title.startswith("Write")
        assert each.kind == ("refactor.rewrite" if each.title.startswith("Format") else "quickfix")
        assert each.preferred is (is_fix and UNSAFE not in each.title)
        assert (each.finding is None) is (each.kind == "refactor.rewrite")


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (range(1), ["MJ202", "MJ005", "MJ202", "MJ005"]),
        (range(1, 2), [None]),
        (range(2), ["MJ202", "MJ005", "MJ202", "MJ005", None]),
        (range(2, 9), []),
        (range(0), []),
    ],
)
def test_only_the_prompts_of_these_rows_have_actions(rows: range, codes: list[str | None]) -> None:
    assert [each.finding and each.finding[1].code for each in offered("a.txt", LIST, rows)] == codes


@pytest.mark.parametrize(("first", "stop", "there"), [(2, 3, False), (3, 4, True), (4, 5, True), (5, 6, True), (6, 7, False), (0, 9, True)])
def test_a_prompt_of_several_lines_is_that_of_each(first: int, stop: int, there: bool) -> None:
    text = "# Midjourney\n\n```\na red fox,\nin snow\n--ar16:9 --v 7\n```\n"
    assert bool(offered("a.md", text, range(first, stop))) is there


def test_only_the_findings_that_are_asked_for_have_actions() -> None:
    found = offered("a.txt", LIST, range(1), "MJ202")
    assert [each.title.partition("`")[0] for each in found] == ["Write ", "Suppress MJ202 value-out-of-range here"]
    assert [each.finding and each.finding[1].code for each in found] == ["MJ202", "MJ202"]


@pytest.mark.parametrize(
    ("text", "formatted", "left"),
    [
        ("a cat  --v 7\na dog --v 7\nan owl  --v 7\n", "a cat --v 7\na dog --v 7\nan owl --v 7\n", []),
        ("a cat --v 7\n", "a cat --v 7\n", []),
    ],
)
def test_formatting_a_file(text: str, formatted: str, left: list[str]) -> None:
    document = Document("a.txt")
    document.shown(text, CHOSEN)
    edits, unchanged = format_all(document, document.analyse(text, CHOSEN), CHOSEN.config)
    assert (apply_edits(text, edits), [str(each) for each in unchanged]) == (formatted, left)


def test_formatting_follows_the_spelling_of_the_settings() -> None:
    for spelling, expected in (("short", "a cat --ar 1:1 --v 7\n"), ("long", "a cat --aspect 1:1 --version 7\n")):
        settings = Settings(Config(spelling=spelling))
        document = Document("a.txt")
        text = "a cat --aspect 1:1 --v 7\n"
        document.shown(text, settings)
        edits, _ = format_all(document, document.analyse(text, settings), settings.config)
        assert apply_edits(text, edits) == expected


@pytest.mark.parametrize(
    ("name", "text", "fixed"),
    [
        ("a.txt", LIST, LIST.replace("ar16", "ar 16")),
        ("a.txt", "\ufeffa hen --ar16:9 --v 7\r\na cat --v 7\r\n", "\ufeffa hen --ar 16:9 --v 7\r\na cat --v 7\r\n"),
        ("a.txt", "a hen --v 7\n", "a hen --v 7\n"),
        ("a.json", '{"prompt": ', '{"prompt": '),
    ],
)
def test_fixing_a_file(name: str, text: str, fixed: str) -> None:
    document = Document(name)
    document.shown(text, CHOSEN)
    mark = text[:1] if text[:1] == "\ufeff" else ""
    assert mark + apply_edits(text.removeprefix(mark), fix_all(document, text)) == fixed


POSITIONS = [
    ("a.txt", "# note\na cat --ar \n\n", {3: None, 7: 0, 8: 1, 17: 10, 18: 11, 19: None}),
    ("a.txt", "a cat\na dog\n", {0: 0, 5: 5, 6: 0, 11: 5, 12: None}),
    ("a.json", '["a \\u0063at --v 7"]', {1: None, 2: 0, 4: 2, 6: 3, 9: 3, 10: 3, 18: 11, 19: None}),  # an escape is one character
    ("a.csv", "prompt,params\na cat,--v 7\n", {13: None, 14: 0, 19: 5, 20: 6, 25: 11, 26: None}),
    ("a.md", "```mj\na cat,\nin snow --v 7\n```\n", {5: None, 6: 0, 12: 6, 13: 7, 26: 20, 27: None}),
]


@pytest.mark.parametrize(("name", "text", "places"), POSITIONS)
def test_the_position_in_a_prompt_of_one_in_the_file(name: str, text: str, places: dict[int, int | None]) -> None:
    document = Document(name)
    analysis = document.analyse(text, CHOSEN)
    for offset, expected in places.items():
        found = prompt_at(analysis, offset)
        assert (found and found[1]) == expected, offset
        assert [prompt_offset(each.source, offset) for each in analysis.prompts if found and each is found[0]] == (
            [] if expected is None else [expected]
        )
