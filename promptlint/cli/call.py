"""Parse a command line by the table of options. (Importing argparse takes 12 ms, as long as Python needs to start.)"""

from __future__ import annotations

import os

from promptlint.errors import ConfigError
from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

from .options import COMMANDS, GLOBAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .options import Command, Option

__all__ = ["Call", "UsageError", "parse"]

# Commands of other linters, and what they are called here.
_INTENDED = {"check": "lint", "fix": "lint --fix", "help": "--help", "version": "--version"}

# Options of other linters, and what is written here.
_INTENDED_OPTIONS = (
    (("--format", "-f", "--formatter", "--reporter"), "write `--output-format`"),
    (("--json",), "write `--output-format json`"),
    (("-o", "--output"), "write `--output-file`"),
    (("-c", "-d", "--config-file", "--config-data"), "write `--config`"),
    (("--strict", "--max-warnings", "--fail-level"), "write `--fail-on warning`"),
    (("--no-warnings", "--errors-only"), "write `--min-severity error`"),
    (("--no-color", "--no-colour", "--colors"), "write `--color never` or `--color always`"),
    (("--silent",), "write `--quiet`"),
    (("--dry-run", "--fix-dry-run"), "write `--diff`"),
    (("--fix-only",), "write `--fix --exit-zero`"),
    (("--stdin",), "write `-`"),
    (("--show-files", "--list-files"), "write `--show-prompts`"),
    (("--show-settings", "--print-config"), "run `promptlint config`"),
    (("--add-noqa", "--suppress-all"), "write `--write-baseline`"),
    (("--extend-ignore",), "write `--ignore`"),
    (("--include", "--exclude", "--extend-exclude", "--ext", "--ignore-pattern"), "set `include` or `exclude` in promptlint.toml"),
    (("--per-file-ignores",), "set `per-file-ignores` in promptlint.toml"),
    (("--rule", "--severity"), "set `[severity]` in promptlint.toml"),
    (("--watch", "-w"), "an editor shows findings as you type: see `promptlint lsp --help`"),
)

# Where a word may be an option or the name of a file, the run is one that changes nothing and opens no connection.
_WRITING = frozenset({"fix", "unsafe-fixes", "output-file", "write-baseline", "prune-baseline", "write"})
_HARMLESS = frozenset({"offline", "force-exclude", "check"})


class UsageError(ConfigError):
    """An invalid command line. The message names the word at fault and what to write instead."""


class Call(NamedTuple):
    """A parsed command line. `values` has the values of each given option in order, none for a switch.

    `ambiguous` are words that begin with `-` and name an existing file or directory. They are neither options nor arguments: the
    run reports them, and exits with status 2.
    """

    command: str
    values: dict[str, tuple[str, ...]]
    arguments: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()

    @property
    def has_input(self) -> bool:
        """Return whether the call names anything to read."""
        return bool(self.arguments) or self.flag("prompt") or self.flag("request")

    def flag(self, name: str) -> bool:
        """Return whether the option was given."""
        return name in self.values

    def text(self, name: str) -> str | None:
        """The last value of an option, or None if it was not given."""
        values = self.values.get(name)
        return values[-1] if values else None

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of an option."""
        return self.values.get(name, ())


def parse(argv: list[str]) -> Call:
    """Parse the words after the program's name. Raises UsageError.

    `--help`, `--version` and an empty command line return a Call with an empty command.
    """
    if not argv:
        return Call("", {}, ())
    if argv[0].startswith("-"):
        return _Words(GLOBAL).call(argv)
    for command in COMMANDS:
        if command.name == argv[0]:
            call = _Words((*command.options, *GLOBAL[:1]), command).call(argv[1:])
            _check_arguments(command, call)
            return call
    raise UsageError(f"unknown command `{argv[0]}`{_command_hint(argv)}")


def _command_hint(words: list[str]) -> str:
    """The end of a message about an unknown command: what to write instead."""
    first = words[0]
    names = [command.name for command in COMMANDS]
    if first == "help" and words[1:2] and words[1] in names:
        return f": write `promptlint {words[1]} --help`"
    if first in _INTENDED:
        return f": write `promptlint {_INTENDED[first]}`"
    if " " in first:
        return ": to lint a prompt, write `promptlint lint -p TEXT`"
    if "." in first or "/" in first:
        return f": to lint a file or directory, write `promptlint lint {first}`"
    return _hint(first, names)


def _hint(word: str, names: list[str]) -> str:
    from promptlint.text.did_you_mean import hint

    return hint(word, names)


def _quotes_midjourney(word: str) -> bool:
    """Return whether an unknown option begins a message: a whole sentence, or a parameter of Midjourney."""
    if " " in word.strip():
        return True
    from promptlint.midjourney.tables import vocabulary

    return word.lstrip("-").rstrip(".:,") in vocabulary().names


def _begins_parameter(word: str) -> bool:
    """Return whether an unknown option is a parameter of Midjourney, perhaps with a value attached: `--ar16:9`."""
    from promptlint.midjourney.tables import vocabulary

    name = word.lstrip("-")
    letters = name[: len(name) - len(name.lstrip("abcdefghijklmnopqrstuvwxyz"))]
    return name in vocabulary().names or (letters != name and letters in vocabulary().names)


class _Words:
    """Sorts the words of a command line into options and arguments. The word after an option that takes a value is its value.

    pre-commit and `*` pass file names where options are read, and strangers choose file names: a word that could be both is
    used as neither.
    """

    def __init__(self, options: tuple[Option, ...], command: Command | None = None) -> None:
        self._options = options
        self._command = command
        self._table = {"--" + option.name: option for option in options} | {
            "-" + option.short: option for option in options if option.short
        }
        self._values: dict[str, tuple[str, ...]] = {}
        self._arguments: list[str] = []
        self._ambiguous: list[str] = []

    def call(self, words: list[str]) -> Call:
        """Return the words as a call. Raises UsageError."""
        rest = iter(words)
        for word in rest:
            if self._command and word.startswith("-") and os.path.lexists(word):
                self._ambiguous.append(word)
                self._arguments += rest if word == "--" else ()
            elif word == "--":
                self._arguments += rest
            elif word == "-" or not word.startswith("-"):
                self._arguments.append(word)
            else:
                self._take(word, rest)
        name = self._command.name if self._command else ""
        return Call(name, self._harmless(), tuple(self._arguments), tuple(self._ambiguous))

    def _take(self, word: str, rest: Iterator[str]) -> None:
        """Take a word that begins with a dash, and the next one if that is its value."""
        name, glued = self._split(word)
        option = self._table.get(name)
        if option is None and self._command and self._command.quotes and _quotes_midjourney(word):
            self._arguments.append(word)
            return
        if option is None:
            raise UsageError(f"unknown option `{name}`{self._hint(word, name)}")
        if not option.value:
            if glued is not None:
                raise UsageError(f"`{name}` does not take a value; remove `{glued}`")
            self._values[option.name] = ()
            return
        value = next(rest, None) if glued is None else glued
        if value is None or (glued is None and option.value != "TEXT" and self._is_option(value)):
            raise UsageError(f"`{name}` requires a value: write `{name} {option.value}`")
        self._values[option.name] = _with(self._values.get(option.name, ()), option, name, value)

    def _harmless(self) -> dict[str, tuple[str, ...]]:
        """The options; without those that write or open a connection if a word may be one or the name of a file."""
        if not any(map(self._is_option, self._ambiguous)):
            return self._values
        harmless = _HARMLESS.intersection(option.name for option in self._options)
        return {name: value for name, value in self._values.items() if name not in _WRITING} | dict.fromkeys(harmless, ())

    def _is_option(self, word: str) -> bool:
        return self._split(word)[0] in self._table

    def _split(self, word: str) -> tuple[str, str | None]:
        """Split `--name=value` and `-pvalue` into name and value; a prompt may contain a `=` itself."""
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            return name, value if equals else None
        if word[:2] in self._table and len(word) > 2:
            return word[:2], word[2:]
        return word, None

    def _hint(self, word: str, name: str) -> str:
        """The end of a message about an unknown option; a parameter of Midjourney is one if the shell split the prompt."""
        from promptlint.text.did_you_mean import hint, nearest

        if not self._command:
            return ": write `promptlint lint -p TEXT`" if name in ("-p", "--prompt") else hint(name, list(self._table))
        for names, instead in _INTENDED_OPTIONS:
            if name in names and self._has(instead):
                return f": {instead}"
        if "prompt" in (option.name for option in self._options) and (
            _begins_parameter(name) or nearest(word, ["--ar", "--v", "--niji", "--sref", "--cref", "--stylize", "--chaos", "--aspect"])
        ):
            return "; a prompt is one TEXT in quotes: -p 'a cat --ar 1:1'"
        return hint(name, list(self._table))

    def _has(self, advice: str) -> bool:
        """Return whether the command has the options that an advice names."""
        options = [word.strip("`") for word in advice.split() if word.lstrip("`").startswith("--")]
        return "promptlint" in advice or all(option in self._table for option in options)


def _with(before: tuple[str, ...], option: Option, name: str, value: str) -> tuple[str, ...]:
    """The values of an option with one more; the last applies unless the option accepts many."""
    if option.choices and value not in option.choices:
        raise UsageError(f"`{name}` must be {or_list(option.choices)}, not `{value}`{_close(value, option.choices)}")
    if before and not (option.many or option.repeat):
        raise UsageError(f"`{name}` is given twice: remove one")
    if option.many:
        return (*before, *(part.strip() for part in value.split(",") if part.strip()))
    return (*before, value)


def _close(word: str, names: tuple[str, ...]) -> str:
    from promptlint.text.did_you_mean import nearest

    close = nearest(word, names)
    return f"; did you mean `{close}`?" if close else ""


def _check_arguments(command: Command, call: Call) -> None:
    if call.flag("help"):
        return
    if len(call.arguments) > command.most:
        if not command.most:
            raise UsageError(f"`{command.name}` takes no arguments: unexpected argument `{call.arguments[0]}`")
        raise UsageError(f"`{command.name}` takes one argument: unexpected argument `{call.arguments[command.most]}`")
    needed = command.arguments and not command.arguments.startswith("[")
    if needed and not call.arguments:
        wanted = or_list(f"`{choice}`" for choice in command.choices) if command.choices else command.arguments
        example = command.choices[0] if command.choices else command.arguments
        raise UsageError(f"`{command.name}` requires {wanted}: write `promptlint {command.name} {example}`")
    if command.choices and call.arguments[0] not in command.choices:
        raise UsageError(
            f"`{command.name}` must be followed by {or_list(command.choices)}, not `{call.arguments[0]}`"
            f"{_close(call.arguments[0], command.choices)}"
        )
