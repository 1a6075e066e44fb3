"""The table of commands and options, which the parser, `--help`, the page of options and shell completion use."""

from __future__ import annotations

from promptlint.config import PLANS
from promptlint.diagnostics import SEVERITIES
from promptlint.output import FORMATS
from promptlint.text.namedtuple import NamedTuple

__all__ = ["COMMANDS", "GLOBAL", "SHELLS", "Command", "Option"]

_VERIFY = ("head", "bytes")
SHELLS = ("bash", "zsh", "fish")


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
