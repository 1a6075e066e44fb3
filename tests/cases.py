"""Tables of prompts with their expected findings."""

from __future__ import annotations

from typing import Any, NamedTuple

from promptlint.config import Config
from promptlint.diagnostics import Diagnostic, apply_edits
from promptlint.linter import lint


class Found(NamedTuple):
    """A prompt with one finding: its code, the marked words, its severity, a part of its message, the fixed prompt.

    `fixed` is the prompt with the finding's own fix applied, or None if it has none; `safe` is whether that fix is safe. `help`
    is a part of the help.
    """

    prompt: str
    code: str
    span: str
    severity: str
    message: str
    fixed: str | None = None
    safe: bool = False
    options: dict[str, Any] = {}  # noqa: RUF012 - never changed
    help: str = ""


def linted(prompt: str, options: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """The findings of a prompt. Of the options those in `_CONFIG` go into a config."""
    config = Config(**{key: value for key, value in options.items() if key in _CONFIG})
    rest = {key: value for key, value in options.items() if key not in _CONFIG}
    return lint(prompt, config=config, **rest).diagnostics


_CONFIG = {"plan", "known_parameters", "options", "suffix"}


def check(case: Found) -> None:
    """One finding of this code, just as the row says; its fix makes it vanish and brings no error."""
    every = linted(case.prompt, case.options)
    mine = [each for each in every if each.code == case.code]
    assert len(mine) == 1, every
    found = mine[0]
    assert (case.prompt[found.start : found.end], found.severity) == (case.span, case.severity)
    assert case.message in found.message
    assert found.help.endswith("."), found.help
    assert case.help in found.help
    if case.fixed is None:
        assert found.fix is None
        return
    assert found.fix is not None
    assert found.fix.safe is case.safe
    mended = apply_edits(case.prompt, found.fix.edits)
    assert mended == case.fixed
    after = linted(mended, case.options)
    assert case.code not in {each.code for each in after}, after
    assert {each.code for each in after if each.severity == "error"} <= {each.code for each in every if each.severity == "error"}
