"""Code in Markdown: read by the reader of its language or not at all, each character at its place, commands never edited."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from promptlint.cli.main import main
from promptlint.diagnostics import Edit, apply_edits
from promptlint.sources.fences import language_in
from promptlint.sources.hosts import find
from promptlint.sources.shell import find as find_commands
from promptlint.sources.source_map import PromptText, SourceText

HEAD = "# Midjourney prompts\n\n"
PIER, HERON = "a pier in the fog --ar 16:9 --v 7", "a grey heron --ar16:9 --v 7"
CURL = """curl https://api.mysite.net/v1/images \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "mj-v7",
    "prompt": "A hen on a roof --ar 16:9 --s 500"
  }'
"""
INNER = "```text\na heron in the snow --ar 16:9 --v 7\n```\n"
SNOW = "a heron in the snow --ar 16:9 --v 7"


def prompts(text: str, name: str = "midjourney-prompts.md") -> list[PromptText]:
    return list(find(name, (HEAD + text).encode()))


def fence(language: str, code: str) -> str:
    return f"```{language}\n{code}```\n"


FENCES = {
    "object in TypeScript": (
        fence("ts", f'export const prompts = {{\n  hero: "{PIER}",\n  card: "{HERON}",\n}};\n'),
        [PIER, HERON],
    ),
    "members without their object": (fence("ts", f'  hero: "{PIER}",\n  card: "{HERON}",\n'), [PIER, HERON]),
    "JavaScript": (fence("js {1,3}", 'const p = "a pier in a bottle --ar 16:9 --v 7"; log(p);\n'), ["a pier in a bottle --ar 16:9 --v 7"]),
    "JSX": (fence("jsx", f'<P prompt="{PIER}" />\n'), [PIER]),
    "Python": (fence("{.python .x}", f'PROMPT = "{PIER}"\n'), [PIER]),
    "indented Python": (fence("python", f'    PROMPT = "{PIER}"\n    x = 1\n'), [PIER]),
    "a session in Python": (fence("python", f'>>> PROMPT = (\n... "{PIER}")\n>>> PROMPT\n\'{PIER}\'\n'), [PIER]),
    "Python that is not whole": (fence("python", f'PROMPT = "{PIER}\n'), []),
    "members of JSON": (fence("json", f'"prompt": "{PIER}",\n"n": 1\n'), [PIER]),
    "JSON with an omission": (fence("json", f'{{\n  "prompt": "{PIER}",\n  ...\n}}\n'), [PIER]),
    "lines of JSON": (fence("json", f'{{"prompt": "{PIER}"}}\n{{"prompt": "{HERON}"}}\n'), [PIER, HERON]),
    "JSON Lines": (fence("jsonl", f'{{"prompt": "{PIER}"}}\n\n{{"prompt": "{HERON}"}}\n'), [PIER, HERON]),
    "CSV": (fence("csv", f'id,prompt\n1,"{PIER}, é"\n2,{HERON}\n'), [f"{PIER}, é", HERON]),
    "TSV in a list": (f"- Take\n\n  ```tsv\n  id\tprompt\n  1\t{HERON}\n  ```\n", [HERON]),
    "TOML": (fence("toml", f'[hero]\nprompt = "{PIER}"\n'), [PIER]),
    "a request": (
        fence("http", f'POST /imagine HTTP/1.1\nA: b\n\n{{"prompt": "{PIER}"}}\n\n###\nPOST /imagine\n\n[{{"prompt": "{HERON}"}}]\n'),
        [PIER, HERON],
    ),
    "JSON without a language": (fence("", f'{{"model": "mj",\n "prompt": "{PIER}"}}\n'), [PIER]),
    "Python without a language": (fence("text", f"PROMPT = '{PIER}'\n"), [PIER]),
    "TypeScript without a language": (fence("", f"export const P = {{\n  hero: '{PIER}',\n  card: '{HERON}',\n}};\n"), [PIER, HERON]),
    "YAML without a language": (fence("", f"hero_prompt: {PIER}\nsize: 1600\n"), [PIER]),
    "a prompt like code": (fence("", "portrait = calm, light = soft --ar 16:9\n"), ["portrait = calm, light = soft --ar 16:9"]),
    "code in a span": (f"Set `const p = '{PIER}'` or `PROMPT = \"{PIER}\"` and send `{{\"prompt\": \"{PIER}\"}}`.\n", []),
    "template with a slot": (
        fence("ts", f"export const HERO = '{PIER}';\nexport const CARD = `a grey heron, ${{mood}} --ar 1:1 --v 7`;\n"),
        [PIER, "a grey heron, ${mood} --ar 1:1 --v 7"],
    ),
    "a prompt without parameters": (fence("js", 'const prompt = "a pier in the fog";\n'), ["a pier in the fog"]),
    "YAML": (fence("yaml", "hero:\n  prompt: a mill at dusk --ar 16:9 --v 7\n  size: 1600\n"), ["a mill at dusk --ar 16:9 --v 7"]),
    "JSON": (fence("json", f'{{"prompt": "{PIER}",\n "n": 1}}\n'), [PIER]),
    "JSON in a quote": ('> ```json\n> {"prompt": "a cat --v 7",\n>  "n": 1}\n> ```\n', ["a cat --v 7"]),
    "TypeScript in a list": (f"1. Take\n\n   ```ts\n   const a = {{\n     prompt: '{PIER}',\n   }};\n   ```\n", [PIER]),
    "curl": (fence("bash", CURL), ["A hen on a roof --ar 16:9 --s 500"]),
    "curl on one line": (
        fence("bash", "curl -d '{\"prompt\": \"a hen on a mat --ar 16:9 --v 7\"}' https://api.mysite.net/imagine\n"),
        ["a hen on a mat --ar 16:9 --v 7"],
    ),
    "a command": (fence("bash", 'mj imagine "a hen on a mat --ar 16:9 --v 7" --wait\n'), ["a hen on a mat --ar 16:9 --v 7"]),
    "a command without a language": (fence("", 'mj imagine "a hen on a mat --ar 16:9 --v 7"\n'), ["a hen on a mat --ar 16:9 --v 7"]),
    "a command of a program": (fence("sh", "python draw.py --seed 4 --ar 16:9 now\n"), []),
    "another language": (fence("java", f'String prompt = "{PIER}";\n'), []),
    "a difference": (fence("diff", f"-{PIER}\n+{HERON}\n"), []),
    "a fence in a fence": (f"````markdown\n{INNER}````\n", [SNOW]),
    "in tildes": (f"~~~markdown\n{INNER}~~~\n", [SNOW]),
    "in a list": ("- Send\n\n  ````md\n  ```text\n  a heron in the snow --ar 16:9 --v 7\n  ```\n  ````\n", [SNOW]),
    "with text around": (f"````\nSend it.\n\n{INNER}\nThen run it.\n````\n", [SNOW]),
    "JSON in a fence in a fence": ('````\n```json\n{"prompt": "a heron --ar16:9"}\n```\n````\n', ["a heron --ar16:9"]),
    "code in a fence in a fence": (f"````md\n```ts\nconst x = '{PIER}';\n```\n````\n", [PIER]),
}  # fmt: skip


@pytest.mark.parametrize("case", FENCES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_a_fence_holds(case: str, ending: str) -> None:
    text, expected = FENCES[case]
    found = list(find("midjourney-prompts.md", (HEAD + text).replace("\n", ending).encode()))
    assert [prompt.text for prompt in found] == expected
    lines = (HEAD + text).split("\n")
    for prompt in found:
        for index, character in enumerate(prompt.text):
            line, column = prompt.position(index)
            if character.isalnum() and "$" not in prompt.text:
                assert lines[line - 1][column - 1] == character


def fixed(path: Path, text: str) -> tuple[str, list[str], str]:
    """The file after `--fix`, the codes of the findings before it, and what was said."""
    path.write_text(HEAD + text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    main(["lint", "--offline", "--isolated", "--output-format", "json", str(path)], io.StringIO(), out, err)
    codes = [each["code"] for each in json.loads(out.getvalue())["diagnostics"] if each["severity"] != "info"]
    main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), err)
    return path.read_text(encoding="utf-8").removeprefix(HEAD), codes, err.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        fence("ts", f'export const prompts = {{\n  hero: "{PIER}",\n  card: "{HERON}",\n}};\n'),
        fence("js", f"const p = `{HERON}`; log(p);\n"),
        fence("python", f"  PROMPT = '{HERON}'  # --ar16:9\n"),
        fence("yaml", f"hero:\n  prompt: {HERON}\n  size: 1600\n"),
        fence("csv", f"id,prompt\n1,{HERON}\n"),
        fence("jsonl", f'{{}}\n{{"prompt": "{HERON}"}}\n'),
        fence("toml", f'prompt = "{HERON}"\n'),
        f'> ```json\n> {{"prompt": "{HERON}",\n>  "n": 1}}\n> ```\n',
        f"- Take\n\n  ```ts\n  const a = {{\n    prompt: '{HERON}',\n  }};\n  ```\n",
    ],
)
def test_a_fix_is_made_within_the_quotes(tmp_path: Path, text: str) -> None:
    after, codes, _ = fixed(tmp_path / "midjourney-prompts.md", text)
    assert codes == ["MJ005"]
    assert after == text.replace(HERON, HERON.replace("--ar16:9", "--ar 16:9"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (fence("bash", f'mj imagine "{HERON}"\n'), ["MJ005"]),
        (fence("", f'mj imagine "{HERON}"\n'), ["MJ005"]),
        (fence("sh", f'curl -d \'{{"prompt": "{HERON}"}}\' x\n'), ["MJ005"]),
        (f"````md\n```\n{HERON}\n```\n````\n", ["MJ005"]),
        (f"> ```yaml\n> prompt: {HERON}\n> ```\n", ["MJ005"]),
        (fence("ts", f"const p = tag`{HERON}`;\n"), ["MJ005"]),
        (fence("", f"const p = '{HERON}';\n"), ["MJ005"]),
        (fence("", f'{{"prompt": "{HERON}"}}\n'), ["MJ005"]),
        (fence("json", f'{{"prompt": "{HERON}", ...}}\n'), ["MJ005"]),
        (fence("json", f'{{"prompt": "{HERON}"}}\n{{}}\n'), ["MJ005"]),
        (fence("python", f'>>> PROMPT = "{HERON}"\n'), ["MJ005"]),
        (fence("http", f'POST /x\n\n{{"prompt": "{HERON}"}}\n'), ["MJ005"]),
        (fence("java", f'String p = "{HERON}";\n'), []),
    ],
)
def test_what_cannot_be_written_safely_is_reported_and_left_alone(tmp_path: Path, text: str, codes: list[str]) -> None:
    after, found, said = fixed(tmp_path / "midjourney-prompts.md", text)
    assert (after, found) == (text, codes)
    assert "--fix can mend" not in said


def test_what_is_in_a_language_that_is_not_read_is_listed() -> None:
    found = find("midjourney-prompts.md", (HEAD + fence("java", f'String prompt = "{PIER}";\n')).encode())
    assert list(found) == []
    assert [(each.line, each.reason) for each in found.unread] == [(4, "in a fence of `java`")]


def test_an_edit_across_lines_of_a_fence_is_refused() -> None:
    (prompt,) = prompts("> ```python\n> PROMPT = '''a pier\n>   at dawn --v 7'''\n> ```\n")
    assert prompt.text == "a pier\n  at dawn --v 7"
    assert prompt.host_edits((Edit(5, 8, " "),)) is None
    (edit,) = prompt.host_edits((Edit(9, 11, "by"),)) or ()
    text = HEAD + "> ```python\n> PROMPT = '''a pier\n>   at dawn --v 7'''\n> ```\n"
    assert apply_edits(text, [edit]) == text.replace("at dawn", "by dawn")


FRONT = f"---\ntitle: Hero\nprompt: {HERON}\n---\n# Midjourney prompts\n"


def test_front_matter_is_yaml(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FRONT, encoding="utf-8")
    main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO())
    assert path.read_text(encoding="utf-8") == FRONT.replace("--ar16:9", "--ar 16:9")


@pytest.mark.parametrize(
    ("text", "prompts", "cut_off", "unread"),
    [
        (FRONT, [HERON], [], []),
        ("---\nprompt: What do you see?\n---\n# Diary\n", [], [], []),
        ("---\nprompt: a sign #ff00ff --ar16:9\n---\n# Hero\n", [], [(2, "comment")], []),
        ("---\nnote: [a, --ar 16:9\n---\n# Midjourney\n", [], [], [(2, "in the front matter")]),
    ],
)
def test_what_is_in_front_matter(text: str, prompts: list[str], cut_off: list[tuple[int, str]], unread: list[tuple[int, str]]) -> None:
    found = find("a.md", text.encode())
    assert [each.text for each in found] == prompts
    assert [(each.line, each.kind) for each in found.cut_off] == cut_off
    assert [(each.line, each.reason) for each in found.unread] == unread


INFO = {"js {1,3}": "js", "{.javascript .x}": "javascript", "{r, echo=FALSE}": "r", "JS": "js", "ts:a.ts": "ts", "": "", "提示词": "提示词"}


@pytest.mark.parametrize(("info", "language"), INFO.items())
def test_the_language_of_an_info_string(info: str, language: str) -> None:
    assert language_in(info) == language


COMMANDS = {
    "mj imagine 'a red hen'": ["a red hen"],
    'mj imagine "a \\"red\\" hen $X \\\\ \\q"': ['a "red" hen $X \\ \\q'],
    "mj imagine $'a red\\' hen'": ["a red' hen"],
    "mj --prompt 'a red hen' --prompt='a hen'": ["a red hen", "a hen"],
    "$ A=b sudo npx mj /imagine 'a red hen' && mj imagine 'a hen' | cat": ["a red hen", "a hen"],
    "mj imagine \\\n  'a red hen' # it's 'a hen'": ["a red hen"],
    "mj imagine 'a '\"'\"'red'\"'\"' hen'": [],
    "mj imagine a red hen": [],
    "mj imagine 'hen'": [],
    "mj show 'a red hen'": [],
    "cat <<EOF\nmj imagine 'a red hen'\nEOF\nmj imagine 'a hen'": ["a hen"],
    'mj imagine \'a red hen\nmj imagine "a hen"': [],
    'curl --json \'{"input": {"prompt": "a red\\u00e9 hen"}}\' x': ["a redé hen"],
    'curl -d "{\\"prompt\\": \\"a red hen\\"}" x': ["a red hen"],
    "curl -d 'prompt=a red hen' x": [],
    "curl -d 'prompt=a red hen --v 7' x": ["a red hen --v 7"],
    "curl -F 'image=a hen --v 7' -F 'prompt=a red hen --v 7' x": ["a red hen --v 7"],
    'curl --data-urlencode "prompt=a red hen --v 7" x': ["a red hen --v 7"],
    "curl -d 'prompt=a%20hen --v 7' x": [],
    "http POST x.net/imagine prompt='a red hen --v 7'": ["a red hen --v 7"],
    'export PROMPT="a red hen --ar16:9"\ncurl -d "prompt=$PROMPT" x': ["a red hen --ar16:9"],
    'PROMPT="You are a poet"': [],
    'curl -d @- x <<EOF\n{"prompt": "a red hen"}\nEOF\nmj imagine "a hen at dusk"': ["a red hen", "a hen at dusk"],
    'Invoke-RestMethod -Body \'{"prompt": "a red hen"}\' -Uri x': ["a red hen"],
    'curl -H \'{"prompt": "a red hen"}\' x': [],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_submits(command: str) -> None:
    found = list(find_commands(SourceText(command), ()))
    assert [prompt.text for prompt in found] == COMMANDS[command]
    assert not any(prompt.editable for prompt in found)
