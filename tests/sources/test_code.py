"""Prompts in program code: which literals are prompts, what they say and where, and that edits change nothing else."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import random
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.cli.main import main
from promptlint.diagnostics import Edit, apply_edits
from promptlint.errors import SourceError
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.javascript_file import leaves

SCRIPTS = ("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx")
TYPED = ("ts", "mts", "cts", "tsx")
PIER, HERON = "a pier in the fog --ar 16:9 --v 7", "a grey heron --ar16:9 --v 7"


def texts(name: str, code: str, prompt_keys: tuple[str, ...] = ()) -> list[str]:
    return [prompt.text for prompt in find(name, code.encode("utf-8", "surrogatepass"), ReadOptions(prompt_keys))]


PYTHON = {
    "assignment": (f'HERO = "{PIER}"\n', [PIER]),
    "dictionary": (f'PROMPTS = {{"hero": "{PIER}", "card": "{HERON}"}}\n', [PIER, HERON]),
    "argument": (f'submit(prompt="{PIER}")\nlines.append("{HERON}")\n', [PIER, HERON]),
    "returned": (f'def hero_prompt():\n    return "{PIER}"\n', [PIER]),
    "default": (f'def f(prompt="{PIER}", *, card_prompt="a hen --tile"): ...\n', [PIER, "a hen --tile"]),
    "field": (f'class A:\n    prompt: str = field(default="{PIER}")\n', [PIER]),
    "conditional": (f'prompt = "{PIER}" if x else "a hen --tile"\n', [PIER, "a hen --tile"]),
    "lambda": (f'hero_prompt = lambda x="y": "{PIER}"\n', [PIER]),
    "tuple target": (f'hero_prompt, n = "{PIER}", 1\n', [PIER]),
    "stripped": ('prompt = "  a pier --tile ".strip()\n', ["a pier --tile"]),
    "dedent": ('prompt = dedent("""\n  a pier\n  --tile\n""")\n', ["a pier\n  --tile"]),
    "format": ('prompt = "a {x} pier --tile".format(x=1)\n', ["a {x} pier --tile"]),
    "format with numbers": (
        'x = "{}, a {0:>4} pier in fog --ar {} --v 7".format(a, b)\n',
        ["${slot}, a ${slot} pier in fog --ar ${slot} --v 7"],
    ),
    "words among the parameters": (
        'prompt = f"{scene} --style wide angle, oil on canvas --ar 3:4"\n',
        ["${scene} --style wide angle, oil on canvas --ar 3:4"],
    ),
    "%": ("prompt = 'a %s in the %s --ar %s --v %d' % (cat, x, r, 7)\n", ["a ${slot} in the ${slot} --ar ${slot} --v ${slot}"]),
    "% of a sum": ("x = ('a %5.1f m hen ' + 'in snow --v 7') % n\n", ["a ${slot} m hen in snow --v 7"]),
    "% of names": ("prompt = 'a %(x)s pier --tile' % d\n", ["a ${slot} pier --tile"]),
    "added": ("prompt = 'a pier'\nprompt += f' in {fog}'\nprompt += ' --v 7'\n", ["a pier in ${fog} --v 7"]),
    "added to an attribute": ("class A:\n  def f(self):\n    self.prompt = 'a pier'\n    self.prompt += ' --tile'\n", ["a pier --tile"]),
    "added in a branch": ("prompt = 'a pier --v 7'\nif x:\n    prompt += ' --tile'\n", ["a pier --v 7"]),
    "added after a call": ("prompt = 'a pier --v 7'\nf(prompt)\nprompt += ' --tile'\n", ["a pier --v 7"]),
    "joined": ("prompt = ', '.join(['a pier', mood, 'in fog --tile'])\n", ["a pier, ${mood}, in fog --tile"]),
    "joined in a tuple": ("x = ''.join(('a pier in fog', ' --ar 3:4'))\n", ["a pier in fog --ar 3:4"]),
    "joined prompts": (f"x = '\\n'.join(['{PIER}', '{HERON}'])\n", [PIER, HERON]),
    "a body": ('send("""{"prompt": "a pier --ar 3:4", "mode": "fast"}""")\n', ["a pier --ar 3:4"]),
    "f-string": ('prompt = f"a {{x}} {mood!r:>{w}} pier --ar {ratio}"\n', ["a {x} ${mood} pier --ar ${ratio}"]),
    "f-string of a slot": ('x = f"{scene} --ar 3:4 --v 7"\n', ["${scene} --ar 3:4 --v 7"]),
    "sum": ('x = "a pier " + mood + f" in {fog} " "--ar 3:4" + " --v 7"\n', ["a pier ${mood} in ${fog} --ar 3:4 --v 7"]),
    "literals side by side": ('x = ("a pier in "  # here\n  \'the fog \'\n  """--v 7""")\n', ["a pier in the fog --v 7"]),
    "siblings": (f'JOBS = ["{PIER}", "a hen in snow v6"]\nx.append("a hen in snow v6")\n', [PIER, "a hen in snow v6"]),
    "a sibling with words after its parameters": (
        f'JOBS = ["{PIER}", "a hen --ar 1:2 --s 750, sharp focus, soft light, oil"]\n',
        [PIER, "a hen --ar 1:2 --s 750, sharp focus, soft light, oil"],
    ),
    "parameters beside": ('job = {"prompt": "a hen", "params": "--v 7"}\n', ["a hen --v 7"]),
    "imagine": ('x = "/imagine prompt: a grey hen"\n', ["/imagine prompt: a grey hen"]),
    "imports midjourney": ('import midjourney\nprompt = "a grey hen"\n', ["a grey hen"]),
    "says midjourney": ('midjourney_client = 1\nprompt = "a grey hen"\n', ["a grey hen"]),
    "one a line": ("x = '''a red cat --v 7\na red dog --v 7'''", ["a red cat --v 7", "a red dog --v 7"]),
    "examples in an instruction": (
        f'SYSTEM = """Write for Midjourney.\n\n1. "{PIER}"\n2. "{HERON}"\n\nUse --ar 16:9 for wide ones.\n"""\n',
        [PIER, HERON],
    ),
    "an example in a lesson": (f'TEXT = "Amateur: \\"hen\\"\\nPro: \\"{PIER}\\"\\n\\nSee the difference."\n', [PIER]),
    "a command behind a label": ('x = "> PROMPT: /imagine a pier in the fog --v 6"\n', ["a pier in the fog --v 6"]),
    "an odd dash under any name": ('x = "a pier in the fog —ar 16:9"\n', ["a pier in the fog —ar 16:9"]),
    "slip in the dashes": ('prompt = "a grey hen —ar 16:9"\n', ["a grey hen —ar 16:9"]),
}
SCRIPT = {
    "added": ("let prompt = 'a pier';\nprompt += ` in ${fog}`;\nprompt += ' --v 7';\n", ["a pier in ${fog} --v 7"]),
    "added to a property": ("function f() { job.prompt = 'a pier'; job.prompt += ' --tile'; }\n", ["a pier --tile"]),
    "added in a branch": ("let prompt = 'a pier --v 7';\nif (x) prompt += ' --tile';\n", ["a pier --v 7"]),
    "added after a call": ("let prompt = 'a pier --v 7';\nf(prompt);\nprompt += ' --tile';\n", ["a pier --v 7"]),
    "joined": ("const prompt = ['a pier', mood, `in ${fog} --tile`].join(', ');\n", ["a pier, ${mood}, in ${fog} --tile"]),
    "joined prompts": (f"const x = ['{PIER}', '{HERON}'].join('\\n');\n", [PIER, HERON]),
    "instructions with an example in quotes": (
        (
            "const prompts = {\n  midjourney: `\n    You write prompts for Midjourney.\n    - No sentences.\n"
            '    - Example: "A hen in the rain, soft light --ar 16:9 --v 6"\n  `,\n'
            "  other: `\n    You are a poet.\n    - Write a short text.\n  `,\n};\n"
        ),
        ["A hen in the rain, soft light --ar 16:9 --v 6"],
    ),
    "other keys of a record": (
        f"const prompts = [{{ title: 'The old wet pier', prompt: '{PIER}' }}, {{ title: 'A heron at dawn', prompt: '{HERON}' }}];\n",
        [PIER, HERON],
    ),
    "other keys of a record that the code says is for Midjourney": (
        f"// Midjourney\nexport const prompts = [{{ id: 'wet-pier', title: 'The old wet pier', content: '{PIER}' }}];\n",
        [PIER],
    ),
    "a body in a template": ('const body = `{\n  "prompt": "a ${x} pier --ar 3:4",\n  "mode": "fast"\n}`;\n', ["a ${x} pier --ar 3:4"]),
    "declaration": (f"export const HERO = '{PIER}';\n", [PIER]),
    "object": (f'const prompts = {{ hero: "{PIER}", "card": "{HERON}", [key]: `a hen --tile` }};\n', [PIER, HERON, "a hen --tile"]),
    "argument": (f'submit({{prompt: "{PIER}"}}); lines.push("{HERON}");\n', [PIER, HERON]),
    "returned": (f"function heroPrompt() {{ return '{PIER}' }}\n", [PIER]),
    "method": (f"class A {{ heroPrompt() {{ return '{PIER}' }} }}\n", [PIER]),
    "arrow": ("const heroPrompt = (x = 'y') => `a ${x} hen --tile`;\n", ["a ${x} hen --tile"]),
    "field": (f"class A {{ prompt = '{PIER}'; }}\n", [PIER]),
    "default": ("function f({ prompt = 'a hen --tile', q: r = 'z' } = {}) {}\n", ["a hen --tile"]),
    "assignment": ("this.prompt ??= 'a hen --tile'; job['prompt'] = 'an owl --tile';\n", ["a hen --tile", "an owl --tile"]),
    "conditional": ("const prompt = x ? 'a hen --tile' : y || 'an owl --tile';\n", ["a hen --tile", "an owl --tile"]),
    "default export": (f"export default '{PIER}';\n", [PIER]),
    "template": ("const x = `a ${m.x} hen\r\nin ${`a ${b}`} --ar ${r} --v 7`;\n", ["a ${m} hen\nin ${a} --ar ${r} --v 7"]),
    "template of a slot": ("const x = `${scene} --ar 3:4 --v 7`;\n", ["${scene} --ar 3:4 --v 7"]),
    "sum": ("const x = 'a pier ' + mood + ` in ${fog} ` + '--ar 3:4 --v 7';\n", ["a pier ${mood} in ${fog} --ar 3:4 --v 7"]),
    "siblings": (f"const jobs = ['{PIER}', 'a hen in snow v6']; x.push('a hen in snow v6');\n", [PIER, "a hen in snow v6"]),
    "escapes": (
        r"const x = 'a \x41\u0042\u{1F408}\ud83d\udc08\
 \0 \101 \q hen --ar 3:4 --v 7';",
        ["a AB🐈🐈 \0 A q hen --ar 3:4 --v 7"],
    ),
    "imports midjourney": ("import { x } from 'midjourney-client';\nconst prompt = 'a grey hen';\n", ["a grey hen"]),
    "mistakes around": (f"const = ;\nconst prompt = '{PIER}';\nfunction (\n", [PIER]),
}
TYPESCRIPT = {
    "cast": (f"const a = '{PIER}' as const; const b = '{HERON}' satisfies string;\n", [PIER, HERON]),
    "enum": (f"enum Prompts {{ A = '{PIER}' }}\n", [PIER]),
    "typed default": ("function f(prompt: string = 'a hen --tile') {}\n", ["a hen --tile"]),
    "type": (f"type A = '{PIER}'; interface B {{ prompt: '{PIER}' }} let c: '{PIER}';\n", []),
}
JSX = {
    "attribute": ('const x = <P prompt="a &quot;red&quot; hen --tile" b={"z"} />;\n', ['a "red" hen --tile']),
    "expression": ("const x = <P prompt={'a hen --tile'} />;\n", ["a hen --tile"]),
    "text": ("const x = <P>\n  a hen &amp; an owl\n  --ar 3:4 --v 7\n</P>;\n", ["a hen & an owl --ar 3:4 --v 7"]),
}
BARE = (
    f"HERO = '{PIER}'\nPROMPT = 'a heron in reeds v6'\nPROMPTS = ['a hen v6', 'an owl v6']\nL = 'the new release v6'\nprompt = 'a name'\n",
    [PIER, "a heron in reeds v6", "a hen v6", "an owl v6"],
)
CASES = [
    ("a.py", *BARE),
    ("a.py", BARE[0].partition("\n")[2], []),
    *(("a.py", *case) for case in PYTHON.values()),
    *((f"a.{ending}", *case) for ending in SCRIPTS for case in SCRIPT.values()),
    *((f"a.{ending}", *case) for ending in TYPED for case in TYPESCRIPT.values()),
    *((f"a.{ending}", *case) for ending in ("js", "jsx", "tsx") for case in JSX.values()),
    ("a.ts", f"const a = <string>'{PIER}';\n", [PIER]),
]


@pytest.mark.parametrize(("name", "code", "expected"), CASES, ids=[f"{name} {code[:40]!r}" for name, code, _ in CASES])
def test_is_a_prompt(name: str, code: str, expected: list[str]) -> None:
    assert texts(name, code) == expected


NO_PROMPTS = {
    "a name alone": "prompt = 'Enter your API key'",
    "a question": "prompt = 'Use --v 7 or --niji 6?'",
    "a command": "run('convert the big image --quality 80')",
    "options in front": "x = 'ffmpeg -i a.mp4 b.mp4 --ar 16:9'",
    "a shell": "x = '$ python render.py now --ar 16:9'",
    "usage": "x = 'usage: draw it now --ar 16:9'",
    "a flag": "flags = ['--ar', '--v 7']",
    "help": "add('x', { help: 'for instance a cat --ar 16:9 --v 7' })".replace("{ help:", "**{'help':"),
    "added": "prompt += ' of a cat --ar 16:9 --v 7'",
    "compared": f"if x == '{PIER}': pass",
    "a key": f"x = {{'{PIER}': 1}}",
    "an index": f"x['{PIER}'] = 1",
    "negative": "negative_prompt = 'a cat, a dog --ar 16:9'",
    "another generator": "f(model='dall-e-3', prompt='a grey cat --tile')",
    "one line above others, without quotes": "x = '''a red cat --v 7\nWrite in English.'''",
    "a script of a shell": "x = '''git log --v 7\nmake all --ar 16:9'''",
    "docstring": f"def f():\n    '{PIER}'",
    "parameters in quotes": "x = 'Niji:\\n  Add: \"--niji 6 --stylize 250\"\\nOther:\\n  Add: \"--v 7 --weird 250\"'",
    "a schema": "x = 'Return:\\n\"mj_prompt\": \"scene and style --v 7\",\\n\"prompt\": \"a cat in rain --ar 1:1\"\\nonly.'",
    "a quoted example": "hint = 'Type it, for instance \"a kite over dunes --ar 3:2\"'",
    "markup": "x = '<ul><li>Use photos</li><li>Niji: switch over --niji 7</li></ul>'",
    "bytes": f"prompt = b'{PIER}'",
    "a list of arguments": "run(' '.join(['ffmpeg', '-i', 'a.mp4', '--ar', '16:9']))",
}  # fmt: skip


@pytest.mark.parametrize("case", NO_PROMPTS)
def test_is_no_prompt(case: str) -> None:
    assert texts("a.py", NO_PROMPTS[case]) == []


NO_PROMPTS_SCRIPT = {
    "a name alone": "const prompt = 'Enter your API key';",
    "a question of the browser": "window.prompt('Your name?');",
    "a flag": "args.push('--ar', '--v 7');",
    "help": "const x = { help: 'for instance a cat --ar 16:9 --v 7' };",
    "added": "prompt += ' of a cat --ar 16:9 --v 7';",
    "compared": f"if (x === '{PIER}') {{}}",
    "a case": f"switch (x) {{ case '{PIER}': break }}",
    "a key": f"const x = {{ '{PIER}': 1 }};",
    "an index": f"x['{PIER}'] = 1;",
    "a directive": f"'{PIER}';",
    "a module": f"import x from '{PIER}'; export * from '{PIER}';",
    "another generator": "f({ model: 'dall-e-3', prompt: 'a grey cat --tile' });",
    "a comment": f"// prompt = '{PIER}'",
    "refused by JavaScript": "const prompt = 'a grey hen\n --v 7'; const b = `a hen \\8 --v 7`; const c = 'a hen \\u12 --v 7';",
}  # fmt: skip


@pytest.mark.parametrize("case", NO_PROMPTS_SCRIPT)
@pytest.mark.parametrize("name", ["a.js", "a.ts", "a.tsx"])
def test_is_no_prompt_in_a_script(name: str, case: str) -> None:
    assert texts(name, NO_PROMPTS_SCRIPT[case]) == []


def test_a_name_is_proof_where_the_file_is_about_midjourney() -> None:
    code = "prompt = 'a grey hen'\ntitle = 'a grey hen'\nask_prompt = 'Enter a name: '\nsystem_prompt = 'You write things'\n"
    assert texts("a.py", code) == []
    assert texts("mj_prompts.py", code) == ["a grey hen"]
    assert texts("midjourney.ts", "const prompt = 'a grey hen'; const title = 'a grey hen';") == ["a grey hen"]


def test_names_of_the_settings_are_the_only_ones() -> None:
    assert texts("a.py", f"scene = 'a hen'\nprompt = '{PIER}'\n", ("scene",)) == ["a hen"]
    assert texts("a.ts", f"const scene = 'a hen'; const prompt = '{PIER}';", ("scene",)) == ["a hen"]


def test_parameters_in_no_prompt_are_listed_where_only_midjourney_has_them() -> None:
    code = "x = 'Keep --ar 3:2 on all pages.'\n\n# a note: --stylize 200\nrun('x --seed 4 --no-color')\n# $ draw --ar 1:1\n"
    code += "run(f'python draw.py --ar {r} --s 250')\nCSS = '.a { --ar: 16/9; --s: 250px; }'\nclass_name = '[--ar:16/9]'\n"
    found = find("a.py", code.encode())
    assert list(found) == []
    assert [(each.line, each.reason) for each in found.unread] == [(1, "in code"), (3, "in code")]


@pytest.mark.parametrize(
    ("name", "code", "places"),
    [
        ("a.py", "é = '🐈'; prompt = 'é🐈 hen \\u00e9 --tile'\n", {"é": 20, "h": 23, "é -": 27, "-": 34}),
        ("a.ts", "const é = '🐈', prompt = 'é🐈 hen \\u00e9 --tile';\r\n", {"é": 26, "h": 29, "é -": 33, "-": 40}),
    ],
)
def test_each_character_stands_where_it_says(name: str, code: str, places: dict[str, int]) -> None:
    (prompt,) = find(name, code.encode())
    assert {mark: prompt.position(prompt.text.index(mark)).column for mark in places} == places


def test_comments_to_promptlint_are_read() -> None:
    for name, code in (
        ("mj.py", "# promptlint: {}\nprompt = 'a cat --tile'\n"),
        ("mj.ts", "/* promptlint: {} */\nlet prompt = `a cat --tile`;\n"),
    ):
        found = find(name, code.format("ignore[MJ101] why").encode())
        (prompt,) = found
        assert [each.codes for each in prompt.ignores] == [("MJ101",)], name
        (told,) = find(name, code.format("model=7").encode())
        assert told.model == "7"


# --- edits


NEW = ("", " ", "x", "\n", "\r", "\x7f", "\\", '"', "'", "`", "$", "{", "}", "${x}", "0", "\u2028", "\ud800", "é🐈")
EDITED = [
    ("a.py", "prompt = 'a cat\\n it\\'s'", "a cat\n it's"),
    ("a.py", "prompt = '''a \"cat\"'' --tile'''", "a \"cat\"'' --tile"),
    ("a.py", "prompt = f'a {{cat}} --tile'", "a {cat} --tile"),
    ("a.py", "prompt = 'a \\0 1 cat\\x41'", "a \0 1 catA"),
    ("a.py", 'prompt = r"a\\ cat --tile"', "a\\ cat --tile"),
    ("a.py", 'prompt = r"a cat \\b"', "a cat \\b"),
    ("a.js", "prompt = 'a cat\\n it\\'s'", "a cat\n it's"),
    ("a.js", "prompt = 'a \\0 1 cat\\u{41}'", "a \0 1 catA"),
    ("a.js", "prompt = `a $ {cat} \\`q\\``", "a $ {cat} `q`"),
    ("a.js", 'prompt = "a cat \\\n --tile"', "a cat  --tile"),
]


@pytest.fixture(scope="module")
def node() -> Any:
    """A function that gives what node reads of the last line of a script, or None if node is not there."""
    import shutil

    return shutil.which("node")


@pytest.mark.parametrize(("name", "code", "text"), EDITED)
def test_what_is_written_is_read(name: str, code: str, text: str, node: Any) -> None:
    options = ReadOptions(("prompt",))
    (prompt,) = find(name, code.encode(), options)
    assert prompt.text == text
    made: list[tuple[str, str]] = []
    for start in range(len(text) + 1):
        for end in range(start, min(len(text), start + 2) + 1):
            for new in NEW:
                edits = prompt.host_edits((Edit(start, end, new),))
                if edits is not None:
                    made.append((apply_edits(code, edits), text[:start] + new + text[end:]))
    assert len(made) > 8 * len(text), "an ordinary edit is made"
    if name == "a.py":
        assert all(eval(edited.removeprefix("prompt = ")) == wanted for edited, wanted in made)
    elif node:
        assert read_by_node(node, [edited for edited, _ in made]) == [wanted for _, wanted in made]


def read_by_node(node: str, scripts: list[str]) -> list[str]:
    import json

    program = "const s = JSON.parse(require('fs').readFileSync(0, 'utf8')); console.log(JSON.stringify(s.map(each => (0, eval)(each))))"
    done = subprocess.run([node, "-e", program], input=json.dumps(scripts), capture_output=True, text=True, encoding="utf-8", check=True)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("slot", ["x", "d['a']", "d['}']", "d[']}{[']", "f(d['a'], {1: 2})", "x!r:>{w}"])
def test_a_slot_ends_at_its_own_brace(slot: str) -> None:
    code = f'prompt = f"a {{{slot}}} cat --tile"'
    (prompt,) = find("a.py", code.encode(), ReadOptions(("prompt",)))
    at = prompt.text.index("cat")
    assert prompt.text[:3] == "a $"
    assert [(edit.start, edit.end) for edit in prompt.host_edits((Edit(at, at + 3, "dog"),)) or ()] == [
        (code.index("cat"), code.index("cat") + 3)
    ]


@pytest.mark.parametrize(("new", "made"), [("an", True), ("", True), *((sign, False) for sign in "\"'&<>{}\\\n\u200b")])
def test_an_attribute_of_jsx_has_no_escapes(new: str, made: bool) -> None:
    code = 'const x = <P prompt="a &quot;red&quot; hen --tile" />;\n'
    (prompt,) = find("a.tsx", code.encode(), ReadOptions(("prompt",)))
    written = (Edit(code.index("red"), code.index("red") + 3, new),) if made else None
    assert prompt.host_edits((Edit(3, 6, new),)) == written
    assert prompt.host_edits((Edit(2, 3, new),)) is None, "a reference is never edited"


def test_a_fix_is_written_in_an_attribute_with_references(tmp_path: Path) -> None:
    code = 'const x = <P prompt="a &ldquo;red&rdquo; hen &amp; an owl --ar3:2" />;\n'
    path = tmp_path / "a.jsx"
    path.write_text(code, encoding="utf-8", newline="\n")
    assert main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO()) == 0
    assert path.read_text(encoding="utf-8") == code.replace("ar3:2", "ar 3:2")


def test_a_slot_is_never_written_and_what_follows_it_is() -> None:
    for name, code in (("a.py", 'prompt = f"a {x} hen --tile"'), ("a.ts", "let prompt = `a ${x} hen --tile`")):
        (prompt,) = find(name, code.encode())
        assert prompt.text == "a ${x} hen --tile"
        assert prompt.template
        assert prompt.host_edits((Edit(0, 8, "b"),)) is None
        assert prompt.host_edits((Edit(3, 4, "b"),)) is None
        (edit,) = prompt.host_edits((Edit(6, 6, "!"),)) or ()
        assert apply_edits(code, [edit]) == code.replace(" hen", "! hen")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.py", "prompt = dedent('a hen --tile')"),
        ("a.py", "prompt = 'a {x} hen --tile'.format(x=1)"),
        ("a.py", "# coding: latin-1\nprompt = 'a hen --tile'"),
        ("a.ts", "const prompt = tag`a hen --tile`"),
        ("a.ts", "const prompt = ('a red hen --ar 3:4 --v 7' x"),
        ("a.ts", "const prompt = ' a hen --tile '.trim()"),
    ],
)
def test_nothing_is_written_where_it_could_mean_something_else(name: str, code: str) -> None:
    (prompt,) = find(name, code.encode())
    assert not prompt.editable


def test_a_declared_encoding_is_read() -> None:
    assert [each.text for each in find("a.py", "# -*- coding: latin-1 -*-\nprompt = 'ä hen --tile'\n".encode("latin-1"))] == [
        "ä hen --tile"
    ]
    with pytest.raises(SourceError, match="not UTF-8"):
        find("a.py", "# coding: rot13\nprompt = 'ä hen --tile'\n".encode("latin-1"))


# --- whole files


WORDS = ["heron", "pier", "lamp", "kiln", "owl", "boat", "rope", "mill", "harbour", "lantern"]
MISTAKES = [(" --ar16:9", " --ar 16:9"), (" --stylise 200 --v 7", " --stylize 200 --v 7"), (" --v 7,", " --v 7")]


def python_file(chance: random.Random) -> tuple[str, str]:
    """A file with mistakes in its prompts, and the same without."""
    return generated(chance, _PYTHON_FORMS, "import os\n", "# {}\nx{} = 'a {} of $x \\n' + str(1)\n")


def script_file(chance: random.Random) -> tuple[str, str]:
    return generated(chance, _SCRIPT_FORMS, "import os from 'os';\n", "// {}\nconst x{} = 'a {} of $x \\n' + 1;\n")


_PYTHON_FORMS = [
    "prompt_{n} = 'a {w} it\\'s \\u00e9{m}'\n",
    'PROMPTS_{n} = ["a {w}, \\"{w}\\" 🐈{m}", "an {w} in snow{m}"]\n',
    "def prompt_{n}(x):\n    return f'a {{x}} {w} {{{{y}}}}{m}'\n",
    'job_{n} = {{"prompt": """a {w}\n  in snow{m}""", "n": 1}}\n',
    "prompt_{n} = 'a {w} ' + os.sep + \" in '{w}'{m}\"\n",
]
_SCRIPT_FORMS = [
    "const prompt{n} = 'a {w} it\\'s \\u00e9{m}';\n",
    'const prompts{n} = ["a {w}, \\"{w}\\" 🐈{m}", "an {w} in snow{m}"];\n',
    "const prompt{n} = (x) => `a ${{x}} {w} \\`y\\`{m}`;\n",
    "const job{n} = {{ prompt: `a {w}\n  in snow{m}`, n: 1 }};\n",
    "const prompt{n} = 'a {w} ' + os.sep + \" in '{w}'{m}\";\n",
]


def generated(chance: random.Random, forms: list[str], head: str, filler: str) -> tuple[str, str]:
    wrong = right = head
    for number in range(chance.randint(3, 8)):
        mistake, mended = chance.choice(MISTAKES)
        form, word = chance.choice(forms), chance.choice(WORDS)
        between = filler.format(word, number, word)
        wrong += form.format(n=number, w=word, m=mistake) + between
        right += form.format(n=number, w=word, m=mended) + between
    ending = chance.choice(["\n", "\r\n"])
    return wrong.replace("\n", ending), right.replace("\n", ending)


@pytest.mark.parametrize("ending", ["py", *SCRIPTS])
def test_generated_files_are_fixed_and_are_the_same_program_but_for_their_prompts(tmp_path: Path, ending: str) -> None:
    chance = random.Random(ending)
    wanted = {}
    for number in range(20):
        path = tmp_path / f"{number}.{ending}"
        wrong, wanted[path] = (python_file if ending == "py" else script_file)(chance)
        path.write_bytes(wrong.encode())
    out, err = io.StringIO(), io.StringIO()
    status = main(["lint", "--offline", "--isolated", "--fix", *map(str, wanted)], io.StringIO(), out, err)
    assert status == 0, out.getvalue()
    for path, right in wanted.items():
        fixed = path.read_bytes().decode()
        assert fixed == right
        if ending == "py":
            assert [type(each) for each in ast.walk(ast.parse(fixed))] == [type(each) for each in ast.walk(ast.parse(right))]
        else:
            assert list(leaves(fixed, path.name)) == list(leaves(right, path.name))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab'\"`\\${}\n\r\u2028🐈 xu0189#/*<>=+,;()[]-", max_size=60))
def test_any_code_is_read_or_refused(code: str) -> None:
    for name in ("mj.ts", "mj.tsx", "mj.js"):
        list(find(name, code.encode()))
    with contextlib.suppress(SourceError):
        list(find("mj.py", code.encode()))


ORDINARY = (
    "argparse.py",
    "cmd.py",
    "getpass.py",
    "optparse.py",
    "pdb.py",
    "textwrap.py",
    "turtle.py",
    "subprocess.py",
    "doctest.py",
    "ssl.py",
)


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_code_holds_no_prompt(name: str) -> None:
    """A sample of the standard library; of 13,357 Python files and 13,129 of npm packages none held a prompt (2026-11-28)."""
    found = find(name, (Path(sysconfig.get_path("stdlib")) / name).read_bytes())
    assert [each.text for each in found] == []
    assert found.unread == []


def test_code_that_says_nothing_of_parameters_is_not_parsed() -> None:
    assert texts("a.py", "def (\n") == []
    assert texts("a.py", "for (;;i--) x = 'a-b'; def (\n") == []
    with pytest.raises(SourceError, match="Invalid Python"):
        texts("a.py", "prompt = 'a hen --v 7'\ndef (\n")


# --- without the extra


BLOCKED = "import sys; sys.modules['tree_sitter'] = None; from promptlint.__main__ import run; sys.exit(run())"


def run_without_extra(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_without_the_extra_a_script_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("const prompt = 'a grey heron --ar16:9';\n")
    (tmp_path / "plain.ts").write_text("const x = 1;\n")
    (tmp_path / "b.prompt").write_text("a grey heron --ar16:9\n")
    done = run_without_extra(tmp_path, "lint", "--offline", "--isolated", "--output-format", "concise", "a.ts", "plain.ts", "b.prompt")
    assert done.returncode == 2
    assert "pip install 'midjourney-promptlint[code]'" in done.stdout + done.stderr
    assert "b.prompt:1:14: error MJ005" in done.stdout
    assert "plain.ts" not in done.stdout + done.stderr


def test_a_run_over_other_files_imports_no_parser_of_code() -> None:
    code = "import sys; from promptlint.sources.hosts import find; list(find('a.prompt', b'a cat'))"
    code += "; print([name for name in sys.modules if name.startswith(('tree_sitter', 'ast', 'tokenize', 'promptlint.sources.code'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
