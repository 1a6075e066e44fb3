"""What is written for a text in each host, character by character, and what cannot be written there."""

from __future__ import annotations

import pytest

from promptlint.sources.escapes import ESCAPES

ALL = "\"\\'`\n\r\t\b\f\v\x00\x1f\x7f\x9f\xa0\u2028\u2029\ufeff\ud800é🦊"
JSON = "\\\"\\\\'`\\n\\r\\t\\b\\f\\u000b\\u0000\\u001f\\u007f\\u009f\xa0\u2028\u2029\ufeff\\ud800é🦊"
SCRIPT = "'`\\n\\r\\t\\b\\f\\v\\x00\\x1f\\x7f\\x9f\xa0\\u2028\\u2029\\ufeff\\ud800é🦊"
PYTHON = "`\\n\\r\\t\\b\\f\\u000b\\u0000\\u001f\\u007f\\u009f\\u00a0\\u2028\\u2029\\ufeff\\ud800é🦊"
CHARACTERS = [
    ("json", ALL, JSON),
    ("script '", ALL, f'"\\\\\\{SCRIPT}'),
    ('script "', ALL, f'\\"\\\\{SCRIPT}'),
    ("script `", ALL, '"\\\\' + SCRIPT.replace("`", "\\`")),
    ("python '", ALL, f"\"\\\\\\'{PYTHON}"),
    ('python """', ALL, f"\\\"\\\\'{PYTHON}"),
    ("python f'", "{a}'", "{{a}}\\'"),
    ("python '", "\U000e0001", "\\U000e0001"),
    ("csv quoted", 'a "b"\n', 'a ""b""\n'),
    ("yaml single", "it's", "it''s"),
    ("cell", "a|b", "a\\|b"),
    ("code cell", "a|*b*", "a\\|*b*"),
    ("yaml double", "a\u2028\u2029\ufeffb\tc", "a\\u2028\\u2029\\ufeffb\\tc"),
    ("toml basic", 'a"b\\\x01', 'a\\"b\\\\\\u0001'),
]


@pytest.mark.parametrize(("name", "text", "written"), CHARACTERS)
def test_each_character(name: str, text: str, written: str) -> None:
    assert ESCAPES[name](text, "a (x) b", 3, 4) == written


BREAKS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0"
REFUSED = {
    "line": BREAKS,
    "prose": BREAKS + "*_`[]<>|\\&#~",
    "code": BREAKS + "`",
    "cell": BREAKS + "`*_[]<>\\",
    "code cell": BREAKS + "`\\",
    "csv bare": BREAKS + '",;\t|',
    "yaml plain": BREAKS + ",[]{}\t",
    "yaml single": BREAKS + "\t\ud800",
    "yaml block": BREAKS + "\t\x01",
    "yaml double": "\ud800\udfff",
    "toml basic": "\ud800\udfff",
    "toml literal": BREAKS + "'\x01",
    "python raw": BREAKS + "\\\"'{}\x01",
    "script markup": BREAKS + "&{}<>\"'\\\x01",
    "fence": BREAKS,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_host_cannot_hold(name: str) -> None:
    """Each of these characters, and no other printable one of ASCII."""
    write = ESCAPES[name]
    refused = {character for character in map(chr, range(0x20, 0x7F)) if write(f"x{character}y", "- a (z) b", 5, 6) is None}
    assert refused == {character for character in REFUSED[name] if " " <= character <= "~"}
    assert [character for character in REFUSED[name] if write(f"x{character}y", "- a (z) b", 5, 6) is not None] == []


# The span to replace is between the angle quotes.
PLACES = [
    ("fence", "x", "```\n‹a› b", "x"),
    ("fence", "~x", "```\n‹a› b", None),
    ("fence", "`x", "```\n> \t‹a› b", None),
    ("fence", "`x", "```\ra ‹a› b", "`x"),
    ("fence", "~x", "```\r‹a› b", None),
    ("fence", "", "```\n‹a›~b", None),
    ("fence", "", "```\n‹a›b", ""),
    ("fence", "a```b", "x ‹a› b", None),
    ("fence", "a~~~b", "x ‹a› b", None),
    ("fence", "x", "x ‹a\nb› c", None),
    ("prose", "x", "a ‹b›", "x"),
    ("prose", "x", "‹b› c", None),
    ("prose", "x", "a\n  ‹b› c", None),
    ("prose", "x", "a\r\t‹b› c", None),
    ("prose", "x", "a\n- ‹b› c", "x"),
    ("yaml double", " ", 'p: "a‹b›"', " "),
    ("yaml double", " ", 'p: "a‹b›\n c"', None),
    ("yaml double", " ", 'p: "a‹b› \n c"', None),
    ("yaml double", "", 'p: "a ‹b›\n c"', None),
    ("yaml double", "", 'p: "a\n ‹b› c"', None),
    ("yaml double", " x", 'p: "a\n ‹b› c"', None),
    ("yaml double", " x", 'p: "a\r\t‹b› c"', None),
    ("yaml double", "x ", 'p: "a\n ‹b› c"', "x "),
    ("yaml single", "x ", "p: 'a ‹b›'", "x "),
    ("yaml single", "x ", "p: 'a ‹b›\n c'", None),
    ("toml basic", " x", '"""a \\\n  ‹b› c"""', None),
    ("toml basic", "x", '"""a \\\n  ‹b› c"""', "x"),
    ("toml basic", "", '"""a \\\n  ‹b› c"""', None),
    ("toml basic", " x", '"""a \\\\\n  ‹b› c"""', " x"),
    ("toml basic", " x", '"""a \n  ‹b› c"""', " x"),
    ("toml basic", "", '"""‹b›\nc"""', None),
    ("toml basic", "", '"""‹b›c"""', ""),
    ("toml basic", "", '""a‹b›\nc"""', ""),
    ("toml literal", "", "'''‹b›\nc'''", None),
    ("toml literal", "", "'''‹b›\r\nc'''", None),
    ("toml literal", "x", "'''‹b›\nc'''", "x"),
    ("yaml plain", "x", "p: a ‹b› c", "x"),
    ("yaml plain", "x:", "p: a ‹b› c", None),
    ("yaml plain", "x:", "p: a ‹b›c", "x:"),
    ("yaml plain", "x:", "p: a ‹b›", None),
    ("yaml plain", "#x", "p: a ‹b› c", None),
    ("yaml plain", "#x", "p: a‹b› c", "#x"),
    ("yaml plain", "x ", "p: a ‹b›", None),
    ("yaml plain", "x ", "p: a ‹b› c", "x "),
    ("yaml plain", "", "p: a ‹b›\n  c", None),
    ("yaml plain", "7", "p: ‹b› c", None),
    ("yaml plain", "x", "p: ‹b› c", "x"),
    ("yaml plain", "--x", "p: ‹b› c", "--x"),
    ("yaml plain", "-x", "p: ‹b› c", None),
    ("yaml plain", "--7", "p: ‹b› c", None),
    ("yaml plain", "", "p: ‹b›7", None),
    ("yaml plain", "7", "- ‹b› c", None),
    ("yaml plain", "7", "? ‹b› c", None),
    ("yaml plain", "7", "[a, ‹b› c]", None),
    ("yaml plain", "7", "p: a ‹b› c", "7"),
    ("yaml plain", "7", "‹b› c", None),
    ("yaml plain", "7", "p:\n‹b› c", None),
    ("yaml plain", "7", "p:\n  ‹b› c", None),
    ("yaml block", "x", "p: |\n  ‹b› c", "x"),
    ("yaml block", " x", "p: |\n  ‹b› c", None),
    ("yaml block", "", "p: |\n  ‹b› c", None),
    ("yaml block", "x", "p: |\n‹b› c", None),
    ("yaml block", "x", "p: |\r  ‹b› c", "x"),
    ("yaml block", " x", "p: |\n  a ‹b› c", " x"),
    ("yaml block", "x", "p: |\n  a ‹b\n› c", None),
    ("python '", "1", "'\\0‹b›'", None),
    ("python '", "1", "'\\07‹b›'", None),
    ("python '", "1", "'\\077‹b›'", "1"),
    ("python '", "1", "'\\\\0‹b›'", "1"),
    ("python '", "x", "'\\0‹b›'", "x"),
    ("python '", "", "'\\0‹b›1'", None),
    ('python """', "", '"""a"‹b›"c"""', None),
    ('python """', "", '"""a"‹b›c"""', ""),
    ('python """', "x", '"""a"‹b›"c"""', "x"),
    ("python '''", "", "'''a\"‹b›\"c'''", ""),
    ("python '", "", "'\"‹b›\"'", ""),
    ("python raw", "", "r'\\‹b›'", None),
    ("python raw", "", "r'\\‹b›c'", ""),
    ("python raw", "", "r'a‹b›'", ""),
    ("python raw", "x", "r'\\‹b›'", "x"),
    ("script '", "1", "'\\0‹b›'", None),
    ("script '", "1", "'\\x41‹b›'", "1"),
    ("script `", "a${b}", "`x ‹b›`", "a\\${b}"),
    ("script `", "{", "`$‹b›`", "\\{"),
    ("script `", "{", "`a‹b›`", "{"),
    ("script `", "a$", "`‹b›{`", "a\\$"),
    ("script `", "a$", "`‹b›c`", "a$"),
    ("script `", "", "`$‹b›{`", None),
    ("script `", "", "`$‹b›c`", ""),
    ('script "', "${", '"$‹b›{"', "${"),
    ("script markup", "x", "<p>a ‹b› c</p>", "x"),
    ("script markup", "x", "<p>a ‹b&amp;› c</p>", None),
    ("script markup", "x", "<p>a ‹b\nc› c</p>", None),
]


@pytest.mark.parametrize(("name", "text", "host", "written"), PLACES)
def test_what_the_place_decides(name: str, text: str, host: str, written: str | None) -> None:
    start, end = host.index("‹"), host.index("›") - 1
    assert ESCAPES[name](text, host.replace("‹", "").replace("›", ""), start, end) == written
