"""The table of commands and options, and the parser of command lines.

The parser, `--help`, the page of options and shell completion all use the table, so they agree. (Importing argparse takes 12 ms, as
long as Python needs to start.)
"""

from __future__ import annotations

import os

from promptlint.config import PLANS
from promptlint.diagnostics import SEVERITIES
from promptlint.output import FORMATS
from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

__all__ = ["COMMANDS", "GLOBAL", "Call", "Command", "Option", "UsageError", "parse"]

_VERIFY = ("head", "bytes")
SHELLS = ("bash", "zsh", "fish")


class UsageError(ValueError):
    """An invalid command line. The message names the word at fault and what to write instead."""


class Option(NamedTuple):
    """An option: `value` is the name of its value in the help, empty for a switch; `short` is its one-letter form.

    `choices` are the only allowed values. `many` means that it may be repeated and takes a comma-separated list; `repeat` that it
    may be repeated and each value is used as it is. `group` is its heading in the help.
    """

    name: str
    help: str
    value: str = ""
    group: str = "General"
    short: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    repeat: bool = False
    default: str = ""


class Command(NamedTuple):
    """A command. `module` has its `run`; `arguments` is their form in the help, `most` their maximum number.

    `quotes` is true if an argument may be a text of Midjourney, which can begin with a parameter. `here` is true if a call without
    inputs uses the current directory.
    """

    name: str
    summary: str
    module: str
    arguments: str = ""
    options: tuple[Option, ...] = ()
    most: int = 1_000_000
    choices: tuple[str, ...] = ()
    quotes: bool = False
    here: bool = False


GLOBAL = (
    Option("help", "print this help", short="h"),
    Option("version", "print the version", short="V"),
)

_SETTINGS = (
    Option("config", "read settings from FILE only", "FILE", "Settings"),
    Option("isolated", "ignore all settings files", group="Settings"),
)

_COLOR = Option("color", "when to use colors", "WHEN", "Output", choices=("auto", "always", "never"), default="auto")

LINT = (
    Option("prompt", "lint TEXT; may be repeated", "TEXT", "Input", short="p", repeat=True),
    Option(
        "request",
        "lint the request bodies in FILE: JSON, an .http file, or a curl command; `-` is standard input",
        "FILE",
        "Input",
        repeat=True,
    ),
    Option("stdin-filename", "treat standard input as FILE, for its format and settings", "FILE", "Input"),
    Option("force-exclude", "skip excluded files even if they are passed by name", group="Input"),
    Option("show-prompts", "list the prompts and what was not read, without linting", group="Input"),
    Option("model", "the account's default model; a comma-separated list reports what differs", "MODEL", "Midjourney", many=True),
    Option("target", "the service that receives the prompts, such as discord, web or ttapi", "TARGET", "Midjourney"),
    Option("plan", "the Midjourney plan", "PLAN", "Midjourney", choices=PLANS),
    Option("now", "check whether links expire as of TIME, such as 2026-11-23T12:00:00Z", "TIME", "Midjourney"),
    Option("select", "run only these rules: a comma-separated list of codes, prefixes, names or ALL", "RULES", "Rules", many=True),
    Option("ignore", "disable these rules", "RULES", "Rules", many=True),
    Option("extend-select", "enable these rules in addition", "RULES", "Rules", many=True),
    Option("baseline", "hide findings recorded in FILE", "FILE", "Baseline"),
    Option("write-baseline", "record all current findings in FILE", "FILE", "Baseline"),
    Option("prune-baseline", "remove findings that no longer occur from the baseline", group="Baseline"),
    Option("no-suppressions", "report suppressed findings, too", group="Rules"),
    Option("offline", "do not check image links over the network", group="Links"),
    Option("allow-private", "allow links to private addresses and to any port", group="Links"),
    Option("strict-links", "report links that could not be checked as warnings", group="Links"),
    Option("verify", "trust the Content-Type of an image, or always read its first bytes", "HOW", "Links", choices=_VERIFY),
    Option("link-timeout", "time limit per link in seconds, retries included (default 10)", "SECONDS", "Links"),
    Option("no-redact", "show signatures and tokens in links", group="Links"),
    Option("no-cache", "do not use cached results of link checks", group="Links"),
    Option("fix", "apply safe fixes to files; print corrected prompts and standard input", group="Fixes"),
    Option("unsafe-fixes", "with --fix or --diff, include fixes that guess or may change the image", group="Fixes"),
    Option("diff", "print what --fix would change, without writing files", group="Fixes"),
    Option("output-format", "output format of findings", "FORMAT", "Output", choices=tuple(FORMATS), default="full"),
    Option("output-file", "write the findings to FILE", "FILE", "Output"),
    Option("min-severity", "lowest severity to report", "SEVERITY", "Output", choices=SEVERITIES, default="warning"),
    Option("fail-on", "lowest severity that sets exit status 1", "SEVERITY", "Output", choices=SEVERITIES, default="error"),
    Option("jobs", "number of worker processes, or auto for one per core (default auto)", "N", "Output"),
    Option("statistics", "print the number of findings per rule to standard error", group="Output"),
    Option("exit-zero", "exit with 0 even if there are findings", group="Output"),
    _COLOR,
    Option("quiet", "print no summary, only what was not read", group="Output", short="q"),
    Option("verbose", "print each file and the settings used for it", group="Output", short="v"),
    *_SETTINGS,
)

_REWRITE = (
    Option("prompt", "process TEXT; may be repeated", "TEXT", "Input", short="p", repeat=True),
    Option("stdin-filename", "treat standard input as FILE, for its format and settings", "FILE", "Input"),
    Option("force-exclude", "skip excluded files even if they are passed by name", group="Input"),
    Option("model", "the account's default model", "MODEL", "Midjourney"),
)

_QUIET = Option("quiet", "print no summary", group="Output", short="q")

FORMAT = (
    *_REWRITE,
    Option("check", "list files that would change and exit with 1, without writing them", group="Output"),
    Option("diff", "print what would change as a diff and exit with 1, without writing files", group="Output"),
    _COLOR,
    _QUIET,
    *_SETTINGS,
)

MIGRATE = (
    Option("to", "the model to move to, such as 8.2 or 'niji 7'", "MODEL", "Midjourney"),
    *_REWRITE,
    Option("target", "the service that receives the prompts, such as discord, web or ttapi", "TARGET", "Midjourney"),
    Option("write", "write the changes to the files; without it, they are printed as a diff", group="Output"),
    Option("check", "list files that would change and exit with 1, without writing them", group="Output"),
    Option("diff", "print what would change as a diff and exit with 1, without writing files", group="Output"),
    _COLOR,
    _QUIET,
    *_SETTINGS,
)

PARSE = (
    Option("prompt", "parse TEXT; may be repeated", "TEXT", "Input", short="p", repeat=True),
    Option("stdin-filename", "treat standard input as FILE, for its format and settings", "FILE", "Input"),
    Option("force-exclude", "skip excluded files even if they are passed by name", group="Input"),
    Option("output-format", "output format of the trees", "FORMAT", "Output", choices=("full", "json"), default="full"),
    *_SETTINGS,
)

EXPLAIN = (
    Option("prompt", "the prompt of the job, to find what caused the message", "TEXT", "Job", short="p"),
    Option("model", "the account's default model", "MODEL", "Job"),
    Option("target", "the service that received the prompt", "TARGET", "Job"),
    _COLOR,
)

CONFIG = (
    Option("facts", "list facts about Midjourney that are old, doubtful or unsettled instead", group="Output"),
    *_SETTINGS,
)

_FACT_FORMAT = Option("output-format", "output format", "FORMAT", "Output", choices=("text", "json"), default="text")

PARAMETER = (Option("model", "show only MODEL", "MODEL", "Midjourney"), _FACT_FORMAT)

RULE = (
    Option("for-agents", "print current parameters for the system prompt of a language model", group="Output"),
    Option("json", "print JSON, as --output-format json does", group="Output"),
    _FACT_FORMAT,
    _COLOR,
)

# Clients pass it to every server (vscode-languageclient does); here it names the only way there is.
LSP = (Option("stdio", "serve on standard input and output, which is the default and the only transport"),)

# Commands of other linters, and what they are called here.
_INTENDED = {"check": "lint", "fix": "lint --fix", "help": "--help", "version": "--version"}

# Where a word may be an option or the name of a file, the run is one that changes nothing and opens no connection.
_WRITING = frozenset({"fix", "unsafe-fixes", "output-file", "write-baseline", "prune-baseline", "write"})
_HARMLESS = frozenset({"offline", "force-exclude", "check"})

COMMANDS = (
    Command("lint", "Find what would make a Midjourney job fail.", "lint", "[PATH …] [-p TEXT …] [-]", LINT, here=True),
    Command("rule", "List rules, or explain one.", "rule", "[CODE|NAME|PREFIX]", RULE, most=1),
    Command(
        "parameter",
        "Show the values of a parameter, the models that have it, and the sources.",
        "parameter",
        "[NAME]",
        PARAMETER,
        most=1,
        quotes=True,
    ),
    Command("model", "Show the parameters of a model and its release date.", "model", "[NAME]", (_FACT_FORMAT,)),
    Command("format", "Format prompts consistently, without changing the image.", "format", "[PATH …] [-p TEXT …] [-]", FORMAT, here=True),
    Command("migrate", "Move prompts to another model, and list what is lost.", "migrate", "[PATH …] [-p TEXT …] [-]", MIGRATE),
    Command("parse", "Print the syntax tree of each prompt, mistakes included.", "parse", "[PATH …] [-p TEXT …] [-]", PARSE),
    Command("explain", "Explain the message of a failed job.", "explain", "MESSAGE", EXPLAIN, quotes=True),
    Command("config", "Show the effective settings of a file or directory, and where each comes from.", "config", "[PATH]", CONFIG, most=1),
    Command("cache", "Print the location of the link cache, or clear it.", "cache", "path|clear", most=1, choices=("path", "clear")),
    Command("lsp", "Serve editors: the language server, on standard input and output.", "lsp", options=LSP, most=0),
    Command("mcp", "Serve agents: tools of the Model Context Protocol, on standard input and output.", "mcp", most=0),
    Command("completion", "Print the completion script of a shell.", "completion", "SHELL", (), most=1, choices=SHELLS),
)


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
        return _read("", GLOBAL, argv)
    for command in COMMANDS:
        if command.name == argv[0]:
            call = _read(command.name, (*command.options, *GLOBAL[:1]), argv[1:], quotes=command.quotes)
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


def _read(command: str, options: tuple[Option, ...], words: list[str], *, quotes: bool = False) -> Call:
    """Sort words into options and arguments. The word after an option that takes a value is its value.

    pre-commit and `*` pass file names where options are read, and strangers choose file names: a word that could be both is
    used as neither.
    """
    table = {"--" + option.name: option for option in options} | {"-" + option.short: option for option in options if option.short}
    values: dict[str, tuple[str, ...]] = {}
    arguments: list[str] = []
    ambiguous: list[str] = []
    rest = iter(words)
    for word in rest:
        if command and word.startswith("-") and os.path.lexists(word):
            ambiguous.append(word)
            arguments += rest if word == "--" else ()
        elif word == "--":
            arguments += rest
        elif word == "-" or not word.startswith("-"):
            arguments.append(word)
        else:
            name, glued = _split(word, table)
            option = table.get(name)
            if option is None and quotes and _quotes_midjourney(word):
                arguments.append(word)
                continue
            if option is None:
                raise UsageError(f"unknown option `{name}`{_prompt_hint(command, word) or _hint(name, list(table))}")
            if not option.value and glued is not None:
                raise UsageError(f"`{name}` does not take a value; remove `{glued}`")
            value = glued if glued is not None or not option.value else next(rest, None)
            if option.value and (value is None or (glued is None and option.value != "TEXT" and _split(value, table)[0] in table)):
                raise UsageError(f"`{name}` requires a value: write `{name} {option.value}`")
            values[option.name] = _taken(option, name, value, values.get(option.name, ()))
    if any(_split(word, table)[0] in table for word in ambiguous):
        harmless = _HARMLESS.intersection(option.name for option in options)
        values = {name: value for name, value in values.items() if name not in _WRITING} | dict.fromkeys(harmless, ())
    return Call(command, values, tuple(arguments), tuple(ambiguous))


def _split(word: str, table: dict[str, Option]) -> tuple[str, str | None]:
    """Split `--name=value` and `-pvalue` into name and value; a prompt may contain a `=` itself."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    option = table.get(word[:2])
    if option is None or len(word) == 2:
        return word, None
    return word[:2], word[2:]


def _prompt_hint(command: str, word: str) -> str:
    """A hint if the option is a parameter of Midjourney: the shell split the prompt."""
    from promptlint.text.did_you_mean import nearest

    if command == "lint" and nearest(word, ["--ar", "--v", "--niji", "--sref", "--cref", "--stylize", "--chaos", "--aspect"]):
        return "; a prompt is one TEXT in quotes: -p 'a cat --ar 1:1'"
    return ""


def _taken(option: Option, name: str, value: str | None, before: tuple[str, ...]) -> tuple[str, ...]:
    """The values of an option with one more; the last applies unless the option accepts many."""
    if value is None:
        return ()
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
