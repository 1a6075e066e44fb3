"""`promptlint completion SHELL`: the script that completes commands, options and their values in a shell."""

from __future__ import annotations

from promptlint.cli.options import COMMANDS, GLOBAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.cli.call import Call
    from promptlint.cli.options import Command, Option
    from promptlint.cli.streams import Streams

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Print the script of the shell that is named."""
    streams.out.write(_SCRIPTS[call.arguments[0]]())
    return 0


def _options(command: Command) -> tuple[Option, ...]:
    return (*command.options, GLOBAL[0])


def _choices(option: Option) -> tuple[str, ...]:
    """The values to offer: those of the table, or all names of models, targets or rules."""
    if option.choices or option.value not in ("MODEL", "TARGET", "RULES"):
        return option.choices
    from promptlint.midjourney.tables import targets, vocabulary
    from promptlint.rules.registry import RULES

    if option.value == "RULES":
        return tuple(rule.code for rule in RULES)
    if option.value == "TARGET":
        return tuple(targets().names)
    return tuple(name.replace(" ", "") for name in vocabulary().models)


def _arguments(command: Command) -> tuple[str, ...]:
    """The words to offer besides the options: `rule` accepts the codes of the rules."""
    if "CODE" not in command.arguments:
        return command.choices
    from promptlint.rules.registry import RULES

    return tuple(rule.code for rule in RULES)


def _takes_files(command: Command) -> bool:
    """Return whether an argument may be a file."""
    return "PATH" in command.arguments


def _words(options: tuple[Option, ...]) -> list[str]:
    """The spellings of options, long and short."""
    return [word for option in options for word in (f"--{option.name}", f"-{option.short}" if option.short else "") if word]


def _bash() -> str:
    cases = []
    for command in COMMANDS:
        values = [f"      {'|'.join(_words((option,)))}) {_bash_values(option)}; return ;;" for option in _options(command) if option.value]
        words = " ".join([*_words(_options(command)), *_arguments(command)])
        cases += [
            f"    {command.name})",
            '      case "$previous" in',
            *(f"  {value}" for value in values),
            "      esac",
            f'      COMPREPLY=($(compgen -W "{words}" -- "$current"))',
            *(["      compopt +o default"] if not _takes_files(command) else []),
            "      ;;",
        ]
    names = " ".join([*(command.name for command in COMMANDS), *_words(GLOBAL)])
    return (
        "\n".join(
            [
                '# bash completion of promptlint; add to ~/.bashrc:  eval "$(promptlint completion bash)"',
                "_promptlint() {",
                '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
                "  COMPREPLY=()",
                # bash splits words at the =
                '  if [ "$current" = "=" ]; then current=; previous="${COMP_WORDS[COMP_CWORD-1]}"',
                '  elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi',
                '  if [ "$COMP_CWORD" -eq 1 ]; then',
                f'    COMPREPLY=($(compgen -W "{names}" -- "$current"))',
                "    return",
                "  fi",
                '  case "${COMP_WORDS[1]}" in',
                *cases,
                "  esac",
                "}",
                # Where we offer nothing, the shell offers files.
                "complete -o default -F _promptlint promptlint",
            ]
        )
        + "\n"
    )


def _bash_values(option: Option) -> str:
    """The completion of an option's value; nothing for free text, so that the shell offers files."""
    choices = _choices(option)
    if not choices:
        return ":"
    return f'COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$current"))'


def _zsh() -> str:
    functions = []
    for command in COMMANDS:
        rows = [_zsh_option(option) for option in _options(command)]
        if _arguments(command):
            rows.append(f"'1:argument:({' '.join(_arguments(command))})'")
        elif _takes_files(command):
            rows.append("'*:file:_files'")
        functions += [f"  {command.name})", "    _arguments \\", "      " + " \\\n      ".join(rows), "    ;;"]
    commands = [f"    {_quoted(f'{command.name}:{command.summary}')}" for command in COMMANDS]
    return (
        "\n".join(
            [
                "#compdef promptlint",
                "# zsh completion of promptlint; save in a directory of $fpath:  promptlint completion zsh > _promptlint",
                "_promptlint() {",
                "  local -a commands",
                "  commands=(",
                *commands,
                "  )",
                "  if (( CURRENT == 2 )); then",
                "    _describe command commands",
                "    return",
                "  fi",
                "  local command=$words[2]",
                "  shift words; (( CURRENT-- ))",
                "  case $command in",
                *functions,
                "  esac",
                "}",
                'if [ "$funcstack[1]" = "_promptlint" ]; then _promptlint "$@"; else compdef _promptlint promptlint; fi',
            ]
        )
        + "\n"
    )


def _zsh_option(option: Option) -> str:
    # `=` and `+` let the value follow at once or as the next word
    spellings = [f"--{option.name}{'=' if option.value else ''}"]
    if option.short:
        spellings.append(f"-{option.short}{'+' if option.value else ''}")
    names = "{" + ",".join(spellings) + "}" if len(spellings) > 1 else spellings[0]
    again = "*" if option.many or option.repeat else ""
    choices = _choices(option)
    action = f"({' '.join(choices)})" if choices else "_files" if option.value == "FILE" else ""
    value = f":{option.value}:{action}" if option.value else ""
    text = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    quoted = _quoted(f"[{text}]{value}")
    return f"'{again}'{names}{quoted}" if again else f"{names}{quoted}"


def _fish() -> str:
    names = " ".join(command.name for command in COMMANDS)
    first = f"-n {_quoted(f'not __fish_seen_subcommand_from {names}')}"
    lines = [
        "# fish completion of promptlint; save in ~/.config/fish/completions:  promptlint completion fish > promptlint.fish",
        *(f"complete -c promptlint {first} -f -a {command.name} -d {_quoted(command.summary)}" for command in COMMANDS),
    ]
    for command in COMMANDS:
        when = f"-n {_quoted(f'__fish_seen_subcommand_from {command.name}')}"
        lines += [f"complete -c promptlint {when} {_fish_option(option)}" for option in _options(command)]
        if _arguments(command):
            lines.append(f"complete -c promptlint {when} -f -a {_quoted(' '.join(_arguments(command)))}")
        elif not _takes_files(command):
            lines.append(f"complete -c promptlint {when} -f")
    return "\n".join(lines) + "\n"


def _fish_option(option: Option) -> str:
    parts = [f"-l {option.name}"]
    if option.short:
        parts.append(f"-s {option.short}")
    choices = _choices(option)
    if choices:
        parts.append(f"-x -a {_quoted(' '.join(choices))}")
    elif option.value:
        parts.append("-r" if option.value == "FILE" else "-x")
    return " ".join([*parts, f"-d {_quoted(option.help)}"])


def _quoted(text: str) -> str:
    """In single quotes; all three shells read `'\\''` as one of them."""
    return "'" + text.replace("'", "'\\''") + "'"


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
