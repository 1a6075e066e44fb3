"""The last proof before a file is written: of all that its format can express, only the intended values changed."""

from __future__ import annotations

from collections import Counter

import pytest

from promptlint.project.structure import only_changes

OLD, NEW = "a fox --ar16:9", "a fox --ar 16:9"
# For each format a text in which @ is the value that changes, and texts that are not the same but for that value.
FORMATS = [
    (
        "a.json",
        '{"p": "@", "n": 1, "l": ["x", 1.0, true, null], "o": {"k": "v"}}',
        [
            '{"p": "@", "n": 1, "l": ["y", 1.0, true, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 2, "l": ["x", 1.0, true, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.00, true, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, false, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true, "null"], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true], "o": {"k": "v"}}',
            '{"p": "@", "n": "1", "l": ["x", 1.0, true, null], "o": {"k": "v"}}',
            '{"q": "@", "n": 1, "l": ["x", 1.0, true, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true, null], "o": {"l": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true, null], "o": ["v"]}',
            '{"n": 1, "p": "@", "l": ["x", 1.0, true, null], "o": {"k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true, null], "o": {"k": "v", "k": "v"}}',
            '{"p": "@", "n": 1, "l": ["x", 1.0, true, null], "o": {"k": "v"}',
        ],
    ),
    (
        "a.json",
        '// a comment\n{"p": "@", "n": 1, "l": ["x", {"k": true}],}',
        [
            '// a comment\n{"p": "@", "n": 2, "l": ["x", {"k": true}],}',
            '// a comment\n{"p": "@", "n": "1", "l": ["x", {"k": true}],}',
            '// a comment\n{"p": "@", "n": 1, "l": ["x", {"j": true}],}',
            '// a comment\n{"p": "@", "n": 1, "l": ["x", {"k": true}, 1],}',
            '// a comment\n{"p": "@", "n": 1, "l": {"x": {"k": true}},}',
            '// a comment\n{"q": "@", "n": 1, "l": ["x", {"k": true}],}',
        ],
    ),
    (
        "a.jsonl",
        '{"p": "@"}\n\n{"p": "x"}\n',
        ['{"p": "@"}\n\n{"p": "y"}\n', '{"p": "@"}\n{"p": "x"}\n', '{"p": "@"}\n\n', '{"p": "@"}\n\n{"p": "x"}\n{}'],
    ),
    (
        "a.toml",
        'p = "@"\nn = 1\nf = 1.50\n[t]\nk = ["x", 2020-01-01]\n',
        [
            'p = "@"\nn = 2\nf = 1.50\n[t]\nk = ["x", 2020-01-01]\n',
            'p = "@"\nn = 1\nf = 1.5\n[t]\nk = ["x", 2020-01-01]\n',
            'p = "@"\nn = true\nf = 1.50\n[t]\nk = ["x", 2020-01-01]\n',
            'p = "@"\nn = 1\nf = 1.50\n[u]\nk = ["x", 2020-01-01]\n',
            'p = "@"\nn = 1\nf = 1.50\n[t]\nk = ["x", 2020-01-02]\n',
            'p = "@"\nn = 1\nf = 1.50\n[t]\nk = ["x", "2020-01-01"]\n',
            'p = "@"\nn = 1\nf = 1.50\n[t]\nk = ["x"\n',
        ],
    ),
    (
        "a.csv",
        'p,n\n@,1\n"x, y",2\n',
        ['p,n\n@,2\n"x, y",2\n', 'p,n\n@,1,\n"x, y",2\n', 'p,n\n@,1\nx, y,2\n', 'p,n\n@,1\n', 'p,q\n@,1\n"x, y",2\n'],
    ),
    ("a.csv", 'n, p\n1, "@"\n', ['n, p\n2, "@"\n', 'n, q\n1, "@"\n']),
    (
        "a.yaml",
        "# c\np: @\nn: 1\nl: [x, 'y']\nb: |\n  z\n",
        [
            "# c\np: @\nn: 2\nl: [x, 'y']\nb: |\n  z\n",
            "# c\np: @\nn: '1'\nl: [x, 'y']\nb: |\n  z\n",
            "# c\np: @\nn: 1\nl: [x, y]\nb: |\n  z\n",
            "# c\np: @\nn: 1\nl: {x: 'y'}\nb: |\n  z\n",
            "# c\np: @\nn: 1\nl: [x, 'y']\nb: |\n  z\n  z\n",
            "# c\np: @\nn: 1\nl: [x, 'y']\nb: >\n  z\n",
            "# c\np: @\nn: !!str 1\nl: [x, 'y']\nb: |\n  z\n",
            "# c\np: &a @\nn: 1\nl: [x, 'y']\nb: |\n  z\n",
            "# c\np: @\nn: 1\nl: [x, 'y'\nb: |\n  z\n",
        ],
    ),
    ("a.yaml", "p: @\nq: &a x\nr: *a\n", ["p: @\nq: &a y\nr: *a\n", "p: @\nq: &b x\nr: *b\n", "p: @\nq: &a x\nr: x\n"]),
    (
        "a.py",
        'p = "@"\nn = 1\ndef f(a, b="x"):\n    return a + 1 + 2.0\n',
        [
            'p = "@"\nn = True\ndef f(a, b="x"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 2\ndef f(a, b="x"):\n    return a + 1 + 2.0\n',
            'q = "@"\nn = 1\ndef f(a, b="x"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 1\ndef f(a, b="y"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 1\ndef f(a, c="x"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 1\ndef f(a, b="x"):\n    return a - 1 + 2.0\n',
            'p = "@"\nn = 1\ndef f(a, b="x"):\n    return a + 1 + 3.0\n',
            'p = b"@"\nn = 1\ndef f(a, b="x"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 1\nasync def f(a, b="x"):\n    return a + 1 + 2.0\n',
            'p = "@"\nn = 1\ndef f(a, b="x"):\n    return\n',
            'p = "@"\nn = 1\ndef f(a, b="x"):\nreturn a + 1 + 2.0\n',
        ],
    ),
    ("a.txt", "@\nx\n", ["@\nx\n\n"]),
    (
        "a.md",
        "# h\n\n```json\n{\"p\": \"@\", \"n\": 1}\n```\n\n- x\n",
        [
            "# h\n\n```json\n{\"p\": \"@\", \"n\": 2}\n```\n\n- x\n",
            "# h\n\n```yaml\n{\"p\": \"@\", \"n\": 1}\n```\n\n- x\n",
            "## h\n\n```json\n{\"p\": \"@\", \"n\": 1}\n```\n\n- x\n",
            "# h\n\n```json\n{\"p\": \"@\", \"n\": 1}\n```\n\nx\n",
            "# h\n\n```json\n{\"p\": \"@\", \"n\": 1}\n```\n\n\n- x\n",
            "# h\n\n```json\n{\"p\": \"@\", \"n\": 1\n```\n\n- x\n",
        ],
    ),
    ("a.md", "---\np: @\nn: 1\n---\n\nx\n", ["---\np: @\nn: 2\n---\n\nx\n", "---\np: @\nn: '1'\n---\n\nx\n"]),
]  # fmt: skip
WRONG = [(name, text, wrong) for name, text, bad in FORMATS for wrong in bad]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _ in FORMATS])
def test_the_intended_change_is_the_only_one(name: str, text: str) -> None:
    before, after = text.replace("@", OLD), text.replace("@", NEW)
    assert only_changes(name, before, after, Counter({(OLD, NEW): 1}))
    assert only_changes(name, before, before, Counter())


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _ in FORMATS if name != "a.txt"])
def test_a_change_that_is_not_intended_is_seen(name: str, text: str) -> None:
    before, after = text.replace("@", OLD), text.replace("@", NEW)
    assert not only_changes(name, before, after, Counter())
    assert not only_changes(name, before, after, Counter({(OLD, "a fox"): 1}))
    assert not only_changes(name, before + after, after + after, Counter({(OLD, NEW): 0}))


@pytest.mark.parametrize(("name", "text", "wrong"), WRONG)
def test_whatever_else_changes_is_seen(name: str, text: str, wrong: str) -> None:
    assert not only_changes(name, text.replace("@", OLD), wrong.replace("@", NEW), Counter({(OLD, NEW): 1}))


SUM = 'p = f"{x} @" + y + "z"\n'


@pytest.mark.parametrize(
    "wrong",
    [
        'p = f"{w} @" + y + "z"\n',
        'p = f"{x} @" + x + "z"\n',
        'p = f"{x} @" + y + "y"\n',
        'p = f"{x} @" "z"\n',
        'p = f"{x!r} @" + y + "z"\n',
    ],
)
def test_a_sum_of_texts_is_one_value_whose_code_stays(wrong: str) -> None:
    values = Counter({("${x} " + OLD + "${y}z", "${x} " + NEW + "${y}z"): 1})
    assert only_changes("a.py", SUM.replace("@", OLD), SUM.replace("@", NEW), values)
    assert not only_changes("a.py", SUM.replace("@", OLD), wrong.replace("@", NEW), values)


def test_each_value_changes_as_often_as_it_is_meant_to() -> None:
    before, after = f'["{OLD}", "{OLD}"]', f'["{NEW}", "{NEW}"]'
    assert only_changes("a.json", before, after, Counter({(OLD, NEW): 2}))
    assert not only_changes("a.json", before, after, Counter({(OLD, NEW): 1}))


@pytest.mark.parametrize(("text", "stays"), [("p: @", False), ('p: "@"', True), ("p: |\n  @", True)])
def test_a_text_of_yaml_does_not_become_something_else(text: str, stays: bool) -> None:
    values = Counter({("yes, a fox", "yes"): 1})
    assert only_changes("a.yaml", text.replace("@", "yes, a fox"), text.replace("@", "yes"), values) is stays


def test_code_that_is_not_complete_keeps_its_text() -> None:
    before, after = ('```json\n{"p": "' + each + '"\n```\n' for each in (OLD, NEW))
    assert not only_changes("a.md", before, after, Counter({(OLD, NEW): 1}))
    assert only_changes("a.md", before, before, Counter())
