"""docs/options.md: every command, option and key of the settings."""

from __future__ import annotations

import re
from itertools import groupby

from promptlint.cli.options import COMMANDS, GLOBAL, Command, Option
from promptlint.links.options import LinkOptions
from promptlint.output import FORMATS
from promptlint.settings_file.keys import KEYS, PRIVATE_LINK_KEYS

from .markdown import code, made_from, table

__all__ = ["page"]

_EXIT = """\
## Exit status

| status | meaning |
|---|---|
| 0 | no findings at or above `--fail-on` (default `error`) |
| 1 | findings |
| 2 | the command line, the settings or a file is invalid; other files are still linted |
| 130 | interrupted; findings up to then are written |
"""

_SETTINGS = """\
## Settings

Each file is linted with the settings of the nearest `promptlint.toml`, or `pyproject.toml` with a table `[tool.promptlint]`, in its
directory or above. They override the user's own `promptlint/config.toml` in the configuration directory (`~/.config`), and the
command line overrides both. Unknown keys are errors that name the nearest valid one.

With the [schema](schemas/config.json), an editor completes and checks them. Many editors read its address from the first line of
`promptlint.toml`:

```toml
#:schema https://github.com/promptlint/midjourney-promptlint/raw/main/docs/schemas/config.json
```
"""


def page() -> str:
    """The text of the page."""
    parts = [made_from("promptlint/options.py and promptlint/keys.py"), "# Commands, options, settings\n\n"]
    parts += map(_command, COMMANDS)
    parts += [_EXIT, "\n", _formats(), "\n", _SETTINGS, "\n", _keys(), "\n", _links()]
    return "".join(parts)


def _command(command: Command) -> str:
    title = f"## promptlint {command.name}\n\n{command.summary}\n\n"
    usage = f"```text\npromptlint {command.name} [OPTIONS] {command.arguments}".rstrip() + "\n```\n\n"
    options = (*command.options, GLOBAL[0])
    groups = sorted(options, key=lambda option: list(dict.fromkeys(one.group for one in options)).index(option.group))
    rows = "".join(_group(name, list(group)) for name, group in groupby(groups, key=lambda option: option.group))
    return title + usage + rows


def _group(name: str, options: list[Option]) -> str:
    return (
        table(
            (name, "", "default"), [(_names(option), _help(option), code(option.default) if option.default else "") for option in options]
        )
        + "\n"
    )


def _names(option: Option) -> str:
    names = f"-{option.short}, --{option.name}" if option.short else f"--{option.name}"
    return code(f"{names} {option.value}".rstrip())


def _help(option: Option) -> str:
    return option.help + (": " + ", ".join(map(code, option.choices)) if option.choices else "")


def _formats() -> str:
    return "## Output formats\n\n" + table(("format", ""), [(code(name), row.help) for name, row in FORMATS.items()])


def _keys() -> str:
    rows = [(code(key.name), key.help + (": " + ", ".join(map(code, key.choices)) if key.choices else ""), key.kind) for key in KEYS]
    return table(("key", "", "value"), rows)


def _links() -> str:
    about = (
        "### The table `links`\n\nKeys marked with * decide what the link check may reach. Only the command line and the user's own "
        "settings may set them, not the settings of a project.\n\n"
    )
    told = _told(LinkOptions.__doc__ or "")
    rows = []
    for field, default in LinkOptions._field_defaults.items():
        name = field.replace("_", "-")
        rows.append((code(name) + (" *" if name in PRIVATE_LINK_KEYS else ""), told[field], code(_toml(default))))
    return about + table(("key", "", "default"), rows)


def _told(text: str) -> dict[str, str]:
    """The description of each field in a docstring, in lines such as `one, other: …`. A missing field is a KeyError later."""
    told: dict[str, str] = {}
    for names, said in re.findall(r"^ *([a-z_]+(?:, [a-z_]+)*): (.+)$", text, re.MULTILINE):
        told |= dict.fromkeys(names.split(", "), said)
    return told


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
