"""Lines of a shell: their options are not parameters, in any container."""

from __future__ import annotations

import json

import pytest

from promptlint.errors import SourceError
from promptlint.sources.command_lines import is_shell_command
from promptlint.sources.heuristics import parameter_start, parameters_in
from promptlint.sources.hosts import Found, ReadOptions, find

HEAD = "# Midjourney prompts\n\n"
COMMANDS = [
    "docker run --name v6 app --seed 42",
    "npm run build --ar",
    "git log --no-merges --v 2",
    "git commit --no-verify --quality 2",
    "convert a.png --quality 90 b.png",
    "python gen.py --quality 2 --seed 5",
    "SEED=5 python gen.py --seed 5",
    'python gen.py --prompt "a hen on a mat" --seed 5',
    "sudo docker run --name v6 app --seed 42",
    "$ render image --seed 42 --quality 2",
    "kubectl get pods --v 6",
    "terraform plan --no-color --chaos 5",
    "cargo run --release --quality 2",
    "make all --v 5",
    "go test ./... --v 1",
    "cat notes.txt --version",
    "./render.sh --style raw --seed 42",
    "../bin/render --style raw --seed 42",
    "~/bin/render --style raw --seed 42",
    "render.py --style raw --seed 42",
    "vite build --mode production --style raw",
    "yt-dlp --no-playlist --version 3",
    "flux --aspect 2:3 --seed 0 --steps 50",
    "renderer image set --mode fast --seed 4",
]
PROMPTS = [
    "cat on a mat --ar 1:1",
    "go kart in the rain --ar 16:9 --v 7",
    "make a wish on a star --ar 16:9 --v 7",
    "python coiled around a branch --ar 1:1",
    "ruby on black velvet --ar 1:1 --v 7",
    "curl of smoke, dark --ar 1:1 --v 7",
    "cd cover of a jazz band --ar 1:1 --v 7",
    "find the hidden hen, children's book --ar 1:1",
    "black marble bust --ar 2:3 --stylize 200",
    "red fox --stylise 200 --aspekt 16:9",
    "red fox --aspect-ratio 16:9",
    "red fox --no-text --ar 16:9",
    "a red fox --size 1024 --ar 16:9",
    "A screenshot of main.py in an editor --ar 16:9",
    "hen. in snow, photo --ar 3:2 --v 7",
]


def read(name: str, text: str) -> tuple[list[str], list[tuple[int, str]]]:
    found: Found = find(name, text.encode(), ReadOptions(toml=True))
    prompts = [prompt.shown for prompt in found]
    return prompts, [(place.line, place.text) for place in found.unread]


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_is_told(text: str) -> None:
    assert is_shell_command(text, parameter_start(text))


@pytest.mark.parametrize("text", PROMPTS)
def test_a_prompt_is_no_command(text: str) -> None:
    assert not is_shell_command(text, parameter_start(text))


def hosts(text: str) -> dict[str, str]:
    return {
        "a.txt": f"a red fox in deep snow\n{text}\n",
        "notes.md": f"# Notes\n\n{text}\n",
        "fence.md": f"# Notes\n\n```\n{text}\n```\n",
        "tagged.md": f"# Notes\n\n```text\n{text}\n```\n",
        "span.md": f"# Notes\n\nRun `{text}` first.\n",
        "item.md": f"# Notes\n\n- {text}\n- `{text}`\n",
        "midjourney-prompts.md": f"{HEAD}{text}\n\n`{text}`\n",
        "package.json": json.dumps({"scripts": {"build": text}}),
        "list.json": json.dumps([text, text]),
        "ci.yaml": f"steps:\n  - run: {json.dumps(text)}\n  - run: |\n      {text}\n      {text}\n",
        "run.toml": f"[scripts]\nbuild = {json.dumps(text)}\n",
        "run.csv": 'id,what\n1,"{0}"\n2,"{0}"\n'.format(text.replace('"', '""')),
        "run.py": f"def go():\n    run({text!r})\n",
    }


@pytest.mark.parametrize("text", COMMANDS)
def test_no_host_takes_a_command_for_a_prompt(text: str) -> None:
    for name, content in hosts(text).items():
        prompts, _ = read(name, content)
        submitted = ["a hen on a mat"] if "--prompt" in text and name in ("fence.md", "tagged.md") else []
        assert prompts == (["a red fox in deep snow"] if name == "a.txt" else submitted), name


@pytest.mark.parametrize("text", PROMPTS[:8])
def test_a_prompt_is_found_beside_commands(text: str) -> None:
    prompts, _ = read("midjourney-prompts.md", f"{HEAD}```\ndocker run --name v6 app --seed 42\n```\n\n```\n{text}\n```\n")
    assert prompts == [text]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("convert a.png --quality 90 b.png", False),
        ("npm run build --ar", False),
        ("docker run --name v6 app --seed 42", False),
        ("npm run render --ar 16:9", True),
        ("./render.sh --style raw --seed 42", True),
        ("$ render image --chaos 5", True),
        ("$ render image --seed 5", False),
    ],
)
def test_a_command_counts_where_an_option_is_one_of_midjourney_alone(text: str, counts: bool) -> None:
    for name, content in hosts(text).items():
        if name != "run.py":
            assert bool(read(name, content)[1]) == counts, name


@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("notes.md", "Set `--version` or `--quality 90`, and `--no` to turn it off.\n", 0),
        ("notes.md", "Set `--version` or `--ar 16:9`, and `--no` to turn it off.\n", 1),
        ("notes.md", "For Midjourney: set `--quality 2`.\n", 1),
        ("midjourney.md", "Set `--quality 2`.\n", 1),
        ("notes.md", "Set `--quality 2`.\n\n```\na red fox in deep snow --ar 3:2\n```\n", 1),
        ("conf.json", '{"help": "--quality 90 sets it"}', 0),
        ("conf.json", '{"help": "--quality 90 sets it", "of": "midjourney"}', 1),
    ],
)
def test_options_of_other_programs_count_in_what_is_about_midjourney(name: str, text: str, counts: int) -> None:
    assert len(read(name, text)[1]) == counts


@pytest.mark.parametrize("name", ["Makefile", "docker/Dockerfile", "GNUmakefile"])
def test_files_of_commands_are_not_read_as_lists(name: str) -> None:
    with pytest.raises(SourceError, match="not supported"):
        find(name, b"all:\n\tdocker run --name v6 app\n", ReadOptions())


ANYWHERE = [
    ("a --ar 16:9", [(2, "ar")]),
    ("a --ar", [(2, "ar")]),
    ("a --v 7", [(2, "v")]),
    ("a --v", [(2, "v")]),
    ("a --v x", []),
    ("a -- v 7", [(2, "v")]),
    ("a -- v", []),
    ("a -- ar 16:9", [(2, "ar")]),
    ("a -- ar wide", []),
    ("a — ar 16:9", [(2, "ar")]),
    ("a —ar 16:9", [(2, "ar")]),
    ("a –v 7", [(2, "v")]),
    ("a —tile", []),
    ("a -ar 16:9", [(2, "ar")]),
    ("a -v 7", []),
    ("a -no 5", []),
    ("a -s 250", []),
    ("a - ar 16:9", []),
    ("a -ar wide", []),
    ("a --stylise 200", [(2, "stylise")]),
    ("a --stylise much", []),
    ("a --stylise {1, 2}", [(2, "stylise")]),
    ("a -stylise 200", []),
    ("a --ver 7", []),
    ("var(--s)", []),
    ("--c: red;", []),
    ("a --s", [(2, "s")]),
    ("--AR 1:1 --V6", [(0, "ar"), (9, "v")]),
]


@pytest.mark.parametrize(("text", "found"), ANYWHERE)
def test_text_has_a_parameter_where_its_dashes_or_its_value_say_so(text: str, found: list[tuple[int, str]]) -> None:
    assert list(parameters_in(text)) == found
