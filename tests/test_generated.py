"""The generated pages are current, complete and consistent; the schemas accept what the program accepts."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.errors import ConfigError
from promptlint.findings import Totals
from promptlint.output.json import render as render_json
from promptlint.output.jsonl import render as render_jsonl
from promptlint.rules.registry import RULES
from promptlint.settings_file.keys import KEYS, read_table

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(#[^)\s]*)?\)")


def generate(*arguments):
    return subprocess.run([sys.executable, "tools/generate.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_pages_are_current():
    run = generate("--check")
    assert (run.stderr, run.returncode) == ("", 0)


def test_a_call_that_means_nothing_is_refused():
    run = generate("--chek")
    assert run.returncode == 2
    assert run.stderr == "usage: python tools/generate.py [--check]\n"


def test_what_differs_or_should_not_be_there_is_stale(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import generate as program

    made = program.pages()
    page = "docs/rules/glued-value.md"
    assert program.stale(made) == []
    assert program.stale(made | {page: made[page] + "x"}) == [page]
    assert program.stale({path: text for path, text in made.items() if path != page}) == [page]
    assert program.stale(made | {"docs/rules/new.md": ""}) == ["docs/rules/new.md"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_a_page_that_says_what_and_shows_it(rule):
    text = (ROOT / "docs/rules" / f"{rule.name}.md").read_text(encoding="utf-8")
    assert f"# {rule.code} {rule.name}\n" in text
    prose = text.split("|\n\n", 1)[1]
    assert len(prose.split()) > 15, "a page of so few words explains nothing"


def markdown_files():
    return sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "grammar/README.md"] if path.is_file())


def anchors(path):
    """The anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", markdown_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path):
    for target, anchor in LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)):
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), f"{target} is not there"
        if anchor and file.suffix == ".md":
            assert anchor[1:] in anchors(file), f"{target}{anchor} is not there"


# ---- schemas ---------------------------------------------------------------------------------------------------------


def schema(name):
    """A published schema; `test_the_pages_are_current` holds it equal to the tables."""
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


CONFIG = jsonschema.Draft202012Validator(schema("config"))
OUTPUT = jsonschema.Draft202012Validator(schema("output"))

GOOD = {
    "extend": 'extend = "base.toml"',
    "required-version": 'required-version = ">=0.1, <99"',
    "severity": '[severity]\nMJ3 = "info"\nunknown-parameter = "warning"\nALL = "warning"',
    "output-format": 'output-format = "concise"',
    "offline": "offline = true",
    "house-rules": '[[house-rules]]\nname = "x"\nrequire = { parameters = ["ar"], values = { s = [50] } }\nallow = { models = [7, "8.2"] }',
    "endpoints": '[endpoints]\n"https://relay.mysite.net/v1" = "ttapi"',
    "model": 'model = "8.2"',
    "target": 'target = "ttapi"',
    "plan": 'plan = "pro"',
    "select": 'select = ["MJ0", "unpinned-model", "MJ301", "ALL"]',
    "ignore": 'ignore = ["MJ002"]',
    "extend-select": 'extend-select = ["MJ8"]',
    "per-file-ignores": '[per-file-ignores]\n"old/*" = ["MJ301"]',
    "ignores": 'ignores = ["prompts.json:12:MJ101"]',
    "known-parameters": 'known-parameters = ["pablo"]',
    "options": '[options]\npic = "--ar 3:2 --raw"',
    "suffix": 'suffix = "--v 7"',
    "fail-on": 'fail-on = "warning"',
    "min-severity": 'min-severity = "info"',
    "files": '[[files]]\ninclude = ["a/*"]\nmodel = "7"\ntarget = "web"',
    "include": 'include = ["**/*.md"]',
    "exclude": "exclude = []",
    "force-exclude": "force-exclude = true",
    "prompt-keys": 'prompt-keys = ["items.*.text"]',
    "prompt-columns": 'prompt-columns = ["text"]',
    "blocks": "blocks = true",
    "python": "python = true",
    "toml": "toml = false",
    "spelling": 'spelling = "long"',
    "words": 'words = "words.txt"',
    "links": '[links]\ntimeout = 5\nverify = "bytes"\nexclude = ["https://a/*"]',
}

BAD = [
    "modle = '7'",
    "model = true",
    "target = 'nowhere'",
    "plan = 'huge'",
    "select = 'MJ0'",
    "select = ['MJ999']",
    "ignore = ['no-such-rule']",
    "per-file-ignores = ['MJ0']",
    "ignores = ['prompts.json']",
    "fail-on = 'never'",
    "force-exclude = 'yes'",
    "[[files]]\nmodel = '7'",
    "[[files]]\ninclude = ['a']\nmodle = '7'",
    "spelling = 'longest'",
    "options = ['a']",
    "[links]\ntimeuot = 5",
    "[links]\ntimeout = 'long'",
    "[links]\nretries = -1",
    "extend = ['base.toml']",
    "required-version = 'newest'",
    "required-version = 1",
    "severity = 'info'",
    "[severity]\nMJ3 = 'off'",
    "[severity]\nMJ999 = 'info'",
    "output-format = 'yaml'",
    "offline = 'yes'",
    "[[house-rules]]\nforbid = { words = ['a'] }",
    "[[house-rules]]\nname = 'x'",
    "[[house-rules]]\nname = 'X y'\nforbid = { words = ['a'] }",
    "[[house-rules]]\nname = 'x'\nforbid = { word = ['a'] }",
    "[[house-rules]]\nname = 'x'\nforbid = { values = { ar = '1:1' } }",
    "[[house-rules]]\nname = 'x'\nseverity = 'off'\nforbid = { words = ['a'] }",
]


def taken(text, folder):
    (folder / "words.txt").write_text("fog\n", encoding="utf-8")
    try:
        read_table(tomllib.loads(text), str(folder / "promptlint.toml"), trusted=True, note=print)
    except ConfigError:
        return False
    return True


def test_the_schemas_are_schemas():
    jsonschema.Draft202012Validator.check_schema(CONFIG.schema)
    jsonschema.Draft202012Validator.check_schema(OUTPUT.schema)


def test_every_key_has_an_example():
    assert set(GOOD) == {key.name for key in KEYS}


@pytest.mark.parametrize("text", [*GOOD.values(), "spelling = { aspect = 'ar' }", "model = 7"])
def test_program_and_schema_take_the_same(text, tmp_path):
    assert taken(text, tmp_path)
    assert CONFIG.is_valid(tomllib.loads(text))


@pytest.mark.parametrize("text", BAD)
def test_program_and_schema_refuse_the_same(text, tmp_path):
    assert not taken(text, tmp_path)
    assert not CONFIG.is_valid(tomllib.loads(text))


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_json_output_is_as_the_schema_says(findings):
    OUTPUT.validate(json.loads(written(render_json, [*findings, about_file("x.md")], totals=Totals(1, 2, 3, 4, 5))))
    line = jsonschema.Draft202012Validator(OUTPUT.schema | {"anyOf": [{"$ref": "#/$defs/diagnostic"}]})
    for row in written(render_jsonl, findings).splitlines():
        line.validate(json.loads(row))


def test_the_output_schema_refuses_what_is_no_output():
    document = json.loads(written(render_json, [finding(prompt("a"), "a")]))
    assert OUTPUT.is_valid(document)
    for change in ({"version": 2}, {"more": 1}, {"diagnostics": [{}]}, {"summary": {}}):
        assert not OUTPUT.is_valid(document | change)
