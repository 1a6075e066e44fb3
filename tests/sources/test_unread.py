"""Unread parameters are counted, and prompts that the syntax of a file cuts off are errors."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from promptlint.cli.main import main
from promptlint.errors import SourceError
from promptlint.sources.hosts import find
from promptlint.sources.names import names_prompt

PROSE = "Styles for Midjourney. For dedicated anime output, also consider --niji 6 alongside --v 7."
FEET = "Cleaner lines and better coherence for feet (default --q 1)."
TEN = (
    "a watercolor of Lyon v6\na mill ar 16:9\na hen --stylise 200\na pier --ar16:9\na lamp --ar 16:9 in the rain --v 7\n"
    "an owl --aspekt 16:9\na boat --v 9\na rope --ar 16:9, --v 7\na bell s 250\na kiln --s 2000\n"
)


def read(name: str, text: str) -> tuple[list[str], list[tuple[int, str]], list[tuple[int, str]]]:
    """The prompts with what was joined to them, the unread places and the cut-off prompts of a file."""
    found = find(name, text.encode())
    prompts = [prompt.text if len(prompt.cells) > 1 else prompt.shown for prompt in found]
    return prompts, [(place.line, place.reason) for place in found.unread], [(cut.line, cut.kind) for cut in found.cut_off]


def lint(path: Path, text: str, *options: str) -> tuple[int, dict, str]:
    path.write_text(text, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    status = main(["lint", "--offline", "--isolated", "--output-format", "json", *options, str(path)], io.StringIO(), out, err)
    return status, json.loads(out.getvalue()), err.getvalue()


@pytest.mark.parametrize("name", ["ten.prompt", "ten.mj", "ten.txt", "-"])
@pytest.mark.parametrize("head", ["", "/imagine prompt: a grey heron --ar 3:2 --v 7\n", "## animals\n", "---\n"])
def test_one_line_never_hides_the_others(name: str, head: str) -> None:
    prompts, unread, _ = read(name, head + TEN)
    assert (prompts[-10:], unread) == (TEN.splitlines(), [])


@pytest.mark.parametrize(
    ("name", "text", "unread"),
    [
        ("a.py", 'A = "a cup by a window --ar 2:3"\nB = "a moth on a wall --stylise 200"\nC = "run --width 200"\n', [2]),
        ("a.ts", 'const a = "a cup by a window --ar 2:3"\nconst b = `a moth ${place} --stylise 200`\n', [2]),
        ("a.py", 'import midjourney\nB = f"a moth on a wall --stylise {value}"\n', [2]),
        ("a.py", 'B = "a moth on a wall --stylise 200"\nC = "run --choas 2"\n', []),  # nothing says that it is about Midjourney
        ("a.json", '{"prompt": "a cat --ar 1:1", "notes": "we tried --stylise 200"}', [1]),
        ("a.json", '{"prompt": "a cat --ar 1:1", "notes": "we tried --stylise and --heights 200"}', []),
    ],
)
def test_a_misspelled_parameter_outside_prompts_is_unread(name: str, text: str, unread: list[int]) -> None:
    assert [line for line, _ in read(name, text)[1]] == unread


@pytest.mark.parametrize(
    ("name", "text", "unread"),
    [
        ("a.json", '{"a": [{"caption": "a hen at dawn v6", "n": 1}, {"prompt": "a b --v 7"}]}', [1]),
        ("a.json", '{"a": [{"caption": "a hen at dawn with model v6", "n": 1}, {"prompt": "a b v6"}]}', []),
        ("a.jsonl", '{"prompt": "a cat --v 7"}\n{"note": "a mill at dusk ar 16:9", "n": 2}\n', [2]),
        ("a.jsonl", '{"note": "a mill at dusk ar 16:9"}\n', [1]),
        ("a.py", 'P = "a cat in the rain --v 7"\nsend("chapter 6", 2)\n', []),
    ],
)
def test_a_parameter_without_its_dashes_at_the_end_of_a_value_is_unread(name: str, text: str, unread: list[int]) -> None:
    assert [line for line, _ in read(name, text)[1]] == unread


LISTS = [
    ("a.prompt", "Animals:\na watercolor of Lyon v6", ["Animals:", "a watercolor of Lyon v6"]),
    ("a.prompt", "a poster that says:\na watercolor of Lyon v6", ["a poster that says:", "a watercolor of Lyon v6"]),
    ("a.txt", "Animals:\na watercolor of Lyon v6", ["a watercolor of Lyon v6"]),
    ("a.prompt", "====\na grey heron v6", ["a grey heron v6"]),
    ("a.json", '["a hen v6","a hen --ar16:9"]', ["a hen v6", "a hen --ar16:9"]),
    ("a.yaml", "- a hen v6\n- a hen --ar16:9\n", ["a hen v6", "a hen --ar16:9"]),
    ("a.json", '[{"text":"a hen v6"},{"text":"a hen --ar16:9"}]', ["a hen v6", "a hen --ar16:9"]),
    ("a.csv", "text\na hen v6\na hen --ar16:9\n", ["a hen v6", "a hen --ar16:9"]),
    ("a.csv", "sep=;\nid;prompt\n1;a heron --ar16:9\n", ["a heron --ar16:9"]),
    (
        "a.json",
        '{"a": {"primary_prompt": "baker at dawn --ar16:9 --v 6", "style_variations": ["kitchen meeting --ar 16:9 --v 6"]}}',
        ["baker at dawn --ar16:9 --v 6", "kitchen meeting --ar 16:9 --v 6"],
    ),
    ("a.csv", "primary prompt,mj parameters\nbaker at dawn,--ar16:9 --v 6\n", ["baker at dawn --ar16:9 --v 6"]),
    ("a.csv", "prompt,params\nbaker at dawn,v6\na hen,wide\n", ["baker at dawn v6", "a hen"]),
    ("a.json", '{"prompt": "baker at dawn", "params": "ar 16:9 v6"}', ["baker at dawn ar 16:9 v6"]),
    ("a.md", "| prompt | params |\n|---|---|\n| baker at dawn --tile | v6 |\n", ["baker at dawn --tile v6"]),
]


@pytest.mark.parametrize(("name", "text", "expected"), LISTS)
def test_all_of_a_list_is_read(name: str, text: str, expected: list[str]) -> None:
    assert read(name, text) == (expected, [], [])


@pytest.mark.parametrize(
    ("name", "text", "cut"),
    [
        ("a.csv", "prompt\na grey heron, oil painting --ar16:9 --v6\n", (2, "cells")),
        ("a.csv", "prompt,note\na heron, grey --ar16:9,x\n", (2, "cells")),
        ("a.csv", "id;prompt\n1;a heron; grey --ar16:9\n", (2, "cells")),
        ("a.tsv", "id\tprompt\n1\ta heron\t grey --ar16:9\n", (2, "cells")),
        ("a.csv", "prompt,note\na heron, grey --ar16:9\n", (2, "columns")),
        ("a.csv", "prompt;note;x\r\na heron; grey; at dawn v6\r\n", (2, "columns")),
        ("a.csv", 'prompt\n"a heron, grey" --ar16:9\n', (2, "quote")),
        ("a.csv", 'id,prompt\n1,"a heron \\"grey\\" one, --ar16:9"\n', (2, "backslash")),
        ("a.yaml", "prompt: a neon sign, color #ff00ff, night --ar16:9\n", (1, "comment")),
        ("a.yaml", "prompts:\n- a neon sign, color #ff00ff, night --ar16:9\n", (2, "comment")),
        ("a.yaml", "prompt: a poster of the #1 fan --ar16:9\n", (1, "comment")),
        ("a.yaml", "prompt: a heron --sref 123 # hero --ar16:9\n", (1, "comment")),
        ("a.csv", "prompt\na heron, grey v6\n", (2, "cells")),
        ("a.yaml", "prompt: a fan #1 v6\n", (1, "comment")),
        ("a.yaml", "prompt: a heron --ar 16:9 #4 niji 6\n", (1, "comment")),
    ],
)
def test_a_prompt_that_is_cut_off(name: str, text: str, cut: tuple[int, str], tmp_path: Path) -> None:
    assert read(name, text) == ([], [], [cut])
    status, document, _ = lint(tmp_path / name, text)
    (finding,) = document["diagnostics"]
    assert (status, finding["code"], finding["severity"], finding["line"]) == (1, "MJ912", "error", cut[0])
    assert finding["message"].startswith("The prompt is cut off before `")
    assert finding["help"].startswith(("Write the prompt in quotes", "Move the closing quote", "Double the quote"))


@pytest.mark.parametrize("comment", ["for the hero", "was --ar 3:2", "v6"])
def test_a_comment_that_adds_no_parameter_cuts_nothing_off(comment: str) -> None:
    assert read("a.yaml", f"prompt: a heron --ar 16:9 # {comment}\n")[::2] == (["a heron --ar 16:9"], [])


@pytest.mark.parametrize(
    "text",
    [
        "prompt, note\na heron, was --ar 3:2 before\n",  # a space follows every comma
        "prompt,note\na heron --v 7, was --v 6\n",  # the prompt has its parameters
        'prompt,note\na heron," was --ar 3:2 before"\n',
        "prompt,params\na heron,--ar 3:2\n",
    ],
)
def test_other_columns_cut_nothing_off(text: str) -> None:
    prompts, _, cut_off = read("a.csv", text)
    assert (len(prompts), cut_off) == (1, [])


@pytest.mark.parametrize("text", ["a heron, grey --ar16:9\na mill, old --ar 16:9 --v 7\n", "1,a hen at dusk v6\n2,a hen at dusk --v 7\n"])
def test_a_table_without_a_header(text: str) -> None:
    with pytest.raises(SourceError, match="has no header"):
        list(find("a.csv", text.encode()))


OLD_FILES = [
    ("a.csv", "id,prompt\r1,a hen --ar16:9\r2,an owl --ar16:9\r"),
    ("a.tsv", "id\tprompt\r1\ta hen --ar16:9\r2\tan owl --ar16:9"),
    ("a.csv", "\ufeffsep=;\rid;prompt\r1;a hen --ar16:9\r2;an owl --ar16:9\r"),
    ("a.jsonl", '{"prompt": "a hen --ar16:9"}\r{"prompt": "an owl --ar16:9"}\r'),
]


@pytest.mark.parametrize(("name", "text"), OLD_FILES)
def test_a_file_with_nothing_but_carriage_returns(name: str, text: str, tmp_path: Path) -> None:
    assert read(name, text) == (["a hen --ar16:9", "an owl --ar16:9"], [], [])
    path = tmp_path / name
    path.write_bytes(text.encode())
    main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO())
    assert path.read_bytes().decode() == text.replace("--ar16:9", "--ar 16:9")


@pytest.mark.parametrize(
    "above",
    ["# export of Friday\n", "Midjourney prompts,\n", "Midjourney,,\n", '"sep=,"\n', "sep=,\nOf Friday\n", "\ufeffsep=,\r\n\r\n"],
)
def test_a_title_is_no_header(above: str) -> None:
    assert read("a.csv", above + "id,prompt\n1,a hen --ar16:9\n") == (["a hen --ar16:9"], [], [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("Prompt (Midjourney)", "Prompt 1", "prompt_1", "prompt1", "Prompt:", "Midjourney prompt v7")),
        *((name, True) for name in ("Prompt for Midjourney", "prompt (final)", "Промпт", "mainPrompt", "primary_prompt", "画像プロンプト")),
        *(
            (name, True)
            for name in ("prompt_used", "Prompt (copy & paste)", "提示词（英文）", "Prompt 提示词", "prompt+params", "PromptES")
        ),
        *(
            (name, False)
            for name in (
                "negative_prompt",
                "negativePrompt",
                "prompt_id",
                "prompt_tokens",
                "system_prompt",
                "dalle_prompt",
                "x",
                "emptyPrompt",
                "copy_prompt",
                "Prompt (negative)",
                "Prompt (DALL-E)",
                "prompt [author]",
            )
        ),
    ],
)
def test_names_of_keys_and_columns(name: str, expected: bool) -> None:
    assert names_prompt(name) is expected
    assert bool(read("a.csv", f"id,{name}\n1,a hen v6\n")[0]) is expected


MARKDOWN = [
    ("| id | prompt |\n|---|---|\n| x | a hen \\| owl --ar16:9 |\n| y | an owl --ar16:9 |\n", ["a hen | owl --ar16:9", "an owl --ar16:9"]),
    (
        "| id | prompt |\n|---|---|\n| x | `a hen \\| owl --ar16:9` |\n| y | an owl --ar16:9 |\n",
        ["a hen | owl --ar16:9", "an owl --ar16:9"],
    ),
    ("| id | prompt |\n|---|---|\n| x \\| y | a hen --ar16:9 |\n", ["a hen --ar16:9"]),
    ("| id \\| n | prompt |\n|---|---|\n| x | a hen --ar16:9 |\n", ["a hen --ar16:9"]),
    (
        "| file | prompt |\n|---|---|\n| a.jpg | Copper rings, blue lamp --ar 16:9 |\n\n| b.jpg | Brass rings, red lamp --ar16:9 |\n",
        ["Copper rings, blue lamp --ar 16:9", "Brass rings, red lamp --ar16:9"],
    ),
    (
        "| b.jpg | Brass rings, red lamp --ar16:9 |\n| c.jpg | Iron rings, lamp v6 |\n",
        ["Brass rings, red lamp --ar16:9", "Iron rings, lamp v6"],
    ),
    ("| a | prompt |\n|---|---|\n| b | rings --v 7 |\n\n## More\n\n| c | lamp --ar16:9 |\n", ["rings --v 7", "lamp --ar16:9"]),
    (
        "| id | scene |\n|---|---|\n| 1 | a hen on a mat v6 |\n| 2 | an owl at dusk --ar16:9 |\n",
        ["a hen on a mat v6", "an owl at dusk --ar16:9"],
    ),
    ("| prompt |\n|---|\n| <b>a hen at dusk</b><br/>in snow --ar16:9<br> |\n", ["a hen at dusk in snow --ar16:9"]),
    ("| prompt |\n|---|\n| a hen at dusk --ar16:9<br>- an owl at dawn v6 |\n", ["a hen at dusk --ar16:9", "an owl at dawn v6"]),
    (
        "| prompt |\n|---|\n| a hen at dusk --ar16:9<br>- an owl at dawn --tile |\n",
        ["a hen at dusk --ar16:9", "an owl at dawn --tile"],
    ),
    (
        "| prompt | params |\n|---|---|\n| a baker at dawn --tile | --v 7 |\n| a hen in snow --v 7 | `--tile` |\n",
        ["a baker at dawn --tile --v 7", "a hen in snow --v 7 --tile"],
    ),
    ("```\nA hen on a mat:\n--ar 16:9 --v 7\n```\n", ["A hen on a mat: --ar 16:9 --v 7"]),
    ("```\na hen on a mat v6\n\nan owl at dusk --ar16:9\n```\n", ["a hen on a mat v6", "an owl at dusk --ar16:9"]),
    (
        "```\na hen on a mat,\nsoft light v6\nan owl on a roof,\nhard light --ar16:9\n```\n",
        ["a hen on a mat, soft light v6", "an owl on a roof, hard light --ar16:9"],
    ),
    ("```\nThree panels:\n1. a hen\n2. an owl\nink --v 7\n```\n", ["Three panels: 1. a hen 2. an owl ink --v 7"]),
    ("```\nHero:\na hen on a mat\n--ar16:9\n```\n", ["a hen on a mat --ar16:9"]),
    ("```\nFalsch: ein Berg --v 7\nRichtig: ein Hafen --ar16:9\n```\n", ["ein Berg --v 7", "ein Hafen --ar16:9"]),
    ("```\n错误：海上的日落 --v 7\n正确：夜晚宁静的港口 --ar16:9\n```\n", ["海上的日落 --v 7", "夜晚宁静的港口 --ar16:9"]),
    ("[^1]: a hen on a mat --ar16:9\n", ["a hen on a mat --ar16:9"]),
    ("```\nSet of icons:\n- anchor\n- lantern\nflat design --v9\n```\n", ["Set of icons: - anchor - lantern flat design --v9"]),
    (
        (
            "**Parameters:** `--ar 16:9 --v 8.2 --oref https://img.mysite.net/a.png`\n\n"
            "**Prompt:**\n\n```\na baker at dawn in a small town\n```\n"
        ),
        ["a baker at dawn in a small town --ar 16:9 --v 8.2 --oref https://img.mysite.net/a.png"],
    ),
    (
        (
            "**Midjourney parameters:** `--ar 16:9 --v 7`\n\n"
            "> a baker at dawn in a small town, soft light\n\n> a miller at noon, dust in the air\n"
        ),
        ["a baker at dawn in a small town, soft light --ar 16:9 --v 7", "a miller at noon, dust in the air --ar 16:9 --v 7"],
    ),
    (
        "共通参数：`--ar 4:5 --v 7`\n\n| 文件 | 提示词 |\n|---|---|\n| a.jpg | `a red fox in snow` |\n| b.jpg | an owl --ar 1:1 |\n",
        ["a red fox in snow --ar 4:5 --v 7", "an owl --ar 1:1"],
    ),
    (
        (
            "**Paramètres communs :** `--ar 4:5 --v 7`\n\n```\na red fox in deep snow at dawn\n```\n\n"
            "## 2\n\n공통 파라미터: `--ar 1:1 --v 7`\n\n```\nan owl in a dark wood at night\n```\n"
        ),
        ["a red fox in deep snow at dawn --ar 4:5 --v 7", "an owl in a dark wood at night --ar 1:1 --v 7"],
    ),
    (
        (
            "## A\n\n**Prompt:** a baker at dawn in a small town\n\n**Parameters:** `--ar 3:2 --v 7`\n\n"
            "## B\n\n```\na miller at noon in the dust\n```\nSettings: --ar 1:1\n"
        ),
        ["a baker at dawn in a small town --ar 3:2 --v 7", "a miller at noon in the dust --ar 1:1"],
    ),
    (
        "| Prompt | Parameters |\n|---|---|\n| a heron in snow | `--ar 3:2` |\n| an owl at night | none |\n\n| a red fox | --v 7 |\n",
        ["a heron in snow --ar 3:2", "an owl at night", "a red fox --v 7"],
    ),
    (
        "```\nBAD:  sunset\nGOOD: quiet harbour at dawn,\n      long shadows --ar 16:9 --v 7\n```\n",
        ["sunset", "quiet harbour at dawn, long shadows --ar 16:9 --v 7"],
    ),
    (
        '1. HERO COVER (--ar 16:9 --style raw --s 250)\n"A lantern floating in a dark void, moody"\n',
        ["A lantern floating in a dark void, moody --ar 16:9 --style raw --s 250"],
    ),
    ("- a hen on a mat\n- an owl --ar16:9\n- a fox in deep snow\n", ["a hen on a mat", "an owl --ar16:9", "a fox in deep snow"]),
    ("> a heron in the snow\n> --ar 16:9 --v 7\n", ["a heron in the snow --ar 16:9 --v 7"]),
    ("| prompt | params |\n|---|---|\n| a hen in snow | ar=3:2, v=7 |\n", ["a hen in snow ar=3:2, v=7"]),
    ("a heron <!-- note --> in the snow --ar 16:9 --v 7\n", ["a heron in the snow --ar 16:9 --v 7"]),
    ("```\nCreated: [date]\n---\n## Prompt\na harbour --ar 16:9\n```\n", ["a harbour --ar 16:9"]),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_markdown_is_read_whole(text: str, expected: list[str]) -> None:
    assert read("midjourney-prompts.md", text) == (expected, [], [])


@pytest.mark.parametrize(
    ("name", "text", "unread"),
    [
        ("midjourney-prompts.md", PROSE, [(1, "in prose")]),
        ("midjourney-prompts.md", "> " + PROSE, [(1, "in prose")]),
        ("a.txt", "a hen --v 7\n" + PROSE, [(2, "in prose")]),
        ("a.txt", "a hen --v 7\n" + FEET, [(2, "in prose")]),
        ("a.txt", "a hen --v 7\n--ar 16:9 --v 7", [(2, "parameters without a prompt")]),
        ("midjourney-prompts.md", "## Character Reference --cref\n", [(1, "in a heading")]),
        (
            "midjourney-prompts.md",
            '```\nQuestion: "What is it for?"\nOptions:\n  Blog header\n  Poster --ar 2:3\n```\n',
            [(5, "in a fence that does not read as a prompt")],
        ),
        (
            "midjourney-prompts.md",
            "```\nLow stylization, close to the text — --stylize 50\nDefault balance — --stylize 100\n```\n",
            [(2, "in a fence that does not read as a prompt")],
        ),
        (
            "midjourney-prompts.md",
            (
                '- **Alt text:** "A calm meeting place among trees"\n- **Current alt:** "A calm place"\n'
                '- **Render:** "sections/Server.tsx, left half"\n'
            ),
            [],
        ),
        ("a.json", '{"notes": "shot with --ar 16:9"}', [(1, "under the key `notes`")]),
        ("a.csv", "id,notes\n1,shot with --ar 16:9\n", [(2, "in the column `notes`")]),
        ("midjourney-prompts.md", "<!-- an owl in the night --v 6 -->\n", [(1, "in a comment or in HTML")]),
    ],
)
def test_what_is_no_prompt_is_counted(name: str, text: str, unread: list[tuple[int, str]], tmp_path: Path) -> None:
    prompts = ["a hen --v 7"] if text.startswith("a hen") else []
    assert read(name, text) == (prompts, unread, [])
    status, document, err = lint(tmp_path / name, text, "--min-severity", "info", "--select", "MJ9")
    assert (status, document["summary"]["unread"]) == (0, len(unread))
    assert [(each["code"], each["severity"], each["line"]) for each in document["diagnostics"]] == [
        ("MJ911", "info", line) for line, _ in unread
    ]
    assert ("1 location with parameters was not read (list it with --show-prompts)" in err) is bool(unread)


@pytest.mark.parametrize(
    ("name", "text", "prompts", "unread"),
    [
        ("a.csv", "prompt,ar,v,style\na hen,16x9,7,oil\n", ["a hen"], [(2, "in the column `ar`")]),
        (
            "a.csv",
            "prompt, --ar ,--v\na hen,16x9,7\na mill,wide,\n",
            ["a hen", "a mill"],
            [(2, "in the column `--ar`"), (2, "in the column `--v`")],
        ),
        ("a.json", '[{"prompt": "a hen",\n"ar": "16x9", "v": "7"}, {"name": "x", "ar": "16:9"}]', ["a hen"], [(2, "under the key `ar`")]),
        ("a.json", '[{"prompt": "a hen", "params":\n{"ar": "16:9", "seed": "7"}}]', ["a hen"], [(2, "under the key `ar`")]),
        (
            "a.json",
            '{"prompt": "a hen",\n"stylize": 250, "seed": 7, "w": 512, "ar": true, "chaos": null}',
            ["a hen"],
            [(2, "under the key `stylize`")],
        ),
        ("a.json", '{"stylize": 250}', [], []),
        ("a.jsonl", '{"prompt": "a hen"}\n{"prompt": "a hen", "chaos": 10, "id": 3}\n', ["a hen"] * 2, [(2, "under the key `chaos`")]),
        ("a.yaml", "prompt: a hen\niw: 1.5\nparams: {sw: 100}\n", ["a hen"], [(2, "under the key `iw`"), (3, "under the key `sw`")]),
        ("a.json", '{"prompt": "a hen", "other": {"ar": "16:9"}, "b": [{"params": {"ar": "16:9"}}]}', ["a hen"], []),
        ("a.jsonl", '{"prompt": "a hen"}\n{"prompt": "a hen", "flags": {"ar": "16:9"}}\n', ["a hen"] * 2, [(2, "under the key `ar`")]),
        (
            "a.yaml",
            'prompt: a hen\nparams:\n  ar: "16x9"\n  cref: https://a.b/c.png\n',
            ["a hen"],
            [(3, "under the key `ar`"), (4, "under the key `cref`")],
        ),
    ],
)
def test_parameters_by_name_beside_a_prompt_are_counted(name: str, text: str, prompts: list[str], unread: list[tuple[int, str]]) -> None:
    assert read(name, text) == (prompts, unread, [])


@pytest.mark.parametrize(
    ("text", "expected", "unread"),
    [
        ('{"text": "a tug at sea", "params": "--ar 3:2", "id": "x"}', ["a tug at sea --ar 3:2"], []),
        ('{"text": "a tug at sea", "caption": "The harbour", "params": "--ar 3:2"}', [], ["params"]),
        ('{"text": "Use these.", "params": "--quality 80"}', [], []),
        ('{"title": "a tug at sea", "params": "--ar 3:2"}', [], ["params"]),
    ],
)
def test_the_only_text_beside_parameters_is_a_prompt(text: str, expected: list[str], unread: list[str]) -> None:
    assert read("a.json", text) == (expected, [(1, f"under the key `{key}`") for key in unread], [])


@pytest.mark.parametrize("text", ["a hen: in snow --ar 3:2", "[ANIMAL] in snow --ar 3:2", "@hero in snow --ar 3:2"])
def test_yaml_that_lacks_quotes(text: str, tmp_path: Path) -> None:
    status, document, _ = lint(tmp_path / "a.yaml", f"prompt: {text}\n")
    (finding,) = document["diagnostics"]
    assert (status, finding["code"]) == (2, "MJ910")
    assert finding["message"].endswith("; write the text in quotes")


def test_texts_of_merged_maps_of_yaml_are_beside_a_prompt() -> None:
    """The first ones first, but for the keys that the map has."""
    text = (
        "x: &x\n  params: --ar 3:2\ny: &y {params: --tile, z: [1]}\na:\n  <<: *x\n  prompt: a hen\n"
        "b: {<<: [*y, *x], prompt: an owl}\nc: {<<: *x, prompt: a fox, params: --v 7}\nd: {'<<': *x, prompt: a bee}\n"
    )
    assert read("a.yaml", text) == (["a hen --ar 3:2", "an owl --tile", "a fox --v 7", "a bee"], [], [])


def test_a_bare_form_at_the_end_of_a_line_counts_where_there_are_prompts() -> None:
    text = "Look at this:\n\n- watercolors of old Lyon v6\n"
    assert read("notes.md", text)[1] == []
    assert read("notes.md", text + "\n```\na heron in the snow --v 7\n```\n")[1] == [(3, "in prose")]


def test_show_prompts_lists_what_was_not_read(tmp_path: Path) -> None:
    _, document, _ = lint(tmp_path / "a.txt", f"a hen --v 7\n{FEET}\n{FEET}\n", "--show-prompts")
    (place,) = document["unread"]
    assert [prompt["text"] for prompt in document["prompts"]] == ["a hen --v 7"]
    assert (place["line"], place["end_line"], place["text"], place["reason"]) == (2, 3, f"{FEET}\n{FEET}", "in prose")


def test_several_places_are_counted(tmp_path: Path) -> None:
    _, document, err = lint(
        tmp_path / "a.txt", f"{FEET}\na hen --v 7\n{FEET}\nan owl --v 7\n{PROSE}\na fox --v 7\na cat --v 7\na dog --v 7\n"
    )
    assert document["summary"]["unread"] == 3
    assert "3 locations with parameters were not read (list them with --show-prompts)" in err


def test_a_comment_leaves_a_place_out(tmp_path: Path) -> None:
    _, document, err = lint(tmp_path / "a.md", f"<!-- promptlint: ignore[MJ911] advice -->\n{PROSE}\n")
    assert (document["summary"]["unread"], document["diagnostics"]) == (0, [])
    assert "not read" not in err


def test_quiet_never_hides_what_was_not_read(tmp_path: Path) -> None:
    assert lint(tmp_path / "a.txt", "a hen --v 7\n", "--quiet")[2] == ""
    assert lint(tmp_path / "a.txt", f"a hen --v 7\n{FEET}\n", "--quiet")[2] == (
        "1 location with parameters was not read (list it with --show-prompts)\n"
    )


@pytest.mark.parametrize(("name", "text", "kind"), [("a.json", '{"title": "x y"}', "keys"), ("a.csv", "file,size\na,3\n", "columns")])
def test_a_named_file_without_a_prompt_says_what_was_looked_for(name: str, text: str, kind: str, tmp_path: Path) -> None:
    status, _, err = lint(tmp_path / name, text)
    assert status == 0
    assert f"{name}: no prompts found; looked for {kind} named like `prompt`" in err


def test_line_breaks_are_reported_once_a_file(tmp_path: Path) -> None:
    prompts = [f"a hen in the snow,\nnumber {number} --v 7" for number in "123"]
    _, document, _ = lint(tmp_path / "a.json", json.dumps({"prompts": prompts}))
    (finding,) = document["diagnostics"]
    assert (finding["code"], finding["line"]) == ("MJ015", 1)
    assert finding["message"].startswith("3 prompts of this file have line breaks; the first one: ")


def test_lines_of_json_that_are_no_objects_are_read_and_counted() -> None:
    rows = (
        '{"prompt": "a hen --v 7", "notes": "use --ar 16:9", "tags": ["card —ar 3:2"]}\n'
        '"an owl at night --ar 3:2 --v 7"\n'
        '["a mill, old --ar 3:2 --v 7", 5, null]\n'
        '{"prompt": 5, "of": {"which": ["--ar 16:9"]}}\n'
        "5\n"
    )
    prompts, unread, _ = read("a.jsonl", rows)
    assert prompts == ["a hen --v 7", "an owl at night --ar 3:2 --v 7", "a mill, old --ar 3:2 --v 7"]
    assert unread == [(1, "under the key `notes`"), (4, "under the key `which`")]
