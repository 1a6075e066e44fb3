"""Suppressions and directives: where each host may say them, and which prompts they are about."""

from __future__ import annotations

import pytest

from promptlint.errors import SourceError
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.source_map import Suppression

ALL = ReadOptions(python=True, toml=True)
IGNORE = "promptlint: ignore[MJ101, MJ204] said so"

ABOVE = {
    "a.txt": "# {}\na cat\nan owl\n",
    "a.md": "# Midjourney\n\n<!-- {} -->\n\n```\na cat --v 7\n```\n\n```\nan owl --v 7\n```\n",
    "a.jsonc": '[\n// {}\n{{"prompt": "a cat"}},\n{{"prompt": "an owl"}}]\n',
    "a.yaml": "# {}\n- prompt: a cat\n- prompt: an owl\n",
    "a.toml": "# {}\n[a]\nprompt = 'a cat'\n[b]\nprompt = 'an owl'\n",
    "mj.py": "# {}\nprompt = 'a cat'\nx = dict(prompt='an owl')\n",
}
BESIDE = {
    "a.jsonc": '[\n{{"prompt": "a cat"}}, // {}\n{{"prompt": "an owl"}}]\n',
    "a.yaml": "- prompt: a cat # {}\n- prompt: an owl\n",
    "a.toml": "[a]\nprompt = 'a cat' # {}\n[b]\nprompt = 'an owl'\n",
    "mj.py": "prompt = 'a cat' # {}\nx = dict(prompt='an owl')\n",
}


@pytest.mark.parametrize(("name", "text"), [*ABOVE.items(), *BESIDE.items()])
def test_a_comment_is_about_one_prompt(name: str, text: str) -> None:
    text = text.format(IGNORE)
    found = find(name, text.encode(), ALL)
    first, second = found
    (told,) = first.ignores
    assert (told.codes, told.reason, told.scope) == (("MJ101", "MJ204"), "said so", "prompt")
    line = text.split("\n")[told.line - 1]
    assert line[told.column - 1 : told.end_column - 1] == "ignore[MJ101, MJ204]"
    assert second.ignores == ()
    assert found.ignores == (told,)


@pytest.mark.parametrize(("name", "text"), ABOVE.items())
def test_a_comment_for_the_file_is_on_every_prompt(name: str, text: str) -> None:
    first, second = find(name, text.format("promptlint: ignore-file[unknown-parameter]").encode(), ALL)
    assert first.ignores == second.ignores
    assert (first.ignores[0].codes, first.ignores[0].scope) == (("unknown-parameter",), "file")


@pytest.mark.parametrize(("name", "text"), ABOVE.items())
def test_a_directive_holds_from_there_on(name: str, text: str) -> None:
    for prompt in find(name, text.format('promptlint: model="niji 6", target=ttapi').encode(), ALL):
        assert (prompt.model, prompt.target) == ("niji 6", "ttapi")
        assert prompt.directive == ("niji 6", "ttapi")


def test_a_later_directive_replaces_what_it_names() -> None:
    text = "# promptlint: model=7 target=ttapi\na cat\n# promptlint: model=niji 6\na dog\n"
    first, second = find("a.txt", text.encode())
    assert (first.directive, second.directive) == (("7", "ttapi"), ("niji 6", "ttapi"))


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("ignore", (), ""),
        ("ignore because", (), "because"),
        ("ignore[]", (), ""),
        ("ignore[MJ1]: old  style", ("MJ1",), "old  style"),
        ("ignore[MJ101 MJ102] - a", ("MJ101", "MJ102"), "a"),
    ],
)
def test_forms_of_a_suppression(comment: str, codes: tuple[str, ...], reason: str) -> None:
    (prompt,) = find("a.txt", f"# promptlint: {comment}\na cat\n".encode())
    assert [(each.codes, each.reason) for each in prompt.ignores] == [(codes, reason)]


def test_two_suppressions_on_a_line() -> None:
    (prompt,) = find("a.txt", b"# promptlint: ignore[A] one ignore-file[B] two\na cat\n")
    assert [(each.codes, each.reason, each.scope) for each in prompt.ignores] == [(("A",), "one", "prompt"), (("B",), "two", "file")]


def test_a_suppression_in_front_of_a_fence_is_about_all_of_it() -> None:
    text = "<!-- promptlint: ignore[MJ101] -->\n```mj\na cat --v 7\na dog --v 7\n```\n```mj\nan owl --v 7\n```\n"
    assert [len(prompt.ignores) for prompt in find("a.md", text.encode())] == [1, 1, 0]


def test_words_in_a_prompt_are_no_comment() -> None:
    cases = {
        "a.md": "# Midjourney\n```\na cat <!-- promptlint: ignore[MJ101] --> --v 7\n```\n",
        "a.yaml": "prompt: |\n  a cat\n  # promptlint: ignore[MJ101]\n",
        "a.json": '{"prompt": "a cat // promptlint: ignore[MJ101]"}',
        "mj.py": "prompt = 'a cat # promptlint: ignore[MJ101]'\n",
    }
    for name, text in cases.items():
        found = find(name, text.encode(), ALL)
        assert [prompt.ignores for prompt in found] == [()], name
        assert found.ignores == ()


def test_a_suppression_behind_the_last_prompt_is_known_to_the_file() -> None:
    found = find("a.txt", b"a cat\n# promptlint: ignore[MJ101]\n")
    assert [prompt.ignores for prompt in found] == [()]
    assert found.ignores == (Suppression(("MJ101",), "", 2, 15, 28, "prompt"),)


def test_keys_and_columns() -> None:
    (first,) = find("a.json", b'{"prompt": "a cat",\n "promptlint-ignore": "MJ101, MJ204: on purpose"}')
    assert first.ignores == (Suppression(("MJ101", "MJ204"), "on purpose", 2, 24, 48, "prompt"),)
    one, two = find("a.csv", b"prompt,promptlint_ignore\na cat,MJ101\nan owl,\n")
    assert [each.codes for each in one.ignores] == [("MJ101",)]
    assert two.ignores == ()
    (plain,) = find("a.json", b'{"//": "promptlint: model=7", "prompt": "a cat"}')
    assert plain.model == "7"


def test_a_comment_that_means_nothing_is_told() -> None:
    found = find("a.txt", b"a cat\n# promptlint: ignroe[MJ101]\n")
    (problem,) = found.problems
    assert (problem.line, problem.column) == (2, 15)
    assert "`ignroe[MJ101]` is not a promptlint directive" in problem.message


def test_directive_before_settings_before_neighbour() -> None:
    (prompt,) = find("a.yaml", b"# promptlint: model=6\nprompt: a cat\nmodel: 7\n")
    assert (prompt.directive.model, prompt.siblings.model, prompt.model) == ("6", "7", "6")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.yaml", "a.json"])
def test_white_space_of_any_kind_after_the_mark_says_nothing(name: str) -> None:
    """Fuzzing found `# promptlint: \x1d\x0b`, which ended the run in an IndexError."""
    begin, end, rest = {"a.txt": ("#", "", "a cat"), "a.md": ("<!--", "-->", "a cat"), "a.json": ("//", "", '{"prompt": "a cat"}')}.get(
        name, ("#", "", "prompt: a cat")
    )
    for blank in ("", " ", "\t", "\x1d\x0b", "\x0c", "\x1f", "\u2003", "\u3000"):
        try:
            assert find(name, f"{begin} promptlint: {blank}{end}\n{rest}\n".encode()).problems == ()
        except SourceError as error:
            assert "U+00" in error.message  # YAML takes no control characters
