"""Write seeded files of all hosts, run every command that writes over them, and read them again with the formats' own libraries.

`python tools/roundtrip.py [COUNT] [SEED]` prints what went wrong: a file that no longer parses, a value without a prompt that
changed, a prompt that was lost, a second run that changes the file again. The exit status is 1 if anything did.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from promptlint.cli.main import main
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.javascript_file import leaves as script_leaves

RUNS = (
    ("lint", "--fix", "--offline"),
    ("lint", "--fix", "--unsafe-fixes", "--offline"),
    ("format",),
    ("migrate", "--to", "7", "--write"),
)
HOSTS = ("json", "jsonl", "csv", "tsv", "yaml", "toml", "py", "txt", "md", "ts", "js")
PROMPT_KEYS = ("prompt", "mj_prompt", "image_prompt")
OTHER_KEYS = ("title", "notes", "params", "model", "text", "id")
PIECES = (
    "a heron", "a 'red' dog", 'a sign "open"', "# one", "- two", "key: value", "a | b", "> c", "&a", "*b", "!t", "{red, blue} bird",
    "cat::2", "back\\slash", "tab\there", "nbsp\u00a0x", "zero\u200bwidth", "e\u0301", "🐈", "https://img.mysite.net/a.png", "“quoted”",
    "it's", "50%", "@x", "`code`", "[slot]", "a, b; c", "\u202eright",
)  # fmt: skip
PARAMETERS = (
    "--ar 16:9", "--ar16:9", "--AR 1:1", "—ar 3:2", "–s 50", "--v 7", "--v 6.1", "--style raw", "--q 2", "--c 5", "--tile", "--stylise 20",
    "--no text, cars", "--sref random", "--cref https://img.mysite.net/k.png", "--", "v6", "ar 16:9", "--s 2000", "--chaos=5",
)  # fmt: skip


def text_of(chooser: random.Random) -> str:
    """A text that is a prompt as often as not."""
    words = [chooser.choice(PIECES) for _ in range(chooser.randint(1, 6))]
    return " ".join(words + [chooser.choice(PARAMETERS) for _ in range(chooser.randint(0, 4))])


def record(chooser: random.Random) -> dict[str, Any]:
    """An object with prompts and other values."""
    made: dict[str, Any] = {}
    for _ in range(chooser.randint(1, 5)):
        key = chooser.choice((*PROMPT_KEYS, *OTHER_KEYS))
        made[key] = text_of(chooser)
    if chooser.random() < 0.3:
        made["prompts"] = [text_of(chooser) for _ in range(chooser.randint(1, 3))]
    if chooser.random() < 0.3:
        made["params"] = " ".join(chooser.choice(PARAMETERS) for _ in range(chooser.randint(1, 3)))
    if chooser.random() < 0.3:
        made["more"] = {"number": 1.50, "flag": True, "prompt": text_of(chooser)}
    return made


def flat(made: dict[str, Any]) -> dict[str, str]:
    """The texts of a record."""
    return {key: value for key, value in made.items() if isinstance(value, str)}


def written(host: str, chooser: random.Random) -> str:
    """The text of a file."""
    records = [record(chooser) for _ in range(chooser.randint(1, 4))]
    if host == "json":
        text = json.dumps(records, ensure_ascii=chooser.random() < 0.5, indent=chooser.choice((None, 1, 4)))
    elif host == "jsonl":
        text = "".join(json.dumps(each, ensure_ascii=chooser.random() < 0.5) + "\n" for each in records)
    elif host in ("csv", "tsv"):
        out = io.StringIO()
        names = ["id", "prompt", "params", "notes"]
        writer = csv.DictWriter(out, names, "", "ignore", delimiter="\t" if host == "tsv" else ",", lineterminator="\n")
        writer.writeheader()
        writer.writerows({"id": "1", "prompt": text_of(chooser)} | flat(each) for each in records)
        text = out.getvalue()
    elif host == "yaml":
        style = chooser.choice((None, "'", '"', "|", ">"))
        text = yaml.dump(
            records,
            default_style=style,
            width=chooser.choice((20, 80, 9999)),
            allow_unicode=True,
            default_flow_style=chooser.random() < 0.2,
        )
    elif host == "toml":
        lines = ["[[job]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in flat(each).items()) for each in records]
        text = "".join(lines)
    elif host == "py":
        text = "".join(f"x = dict({', '.join(f'{key}={value!r}' for key, value in flat(each).items())})\n" for each in records)
    elif host in ("ts", "js"):
        text = "".join(script(each, chooser) for each in records)
    elif host == "md":
        lines = [block(each, chooser) for each in records]
        text = "# Midjourney prompts\n\n" + "\n".join(lines) + "\n"
    else:
        text = "".join(text_of(chooser) + "\n" for _ in range(4))
    return text.replace("\n", "\r\n") if chooser.random() < 0.3 and host != "py" else text


def script(made: dict[str, Any], chooser: random.Random) -> str:
    """A statement of JavaScript with the texts of a record in one kind of quotes."""
    quote = chooser.choice("'\"`")
    pairs = []
    for key, value in flat(made).items():
        escaped = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace(quote, "\\" + quote)
        pairs.append(f"{key}: {quote}{escaped}{quote}")
    return f"call({{ {', '.join(pairs)} }});\n"


def block(made: dict[str, Any], chooser: random.Random) -> str:
    """A block of Markdown: a list item, a fence of a prompt or one of code, in which nothing needs an escape or is joined."""
    plain = {key: "".join(each for each in value if each not in "\"'\\\t`") for key, value in flat(made).items() if key != "params"}
    kind = chooser.choice(("item", "", "ts", "json", "yaml"))
    if kind == "item":
        return f"- {text_of(chooser)}"
    code = {
        "ts": script(plain, chooser),
        "json": json.dumps(plain, ensure_ascii=False, indent=chooser.choice((None, 1))) + "\n",
        "yaml": yaml.dump(plain, allow_unicode=True, width=9999),
    }
    lines = f"```{kind}\n{code.get(kind) or text_of(chooser) + chr(10)}```\n"
    mark = chooser.choice(("", "> "))
    return "\n" + "".join(mark + line for line in lines.splitlines(keepends=True))


def values(host: str, text: str) -> list[Any]:
    """All values of a file in order, with their kinds, by the format's library; the lines of one without values."""
    if host == "json":
        return leaves(json.loads(text))
    if host == "jsonl":
        return [leaf for line in text.splitlines() for leaf in leaves(json.loads(line))]
    if host in ("csv", "tsv"):
        return leaves(list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if host == "tsv" else ",")))
    if host == "yaml":
        return leaves(yaml.load(text, Loader=yaml.BaseLoader))
    if host == "toml":
        return leaves(tomllib.loads(text))
    if host == "py":
        return [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    if host in ("ts", "js"):
        return [each for leaf in script_leaves(text, f"a.{host}") for each in leaf]
    return text.split("\n")


def leaves(root: Any) -> list[Any]:
    """The values of a tree, those that hold others as their size or keys."""
    if isinstance(root, dict):
        return [tuple(root)] + [leaf for value in root.values() for leaf in leaves(value)]
    if isinstance(root, list):
        return [len(root)] + [leaf for value in root for leaf in leaves(value)]
    return [root]


def prompts(path: Path) -> list[str]:
    """The prompts of a file."""
    return [each.text for each in find(path.name, path.read_bytes(), ReadOptions(toml=True))]


def run(argv: tuple[str, ...], path: Path) -> None:
    """One command over a file, under the settings beside it."""
    main([*argv, "-q", "--config", str(path.parent / "promptlint.toml"), str(path)], io.StringIO(), io.StringIO(), io.StringIO())


def faults(path: Path, host: str, text: str, argv: tuple[str, ...]) -> list[str]:
    """Unexpected effects of one command on a fresh file."""
    path.write_text(text, encoding="utf-8", newline="")
    try:
        before, old = values(host, text), prompts(path)
    except ValueError:
        return []
    run(argv, path)
    after_text = path.read_bytes().decode()
    try:
        after, new = values(host, after_text), prompts(path)
    except (ValueError, SyntaxError, yaml.YAMLError) as error:
        return [f"unparseable: {error}"]
    found = []
    if len(after) != len(before) or list(map(type, after)) != list(map(type, before)):
        found.append("another shape")
    texts = " \n ".join(old)
    for one, other in zip(before, after, strict=False):
        if one == other:
            continue
        if not isinstance(one, str) or not (one.strip() in texts or any(each in one for each in old)):
            found.append(f"another value changed: {one!r} -> {other!r}")
    if len(new) < len(old):
        found.append(f"lost a prompt: {old} -> {new}")
    run(argv, path)
    if path.read_bytes().decode() != after_text:
        found.append("a second run changes it again")
    return found


def check(count: int, seed: int) -> Iterator[str]:
    """Run every command over `count` files, and yield what is wrong as it is found."""
    chooser = random.Random(seed)
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "promptlint.toml").write_text("toml = true\n")
        for number in range(count):
            host = HOSTS[number % len(HOSTS)]
            text = written(host, chooser)
            path = Path(directory) / f"midjourney-prompts.{host}"
            for argv in RUNS:
                yield from (f"{number} {host} {' '.join(argv)}: {each}\n{text}" for each in faults(path, host, text, argv))


if __name__ == "__main__":
    files, bad = int(sys.argv[1]) if len(sys.argv) > 1 else 3000, 0
    for fault in check(files, int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        bad += 1
        sys.stdout.write(f"{fault}\n----\n")
        sys.stdout.flush()
    sys.stdout.write(f"{files * len(RUNS)} runs, {bad} faults\n")
    sys.exit(bool(bad))
