"""A command line as options and arguments, the help of a command, and its part of each completion script, in full."""

from __future__ import annotations

import io

import pytest

from promptlint.cli.call import Call, UsageError, parse
from promptlint.cli.main import main
from promptlint.cli.options import COMMANDS

CALLS = [
    ([], Call("", {}, ())),
    (["--version"], Call("", {"version": ()}, ())),
    (["-h"], Call("", {"help": ()}, ())),
    (["lint", "a", "-"], Call("lint", {}, ("a", "-"))),
    (["lint", "-pa cat"], Call("lint", {"prompt": ("a cat",)}, ())),
    (["lint", "-p", "a", "--prompt=b=c", "--prompt", "--d"], Call("lint", {"prompt": ("a", "b=c", "--d")}, ())),
    (["lint", "--select", "MJ1, MJ2,,", "--select=MJ3"], Call("lint", {"select": ("MJ1", "MJ2", "MJ3")}, ())),
    (["lint", "--model=7,8.2", "x"], Call("lint", {"model": ("7", "8.2")}, ("x",))),
    (["lint", "--target", "a,b"], Call("lint", {"target": ("a,b",)}, ())),
    (["lint", "-q", "--fix", "--", "--fix", "-p"], Call("lint", {"quiet": (), "fix": ()}, ("--fix", "-p"))),
    (["lint", "--fix", "--fix"], Call("lint", {"fix": ()}, ())),
    (["lint", "--output-file", "-"], Call("lint", {"output-file": ("-",)}, ())),
    (["lint", "--output-file=--x"], Call("lint", {"output-file": ("--x",)}, ())),
    (["lint", "--config", "--x"], Call("lint", {"config": ("--x",)}, ())),  # not an option of this command
    (["lint", "--config="], Call("lint", {"config": ("",)}, ())),
    (["lint", "--help", "a"], Call("lint", {"help": ()}, ("a",))),
    (["rule", "--help", "a", "b"], Call("rule", {"help": ()}, ("a", "b"))),
    (["completion", "-h"], Call("completion", {"help": ()}, ())),
    (["explain", "--ar is invalid", "-x"[:1]], Call("explain", {}, ("--ar is invalid", "-"))),
    (["explain", "--ar"], Call("explain", {}, ("--ar",))),
    (["explain", "--ar:"], Call("explain", {}, ("--ar:",))),
    (["cache", "path"], Call("cache", {}, ("path",))),
]


@pytest.mark.parametrize(("argv", "call"), CALLS)
def test_a_command_line(argv: list[str], call: Call) -> None:
    assert parse(argv) == call


def test_what_a_call_says() -> None:
    call = parse(["lint", "a", "--model", "7,8.2", "--fix"])
    assert (call.text("model"), call.texts("model"), call.text("fix"), call.text("plan"), call.texts("plan")) == (
        "8.2", ("7", "8.2"), None, None, (),
    )  # fmt: skip
    assert (call.flag("fix"), call.flag("plan")) == (True, False)
    assert [parse(["lint", *argv]).has_input for argv in ([], ["a"], ["-p", "a"], ["--request", "a"], ["--fix"])] == [
        False, True, True, True, False,
    ]  # fmt: skip


ONE_TEXT = "; a prompt is one TEXT in quotes: -p 'a cat --ar 1:1'"
WRONG = [
    (["halp"], "unknown command `halp`"),
    (["help", "nothing"], "unknown command `help`: write `promptlint --help`"),
    (["help", "lint", "x"], "unknown command `help`: write `promptlint lint --help`"),
    (["x.md"], "unknown command `x.md`: to lint a file or directory, write `promptlint lint x.md`"),
    (["a/b"], "unknown command `a/b`: to lint a file or directory, write `promptlint lint a/b`"),
    (["formt"], "unknown command `formt`; did you mean `format`?"),
    (["--versoin"], "unknown option `--versoin`; did you mean `--version`?"),
    (["--prompt", "x"], "unknown option `--prompt`: write `promptlint lint -p TEXT`"),
    (["--ar"], "unknown option `--ar`"),
    (["lint", "--config"], "`--config` requires a value: write `--config FILE`"),
    (["lint", "--config", "--fix"], "`--config` requires a value: write `--config FILE`"),
    (["lint", "--config", "-q"], "`--config` requires a value: write `--config FILE`"),
    (["lint", "-q1"], "`-q` does not take a value; remove `1`"),
    (["lint", "--quiet="], "`--quiet` does not take a value; remove ``"),
    (["lint", "--zap"], "unknown option `--zap`"),
    (["lint", "--niji=6"], f"unknown option `--niji`{ONE_TEXT}"),
    (["lint", "--niji6"], f"unknown option `--niji6`{ONE_TEXT}"),
    (["lint", "--stylise", "5"], f"unknown option `--stylise`{ONE_TEXT}"),
    (["lint", "--niji6x"], f"unknown option `--niji6x`{ONE_TEXT}"),
    (["config", "--ar"], "unknown option `--ar`"),
    (["lint", "--json"], "unknown option `--json`: write `--output-format json`"),
    (["format", "--json"], "unknown option `--json`"),
    (["format", "--watch"], "unknown option `--watch`: an editor shows findings as you type: see `promptlint lsp --help`"),
    (["format", "--strict"], "unknown option `--strict`"),
    (["format", "--dry-run"], "unknown option `--dry-run`: write `--diff`"),
    (["lint", "--fix-only"], "unknown option `--fix-only`: write `--fix --exit-zero`"),
    (["format", "--fix-only"], "unknown option `--fix-only`"),
    (["lint", "--color", "allways"], "`--color` must be auto, always or never, not `allways`; did you mean `always`?"),
    (["lint", "--color", "x"], "`--color` must be auto, always or never, not `x`"),
    (["lint", "--target", "a", "--target", "b"], "`--target` is given twice: remove one"),
    (["cache", "path", "x"], "`cache` takes one argument: unexpected argument `x`"),
    (["lsp", "x", "y"], "`lsp` takes no arguments: unexpected argument `x`"),
    (["cache", "pth"], "`cache` must be followed by path or clear, not `pth`; did you mean `path`?"),
    (["cache"], "`cache` requires `path` or `clear`: write `promptlint cache path`"),
    (["explain"], "`explain` requires MESSAGE: write `promptlint explain MESSAGE`"),
]


@pytest.mark.parametrize(("argv", "message"), WRONG)
def test_a_wrong_command_line(argv: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv)
    assert str(caught.value).partition("; expected one of ")[0] == message


def test_what_may_be_given_more_than_once() -> None:
    again = {option.name for command in COMMANDS for option in command.options if option.many or option.repeat}
    assert again == {"prompt", "request", "select", "ignore", "extend-select", "model"}
    for command in COMMANDS:
        for option in command.options:
            values = option.choices[:1] or ("x",) if option.value else ()
            argv = [command.name, *(f"--{option.name}", *values) * 2, "--help"]
            if values and not (option.many or option.repeat):
                with pytest.raises(UsageError, match="is given twice: remove one"):
                    parse(argv)
            else:
                assert parse(argv).flag(option.name)


def test_what_a_command_does_without_arguments_and_with_dashes() -> None:
    assert [command.name for command in COMMANDS if command.here] == ["lint", "format"]
    assert [command.name for command in COMMANDS if command.quotes] == ["parameter", "explain"]


def printed(*argv: str) -> str:
    out = io.StringIO()
    assert main([*argv], io.StringIO(), out, io.StringIO()) == 0
    return out.getvalue()


HELP = {
    "parse": """Print the syntax tree of each prompt, mistakes included.

Usage: promptlint parse [OPTIONS] [PATH …] [-p TEXT …] [-]

Input:
  -p, --prompt TEXT           parse TEXT; may be repeated
      --stdin-filename FILE   treat standard input as FILE, for its format and
                              settings
      --force-exclude         skip excluded files even if they are passed by
                              name

Output:
      --output-format FORMAT  output format of the trees [full, json] (default
                              full)

Settings:
      --config FILE           read settings from FILE only
      --isolated              ignore all settings files

General:
  -h, --help                  print this help
""",
    "cache": """Print the location of the link cache, or clear it.

Usage: promptlint cache [OPTIONS] path|clear

General:
  -h, --help                  print this help
""",
}


@pytest.mark.parametrize("command", HELP)
def test_the_help_of_a_command(command: str) -> None:
    assert printed(command, "--help") == HELP[command]


def test_the_help_of_lint_says_what_its_status_means() -> None:
    text = printed("lint", "--help")
    assert text.endswith("\nExit status: 0 no findings at or above --fail-on, 1 findings, 2 invalid usage\nor unreadable file.\n")
    assert "\n      --output-file FILE      " in text
    assert "\n      --link-timeout SECONDS  " in text
    assert "Exit status" not in printed("format", "--help")


SCRIPTS = {
    "bash": [
        """    parse)
      case "$previous" in
        --prompt|-p) :; return ;;
        --stdin-filename) :; return ;;
        --output-format) COMPREPLY=($(compgen -W "full json" -- "$current")); return ;;
        --config) :; return ;;
      esac
      COMPREPLY=($(compgen -W "--prompt -p --stdin-filename --force-exclude --output-format --config --isolated --help -h" -- "$current"))
      ;;
""",
        """    cache)
      case "$previous" in
      esac
      COMPREPLY=($(compgen -W "--help -h path clear" -- "$current"))
      compopt +o default
      ;;
""",
        """  esac
}
complete -o default -F _promptlint promptlint
""",
    ],
    "zsh": [
        """  parse)
    _arguments \\
      '*'{--prompt=,-p+}'[parse TEXT; may be repeated]:TEXT:' \\
      --stdin-filename='[treat standard input as FILE, for its format and settings]:FILE:_files' \\
      --force-exclude'[skip excluded files even if they are passed by name]' \\
      --output-format='[output format of the trees]:FORMAT:(full json)' \\
      --config='[read settings from FILE only]:FILE:_files' \\
      --isolated'[ignore all settings files]' \\
      {--help,-h}'[print this help]' \\
      '*:file:_files'
    ;;
""",
        """  cache)
    _arguments \\
      {--help,-h}'[print this help]' \\
      '1:argument:(path clear)'
    ;;
""",
        """  lsp)
    _arguments \\
      --stdio'[serve on standard input and output, which is the default and the only transport]' \\
      {--help,-h}'[print this help]'
    ;;
""",
        "\n    'format:Format prompts consistently, without changing the image.'\n",
    ],
    "fish": [
        """complete -c promptlint -n '__fish_seen_subcommand_from parse' -l prompt -s p -x -d 'parse TEXT; may be repeated'
""",
        """complete -c promptlint -n '__fish_seen_subcommand_from parse' -l output-format -x -a 'full json' -d 'output format of the trees'
complete -c promptlint -n '__fish_seen_subcommand_from parse' -l config -r -d 'read settings from FILE only'
complete -c promptlint -n '__fish_seen_subcommand_from parse' -l isolated -d 'ignore all settings files'
complete -c promptlint -n '__fish_seen_subcommand_from parse' -l help -s h -d 'print this help'
complete -c promptlint -n '__fish_seen_subcommand_from explain' """,
        "_from parse' -l stdin-filename -r -d 'treat standard input as FILE, for its format and settings'\n",
        """complete -c promptlint -n '__fish_seen_subcommand_from cache' -l help -s h -d 'print this help'
complete -c promptlint -n '__fish_seen_subcommand_from cache' -f -a 'path clear'
""",
        "complete -c promptlint -n '__fish_seen_subcommand_from mcp' -f\n",
        " -f -a parse -d 'Print the syntax tree of each prompt, mistakes included.'\n",
        " -d 'the model to move to, such as 8.2 or '\\''niji 7'\\'''\n",
    ],
}  # fmt: skip


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell(shell: str) -> None:
    script = printed("completion", shell)
    assert [part for part in SCRIPTS[shell] if part not in script] == []
