"""Text files: a list of prompts, a document that holds some, blocks between blank lines."""

from __future__ import annotations

import pytest

from promptlint.sources.heuristics import _is_used, is_prose
from promptlint.sources.hosts import ReadOptions, find

CASES = {
    "one a line": ("a cat\n\n# a comment\na dog --ar 1:1\n", ["a cat", "a dog --ar 1:1"]),
    "faulty ones": ("a cat v6\na dog --ar 16x9\na bird --v 7 flying\n", ["a cat v6", "a dog --ar 16x9", "a bird --v 7 flying"]),
    "numbered": ("1. a cat --v 7\n2) a dog --v 7\n", ["a cat --v 7", "a dog --v 7"]),
    "numbered and quoted": ('1. "a cat"\n2. "a dog"\n', ["a cat", "a dog"]),
    "quoted, with a mark behind": ("\"a cat\",\n“a dog”.\n'an owl';\n", ["a cat", "a dog", "an owl"]),
    "in back-ticks": ("`a cat`\n``a dog``\n", ["a cat", "a dog"]),
    "back-ticks around nothing": ("a cat\n``\na dog\n", ["a cat", "``", "a dog"]),
    "back-ticks that are no pair": ("``a cat`\na dog\n", ["``a cat`", "a dog"]),
    "quotes that are no pair": ('1. "red" car, "blue" car, "new"\n2. "a "big" cat"\n', ['"red" car, "blue" car, "new"', 'a "big" cat']),
    "numbered with a slash": ("1/ a cat --v 7\n2/ a dog --v 7\n", ["a cat --v 7", "a dog --v 7"]),
    "bullets": ("- a cat --v 7\n* a dog\n", ["a cat --v 7", "a dog"]),
    "no final line ending": ("a cat --v 7", ["a cat --v 7"]),
    "old line endings": ("a cat\ra dog\r", ["a cat", "a dog"]),
    "labels and commands": (
        "Hero:\n/imagine a cat --v 7\n\nFooter (f.jpg):\n/imagine prompt: a dog --v 7\n",
        ["a cat --v 7", "a dog --v 7"],
    ),
    "a document": ("## Midjourney\nUse --v 7.\n\n1. a red cat --v 7\n2. a blue dog --v 7\n", ["a red cat --v 7", "a blue dog --v 7"]),
    "brackets around parameters": (
        "a pier (--ar 9 by 16) --v 7\na mill （--ar 3:2）\n",
        ["a pier (--ar 9 by 16) --v 7", "a mill （--ar 3:2）"],
    ),
    "a rule": ("a cat\n---\na dog\n====\n", ["a cat", "a dog"]),
    "too short for a rule": ("a cat\n--\na dog\n", ["a cat", "--", "a dog"]),
    "code on one line": ("Examples:\n```a red cat --v 7```\n```a blue dog --ar 1:1```\n", ["a red cat --v 7", "a blue dog --ar 1:1"]),
    "a lone fence": ("```\na red cat --v 7\na blue dog --v 7\n", ["```", "a red cat --v 7", "a blue dog --v 7"]),
    "one line of code": ("An example:\n```a red cat in the snow by the sea --v 7```\n", ["a red cat in the snow by the sea --v 7"]),
    "a glossary": ("Vary: makes variants\nUpscale: makes it large\nMore: runs again\nEdit: opens the editor\n", []),
    "a label and a ratio": ("a sign that reads:\na red hut ar 3:2\n", ["a sign that reads:", "a red hut ar 3:2"]),
    "an instruction": (
        (
            'You will write prompts for Midjourney, a program that draws.\n"a" is what is to be seen\n'
            "Here is the structure: /imagine prompt: a, b, c --ar x\nYour goal is a good prompt.\n"
        ),
        [],
    ),
    "orders to a model that writes": (
        "Generate a script for Midjourney to draw an oil painting of a dog\nGenerate a script for Midjourney to draw a clay cat\n",
        [],
    ),
    "rules about parameters": (
        (
            "Rules of the house\n- Use --ar 16:9 for wide views\n- `--s 250` for people\n- Add --style raw when a photo is asked for\n"
            "- Always end with --v 7\nSay no more than that\nUser: a hen\nAssistant: a hen in the rain, soft light --ar 1:1 --v 7\n"
            "1. Read the wish\n2. Write one line\n"
        ),
        ["a hen in the rain, soft light --ar 1:1 --v 7"],
    ),
    "parameters explained": (
        "# Task\nYou write.\n--ar: 1:1 for feeds, 9:16 for stories\n--s: from 50 to 250\n--no: e.g. --no hands\na hen --v 7 --s 50\n",
        ["a hen --v 7 --s 50"],
    ),
    "a manual in Chinese": (
        (
            "使用手册\n一、规则\n1. 描述在前。\n2. 海报一律 --ar 2:3，头图一律 --ar 16:9。\n3. 角色请改用 --niji 7。\n"
            "二、范例\n一只小猫，水墨画 --ar 2:3\n"
        ),
        ["一只小猫，水墨画 --ar 2:3"],
    ),
    "rules in Chinese": (
        "【Midjourney V7】\n- 输出语言：英文\n- 用 `--ar 16:9` 表达画幅\n- 用 `--s 200` 表达强度\n- 不要使用权重\n- 画幅在设置里\n",
        [],
    ),
    "tags around instructions": (
        'You describe scenes.\n<scene>\n<light>soft</light>\n<camera lens="35">\nClose up, no text\n</camera>\n</scene>\n',
        [],
    ),
    "one rule among prompts": ("a red cat\nUse --ar 16:9\na blue dog --v 7\n", ["a red cat", "Use --ar 16:9", "a blue dog --v 7"]),
    "one line about Midjourney": (
        "a red cat\nDrawn with Midjourney\na blue dog --v 7\n",
        ["a red cat", "Drawn with Midjourney", "a blue dog --v 7"],
    ),
    "sections of a list": (
        "Hens:\na hen v6\n\nShips:\na boat v6\n\nTrees:\nan oak --ar16:9\n",
        ["a hen v6", "a boat v6", "an oak --ar16:9"],
    ),
    "sections in Markdown": ("## Hens\na hen v6\n## Ships\na boat --ar16:9\n", ["a hen v6", "a boat --ar16:9"]),
    "sections in Chinese": ("动物：\n一只母鸡 v6\n\n船：\n一条小船 v6\n", ["一只母鸡 v6", "一条小船 v6"]),
    "spaced rules": ("a cat\n* * *\na dog\n- - -\n", ["a cat", "a dog"]),
    "titles between rules": ("--- 1. HENS ---\na red hen --v 7\n=== owls ===\na blue owl\n", ["a red hen --v 7", "a blue owl"]),
    "parameters between rules": ("--- a red hen --ar 1:1 ---\n", ["--- a red hen --ar 1:1 ---"]),
    "marked prompts": (
        "prompts I like\nHens\nfile: hens.jpg\n/imagine a red hen --v 7\n\nOwls\n1. /imagine a blue owl\n",
        ["a red hen --v 7", "a blue owl"],
    ),
    "not all are marked": ("/imagine a red hen --v 7\na blue owl v6\na grey heron\n", ["a red hen --v 7", "a blue owl v6", "a grey heron"]),
    "sentences": (
        "A red hen on a fence in the snow.\nA heron stands in a river. Mist, soft light.\nAn owl reads a book by candlelight.\n",
        [
            "A red hen on a fence in the snow.",
            "A heron stands in a river. Mist, soft light.",
            "An owl reads a book by candlelight.",
        ],
    ),
    "sentences among explanations": (
        "Vary: makes variants of it\nUpscale: makes it large\nIt is easy to do so in the menu.\nThe picture is kept as it was.\n",
        [],
    ),
    "what a model is told": ("Describe it for Midjourney in a few words. No commands or parameters.\n", []),
    "a title of prompts": ("My Midjourney prompts\na red hen\n", ["a red hen"]),
    "a wrapped prompt in a document": (
        (
            "FINAL PROMPT:\n-------------\nA lone hen walks along a wet road between two colossal barns,\nseen from afar at night, "
            "cold foggy air and light snow on fields,\nmuted colors, soft light of the moon, a calm and lonely mood, wide\nand quiet\n"
            '--ar 21:9 --v 7\n\nSETTINGS USED:\nRatio: 21:9\nStyle: raw\n\nNOTES ON IT:\n- "--style raw" is used to keep it plain\n'
        ),
        [
            (
                "A lone hen walks along a wet road between two colossal barns, seen from afar at night, cold foggy air and light "
                "snow on fields, muted colors, soft light of the moon, a calm and lonely mood, wide and quiet --ar 21:9 --v 7"
            )
        ],
    ),
    "parameters in front of the words": (
        "a hen\n--ar 16:9 a fox in snow --v 7\n--ar 1:1\n--sref https://a.net/x.png\n",
        ["a hen", "--ar 16:9 a fox in snow --v 7"],
    ),
    "empty": ("\n \n", []),
}


NAMED = [
    (
        "notes.txt",
        "Too flat\tMore contrast\nFor chats: change what is asked for, and keep the rest.\nOther tools: natural language only\nA table\n",
        [],
    ),
    ("notes.txt", "a red hut\na blue lamp\n", ["a red hut", "a blue lamp"]),
    ("notes.txt", "Rules:\nBe brief\nKeep it\na red hut in snow --v 7\n", ["a red hut in snow --v 7"]),
    ("my-prompts.txt", "a red hut\na blue lamp\na wet hen\na red hut --v 7\n", 4),
    ("my-prompts.txt", "A wide view of the hut in the snow.\na blue lamp\na wet hen\n", 3),
    ("seed.sql.txt", "INSERT INTO models VALUES\n(1, 'x', 'y');\nDELETE FROM a;\n", []),
]


@pytest.mark.parametrize(("name", "text", "expected"), NAMED)
def test_a_third_of_a_list_has_parameters_or_nothing_is_of_a_document(name: str, text: str, expected: list[str] | int) -> None:
    found = [prompt.shown for prompt in find(name, text.encode())]
    assert (len(found) if isinstance(expected, int) else found) == expected


@pytest.mark.parametrize("case", CASES)
def test_lines(case: str) -> None:
    text, expected = CASES[case]
    assert [prompt.shown for prompt in find("midjourney.txt", text.encode())] == expected


def test_the_linter_sees_the_command_and_the_quotes_of_a_list() -> None:
    (found,) = find("a.txt", b'/imagine prompt: "a cat --v 7"\n')
    assert found.text == '/imagine prompt: "a cat --v 7"'
    assert found.shown == "a cat --v 7"
    assert found.position(0) == (1, 1)


@pytest.mark.parametrize("around", [" ", "\t", " \u3000 "])
def test_white_space_around_a_line_is_no_part_of_the_prompt(around: str) -> None:
    text = f"{around}# a comment{around}\n{around}a cat --v 7{around}\n{around}\n"
    (found,) = find("a.txt", text.encode())
    assert (found.text, found.shown) == ("a cat --v 7", "a cat --v 7")
    assert (found.position(0), found.position(len(found.text))) == ((2, len(around) + 1), (2, len(around) + 12))


def test_blocks() -> None:
    text = b"a red cat,\nin snow\n--v 7\n\n# said twice\nan owl\n\n\n"
    first, second = find("a.prompt", text, ReadOptions(blocks=True))
    assert (first.text, first.wrapped, first.line, first.end_line) == ("a red cat, in snow --v 7", True, 1, 3)
    assert (second.text, second.wrapped, second.line) == ("an owl", False, 6)
    assert first.position(first.text.index("--v")) == (3, 1)


def test_a_line_of_ten_megabytes() -> None:
    data = b"a cat " + b"x" * 10_000_000 + b" --v 7\na dog\n"
    assert [len(prompt.text) for prompt in find("a.txt", data)] == [10_000_012, 5]


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("雪の中の狐 --ar 16:9 --v 7。", False),  # a full stop alone is a slip of a prompt
        ("アスペクト比は --ar 16:9 を使います。", True),
        ("アスペクト比は --ar 16:9 を使います", False),
    ],
)
def test_a_sentence_about_parameters_in_japanese(line: str, prose: bool) -> None:
    assert is_prose(line) is prose


@pytest.mark.parametrize(
    ("name", "values", "used"),
    [("ar", ["16:9"], True), ("chaoss", ["50"], True), ("chaoss", ["much"], False), ("threads", ["4"], False), ("cw", ["weight"], False)],
)
def test_a_parameter_is_used_if_it_is_one_and_has_a_value_that_fits(name: str, values: list[str], used: bool) -> None:
    assert _is_used(name, values) is used
