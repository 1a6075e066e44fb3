"""The language server, asked by a real client."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

pytest.importorskip("pygls", reason="the language server needs the extra `lsp`")
pytest.importorskip("pytest_lsp")

from lsp_session import applied, session
from lsprotocol import types

pytestmark = pytest.mark.asyncio(loop_scope="module")

GLUED = "a lighthouse in a storm --ar16:9 --v 7"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lsp(tmp_path_factory):
    async with session(tmp_path_factory.mktemp("workspace"), options={"links": False}, shared=True) as started:
        yield started


def told(diagnostics) -> list[tuple[str, int, int, int]]:
    return [(each.code, each.range.start.line, each.range.start.character, each.range.end.character) for each in diagnostics]


HOSTS = [
    ("a.prompt", GLUED, 0, 24),
    ("b.md", f"# Midjourney\n\n```midjourney\n{GLUED}\n```\n", 3, 24),
    ("c.json", '{"prompt": "' + GLUED + '"}', 0, 36),
    ("d.jsonl", '{"prompt": "a cat --v 7"}\n{"prompt": "' + GLUED + '"}\n', 1, 36),
    ("e.csv", f"id,prompt\n1,{GLUED}\n", 1, 26),
    ("f.yaml", f"prompt: {GLUED}\n", 0, 32),
    ("g.py", f"PROMPT = '{GLUED}'\n", 0, 34),
    ("h.js", f"const prompt = `{GLUED}`;\n", 0, 40),
    ("i.tsx", f"const x = <P prompt='{GLUED}' />;\n", 0, 45),
]


@pytest.mark.parametrize(("name", "text", "line", "column"), HOSTS, ids=[host[0] for host in HOSTS])
async def test_tells_of_a_mistake_in_every_format(lsp, name, text, line, column):
    diagnostics = await lsp.open(name, text)
    assert told(diagnostics) == [("MJ005", line, column, column + 8)]
    finding = diagnostics[0]
    assert finding.severity == types.DiagnosticSeverity.Error
    assert finding.source == "promptlint"
    assert "is missing a space" in finding.message
    assert "Write `--ar 16:9`." in finding.message
    assert finding.code_description.href.endswith("docs/rules/glued-value.md")
    assert await lsp.close(name) == []


async def test_follows_edits_and_takes_findings_back(lsp):
    assert told(await lsp.open("edit.txt", GLUED)) == [("MJ005", 0, 24, 32)]
    assert await lsp.edit("edit.txt", GLUED.replace("ar16", "ar 16")) == []
    assert told(await lsp.edit("edit.txt", "\n\n" + GLUED)) == [("MJ005", 2, 24, 32)]
    await lsp.close("edit.txt")


async def test_names_the_version_that_findings_are_of(lsp):
    """An editor drops findings of a text that has changed since; a text that is closed has no version."""

    async def published() -> int | None:
        async with asyncio.timeout(10):
            while (told := await lsp.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)).uri != lsp.uri("version.txt"):
                pass
        return told.version

    await lsp.open("version.txt", GLUED)
    for version in (2, 3):
        lsp.change("version.txt", f"{GLUED} --s {version}")
        assert await published() == version
    lsp.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(lsp.uri("version.txt"))))
    assert await published() is None


async def test_is_silent_about_what_it_does_not_read(lsp):
    assert await lsp.open("notes.rs", GLUED, "rust") == []
    assert await lsp.open("off.toml", f'prompt = "{GLUED}"\n', "toml") == []


async def test_reads_python_and_toml_where_the_settings_say_so(lsp):
    settings = lsp.folder / "promptlint.toml"
    try:
        for told, codes in (("", [["MJ005"], []]), ("python = false", [[], []]), ("toml = true", [["MJ005"], ["MJ005"]])):
            settings.write_text(f"{told}\n", encoding="utf-8")
            texts = (await lsp.open("on.py", f'prompt = "{GLUED}"\n', "python"), await lsp.open("on.toml", f'prompt = "{GLUED}"\n', "toml"))
            assert [[each.code for each in diagnostics] for diagnostics in texts] == codes
    finally:
        settings.write_text("", encoding="utf-8")


async def test_tells_where_a_file_cannot_be_read(lsp):
    diagnostics = await lsp.open("broken.json", '{"prompt": "a cat --v 7"', "json")
    assert [each.code for each in diagnostics] == ["MJ910"]


async def test_offers_the_safe_fix_first_and_marks_the_unsafe_one(lsp):
    text = "a cat --stylize 2000 --ar16:9 --v 7"
    await lsp.open("fix.txt", text)
    safe = [each for each in await lsp.actions("fix.txt", 0, 23) if each.kind == "quickfix"]
    assert (safe[0].title, safe[0].is_preferred) == ("Write `--ar 16:9`", True)
    assert safe[0].diagnostics[0].code == "MJ005"
    assert applied(text, lsp.edits(safe[0], "fix.txt")) == "a cat --stylize 2000 --ar 16:9 --v 7"
    unsafe = next(each for each in await lsp.actions("fix.txt", 0, 17) if each.diagnostics and each.diagnostics[0].code == "MJ202")
    assert unsafe.title.endswith("(unsafe: a guess, or may change the image)")
    assert not unsafe.is_preferred
    assert applied(text, lsp.edits(unsafe, "fix.txt")).startswith("a cat --stylize 1000")


async def test_fixes_the_whole_file_when_it_is_saved(lsp):
    text = f"{GLUED}\na cat --AR 1:1 --v 7\na dog --v 7\n"
    await lsp.open("all.txt", text)
    (action,) = await lsp.actions("all.txt", 0, 0, only=["source.fixAll"])
    assert (action.kind, action.title) == ("source.fixAll.promptlint", "Apply all safe fixes in this file")
    assert applied(text, lsp.edits(action, "all.txt")) == text.replace("ar16", "ar 16").replace("--AR", "--ar")
    await lsp.edit("all.txt", "a dog --v 7\n")
    assert await lsp.actions("all.txt", 0, 0, only=["source.fixAll"]) == []


async def test_formats_a_prompt_and_a_file(lsp):
    text = "a cat  --v 7   --aspect 1:1\n"
    await lsp.open("form.txt", text)
    (action,) = [each for each in await lsp.actions("form.txt", 0, 3) if each.kind == "refactor.rewrite"]
    assert action.title == "Format this prompt"
    assert applied(text, lsp.edits(action, "form.txt")) == "a cat --ar 1:1 --v 7\n"
    assert applied(text, await lsp.format("form.txt")) == "a cat --ar 1:1 --v 7\n"


CODE = [
    ("code.py", 'é = 1\nPROMPT = f"a \\"red\\" {{bird}} --ar16:9 --v 7"\n'),
    ("code.ts", 'const é = 1;\nconst prompt = "a \\"red\\" bird --ar16:9 --v 7";\n'),
    ("code.js", "const é = 1;\nconst prompt = `a \\`red\\` ${bird} --ar16:9 --v 7`;\n"),
    ("code.md", "# Midjourney\n\n> ```tsx\n> const x = <P prompt='a red bird --ar16:9 --v 7' />;\n> ```\n"),
]


@pytest.mark.parametrize(("name", "text"), CODE, ids=[name for name, _ in CODE])
async def test_fixes_formats_and_explains_in_code(lsp, name, text):
    (finding,) = await lsp.open(name, text)
    assert finding.code == "MJ005"
    line, column = finding.range.start.line, finding.range.start.character
    fixes = [each for each in await lsp.actions(name, line, column) if each.kind == "quickfix"]
    assert applied(text, lsp.edits(fixes[0], name)) == text.replace("--ar16", "--ar 16")
    (action,) = await lsp.actions(name, 0, 0, only=["source.fixAll"])
    assert applied(text, lsp.edits(action, name)) == text.replace("--ar16", "--ar 16")
    hover = await lsp.hover(name, line, text.split("\n")[line].index("--v 7") + 2)
    assert hover is not None
    assert "--v" in hover.contents.value
    loose = text.replace("--ar16:9 --v 7", "--v 7   --aspect 16:9")
    await lsp.edit(name, loose)
    template = "{bird}" in text  # stays as it is
    assert applied(loose, await lsp.format(name)) == (loose if template else text.replace("--ar16", "--ar 16"))


async def test_formatting_sends_one_edit_for_parameters_that_prompts_share(lsp):
    """W1: two edits for one range, which the protocol forbids."""
    text = '{"params": "--q 2", "prompts": ["a cat --tile", "a dog --c 5"]}\n'
    await lsp.open("spread.json", text)
    edits = await lsp.format("spread.json")
    assert [(edit.range.start.character, edit.new_text) for edit in edits] == [(12, "--quality 2"), (55, "--chaos 5")]
    (action,) = [each for each in await lsp.actions("spread.json", 0, 36) if each.kind == "refactor.rewrite"][:1]
    assert applied(text, lsp.edits(action, "spread.json")) == text.replace("--q 2", "--quality 2")
    await lsp.close("spread.json")


async def test_formatting_says_which_prompt_stays_as_it_is(lsp):
    text = "prompt: >\n  a cat\n  --v 7   --ar 1:1\n"
    await lsp.open("folded.yaml", text)
    assert applied(text, await lsp.format("folded.yaml")) == text
    async with asyncio.timeout(10):
        while not lsp.client.messages:
            await asyncio.sleep(0.01)
    message = "2:3: prompt not changed: the change cannot be written there exactly"
    assert lsp.client.messages[-1].message == f"promptlint: {message}"
    await lsp.close("folded.yaml")


@pytest.mark.parametrize(("row", "formatted"), [(0, "cat"), (1, "dog"), (2, "fox"), (3, None)])
async def test_offers_what_is_about_the_prompt_of_the_line_alone(lsp, row, formatted):
    lines = ["a cat  --v 7", "a dog  --v 7", "a fox  --v 7", ""]
    await lsp.open("three.txt", "\n".join(lines))
    edited = [applied("\n".join(lines), lsp.edits(action, "three.txt")) for action in await lsp.actions("three.txt", row, 0)]
    assert edited == ["\n".join(lines).replace(f"{formatted}  ", f"{formatted} ")] * (formatted is not None)


TWO = "a lighthouse --ar16:9 —v 7"  # MJ005 and MJ002
SILENCED = [
    ("s.txt", GLUED + "\n", "# promptlint: ignore[MJ005] reason for the suppression\n" + GLUED + "\n"),
    (
        "s.md",
        f"# Midjourney\n\n```\n{GLUED}\n```\n",
        f"# Midjourney\n\n<!-- promptlint: ignore[MJ005] reason for the suppression -->\n```\n{GLUED}\n```\n",
    ),
    (
        "s.yaml",
        f"prompts:\n  - prompt: {GLUED}\n",
        f"prompts:\n  # promptlint: ignore[MJ005] reason for the suppression\n  - prompt: {GLUED}\n",
    ),
    (
        "s.json",
        '{\n  "prompt": "' + GLUED + '"\n}\n',
        '{\n  "promptlint-ignore": "MJ005: reason for the suppression",\n  "prompt": "' + GLUED + '"\n}\n',
    ),
    (
        "one-line.json",
        '{"prompt": "' + GLUED + '"}',
        '{"promptlint-ignore": "MJ005: reason for the suppression", "prompt": "' + GLUED + '"}',
    ),
    (
        "deeper.json",
        '{\n  "a": {\n    "b": 1}, "prompt": "' + GLUED + '"\n}',
        '{\n  "a": {\n    "b": 1}, "promptlint-ignore": "MJ005: reason for the suppression", "prompt": "' + GLUED + '"\n}',
    ),
    (
        "s.jsonl",
        '{"id": 1, "prompt": "a cat"}\n{"id": 2, "prompt": "' + GLUED + '"}\n',
        '{"id": 1, "prompt": "a cat"}\n{"id": 2, "promptlint-ignore": "MJ005: reason for the suppression", "prompt": "' + GLUED + '"}\n',
    ),
    (
        "second-code.jsonl",
        '{"prompt": "' + TWO + '", "promptlint-ignore": "MJ002: it is how they write"}\n',
        '{"prompt": "' + TWO + '", "promptlint-ignore": "MJ005, MJ002: it is how they write"}\n',
    ),
    (
        "column.csv",
        f"promptlint-ignore,prompt\r\n,{GLUED}\r\n",
        f"promptlint-ignore,prompt\r\nMJ005: reason for the suppression,{GLUED}\r\n",
    ),
    (
        "second-code.csv",
        f'prompt,promptlint-ignore\n"{TWO}","MJ002: ""so"""\n',
        f'prompt,promptlint-ignore\n"{TWO}","MJ005, MJ002: ""so"""\n',
    ),
    (
        "no-column.csv",
        f'\ufeffid;prompt;note\n1;a dog;"two\nlines"\n2;{GLUED}\n3;a fox;',
        f'\ufeffid;prompt;note;promptlint-ignore\n1;a dog;"two\nlines";\n2;{GLUED};;MJ005: reason for the suppression\n3;a fox;;',
    ),
    (
        "s.tsv",
        f"prompt\tnote\n{GLUED}\tx\n",
        f"prompt\tnote\tpromptlint-ignore\n{GLUED}\tx\tMJ005: reason for the suppression\n",
    ),
]


SILENCED += [
    (
        "s.py",
        f"PROMPTS = [\n    '{GLUED}',\n]\n",
        f"# promptlint: ignore[MJ005] reason for the suppression\nPROMPTS = [\n    '{GLUED}',\n]\n",
    ),
    (
        "s.ts",
        f"const p = {{\n  prompt: `{GLUED}`,\n}};\n",
        f"// promptlint: ignore[MJ005] reason for the suppression\nconst p = {{\n  prompt: `{GLUED}`,\n}};\n",
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), SILENCED, ids=[row[0] for row in SILENCED])
async def test_suppresses_a_finding_with_a_reason(lsp, name, text, expected):
    (finding,) = await lsp.open(name, text)
    offered = await lsp.actions(name, finding.range.start.line, finding.range.start.character)
    action = next(each for each in offered if each.title.startswith("Suppress"))
    assert action.title == "Suppress MJ005 glued-value here"
    assert applied(text, lsp.edits(action, name)) == expected
    assert await lsp.edit(name, expected) == []


@pytest.mark.parametrize(
    ("name", "text", "title", "expected", "left"),
    [
        (
            "two.py",
            f"PROMPTS = [\n    '{GLUED}',\n    '{GLUED}',\n]\n",
            "Suppress MJ005 glued-value here",
            f"PROMPTS = [\n    '{GLUED}',\n    # promptlint: ignore[MJ005] reason for the suppression\n    '{GLUED}',\n]\n",
            [("MJ005", 1, 29, 37)],
        ),
        (
            "two.md",
            f"# Midjourney\n\n```\n{GLUED}\n{GLUED}\n```\n",
            "Suppress MJ005 glued-value in this block",
            f"# Midjourney\n\n<!-- promptlint: ignore[MJ005] reason for the suppression -->\n```\n{GLUED}\n{GLUED}\n```\n",
            [],
        ),
    ],
)
async def test_silences_one_prompt_of_a_block_if_that_can_be_written(lsp, name, text, title, expected, left):
    *_, last = await lsp.open(name, text)
    offered = await lsp.actions(name, last.range.start.line, last.range.start.character)
    action = next(each for each in offered if each.title.startswith("Suppress"))
    assert action.title == title
    assert applied(text, lsp.edits(action, name)) == expected
    assert told(await lsp.edit(name, expected)) == left


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("indented.md", f"# Midjourney\n\n    {GLUED}\n"),  # it would be another line of the code
        ("list.json", '{"prompts": [\n"' + GLUED + '"\n]}'),
        ("list.jsonl", '{"prompts": ["' + GLUED + '"]}\n'),
    ],
)
async def test_offers_no_remark_where_it_would_not_silence_or_break_the_file(lsp, name, text):
    (finding,) = await lsp.open(name, text)
    offered = await lsp.actions(name, finding.range.start.line, finding.range.start.character, only=["quickfix"])
    assert [each.title for each in offered] == ["Write `--ar 16:9`"]


async def test_tells_of_a_parameter_on_the_model_in_force(lsp):
    await lsp.open("hover.txt", "a cat --stylize 250 --v 7\na dog --cref https://a.example.net/x.png\n")
    shown = await lsp.hover("hover.txt", 0, 8)
    text = shown.contents.value
    assert shown.range == types.Range(types.Position(0, 6), types.Position(0, 15))
    assert "**Stylize** · `--stylize` or `--s`" in text
    assert "Value: a whole number, 0 to 1000; the default is 100" in text
    assert "It works on V7. (V7 is named by the prompt)" in text
    assert "Source: [" in text
    default = (await lsp.hover("hover.txt", 1, 8)).contents.value
    assert "V8.2 rejects it; it requires V6, Niji 6 or V6.1." in default
    assert "Midjourney's default, as none is named" in default


async def test_tells_of_a_model(lsp):
    await lsp.open("model.txt", "a cat --v 6.1\na dog\n")
    shown = await lsp.hover("model.txt", 0, 11)
    assert shown.range == types.Range(types.Position(0, 10), types.Position(0, 13))
    assert shown.contents.value.startswith("**`--v 6.1`** · V6.1, live")
    assert "the default from 2024-07-30 until 2025-06-17" in shown.contents.value
    assert await lsp.hover("model.txt", 0, 2) is None
    assert await lsp.hover("model.txt", 1, 2) is None


async def test_completes_parameters_the_model_has_and_says_why_others_come_last(lsp):
    await lsp.open("param.txt", "a cat --v 7 --")
    items = await lsp.complete("param.txt", 0, 14)
    labels = [item.label for item in items]
    assert "--v" not in labels, "it is there already"
    good = labels.index("--oref")
    bad = next(item for item in items if item.label == "--cref")
    assert good < labels.index("--cref")
    assert bad.detail == "V7 rejects it; it requires V6, Niji 6 or V6.1"
    edit = items[good].text_edit
    assert (edit.new_text, edit.range) == ("--oref ", types.Range(types.Position(0, 12), types.Position(0, 14)))


VALUES = [
    ("a cat --ar ", ["1:1", "16:9"], "the shape"),
    ("a cat --v 7 --style ", ["raw"], "a choice"),
    ("a cat --stylize ", ["0", "100", "1000"], "a range"),
    ("a cat --sref ", ["random"], "a reference"),
    ("a cat --niji ", ["7", "6"], "a model"),
]


@pytest.mark.parametrize(("text", "expected", "what"), VALUES, ids=[row[2] for row in VALUES])
async def test_completes_values(lsp, text, expected, what):
    await lsp.open("value.txt", text)
    items = await lsp.complete("value.txt", 0, len(text))
    assert [item.label for item in items][: len(expected)] == expected
    place = types.Position(0, len(text))
    assert items[0].text_edit.range == types.Range(place, place)


async def test_completes_models_that_fit_the_prompt_first(lsp):
    text = "a cat --cref https://a.example.net/x.png --v "
    await lsp.open("fit.txt", text)
    items = await lsp.complete("fit.txt", 0, len(text))
    assert [item.label for item in items][:2] == ["6.1", "6"]
    details = {item.label: item.detail for item in items}
    assert details["7"] == "does not support --cref"
    assert details["8"] == "withdrawn 2026-07-24"


async def test_completes_nothing_in_the_text(lsp):
    await lsp.open("prose.txt", "a cat and a half-")
    assert await lsp.complete("prose.txt", 0, 17) == []
    assert await lsp.complete("prose.txt", 0, 5) == []


async def test_reads_the_settings_again_when_they_change(lsp):
    settings = lsp.folder / "promptlint.toml"
    assert lsp.watched == ["**/*.toml"]
    assert told(await lsp.open("set.txt", GLUED)) == [("MJ005", 0, 24, 32)]
    try:
        settings.write_text('ignore = ["MJ005"]\n', encoding="utf-8")
        changes = [types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)]
        lsp.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))
        assert await lsp.published("set.txt") == []
        settings.write_text("ignore = []\n", encoding="utf-8")
        assert told(await lsp.edit("set.txt", GLUED + " ")) == [("MJ005", 0, 24, 32)], "without a watcher, the next edit sees it"
        settings.write_text("ignor = []\n", encoding="utf-8")
        await lsp.edit("set.txt", GLUED)
        assert "unknown key `ignor`" in lsp.client.messages[-1].message
    finally:
        settings.write_text("", encoding="utf-8")
        await lsp.close("set.txt")


async def test_reads_a_file_that_settings_extend_again_once_it_is_repaired(lsp):
    settings, base = lsp.folder / "promptlint.toml", lsp.folder / "base.toml"
    try:
        base.write_text("ignor = []\n", encoding="utf-8")
        settings.write_text('extend = "base.toml"\n', encoding="utf-8")
        said = len(lsp.client.messages)
        assert told(await lsp.open("extended.txt", GLUED)) == [("MJ005", 0, 24, 32)]
        await lsp.edit("extended.txt", GLUED + " ")
        assert ["ignor" in each.message for each in lsp.client.messages[said:]] == [True], "it is said once"
        base.write_text('ignore = ["MJ005"]\n', encoding="utf-8")
        changes = [types.FileEvent(base.as_uri(), types.FileChangeType.Changed)]
        lsp.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))
        assert await lsp.published("extended.txt") == []
        base.write_text("ignore = []\n", encoding="utf-8")
        assert told(await lsp.edit("extended.txt", GLUED)) == [("MJ005", 0, 24, 32)], "without a watcher, the next edit sees it"
    finally:
        settings.write_text("", encoding="utf-8")
        base.unlink()
        await lsp.close("extended.txt")


async def test_leaves_excluded_files_alone(lsp):
    settings = lsp.folder / "promptlint.toml"
    settings.write_text('exclude = ["old/**"]\n', encoding="utf-8")
    try:
        assert await lsp.open("old/a.txt", GLUED) == []
        assert len(await lsp.open("new.txt", GLUED)) == 1
    finally:
        settings.write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("many.txt", "{}"),
        ("many.md", "- `{}`"),
        ("many.yaml", '- prompt: "{}"'),
        ("many.csv", '1,"{}"'),
        ("many.jsonl", '{{"prompt": "{}"}}'),
    ],
)
async def test_answers_an_edit_in_a_file_of_500_prompts_at_once(lsp, name, wrap):
    on_linux = sys.platform == "linux"
    prompts = [f"a red fox number {number} in the snow --{'ar16:9' if number % 2 else 'ar 16:9'} --v 7" for number in range(500)]

    def written() -> str:
        head = {"many.csv": "id,prompt\n", "many.md": "# Midjourney prompts\n\n"}.get(name, "")
        return head + "\n".join(wrap.format(prompt) for prompt in prompts) + "\n"

    assert len(await lsp.open(name, written())) == 250
    begin = lsp.cpu_seconds if on_linux else 0.0
    for step in range(8):
        prompts[250] = prompts[250].replace("a red fox", "a red fox x")
        assert len(await lsp.edit(name, written())) == 250, step
    if on_linux:
        assert lsp.cpu_seconds - begin < 8 * 0.1  # 10 ms an edit on a quiet machine
    prompts[250] = "a red fox --ar16:9 --v 7"
    assert len(await lsp.edit(name, written())) == 251
    prompts.insert(0, "a cat")  # every other prompt moves, and a file that takes long to read is read when the keys pause
    lsp.change(name, written())
    lines = written().splitlines()
    shown = await lsp.hover(name, len(lines) - 1, lines[-1].index("--v"))
    assert shown.range.start == types.Position(len(lines) - 1, lines[-1].index("--v")), "what is asked is answered for the text as it is"
    await lsp.close(name)


async def test_quick_keys_give_one_publication(lsp):
    """Edits are linted together, soon after the last."""
    name = "quick.prompt"
    text = "".join(f"a red fox number {number} in the snow --ar 16:9 --v 7\n" for number in range(5000))
    assert await lsp.open(name, text) == []
    seen = []
    keys = " --ar16:9 --chaos 400"
    for number, key in enumerate(keys):
        place = (2500, len("a red fox number 2500 in the snow --ar 16:9 --v 7") + number)
        lsp.insert(name, (place, place, key))
        await asyncio.sleep(0.01)
    while True:
        told_of = await lsp.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        if told_of.uri == lsp.uri(name):
            seen.append(told_of)
            if told_of.version == len(keys) + 1:
                break
    assert len(seen) <= 2, "one, or two where this machine is so busy that the keys came slowly"
    assert [each.code for each in seen[-1].diagnostics] == ["MJ005", "MJ202"]
    assert all(each.range.start.line == 2500 for each in seen[-1].diagnostics)
    await lsp.close(name)


async def test_takes_edits_by_the_lines_of_the_protocol(lsp):
    """A line ends at CR, LF or both, and not at U+2028 or a form feed; columns are UTF-16 units."""
    assert lsp.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Incremental
    name = "synced.prompt"
    await lsp.open(name, "a\u2028b \x0c🦊 fox\r\na cat --v 7\r\n")
    lsp.insert(
        name,
        ((0, 7), (0, 10), "owl --AR 1:1"),  # "fox", behind a line separator, a form feed and a pair of surrogates
        ((1, 5), (9, 9), " --v 7\nlast --v6"),  # to beyond the end
        ((1, 0), (1, 1), "the"),
    )
    found = await lsp.published(name)
    assert [each for each in told(found) if each[0] in ("MJ005", "MJ010")] == [("MJ010", 0, 11, 15), ("MJ005", 2, 5, 9)]
    lsp.insert(name, ((0, 0), (2, 0), ""))
    assert [(each.code, each.range.start.line) for each in await lsp.published(name)] == [("MJ005", 0)]
    await lsp.close(name)


ENCODED = "🦊🦊 é --ar16:9 --v 7"


@pytest.mark.parametrize(
    ("offered", "chosen", "start"),
    [(["utf-8"], "utf-8", 12), (["utf-16"], "utf-16", 7), (["utf-32", "utf-16"], "utf-32", 5), (None, "utf-16", 7)],
)
async def test_counts_in_the_units_that_were_agreed_on(tmp_path, offered, chosen, start):
    async with session(tmp_path / "encoded", encodings=offered) as lsp:
        assert lsp.capabilities.position_encoding == chosen
        text = f"\u2028x\n{ENCODED}\n"
        diagnostics = await lsp.open("e.txt", text)
        assert ("MJ005", 1, start, start + 8) in told(diagnostics)
        shown = await lsp.hover("e.txt", 1, start + 3)
        assert shown.range.start == types.Position(1, start)
        actions = await lsp.actions("e.txt", 1, start, only=["quickfix"])
        edit = lsp.edits(actions[0], "e.txt")[0]
        assert (edit.range.start, edit.range.end) == (types.Position(1, start + 4), types.Position(1, start + 4))


@asynccontextmanager
async def dead_host(release=None):
    """A host that has nothing, with the requests it got. It answers as soon as it is released, where it has to wait for that."""
    asked = []

    async def serve(reader, writer):
        asked.append(await reader.readline())
        if release is not None:
            await release.wait()
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


def user_settings(folder, text):
    """The user's own settings, which may allow more than those of a directory: links to this machine are checked."""
    (folder / "none" / "promptlint").mkdir(parents=True)
    (folder / "none" / "promptlint" / "config.toml").write_text(text, encoding="utf-8")


async def test_asks_nothing_where_no_rule_would_tell_or_there_is_no_link(tmp_path):
    user_settings(tmp_path, "[links]\nallow-private = true\nretries = 0\n")
    (tmp_path / "quiet").mkdir()
    (tmp_path / "quiet" / "promptlint.toml").write_text('ignore = ["MJ55", "MJ56", "MJ57"]\n', encoding="utf-8")
    async with dead_host() as (base, asked), session(tmp_path) as lsp:
        for name, text in (
            ("quiet/l.txt", f"{base}/quiet.png a cat --v 7"),
            ("plain.txt", "a cat --v 7"),
            ("l.txt", f"{base}/a.png a cat --v 7"),
        ):
            await lsp.open(name, text)
            lsp.save(name)
            await lsp.published(name)
            lsp.client.diagnostics.pop(lsp.uri(name))
        assert [each.code for each in await lsp.published("l.txt")] == ["MJ551"]
        assert asked
        assert not [line for line in asked if b"quiet" in line]
        assert lsp.uri("plain.txt") not in lsp.client.diagnostics, "it was read once, not again after asking nothing"


async def test_asks_nothing_where_the_editor_switched_it_off(tmp_path):
    user_settings(tmp_path, "[links]\nallow-private = true\nretries = 0\n")
    async with dead_host() as (base, asked), session(tmp_path, options={"links": False}) as lsp:
        await lsp.open("l.txt", f"{base}/a.png a cat --v 7")
        lsp.save("l.txt")
        assert await lsp.published("l.txt") == []
        await asyncio.sleep(0.5)  # links would be checked in less
        assert not asked


async def test_tells_why_links_cannot_be_asked(tmp_path):
    user_settings(tmp_path, '[links]\nca-bundle = "/nowhere.pem"\nallow-private = true\n')
    async with session(tmp_path) as lsp:
        await lsp.open("l.txt", "http://127.0.0.1:9/a.png a cat --v 7")
        lsp.save("l.txt")
        async with asyncio.timeout(10):
            while not lsp.client.messages:
                await asyncio.sleep(0.01)
    (message,) = lsp.client.messages
    assert message.message == "promptlint: links.ca-bundle: the certificate file /nowhere.pem cannot be used: No such file or directory"


async def test_asks_links_when_the_file_is_saved_and_breaks_off_at_the_next_edit(tmp_path):
    release = asyncio.Event()
    user_settings(tmp_path, "[links]\nallow-private = true\nretries = 0\n")
    async with dead_host(release) as (base, asked), session(tmp_path) as lsp:
        text = f"{base}/a.png a cat --v 7"
        assert [each.code for each in await lsp.open("l.txt", text)] == []
        assert not asked, "not before it is saved"
        lsp.save("l.txt")
        await lsp.published("l.txt")
        while not asked:
            await asyncio.sleep(0.01)
        assert await lsp.edit("l.txt", text + " ") == []  # breaks it off
        release.set()
        lsp.save("l.txt")
        await lsp.published("l.txt")
        assert [each.code for each in await lsp.published("l.txt")] == ["MJ551"]
        assert [each.code for each in await lsp.edit("l.txt", text + " --tile")] == ["MJ551"], "what is known stays"
