"""The text of `--help`, made from the table of options."""

from __future__ import annotations

from .options import COMMANDS, GLOBAL, Command, Option

__all__ = ["command_help", "program_help"]

_COLUMN = 30
_LINE = 80


def program_help() -> str:
    """The output of `promptlint --help`."""
    lines = [
        "A linter for Midjourney prompts: find mistakes before a job is submitted.",
        "",
        "Usage: promptlint COMMAND …",
        "       promptlint lint -p 'a cat --ar 16:9 --v 7'",
        "",
        "Commands:",
        *(f"  {command.name:<12} {command.summary}" for command in COMMANDS),
        "",
        "Options:",
        *_rows(GLOBAL),
        "",
        "Run `promptlint COMMAND --help` for the options of a command.",
    ]
    return "\n".join(lines) + "\n"


def command_help(name: str) -> str:
    """The output of `promptlint NAME --help`. Raises StopIteration for a command that is not in the table."""
    command = next(command for command in COMMANDS if command.name == name)
    lines = [command.summary, "", f"Usage: promptlint {name} [OPTIONS] {command.arguments}".rstrip()]
    for group, options in _groups(command):
        lines += ["", f"{group}:", *_rows(options)]
    if name == "lint":
        lines += ["", "Exit status: 0 no findings at or above --fail-on, 1 findings, 2 invalid usage", "or unreadable file."]
    return "\n".join(lines) + "\n"


def _groups(command: Command) -> list[tuple[str, tuple[Option, ...]]]:
    """The options under their headings, in the order of the table."""
    options = (*command.options, GLOBAL[0])
    headings = dict.fromkeys(option.group for option in options)
    return [(heading, tuple(option for option in options if option.group == heading)) for heading in headings]


def _rows(options: tuple[Option, ...]) -> list[str]:
    rows = []
    for option in options:
        short = f"-{option.short}, " if option.short else "    "
        left = f"  {short}--{option.name} {option.value}".rstrip()
        rows += _aligned(left, option.help + _values(option))
    return rows


def _values(option: Option) -> str:
    values = f" [{', '.join(option.choices)}]" if option.choices else ""
    return values + (f" (default {option.default})" if option.default else "")


def _aligned(left: str, text: str) -> list[str]:
    """Two columns; the text wraps in its own."""
    import textwrap

    lines = textwrap.wrap(text, _LINE - _COLUMN)
    if len(left) >= _COLUMN - 1:
        return [left, *(" " * _COLUMN + line for line in lines)]
    return [left.ljust(_COLUMN) + lines[0], *(" " * _COLUMN + line for line in lines[1:])]
