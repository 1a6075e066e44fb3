"""Prompts in Markdown and in text written like it, and text that only looks like one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from promptlint.cli.main import main
from promptlint.diagnostics import Edit
from promptlint.sources.hosts import ReadOptions, find

HEAD = "# Midjourney prompts\n\n"


def shown(text: str, name: str = "midjourney-prompts.md") -> list[str]:
    return [prompt.shown for prompt in find(name, text.encode(), ReadOptions())]


PROMPTS = {
    "commands in a fence of shell": (
        "```bash\n# a shop\n/imagine prompt: a red shoe on white --s 0 --v 6\n\n# a hen\n/imagine prompt: a wet hen --c 80 --v 6\n```\n",
        ["a red shoe on white --s 0 --v 6", "a wet hen --c 80 --v 6"],
    ),
    "a command after a label about parameters": (
        "With parameters: /imagine prompt: a hen on a fence --ar 3:2 --c 70\n",
        ["a hen on a fence --ar 3:2 --c 70"],
    ),
    "short lines that break off at a comma": ("> a red fox in snow,\n> late light --ar 3:2\n", ["a red fox in snow, late light --ar 3:2"]),
    "a command behind a label in a sentence": (
        "*The picture is from Midjourney. Prompt: /imagine A red fox in snow --no text, logo*\n",
        ["A red fox in snow --no text, logo"],
    ),
    "parameters in front of the words": (
        "```\n-cref https://a.net/x.png a red fox, snow --v 6\n```\n",
        ["-cref https://a.net/x.png a red fox, snow --v 6"],
    ),
    "parameters that may lack a value": (
        "```\na hen in snow --ar 1:1 --niji\nan owl at dusk --ar 1:1 --niji\n```\n",
        ["a hen in snow --ar 1:1 --niji", "an owl at dusk --ar 1:1 --niji"],
    ),
    "a short text under a label": (
        "**Main prompt (keep it short):**\n```\na fox\n```\n\n```\na hen --v 7\n```\n\n```\nan owl --v 7\n```\n",
        ["a fox", "a hen --v 7", "an owl --v 7"],
    ),
    "a paragraph below each heading": (
        (
            "### 1. Hen\nA wet hen on a fence, grey sky, 50mm lens at f/2.8, muted tones\n\n### 2. Owl\nA barn owl at night, moonlight, "
            "soft film grain, 1970s style\n\n### 3. Heron\nA grey heron in a river, mist, long exposure, pale colours, v6\n\n"
            "## Order\n1. Hen first, then the owl, then the heron in the river at dawn\n"
        ),
        [
            "A wet hen on a fence, grey sky, 50mm lens at f/2.8, muted tones",
            "A barn owl at night, moonlight, soft film grain, 1970s style",
            "A grey heron in a river, mist, long exposure, pale colours, v6",
        ],
    ),
    "semicolons in a description": (
        "```\na red fox in deep snow; wearing a blue scarf [+STYLE]\n```\n",
        ["a red fox in deep snow; wearing a blue scarf [+STYLE]"],
    ),
    "a command in the middle of a fence": (
        "```\n@artist Make the hero image.\n- clean\n\nPrompt: /imagine prompt: a red fox, snow --ar 16:9\n\nSize: 1920x1080\n```\n",
        ["a red fox, snow --ar 16:9"],
    ),
    "in tags": (
        "```\n<example>a red fox in snow --v 7</example>\n```\n\nan owl at night --ar 3:2<br>\n",
        ["a red fox in snow --v 7", "an owl at night --ar 3:2"],
    ),
    "a quoted text among steps": (
        '```\nStep 1\n"List five ideas for a logo."\n\nStep 2\n"a logo of a fox, flat,\n one color --v 7 --s 250"\n × 20 of it\n```\n',
        ["a logo of a fox, flat, one color --v 7 --s 250"],
    ),
    "two quoted texts in a fence": (
        '```\n"a box of fruit,\nsunlight --ar 4:5 --v 6.1"\n\n"a table from above --ar 1:1 --v 6.1"\n```\n',
        ["a box of fruit, sunlight --ar 4:5 --v 6.1", "a table from above --ar 1:1 --v 6.1"],
    ),
    "an example below a formula": (
        "```\n主體 + 風格\n\n範例：\na red fox,\nin snow --ar 3:2\n```\n\n```\nStyle: bold\nExample:\nan owl,\nat night --ar 3:2\n```\n",
        ["a red fox, in snow --ar 3:2", "an owl, at night --ar 3:2"],
    ),
    "a command without parameters in a sentence": ("For example: /imagine a red fox in snow\n", ["a red fox in snow"]),
    "a model without its number": (
        "```\na green leaf, flat, simple --ar 1:1 --niji\na blue petal, flat, simple --ar 1:1 --niji\n```\n",
        ["a green leaf, flat, simple --ar 1:1 --niji", "a blue petal, flat, simple --ar 1:1 --niji"],
    ),
    "an output in a fence": (
        "```\nSkill: poster\n\nInput:\n- it\n\n输出：\n未来科技主视觉海报，赛博朋克风格 --ar 2:3\n```\n",
        ["未来科技主视觉海报，赛博朋克风格 --ar 2:3"],
    ),
    "a prompt in a fence of code": (
        "```py\na drawing of a garden \nseen from above --s 1 --v 4\n```\n\n```bash\na page for a shop, flat --ar 3:2 --v 4\n```\n",
        ["a drawing of a garden seen from above --s 1 --v 4", "a page for a shop, flat --ar 3:2 --v 4"],
    ),
    "a parameter behind a full stop without a space": (
        "```\n一幅水墨画，古旧的宣纸。——ar 16:9\n```\n",
        ["一幅水墨画，古旧的宣纸。——ar 16:9"],
    ),
    "a misspelled parameter alone": ("- a moth on a wall --stylise 200\n", ["a moth on a wall --stylise 200"]),
    "two kinds of dashes": ("- a red fox in snow –-ar 3:4\n", ["a red fox in snow –-ar 3:4"]),
    "remarks of a shell below": (
        "```\n/imagine prompt: a red fox --v 7\n# Pick the best one\n# Use --cref to keep the fox\n```\n",
        ["a red fox --v 7"],
    ),
    "a label below the parameters": (
        "```\na red fox,\nin snow\n--ar 3:2\n\nIn French:\nun renard dans la neige\n```\n",
        ["a red fox, in snow --ar 3:2"],
    ),
    "what to avoid below the parameters": (
        "```\na red fox in snow --ar 3:2\nNegative prompt: blurry, text\n```\n",
        ["a red fox in snow --ar 3:2"],
    ),
    "numbers in brackets": (
        "```\n[fox-1] [1] a red fox --v 7\n[fox-1] [2] a blue owl --v 6\n[3] an owl asleep --v 6\n```\n",
        ["a red fox --v 7", "a blue owl --v 6", "an owl asleep --v 6"],
    ),
    "fence": ("```\na red fox in snow --ar 3:2\n```\n", ["a red fox in snow --ar 3:2"]),
    "tagged fence without parameters": ("```midjourney\na red fox\n```\n", ["a red fox"]),
    "tilde fence in a list": ("- Fox:\n\n  ~~~text\n  a red fox in snow --v 7\n  ~~~\n", ["a red fox in snow --v 7"]),
    "one a line": (
        "```\na red fox --v 7\na blue owl --v 6\n\na cat asleep --ar 1:1\n```\n",
        ["a red fox --v 7", "a blue owl --v 6", "a cat asleep --ar 1:1"],
    ),
    "wrapped": ("```\na red fox,\nin deep snow,\n--ar 3:2 --v 7\n```\n", ["a red fox, in deep snow, --ar 3:2 --v 7"]),
    "wrapped over an empty line": ("```\na red fox in deep snow\n\n--ar 3:2 --v 7\n```\n", ["a red fox in deep snow --ar 3:2 --v 7"]),
    "a line without parameters among others": (
        "```\na cat asleep in the sun\na red fox --v 7\na blue owl --v 6\nan old tree in the fog\n```\n",
        ["a cat asleep in the sun", "a red fox --v 7", "a blue owl --v 6", "an old tree in the fog"],
    ),
    "one a line, each behind a remark": (
        "```midjourney\n# the fox of the first chapter\na red fox --v 7\n// the owl of the second chapter\na blue owl --v 6\n```\n",
        ["a red fox --v 7", "a blue owl --v 6"],
    ),
    "two wrapped ones": (
        "```\na red fox,\nin snow\n--ar 3:2\n\nan owl,\nat night\n--v 7\n```\n",
        ["a red fox, in snow --ar 3:2", "an owl, at night --v 7"],
    ),
    "quoted over lines": ('```\n"a red fox\nin deep snow --ar 3:2"\n```\n', ["a red fox in deep snow --ar 3:2"]),
    "quotes on lines of their own": ("```\n“\na red fox\nin deep snow --ar 3:2\n”\n```\n", ["a red fox in deep snow --ar 3:2"]),
    "quotes and nothing between them": ('```\n"\n"\n```\n', []),
    "behind a command line": (
        "```\nnpm run build --quality 2\na red fox --v 7\na blue owl --v 6\n```\n",
        ["a red fox --v 7", "a blue owl --v 6"],
    ),
    "behind a command that says nothing": ("```\n/imagine --ar 3:2\n/imagine a red fox\n/imagine an owl\n```\n", ["a red fox", "an owl"]),
    "decorated in a fence": ('```\n1. "a red fox --v 7"\n2. "an owl asleep --v 7"\n```\n', ["a red fox --v 7", "an owl asleep --v 7"]),
    "command in a fence": ("```\n/imagine prompt: a red fox --v 7\n```\n", ["a red fox --v 7"]),
    "commands in a fence": ("```\n/imagine a red fox\n/imagine an owl\n```\n", ["a red fox", "an owl"]),
    "label in a fence": ("```\nPrompt: a red fox in snow --v 7\n```\n", ["a red fox in snow --v 7"]),
    "indented code": ("Fox:\n\n    a red fox in snow --v 7\n", ["a red fox in snow --v 7"]),
    "command line": ("Say this:\n/imagine prompt: a red fox\n", ["a red fox"]),
    "list item with escaped dashes": ("- a red fox in snow \\--ar 16:9 \\--v 7\n", ["a red fox in snow \\--ar 16:9 \\--v 7"]),
    "paragraph": ("## Fox\nA red fox in deep snow --ar 3:2\n", ["A red fox in deep snow --ar 3:2"]),
    "wrapped paragraph": (
        "A red fox in deep snow at the edge of a wood,\nlate light --ar 3:2\n",
        ["A red fox in deep snow at the edge of a wood, late light --ar 3:2"],
    ),
    "behind a line that ends in a colon": (
        "This is the one that I like best of all of them:\nA red fox in deep snow --ar 3:2\n",
        ["A red fox in deep snow --ar 3:2"],
    ),
    "behind a line with code": (
        "Write `--no` in front of what you do not want to see\nA red fox in deep snow --ar 3:2\n",
        ["A red fox in deep snow --ar 3:2"],
    ),
    "behind a line with a bold label": (
        "**Fox:** the first of the animals in the old book\nA red fox in deep snow --ar 3:2\n",
        ["A red fox in deep snow --ar 3:2"],
    ),
    "behind a line about the command": (
        "/imagine is what you type in front of each of them\nA red fox in deep snow --ar 3:2\n",
        ["A red fox in deep snow --ar 3:2"],
    ),
    "all in emphasis": (
        "- **A red fox --ar 3:2**\n- __A blue owl --ar 3:2__\n- *A grey cat --ar 3:2*\n- _An old tree --ar 3:2_\n",
        ["A red fox --ar 3:2", "A blue owl --ar 3:2", "A grey cat --ar 3:2", "An old tree --ar 3:2"],
    ),
    "em dashes": ("A red fox in deep snow —ar 3:2 —v 7\n", ["A red fox in deep snow —ar 3:2 —v 7"]),
    "list": ("1. A red fox in snow --ar 3:2\n2. **Owl**: an owl at night --v 7\n", ["A red fox in snow --ar 3:2", "an owl at night --v 7"]),
    "bold label in front of a line": ("**Prompt:** A red fox in snow --v 7\n", ["A red fox in snow --v 7"]),
    "other labels in front of a line": (
        "- **Fox** – a red fox in snow --v 7\n\n*Alternative:* an owl at night --v 7\n",
        ["a red fox in snow --v 7", "an owl at night --v 7"],
    ),
    "tasks": (
        "- [ ] a red fox in snow --v 7\n- [x] ~~an owl at night --v 7~~\n",
        ["a red fox in snow --v 7", "an owl at night --v 7"],
    ),
    "prompt label with its colon outside": ("**Prompt**: A red fox in the deep snow\n", ["A red fox in the deep snow"]),
    "one a line, each without the last value": (
        "```\na red fox, ink --ar 1:1 --niji\nan owl at night, ink --ar 1:1 --niji\n```\n",
        ["a red fox, ink --ar 1:1 --niji", "an owl at night, ink --ar 1:1 --niji"],
    ),
    "prompt label without parameters": ("**Prompt:** A red fox in the deep snow\n", ["A red fox in the deep snow"]),
    "block quote": ("> A red fox in snow --ar 3:2\n", ["A red fox in snow --ar 3:2"]),
    "heading": ("### A red fox in snow --ar 3:2\n", ["A red fox in snow --ar 3:2"]),
    "code span": ("Try `a red fox in snow --ar 3:2` first.\n", ["a red fox in snow --ar 3:2"]),
    "code span behind back-ticks that close nowhere": ("Not ``, but `a red fox in snow --ar 3:2`.\n", ["a red fox in snow --ar 3:2"]),
    "quoted items": ('1. "A red fox in the snow"\n2. "An owl in the night"\n', ["A red fox in the snow", "An owl in the night"]),
    "quote in a sentence": ('Write "a red fox in snow --ar 3:2" and wait.\n', ["a red fox in snow --ar 3:2"]),
    "table": (
        "| File | Prompt |\n|---|---|\n| `a.jpg` | a red fox in snow |\n| b.jpg | `an owl at night --v 7` |\n",
        ["a red fox in snow", "an owl at night --v 7"],
    ),
    "table with rows that are too short and too long": (
        "| File | Prompt |\n|---|---|\n| a.jpg |\n| b.jpg | an owl at night | a red fox in snow --v 7 |\n",
        ["an owl at night"],
    ),
    "table without bars around it": (
        "File | Prompt\n---|---\na.jpg | a red fox in snow\nb.jpg | an owl at night --v 7 |\n| c.jpg | a wet cat --v 7\n",
        ["a red fox in snow", "an owl at night --v 7", "a wet cat --v 7"],
    ),
    "json fence": ('```json\n{"prompt": "a red fox --v 7", "note": "b --v 7"}\n```\n', ["a red fox --v 7"]),
    "template": ("```\n[SUBJECT], in snow --ar 2:3 or 4:5\n```\n", ["[SUBJECT], in snow --ar 2:3 or 4:5"]),
    "a line that breaks off before a value": (
        "```\na red fox in snow, soft\nlight --ar 21:9 --style\nraw --v 6.1\n```\n",
        ["a red fox in snow, soft light --ar 21:9 --style raw --v 6.1"],
    ),
    "two that break off before a value": (
        "```\na red fox in snow --ar\n16:9 --v 7\nan owl at night --ar\n3:2 --v 7\n```\n",
        ["a red fox in snow --ar 16:9 --v 7", "an owl at night --ar 3:2 --v 7"],
    ),
    "a reference in front of the words": (
        "```\n-cref https://a.co/x.png --sref https://a.co/y.png a red fox in snow --ar 3:2 --v 6\n```\n",
        ["-cref https://a.co/x.png --sref https://a.co/y.png a red fox in snow --ar 3:2 --v 6"],
    ),
    "a fence that its author meant to close": (
        "```\na red fox in snow --v 7\n```claude\n\nan owl at night --v 7\n\na grey cat asleep --ar 3:2\n---\n- `--v 7`\n",
        ["a red fox in snow --v 7", "an owl at night --v 7", "a grey cat asleep --ar 3:2"],
    ),
    "parameters as in code": (
        "- a grey heron, ar=16:9, v=7\n- a red mill in fog, ar=3:2, s=2000\n\n```\na wet hen on a fence; ar=3:2; v=7\n```\n",
        ["a grey heron, ar=16:9, v=7", "a red mill in fog, ar=3:2, s=2000", "a wet hen on a fence; ar=3:2; v=7"],
    ),
    "a definition": ("Prompt\n: a fjord at noon --ar 3:2 --v 7\n", ["a fjord at noon --ar 3:2 --v 7"]),
    "verdicts": (
        "❌ a hut in snow --ar 3x2\n\n- Right: a hut --ar 3:2\n- After → a hut --ar 1:1\n",
        ["a hut in snow --ar 3x2", "a hut --ar 3:2", "a hut --ar 1:1"],
    ),
    "fences without parameters by habit": (
        "```\na red fox in deep snow at dawn\n```\n\n```\nan owl in a dark wood at night\n```\n",
        ["a red fox in deep snow at dawn", "an owl in a dark wood at night"],
    ),
}


@pytest.mark.parametrize("case", PROMPTS)
def test_is_a_prompt(case: str) -> None:
    text, expected = PROMPTS[case]
    assert shown(HEAD + text) == expected
    assert shown((HEAD + text).replace("\n", "\r\n")) == expected


HTML = {
    "a table": (
        "<table>\n<td>1</td><td>a red fox in snow --ar 3:2</td>\n<td><code>/imagine prompt: a wet hen --v 7</code></td>\n</table>\n",
        ["a red fox in snow --ar 3:2", "a wet hen --v 7"],
    ),
    "details": ("<details>\n<summary>Fox</summary>\na red fox in snow --ar16:9\n</details>\n", ["a red fox in snow --ar16:9"]),
    "wrapped": ("<pre>\na grey heron in the reeds,\nsoft light --ar 3:2\n</pre>\n", ["a grey heron in the reeds, soft light --ar 3:2"]),
    "emphasis": ('<p align="center"><em>a hen on a fence --ar 3:2</em></p>\n', ["a hen on a fence --ar 3:2"]),
    "tags of instructions": ("<example>\na red fox in snow --v 7\n</example>\n", ["a red fox in snow --v 7"]),
    "code in a line": ("The text <code>a pier in the mist --ar 16:9</code> was used.\n", ["a pier in the mist --ar 16:9"]),
    "a tag that is a slot": ("- a portrait of <subject> in snow --ar 3:2\n", ["a portrait of <subject> in snow --ar 3:2"]),
    "tags between prompts of a fence": (
        "```\n<mj_prompt>\na red fox in snow --v 7\n</mj_prompt>\n<flux>\nA fox sits there.\n</flux>\n```\n",
        ["a red fox in snow --v 7"],
    ),
    "no script": ('<script>\nconst a = "a red fox in snow --ar 3:2";\n</script>\n', []),
}


@pytest.mark.parametrize("case", HTML)
def test_text_between_tags(case: str) -> None:
    text, expected = HTML[case]
    assert shown(text, "notes.md") == expected


def test_a_fix_between_tags_leaves_them(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("<td>a red fox in snow --ar16:9</td>\n", encoding="utf-8")
    assert main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO()) == 0
    assert path.read_text(encoding="utf-8") == "<td>a red fox in snow --ar 16:9</td>\n"


NO_PROMPTS = {
    "a drawing of boxes": "```\n+------+\n| /imagine prompt: a red |\n| fox --ar 3:2           |\n+------+\n```\n",
    "commands of other programs": "- `/draw a white cat by a window --ar 1:1`\n- /draw a white cat by a window --ar 1:1\n",
    "a parameter that is only named": "- Use a picture → get its link and suggest --cw weight\n- the shape of it --ar\n",
    "a value with a word on it": "- 「/imagine プロンプト --ar 16:9で横長、--v 7で最新版」\n",
    "a command in the middle of sentences": "Type it like this: /imagine a red fox in snow. Then press Enter.\n",
    "the form of an output": "```\n- **Prompt:** `/imagine prompt: <it> --params`\n- **Why:** A list of reasons.\n```\n",
    "effects of values": "```\n--chaos 0 → 四张图片非常相似\n--chaos 25 → 适度变化\n--chaos 100 → 最大变化\n```\n",
    "a column about prompts": "| 参数 | 含义 | 本提示词取值 |\n|---|---|---|\n| --no | 排除元素 | glow, aura, energy |\n",
    "options in HTML": "<p>Add at the end <code>--ar 4:5</code></p>\n<tr><td>A wide film still</td><td>--ar 16:9</td></tr>\n",
    "a command with a gap": "- In Discord: /imagine prompt: your idea here...\n",
    "a formula after a command": "`/imagine prompt: [subject], [details], [style], [parameters]`\n",
    "the form of a command": "This is the structure of a prompt: /imagine prompt: a, b, c, d --ar x\n",
    "what a parameter is for": "- Primary tool: Midjourney --tile\n- Midjourney v7 --sref 123\n- For Midjourney --ar 16:9 --v 7\n",
    "prose about a parameter": "The ratio of an image is set with --ar 16:9 or with --aspect 16:9.\n",
    "advice": "- Use --v 6 for most realistic results\n- Add --ar 16:9 for website banner images\n- Always use `--niji 6`\n",
    "label": "Standard settings: --ar 16:9 --v 6\n",
    "suffix in a fence": "Add to each:\n\n```\n--ar 3:4 --style raw --s 750\n```\n",
    "addition in a fence": "Add to each prompt:\n```\nin the style of an engraving, dramatic light and shade, fine linework\n```\n",
    "parts to include": 'Always include:\n- "400x400px transparent PNG"\n- "soft light, no text at all"\n- "--ar 1:1"\n',
    "a remark above parameters": "> Best with this model: **Midjourney v6.1**\n> Usual ratio: `--ar 16:9`\n> Cards: `--ar 1:1`\n",
    "sentences below headings": (
        "### 1. Light\nSay where it comes from, how strong it is, and what it falls on.\n\n### 2. Lens\nName the lens, the film, and the "
        "camera of the photo.\n\n### 3. Mood\nA few words are enough, so pick those that matter, and stop.\n"
    ),
    "instructions under a label": "Prompt:\n```\nYou are a painter and draw what you are told\n```\n\n```\n--v 7\n```\n",
    "code that ends its lines": "```\nlet us take one red fox here;\n```\n",
    "file tree": "```\npublic/\n├── images/\n│   └── fox.jpg --v 7\n```\n",
    "shell": "```bash\npython render.py --seed 42\n$ promptlint lint --quality 2\n```\n",
    "shell without a language": "```\nnpm run build --quality 2\n```\n",
    "css": "```css\na { color: var(--s); }\n```\n",
    "parameter table": "| Parameter | Meaning |\n|---|---|\n| `--ar 16:9` | wide |\n| --v 7 | the model |\n",
    "cell that goes on with a sentence": "| Prompt |\n|---|\n| , in deep snow at night |\n",
    "parameters with long dashes in a tagged fence": "```midjourney\n—ar 3:4 —style raw\n```\n",
    "parameter list in a fence": "```\nAspect ratio: --ar 16:9\nStyle: --style raw\n```\n",
    "em dash at a line's start": "He said:\n— no doubt about it\n",
    "command in mid-sentence": "You type /imagine and then a space.\n",
    "style additions": 'Add these colours to each shot:\n1. "Deep midnight black paint, glass flake"\n2. "Arctic white pearl paint, new"\n',
    "free paragraph": "A red fox stands in the deep snow at dawn, and looks at us.\n",
    "comment of MDX": "{/* a red fox in snow --ar 3:2 */}\n",
    "html comment": "<!-- a red fox in snow --ar 3:2 -->\n",
    "a slot for the prompt of a command": "1. Type `/imagine prompt: [full prompt text]`\n\n/imagine prompt: <your own prompt>\n",
    "columns about prompts": "| Prompt modifier | 프롬프트 설명 |\n|---|---|\n| a close view of the cloth | the first picture of all |\n",
    "files in a fence": "Save them:\n\n```\nchar_SPARK.png\nchar_VISION.png\nchar_STEADY.png\n```\n",
    "work to do in a fence": "```\nMake eight pictures with the prompts above\nSelect the best one of each\n```\n",
    "a form that is explained": "1. **PROMPT 1**: Another style or medium (e.g., oil painting, photography).\n",
    "quoted words to include": '1. **Always include:**\n   - "400x400px transparent PNG"\n   - "soft light of a late evening"\n',
}  # fmt: skip


ABOUT_PARAMETERS = [
    "Portrait settings: ar=3:4, v=7",
    "Portrait settings ar=3:4, v=7",
    "the default is ar=3:4, v=7",
    "an image for the blog uses ar=16:9, s=250",
    "Never exceed --s 500.",
    "Maps get --ar 3:2.",
    "Covers stay at --s 100.",
    "new code, --sref 5521 replaces --sref 1180",
    "old look, --v 6 to --v 7",
    "TODO check --oref on --v 8.2",
    "Querformat mit --ar 21:9, Beiträge mit --ar 4:5.",
    "Für Comics lieber --niji 7 statt --v 8.2 nehmen.",
    "Terminez par --ar 3:4 --v 8.2.",
    "Si quieres otro estilo, cambia --v 8.2 por --niji 7.",
    "横幅用 --ar 16:9，竖版用 --ar 9:16。",
    "不要使用 --q，V8 已不支持。",
    "縦長は --ar 2:3、横長は --ar 16:9 を使います。",
    "写真には --raw を付けると自然になります。",
    "사진에는 --raw 를 붙입니다.",
    "Every picture is wide, so every prompt carries --ar 3:2.",
    "Wide output: you forgot --ar 2:3",
    "Say --stylize, or just --s",
    "风格化建议 --s 100 到 --s 250。",
    "海报一律 --ar 2:3，头图一律 --ar 16:9。",
    "动漫角色请改用 --niji 7。",
    "Suffix for every prompt: `muted ochre and slate, window light --ar 4:5 --v 8.2`",
]


@pytest.mark.parametrize("text", ABOUT_PARAMETERS)
@pytest.mark.parametrize("mark", ["", "- ", "1. ", "> "])
def test_a_line_about_parameters_is_unread(mark: str, text: str) -> None:
    found = find("a.md", f"{HEAD}{mark}{text}\n".encode())
    assert list(found) == []
    assert [(place.line, place.reason) for place in found.unread] == [(3, "in prose")]


@pytest.mark.parametrize(
    "text",
    ["A red fox in snow --ar 16:9.", "a table seen from above --ar 1:1", "一只狐狸，水墨画 --ar 16:9", "a fox in snow --no 文字 --ar 16:9"],
)
def test_a_prompt_like_a_sentence(text: str) -> None:
    assert shown(f"{HEAD}- {text}\n") == [text]


def test_a_prompt_in_a_code_span_of_a_cell() -> None:
    table = '| error | answer |\n|---|---|\n| `--stylise` | "Parameters last, e.g. `a red \\| blue kite --ar16:9`" |\n'
    assert shown(HEAD + table) == ["a red | blue kite --ar16:9"]


def test_a_label_with_a_full_width_colon() -> None:
    assert shown(f"{HEAD}输出：rainy street at night --ar 16:9\n") == ["rainy street at night --ar 16:9"]


@pytest.mark.parametrize("case", NO_PROMPTS)
def test_is_no_prompt(case: str) -> None:
    assert shown(HEAD + NO_PROMPTS[case]) == []


def test_a_fence_without_parameters_needs_the_name_of_midjourney() -> None:
    fence = "```\na red fox in deep snow at dawn\n```\n"
    assert shown(fence, "notes.md") == []
    assert shown(fence, "mj_prompts.md") == ["a red fox in deep snow at dawn"]


def test_a_fragment_among_complete_fences_is_left_out() -> None:
    text = "```\na red fox --v 7\n```\n\n```\nan owl at night --v 7\n```\n\n```\nsoft light, fine grain, muted colours, film look\n```\n"
    assert shown(HEAD + text) == ["a red fox --v 7", "an owl at night --v 7"]


@pytest.mark.parametrize(("ticks", "column", "starred"), [("", 3, None), ("`", 4, (Edit(20, 25, "*one*"),))])
def test_a_table_cell_keeps_its_bar(ticks: str, column: int, starred: tuple[Edit, ...] | None) -> None:
    """A bar would end the cell; stars are text in a code span and would be emphasis outside it."""
    (found,) = find("midjourney.md", f"| Prompt |\n|---|\n| {ticks}a red fox in snow --ar 3:2{ticks} |\n".encode())
    assert (found.form, found.line, found.position(0).column) == ("table-cell", 3, column)
    (edit,) = found.host_edits((Edit(0, 5, "one|two"),)) or ()
    assert edit.text == "one\\|two"
    assert found.host_edits((Edit(0, 5, "*one*"),)) == starred


@pytest.mark.parametrize(
    ("text", "start", "new", "made"),
    [
        ("A red fox in deep snow --ar 3:2\n", 2, "big ", True),
        ("# Midjourney\nA red fox in deep snow --ar 3:2\n", 2, "big ", True),
        ("A red fox in deep snow --ar 3:2\n", 0, "Big ", False),
        ("# Midjourney\nA red fox in deep snow --ar 3:2\n", 0, "Big ", False),
        ("# Midjourney\rA red fox in deep snow --ar 3:2\r", 0, "Big ", False),
        ("```mj\nA red fox --ar 3:2\n```\n", 2, "~", True),
        ("```mj\nA red fox --ar 3:2\n```\n", 0, "~", False),
        ("```mj\rA red fox --ar 3:2\r```\r", 0, "~", False),
        ("> ```mj\n> A red fox --ar 3:2\n> ```\n", 0, "~", False),
        ("```mj\nA red fox --ar 3:2\n```\n", 0, "Big ", True),
    ],
)
def test_what_may_begin_a_line_is_not_written_there(text: str, start: int, new: str, made: bool) -> None:
    """A line of a paragraph begins lists and headings, one of a fence may close it; further on both hold any such text."""
    (found,) = find("midjourney.md", text.encode())
    at = text.index("A red fox") + start
    assert found.host_edits((Edit(start, start, new),)) == ((Edit(at, at, new),) if made else None)


CODE = {
    "bash": 'curl -d \'{"prompt": "a hen --ar 16:9"}\' https://api.mysite.net/imagine\nmj imagine "a hen on a mat --ar16:9 --v 7"\n',
    "Python title=a": "a pier in the fog --ar16:9 --v 7\n",
    "no-such-language": "a pier in the fog --ar16:9 --v 7\n",
}
INNER = "```text\na heron in the snow --ar16:9 --v 7\n```\n"
NO_FIX = {f"a {info} fence": f"```{info}\n{code}```\n" for info, code in CODE.items()} | {
    "a fence in a fence": f"````markdown\n{INNER}````\n",
    "a fence in a fence of prompts": f"````midjourney\n{INNER}````\n",
    "a fence in one of tildes": f"~~~\n{INNER}~~~\n",
    "tildes in a fence": "```\n~~~\na heron in the snow --ar16:9 --v 7\n~~~\n```\n",
    "a fence in a fence in a list": "- Send\n\n  ````\n  ```text\n  a heron in the snow --ar16:9 --v 7\n  ```\n  ````\n",
    "a fence in a quote in a fence": "````\n> ```\n> a heron in the snow --ar16:9 --v 7\n> ```\n````\n",
    "a fence in a numbered item in a fence": "````\n1. ```\n   a heron in the snow --ar16:9 --v 7\n   ```\n````\n",
    "a fence and text in a fence": f"````\nSend it.\n{INNER}Then run it.\n````\n",
    "a JSON fence in a fence": '````\n```json\n{"prompt": "a heron --ar16:9"}\n```\n````\n',
    "a fence in indented code": "Send:\n\n    ```text\n    a heron in the snow --ar16:9 --v 7\n    ```\n",
}


@pytest.mark.parametrize("name", ["midjourney-prompts.md", "midjourney-prompts.txt"])
@pytest.mark.parametrize("text", NO_FIX.values(), ids=NO_FIX)
def test_commands_unknown_code_and_a_fence_in_a_fence_are_never_edited(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(HEAD + text, encoding="utf-8")
    for command in (["lint", "--offline", "--fix", "--unsafe-fixes"], ["format"], ["migrate", "--to", "8.2", "--write"]):
        out, err = io.StringIO(), io.StringIO()
        main([*command, "--isolated", str(path)], io.StringIO(), out, err)
        assert path.read_text(encoding="utf-8") == HEAD + text, command
        assert "fixable" not in err.getvalue()
    out = io.StringIO()
    main(["lint", "--offline", "--isolated", "--output-format", "json", str(path)], io.StringIO(), out, io.StringIO())
    document = json.loads(out.getvalue())
    assert {each["fix"] is None for each in document["diagnostics"]} <= {True}
    assert all(each["fixed"] == each["text"] for each in document["prompts"])


@pytest.mark.parametrize("info", ["", "text", "midjourney", "MJ", "prompt", "{.prompt}", "yaml", "yml", "md", "json", "jsonc"])
def test_prompts_and_data_in_a_fence_are_fixed(tmp_path: Path, info: str) -> None:
    code = '{"prompt": "a heron in the snow --ar16:9 --v 7"}' if "json" in info else "a heron in the snow --ar16:9 --v 7"
    path = tmp_path / "midjourney-prompts.md"
    path.write_text(f"{HEAD}```{info}\n{code}\n```\n", encoding="utf-8")
    main(["lint", "--offline", "--isolated", "--fix", str(path)], io.StringIO(), io.StringIO(), io.StringIO())
    assert path.read_text(encoding="utf-8") == f"{HEAD}```{info}\n{code.replace('ar16', 'ar 16')}\n```\n"


def test_positions_in_nested_containers() -> None:
    text = "# Midjourney\n\n> - x\n>\n>   ```\n>   a red fox --ar 3:2\n>   ```\n"
    (found,) = find("a.md", text.encode())
    assert found.position(0) == (6, 5)
    assert found.position(found.text.index("--ar")) == (6, 15)


@pytest.mark.parametrize(
    ("head", "model"),
    [
        ("# Midjourney v7 prompts\n", "7"),
        ("# Midjourney prompts\n\n| Version | 8.1 |\n|---|---|\n", "8.1"),
        ("# Midjourney prompts\n\n**Version:** 6.1\n", "6.1"),
        ("# Midjourney prompts\n\nVersion: 1.0\n", None),
        ("# Midjourney prompts\n\nVersion 7/12/2026\n", None),
        ("# Prompts\n", None),
    ],
)
def test_the_model_a_head_names(head: str, model: str | None) -> None:
    (found,) = find("a.md", f"{head}\n```\na red fox --ar 3:2\n```\n".encode())
    assert found.model == model


@pytest.mark.parametrize(
    ("name", "line"),
    [("a.md", ["paragraph", "heading"]), ("a.txt", ["txt-line", "txt-line"])],
)
def test_the_form_tells_how_a_prompt_stands_there(name: str, line: list[str]) -> None:
    """In a document that is a text file, a paragraph is a line of text; code and tables are recognized in both."""
    text = "## Fox\nA red fox in snow --v 7\n\n### An owl at night --v 7\n"
    text += "```\na cat asleep --v 7\n```\n\n```\na wet dog,\nin rain --v 7\n```\n"
    text += "\n| Prompt |\n|---|\n| an old tree --v 7 |\n\nTry `a bee in clover --v 7` first.\n"
    assert [prompt.form for prompt in find(name, text.encode())] == [*line, "fence", "fence-wrapped", "table-cell", "inline-code"]


def test_front_matter_is_no_text_and_may_hold_a_directive() -> None:
    text = "---\ntitle: a red fox --ar 3:2\n# promptlint: model=7 target=ttapi\n---\n\n```\na red fox --ar 3:2\n```\n"
    (found,) = find("a.md", text.encode())
    assert (found.line, found.model, found.target) == (7, "7", "ttapi")


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("[SUBJECT], in snow --ar 2:3 or 4:5 --s 50-150", ["[SUBJECT]", "2:3 or 4:5", "50-150"]),
        ("a cat in the snow --niji 6 --ar {16:9 or 2:3}", ["{16:9 or 2:3}"]),
        ("a {{kind}} of cat --seed <number> --ar 1:1", ["{{kind}}", "<number>"]),
        ("<https://s.mj.run/x> a cat --ar 1:1 --no hat or coat", []),
        ("a [link](x) cat --ar 1:1", []),
        ("a red fox in snow --ar 2-3 --v 7", []),  # a ratio has a colon: a mistake, not a range
        ("a castle <lora:ink:0.8> on a [cat:dog:10] hill --ar 1:1", []),  # these are for another program, not to be filled in
    ],
)
def test_slots(text: str, slots: list[str]) -> None:
    (found,) = find("a.md", f"```mj\n{text}\n```\n".encode())
    assert [found.text[start:end] for start, end in found.slots] == slots
    assert found.template is bool(slots)


@pytest.mark.parametrize("text", ["a fox --seed 9 --stylize 100", "wet fox --v 7"])
def test_two_words_are_a_prompt_in_a_fence_where_a_parameter_is_midjourneys_alone(text: str) -> None:
    assert shown(f"# Notes\n\n```\n{text}\n{text}\n```\n", "notes.md") == [text, text]
    assert shown("# Notes\n\n```\nwet fox --seed 9\n```\n", "notes.md") == []


def test_settings_on_the_line_below_are_those_of_the_prompt_above_and_not_of_the_next() -> None:
    first, second = "Prompt: a wide salt desert, two riders", "Prompt: an old mill at dusk, warm windows"
    found = find("midjourney-prompts.md", f"{HEAD}{first}\nSettings: --ar 21:9 --v 7\n\n{second}\n".encode(), ReadOptions())
    assert [each.text for each in found] == ["a wide salt desert, two riders --ar 21:9 --v 7", "an old mill at dusk, warm windows"]
