"""Hosts with keys and columns: which values are prompts, and what their neighbors say."""

from __future__ import annotations

import io
import json

import pytest

from promptlint.diagnostics import Edit, apply_edits
from promptlint.errors import SourceError
from promptlint.sources.hosts import ReadOptions, find
from promptlint.sources.keyed import is_proven, model_of, only_prompt

ALL = ReadOptions(python=True, toml=True)


def shown(name: str, text: str, settings: ReadOptions = ALL) -> list[str]:
    return [prompt.shown for prompt in find(name, text.encode(), settings)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", '{"prompt": "a cat", "note": "b --v 7", "params": "--v 7"}', ["a cat"]),
        ("a.json", '{"Prompt_Text": "a cat", "fullCommand": "/imagine prompt: a dog"}', ["a cat", "a dog"]),
        ("a.json", '{"prompts": ["a cat", "a dog", {"text": "an owl --v 7"}, {"text": "an owl"}]}',
            ["a cat", "a dog", "an owl --v 7", "an owl"]),
        ("a.json", '["a red cat --v 7", "note"]', ["a red cat --v 7"]),
        ("a.json", '["a red cat --no dogs, big birds", "a red cat --no dogs in it", "a red cat --no big dogs."]',
            ["a red cat --no dogs, big birds", "a red cat --no dogs in it", "a red cat --no big dogs."]),
        ("a.json", ('{"text": "This red cat --no dogs in it.", '
            '"value": "A red cat --p is what you see:", "input": "A red cat --no one, so it seems."}'),
            ["A red cat --no one, so it seems."]),
        ("a.json", '{"text": "a red cat --v 7 big birds", "value": "a red cat --v 7 two big birds"}', ["a red cat --v 7 big birds"]),
        ("a.json", '{"content": "Hello there", "content2": "", "prompt": ""}', []),
        ("a.json", '{"prompt": "images/cat_01.png", "imagine": "--v 7", "mj_prompt": true}', []),
        ("a.json", '{"tool": "DALL-E 3", "prompt": "a cat"}', []),
        # A label, an instruction to a model that writes, and a slot.
        ("a.json", '{"prompt": "Prompt", "imagePrompt": "You are an artist.", "mj_prompt": "={{ $json.prompt }}"}', []),
        ("a.yaml", "prompt: ${{ inputs.prompt }}\nprompts: ['{a} at {time}', '{b} --ar 1:1']\n", ["{a} at {time}", "{b} --ar 1:1"]),
        # Instructions to a model that writes: a sentence says so, or there is a list; parameters make any text a prompt.
        ("a.json", json.dumps({"prompts": ["Summarize the text.", "A cat. Your task is to draw it.", "Rules:\n- one\n- two",
            "あなたは画家です", "write a letter --ar 1:1", "a writer, an ink sketch"]}),
            ["write a letter --ar 1:1", "a writer, an ink sketch"]),
        ("a.csv", "act,prompt\nChef,I want you to act as a chef.\nCat,a cat in rain\n", ["a cat in rain"]),
        # Of instructions, the examples are prompts: quoted, after a verdict, or more than one.
        ("a.yaml", "goal: |\n  Write a prompt.\n  Good: a ferry in sleet --ar 21:9\n  Bad: a nice picture of a boat --v 7\n",
            ["a ferry in sleet --ar 21:9", "a nice picture of a boat --v 7"]),
        ("a.json", json.dumps({"prompt": 'You write prompts.\nPro: "a ferry in sleet --ar 21:9"\nEnd with --v 7.'}),
            ["a ferry in sleet --ar 21:9"]),
        ("a.json", json.dumps({"prompt": "You write prompts.\nEnd with --ar 1:1 or --v 7."}), []),
        ("a.json", json.dumps([{"data": '{"prompt": "a ferry in sleet --ar 21:9"}'}, {"data": '{"prompt": "{{x}}", "mode": "fast"}'}]),
            ["a ferry in sleet --ar 21:9"]),
        # JSON in a text is read if it has parameters.
        ("a.json", json.dumps({"jsonBody": '={"prompt": "a \\"red\\" cat of {{ $json.x }} --ar 1:1", "mode": "fast"}'}),
            ['a "red" cat of {{ $json.x }} --ar 1:1']),
        ("a.yaml", "body: |\n  {\n    \"prompt\": \"a cat --ar 1:1\"\n  }\nother: '{\"prompt\": \"a dog\"}'\n", ["a cat --ar 1:1"]),
        ("a.json", '{"generator": "Flux", "items": [{"prompt": "a cat"}]}', []),
        ("a.jsonc", '// c\n{"a": /* x */ [1, -2.5e3, null,], "prompt": "a cat",}\n', ["a cat"]),
        # Comments above a header.
        ("a.csv", "# made 2026\n# rows: 1\nprompt,note\na cat,x\n", ["a cat"]),
        ("a.csv", "# made 2026\nprompt\na cat\n", ["a cat"]),
        # The second line proves what `text` holds.
        (
            "a.jsonl",
            '{"text": "a hen in snow v6"}\n{"text": "a cat in rain --ar 1:1"}\n{"note": "a dog v6"}\n',
            ["a hen in snow v6", "a cat in rain --ar 1:1"],
        ),
        ("a.jsonl", '{"prompt": "a cat"}\n\n{"messages": [{"content": "a red dog --v 7"}]}\n', ["a cat", "a red dog --v 7"]),
        ("a.csv", "id,Prompt\n1,a cat\n2,\n", ["a cat"]),
        ("a.csv", '"prompt";"n"\n"""a cat --v 7""";1\n', ["a cat --v 7"]),
        ("a.tsv", "prompt\tx\na, cat\t1\n", ["a, cat"]),
        ("a.csv", "file,size\na.png,3\n", []),
        ("a.csv", "", []),
        ("a.csv", "model,prompt\nflux,a cat\n7,a dog\n", ["a dog"]),
        ("a.yaml", "prompt: a cat\nother: b --v 7\nlist:\n- prompt: >\n    a dog\n    in snow\n", ["a cat", "a dog in snow"]),
        ("a.yml", "prompt: a cat\n---\nprompts:\n- a dog # c\n- 'it''s an owl'\n", ["a cat", "a dog", "it's an owl"]),
        ("a.json", '{"prompts": {"a": "a cat v6", "b": "a dog --ar16:9", "note": "b --v 7"}}', ["a cat v6", "a dog --ar16:9"]),
        ("a.json", '{"shots": {"x": ["a hen v6", "a pier", "a hen --ar16:9"]}}', ["a hen v6", "a pier", "a hen --ar16:9"]),
        ("a.jsonl", '{"scene": "a hen v6"}\r\n{"scene": "a hen --ar16:9"}\r\n', ["a hen v6", "a hen --ar16:9"]),
        ("a.yaml", "shots: [a hen v6, a hen --ar16:9]\n", ["a hen v6", "a hen --ar16:9"]),
        ("a.json", '{"scripts": ["tool serve --v 7", "tool draw --ar 16:9"]}', []),
        ("mj.py", "shots = ['a hen v6', 'a hen --ar16:9']\n", ["a hen v6", "a hen --ar16:9"]),
        ("a.json", '{"prompts": {"sure": "Are you sure?", "go": "Go on"}}', []),
        ("a.json", '{"prompt": {"title": "Old cat", "text": "a grey cat --v 7"}}', ["a grey cat --v 7"]),
        ("a.yaml", "hero_prompts:\n  a: a cat v6\n  b: a grey dog --ar16:9\n", ["a cat v6", "a grey dog --ar16:9"]),
        ("a.yaml", "", []),
        ("a.toml", 'prompt = """\na cat \\\n   in snow"""\n', ["a cat in snow"]),
        ("a.toml", "[[x.y]]\nprompt = 'a dog'\n[[x.y]]\n\"prompt\" = \"an owl\"\n", ["a dog", "an owl"]),
        ("a.toml", 'prompts = ["a cat","a dog"]\n', ["a cat", "a dog"]),
        ("a.toml", 'prompts = [\n"a cat",\n"a dog",\n]\nx = {a=1,prompt="an owl"}\n', ["a cat", "a dog", "an owl"]),
        ("mj.py", "PROMPT = ('a cat '\n  # note\n  'in snow')\nprompt = f'a {x}'\n", ["a cat in snow", "a ${x}"]),
        ("mj.py", "prompt = 'a \\d cat \\\nand a \\q dog'\n", ["a \\d cat and a \\q dog"]),
        ("mj.py", "f(prompt='a dog', x={'prompt': 'an owl'})\n", ["a dog", "an owl"]),
        ("mj.py", "self.prompts = [r'a cat', '''a\ndog''']\nnote = 'b --v 7'\n", ["a cat", "a\ndog"]),
    ],
)  # fmt: skip
def test_what_is_a_prompt(name: str, text: str, expected: list[str]) -> None:
    assert shown(name, text) == expected


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ('[{"prompt": "a cat"}, {"prompt": "a dog --tile"}]', ["a cat --ar 1:1 --v 7", "a dog --tile --ar 1:1 --v 7"]),
        ('[{"prompt": "a cat", "params": "--tile"}]', ["a cat --tile --ar 1:1 --v 7"]),
        ('[{"prompt": "a cat", "params": "--v 6"}]', ["a cat --v 6"]),
        ('{"x": {"prompts": ["a cat", "a dog --v 6"]}}', ["a cat --ar 1:1 --v 7", "a dog --v 6"]),
    ],
)
def test_parameters_of_an_object_above(jobs: str, expected: list[str]) -> None:
    text = f'{{"params": "--ar 1:1 --v 7", "jobs": {jobs}}}'
    assert [prompt.text for prompt in find("a.json", text.encode())] == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("note",), ["b --v 7"]),
        (("items.*.text",), ["c", "d"]),
        (("items.0.text", "prompt"), ["a cat", "c"]),
        (("nothing",), []),
    ],
)
def test_keys_of_the_settings_replace_the_built_in_ones(keys: tuple[str, ...], expected: list[str]) -> None:
    text = '{"prompt": "a cat", "note": "b --v 7", "items": [{"text": "c"}, {"text": "d"}]}'
    assert shown("a.json", text, ReadOptions(prompt_keys=keys)) == expected


TABLES = """
rows = ["a bear", "a wolf",]
cells = [["a hill"],
["a tree"]]
[one]
prompt = "a cat"
[[many]]
prompt = "a dog"
[[many]]
prompt = "an owl"
[far.off]
prompt = "a fox"
[[deep.down]]
prompt = "a bee"
[deep.down.below.it]
prompt = "a wasp"
[far.off.yonder]
prompt = "a fly"
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("one.prompt", ["a cat"]),
        ("one.0.prompt", []),
        ("many.0.prompt", ["a dog"]),
        ("many.*.prompt", ["a dog", "an owl"]),
        ("many.prompt", []),
        ("far.off.prompt", ["a fox"]),
        ("deep.down.0.prompt", ["a bee"]),
        ("deep.*.down.*.prompt", []),
        ("deep.down.0.below.it.prompt", ["a wasp"]),
        ("far.off.yonder.prompt", ["a fly"]),
        ("rows.1", ["a wolf"]),
        ("cells.1.0", ["a tree"]),
    ],
)
def test_paths_of_the_settings_name_tables_and_arrays_of_tables_of_toml(path: str, expected: list[str]) -> None:
    assert shown("a.toml", TABLES, ReadOptions(prompt_keys=(path,), toml=True)) == expected


def test_columns_of_the_settings_replace_the_built_in_ones() -> None:
    assert shown("a.csv", "prompt,Scene Text\na,b\n", ReadOptions(prompt_columns=("scene_text",))) == ["b"]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '[{"prompt": "a cat",\n  "params": "--v 7"}]', (2, 14)),
        ("a.json", '[{"prompt": "a cat\\n\\n\\n",\n  "params": "--v 7"}]', (2, 14)),
        ("a.yaml", "prompt: a cat\nparams: '--v 7'\n", (2, 10)),
        ("a.yaml", "prompt: |\n  a cat\n\n\nparams: |\n  --v 7\n\n", (6, 3)),
        ("a.yaml", "prompt: |\r\n  a cat\r\n\r\nparams: '--v 7'\r\n", (4, 10)),
        ("a.csv", 'prompt,params\na cat,"--v 7"\n', (2, 8)),
        ("a.toml", 'prompt = "a cat"\nparams = "--v 7"\n', (2, 11)),
        ("a.toml", 'params = """\n--v 7"""\nprompt = """\na cat"""\n', (2, 1)),
        ("a.toml", 'params = """\r\n--v 7"""\r\nprompt = """\r\na cat"""\r\n', (2, 1)),
        ("a.py", "job = {'prompt': 'a cat',\n 'params': '--v 7'}\n", (2, 13)),
    ],
)
def test_parameters_beside_the_prompt_are_joined(name: str, text: str, place: tuple[int, int]) -> None:
    (found,) = find(name, text.encode(), ALL)
    assert (found.text, found.shown) == ("a cat --v 7", "a cat")
    assert found.position(6) == place
    line, column = found.position(0)
    assert found.position(5) == (line, column + 5), "the space between the two stands right behind the prompt"
    assert found.end_line == found.line
    (edit,) = found.host_edits((Edit(10, 11, "8"),)) or ()
    assert text[edit.start : edit.end] == "7"
    assert found.host_edits((Edit(4, 7, ""),)) is None, "nothing spans two values"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{{"prompt": "{}", "params": "{}"}}'),
        ("a.csv", "prompt,params\n{},{}\n"),
        ("a.yaml", "prompt: '{}'\nparams: '{}'\n"),
    ],
)
@pytest.mark.parametrize(
    ("prompt", "beside", "slots"),
    [("a cat", "--ar 2:3 or 4:5", [(11, 21)]), ("a [PET]", "--v 7", [(2, 7)]), ("a cat", "--v 7", [])],
)
def test_a_slot_may_be_in_the_prompt_or_in_the_parameters_beside_it(
    name: str, text: str, prompt: str, beside: str, slots: list[tuple[int, int]]
) -> None:
    (found,) = find(name, text.format(prompt, beside).encode())
    assert (found.text, found.template, list(found.slots)) == (f"{prompt} {beside}", bool(slots), slots)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("behind", ["", "\n", "\n\n", "\n\n\n", "\n\n\nnote: x\n"])
@pytest.mark.parametrize("head", ["|", "|-", "|+", ">", ">-", ">+"])
def test_empty_lines_behind_a_block_of_yaml_move_no_place_in_it(head: str, behind: str, ending: str) -> None:
    text = f"prompt: {head}\n  a red\n  cat --ar16:9{behind}".replace("\n", ending)
    (found,) = find("a.yaml", text.encode())
    assert found.text.split() == ["a", "red", "cat", "--ar16:9"]
    assert [found.position(at) for at in (0, 4, 7, 14, 17, 18)] == [(2, 3), (2, 7), (3, 4), (3, 11), (3, 14), (3, 15)]
    edits = found.host_edits((Edit(found.text.index("16"), len(found.text), " 3:2"),))
    assert (edits and apply_edits(text, edits)) == (text.replace("16:9", " 3:2") if "|" in head else None)


def test_a_block_of_yaml_that_begins_further_in_than_it_says_can_be_edited() -> None:
    text = "prompt: |2\n    a red fox\n  in snow\n"
    (found,) = find("a.yaml", text.encode())
    assert found.text == "a red fox\nin snow"
    assert [found.position(found.text.index(word)) for word in ("a", "fox", "snow")] == [(2, 5), (2, 11), (3, 6)]
    edits = found.host_edits((Edit(6, 9, "owl"),))
    assert edits is not None
    assert apply_edits(text, edits) == text.replace("fox", "owl")


def test_white_space_around_a_value_is_no_part_of_the_prompt() -> None:
    """A finding at the end of a prompt is positioned there, and a cursor before or after it is not in it."""
    text = '{"prompt": "\\n a cat --v 7 \\n\\n"}'
    (found,) = find("a.json", text.encode())
    begin, end = text.index("a cat"), text.index("7") + 1
    assert (found.text, found.position(0), found.position(len(found.text))) == ("a cat --v 7", (1, begin + 1), (1, end + 1))
    assert (found.mappings[0].host, found.mappings[-1].host_end) == (begin, end)


def test_parameters_that_the_prompt_has_are_not_joined_again() -> None:
    (found,) = find("a.json", b'{"prompt": "a cat --ar 1:1", "params": "--ar 1:1 --v 7"}')
    assert found.text == "a cat --ar 1:1"


@pytest.mark.parametrize(
    ("value", "model"),
    [
        ("7", "7"),
        ("V6.1", "6.1"),
        ("Midjourney v7", "7"),
        ("mj-8.1", "8.1"),
        ("niji 6", "niji 6"),
        ("v6.0", "6"),
        ("99", None),
        ("nice", None),
    ],
)
def test_the_model_beside_the_prompt(value: str, model: str | None) -> None:
    for name, text in (("a.json", json.dumps({"prompt": "a cat", "model": value})), ("a.csv", f"prompt,model\na cat,{value}\n")):
        (found,) = find(name, text.encode())
        assert (found.model, found.siblings.model, found.directive.model) == (model, model, None)


def test_a_key_version_may_be_that_of_the_record() -> None:
    (old,) = find("a.json", b'{"prompt": "a cat", "version": "v2"}')
    (new,) = find("a.json", b'{"prompt": "a cat", "version": "6.1"}')
    assert (old.model, new.model) == (None, "6.1")


@pytest.mark.parametrize("below", ['{"prompt": "a \\q"}', '"a \\q --ar 3:2"'])
def test_prompts_above_an_invalid_escape_are_found(below: str) -> None:
    found = find("a.json", f'[{{"prompt": "a cat"}}, {below}]'.encode())
    assert next(found).text == "a cat"
    with pytest.raises(SourceError):
        next(found)


def test_a_model_above_holds_below() -> None:
    (found,) = find("a.yaml", b"model: 7\nshots:\n- prompt: a cat\n")
    assert found.model == "7"


BROKEN = [
    ("a.json", '{"prompt": "a cat"', 1, 19, "unexpected end of the file; expected a comma or `}`"),
    ("a.json", '{"prompt": "a cat}\n', 1, 12, "this string is not closed on its line"),
    ("a.json", '{"a": 1 "b": 2}', 1, 9, "a comma or `}`"),
    ("a.json", "{'a': 1}", 1, 2, "a key in double quotes"),
    ("a.json", '{"a": nul}', 1, 7, "`nul` is not a value"),
    ("a.json", '{"a": 1} 2', 1, 10, "the end of the file"),
    ("a.json", '{"prompt": "a \\q"}', 1, 15, "`\\q` is not an escape"),
    ("a.json", "", 1, 1, "unexpected end of the file; expected a value"),
    ("a.jsonl", '{"prompt": "a cat"}\n{"prompt": \n{]\n', 2, 12, "1 more line is not JSON either"),
    ("a.yaml", "a: 1\n b: 2\n", 2, 3, "Invalid YAML"),
    ("a.yaml", "a: \x01\n", 1, 4, "U+0001"),
    ("a.csv", "a cat in the snow --v 7,1\n", 1, 1, "no header"),
    ("a.csv", 'prompt\na cat\n"a dog\nan owl\n', 3, 1, "is not closed"),
    ("a.toml", "a = \n", 1, 5, "Invalid TOML"),
    ("mj.py", "x = (\n", 1, 5, "Invalid Python"),
    ("a.xyz", "", 1, 1, "Files with the extension .xyz are not supported"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "line", "column", "message"), BROKEN)
def test_broken_hosts_say_where(name: str, text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(find(name, text.encode(), ALL))
    assert (caught.value.line, caught.value.column) == (line, column), caught.value.message
    assert message in caught.value.message


@pytest.mark.parametrize("name", ["a.toml"])
def test_a_host_that_must_be_asked_for(name: str) -> None:
    with pytest.raises(SourceError, match=r"only with `toml = true` in the settings"):
        find(name, b"")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.csv", "a.jsonl"])
def test_bytes_that_are_no_text(name: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(find(name, b"prompt\nf\xc3\xbcr K\xe4tzchen\n"))
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert "not UTF-8: the byte 0xe4" in caught.value.message


def test_what_a_stream_gave_before_it_broke_stays() -> None:
    found = find("a.jsonl", io.BytesIO(b'{"prompt": "a cat"}\n{"prompt":\n{"prompt": "a dog"}\n'))
    seen = []
    with pytest.raises(SourceError):
        seen.extend(prompt.text for prompt in found)
    assert [prompt.text for prompt in find("a.csv", b"prompt\na cat\n")] == ["a cat"]
    found = find("a.jsonl", io.BytesIO(b'{"prompt": "a cat"}\n{"prompt":\n{"prompt": "a dog"}\n'))
    assert (next(found).text, next(found).text) == ("a cat", "a dog")


def test_nesting_costs_no_stack() -> None:
    depth = 50_000
    assert shown("a.json", "[" * depth + '{"prompt": "a cat"}' + "]" * depth) == ["a cat"]


def test_each_line_of_a_folded_block_has_its_place() -> None:
    (found,) = find("a.yaml", b"prompt: >\n  a cat\n  asleep\n\n\n  in snow\n\n  --v 7\n")
    assert found.text == "a cat asleep\n\nin snow\n--v 7"
    assert [found.position(found.text.index(word)) for word in ("asleep", "in", "--v")] == [(3, 3), (6, 3), (8, 3)]


def test_yaml_aliases_and_folded_blocks() -> None:
    text = "a: &x\n  prompt: a cat\nb: *x\nprompt: >-\n  a red fox\n  in snow\n\n  at night\n"
    first, second = find("a.yaml", text.encode())
    assert (first.text, second.text) == ("a cat", "a red fox in snow\nat night")
    assert second.position(second.text.index("snow")).line == 6
    assert second.host_edits((Edit(0, 1, "one"),)) is None, "a folded block is never edited"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "prompts: |\n  a red cat --tile\n\n  a red dog --ar16:9\n"),
        ("a.yaml", "anything: |\n  1. a red cat --v 7 --tile\n  2. a red dog --ar16:9 --v 7\n"),
        ("a.json", '{"prompt": "a red cat --tile\\na red dog --ar16:9"}'),
        ("a.jsonl", '{"prompt": "a red cat --no hat\\na red dog --no hat"}\n'),
        ("a.csv", 'id,prompt\n1,"a red cat --tile\na red dog --ar16:9"\n'),
    ],
)
def test_a_value_with_a_prompt_on_each_line_is_a_list(name: str, text: str) -> None:
    first, second = find(name, text.encode())
    assert (first.shown[:9], second.shown[:9]) == ("a red cat", "a red dog")
    assert "\n" not in first.text + second.text


@pytest.mark.parametrize(
    "text",
    ["a red cat\nin snow --ar 3:2", "a red cat --ar 3:2\nin snow", "a red cat\na red dog", "a red cat in snow\n--ar 3:2"],
)
def test_a_value_over_lines_is_one_prompt_where_a_line_is_none(text: str) -> None:
    assert [prompt.text for prompt in find("a.json", json.dumps({"prompt": text}).encode())] == [text]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('Copy this:\n> "/imagine prompt: a white cat in rain --ar 1:1"', ["a white cat in rain --ar 1:1"]),
        ("Copy this:\n/imagine a white cat in rain", ["a white cat in rain"]),
        ("1. /imagine prompt: a white cat\n2. /imagine prompt: a grey owl at night", ["a white cat", "a grey owl at night"]),
        ("/imagine a white cat\nin the rain", ["a white cat\nin the rain"]),
        ("Write /imagine and then\nwhat you want to see", []),
    ],
)
def test_a_command_within_a_text_begins_a_prompt(value: str, expected: list[str]) -> None:
    assert [prompt.shown for prompt in find("a.json", json.dumps({"hint": value}).encode())] == expected


def parquet_of(**columns: object) -> io.BytesIO:
    pa = pytest.importorskip("pyarrow")
    out = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(pa.table(columns), out, row_group_size=2)
    out.seek(0)
    return out


def test_parquet_counts_what_stands_in_other_columns() -> None:
    columns = {
        "id": [1, 2, 3],
        "prompt": ["a hen --v 7", None, "an owl --v 7"],
        "notes": ["use --ar 16:9", "nothing", None],
        "tags": [["hero", "card —ar 3:2"], None, []],
    }
    found = find("a.parquet", parquet_of(**columns))
    assert [prompt.line for prompt in found] == [1, 3]
    assert found.unread == [
        (1, 1, 1, "use --ar 16:9", "in the column `notes`"),
        (1, 1, 1, "card —ar 3:2", "in the column `tags`"),
    ]


@pytest.mark.parametrize(("values", "kind"), [([b"a hen", b"an owl"], "binary"), ([1, 2], "int64"), ([{"text": "a hen"}] * 2, "struct")])
def test_parquet_says_which_column_of_prompts_is_no_text(values: list[object], kind: str) -> None:
    found = find("a.parquet", parquet_of(prompt=values))
    assert list(found) == []
    (place,) = found.unread
    assert (place.line, place.end_line) == (1, 2)
    assert place.reason.startswith(f"in the column `prompt`, which contains {kind}")
    assert "columns named like `prompt`" in found.looked_for


def test_parquet_reads_lists_and_dictionaries() -> None:
    pa = pytest.importorskip("pyarrow")
    columns = {"prompts": [["a hen --v 7", "an owl"], None], "mj_prompt": pa.array(["a cat", "a dog"]).dictionary_encode()}
    assert [prompt.text for prompt in find("a.parquet", parquet_of(**columns))] == ["a hen --v 7", "an owl", "a cat", "a dog"]


BARE = [f"a hen {word} v6" for word in ("one", "two", "three", "four", "five")]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.yaml", "a.csv", "a.tsv", "mj.py"])
def test_one_whole_prompt_proves_those_without_dashes(name: str) -> None:
    texts = [*BARE, "a hen at dusk --ar16:9"]
    written = {
        "a.json": json.dumps({"shots": texts}),
        "a.jsonl": "".join(json.dumps({"shot": text}) + "\n" for text in texts),
        "a.yaml": "shots:\n" + "".join(f"- {text}\n" for text in texts),
        "a.csv": "id,shot\n" + "".join(f"1,{text}\n" for text in texts),
        "a.tsv": "id\tshot\n" + "".join(f"1\t{text}\n" for text in texts),
        "mj.py": f"shots = {texts}\n",
    }
    assert shown(name, written[name]) == texts


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_texts_without_dashes_prove_nothing(name: str) -> None:
    written = {
        "a.json": json.dumps({"shots": BARE}),
        "a.jsonl": "".join(json.dumps({"shot": text}) + "\n" for text in BARE),
        "a.csv": "id,shot\n" + "".join(f"1,{text}\n" for text in BARE),
    }
    assert shown(name, written[name]) == []


def test_a_column_of_parquet_of_which_a_third_are_prompts() -> None:
    scenes = ["a hen v6", "a hen --ar16:9", "a pier", "Is it --ar 1:1?"]
    found = find("a.parquet", parquet_of(scene=scenes, n=[1, 2, 3, 4]))
    assert [(prompt.text, prompt.line) for prompt in found] == [("a hen v6", 1), ("a hen --ar16:9", 2), ("a pier", 3)]
    assert [(each.line, each.reason) for each in found.unread] == [(4, "in the column `scene`")]


def test_records_and_maps_of_parquet_are_unread() -> None:
    import pyarrow as pa

    tags = pa.array([[("x", "a hen --v 7")], []], pa.map_(pa.string(), pa.string()))
    found = find("a.parquet", parquet_of(job=[{"prompt": "a hen --ar16:9"}, None], tags=tags, sizes=[{"n": 1}, {"n": 2}]))
    assert list(found) == []
    assert [(each.line, each.text, each.reason) for each in found.unread] == [
        (1, "a hen --ar16:9", "in the column `job`"),
        (1, "a hen --v 7", "in the column `tags`"),
    ]


def test_parquet() -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    table = pa.table(
        {"id": [1, 2, 3], "prompt": ["a cat", None, "a dog\nin snow"], "params": ["--v 7", "", None], "model": ["6", "7", "7"]}
    )
    parquet.write_table(table, out, row_group_size=1)
    out.seek(0)
    first, second = find("a.parquet", out)
    assert (first.text, first.shown, first.line, first.model) == ("a cat --v 7", "a cat", 1, "6")
    assert (second.text, second.line, second.end_line) == ("a dog\nin snow", 3, 3)
    assert first.host_edits((Edit(0, 1, "one"),)) is None
    with pytest.raises(SourceError, match="Invalid Parquet file"):
        list(find("a.parquet", b"nonsense"))


@pytest.mark.parametrize(
    ("names", "built_in", "given"),
    [
        (("prompt", "x"), 0, 1),
        (("id", "prompt"), 1, -1),
        (("prompt", "image_prompt"), -1, -1),
        (("prompt", "model"), -1, -1),
        (("prompt", "negative_prompt"), 0, -1),
        (("a", "b"), -1, -1),
        ((), -1, -1),
    ],
)
def test_the_one_prompt_of_a_flat_object(names: tuple[str, ...], built_in: int, given: int) -> None:
    assert (only_prompt(names, ()), only_prompt(names, ("x", "b.c"))) == (built_in, given)


@pytest.mark.parametrize(
    ("value", "certain", "uncertain"),
    [
        ("7", "7", "7"),
        ("v6.1", "6.1", "6.1"),
        ("7.0", "7", "7"),
        ("niji 6", "niji 6", "niji 6"),
        ("2", "2", None),
        ("3", "3", None),
        ("4", "4", "4"),
        ("mj 2", "2", "2"),
        ("99", None, None),
        ("sdxl", None, None),
    ],
)
def test_the_model_that_a_neighbor_names(value: str, certain: str | None, uncertain: str | None) -> None:
    assert (model_of(value), model_of(value, certain=False)) == (certain, uncertain)


@pytest.mark.parametrize(
    ("every", "proves"),
    [
        (["whole"], False),
        (["whole", ""], True),
        (["whole", "", ""], True),
        (["whole", "", "", ""], False),
        (["whole", "bare", "", "", "", ""], True),
        (["bare", "bare"], False),
        ([], False),
    ],
)
def test_a_third_of_the_values_proves_the_others(every: list[str], proves: bool) -> None:
    assert is_proven(every) is proves


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", "prompt: a fox\nparams:\n  - --ar16:9\n  - --v 7\n", ["a fox --ar16:9 --v 7"]),
        ("a.yaml", "prompts:\n  - a fox\n  - a hen\nparams:\n  - --ar 1:1\n", ["a fox --ar 1:1", "a hen --ar 1:1"]),
        (
            "a.json",
            '{"prompt": "a fox", "params": ["--ar 1:1", "--cref https://a.net/a.png"]}',
            ["a fox --ar 1:1 --cref https://a.net/a.png"],
        ),
        ("a.jsonl", '{"prompt": "a fox", "params": ["--ar 1:1", "--v 7"]}\n', ["a fox --ar 1:1 --v 7"]),
        ("a.py", 'job = {"prompt": "a fox", "params": ["--ar 1:1", "--v 7"]}\n', ["a fox --ar 1:1 --v 7"]),
        ("a.toml", 'prompt = "a fox"\nparams = ["--ar 1:1", "--v 7"]\n', ["a fox --ar 1:1 --v 7"]),
        ("a.json", '{"prompt": "a fox", "params": ["--ar", "1:1"]}', ["a fox"]),
        ("a.json", '{"prompt": "a fox", "params": ["--ar 1:1", "a note"]}', ["a fox"]),
        ("a.json", '{"prompt": "a fox", "params": ["--ar 1:1", 7]}', ["a fox"]),
        ("a.json", '{"prompt": "a fox", "params": []}', ["a fox"]),
        ("a.json", '{"prompt": "a fox", "params": [["--ar 1:1"]]}', ["a fox"]),
    ],
)
def test_a_list_of_whole_parameters_beside_the_prompt_is_joined(name: str, text: str, expected: list[str]) -> None:
    assert [prompt.text for prompt in find(name, text.encode(), ALL)] == expected
