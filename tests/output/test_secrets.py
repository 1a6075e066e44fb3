"""No output shows the signature, token or password of a link, and no fix loses it."""

from __future__ import annotations

import asyncio
import io
import json
import time
from pathlib import Path

import pytest
from reports import finding, prompt

import promptlint
from promptlint.cli.main import main
from promptlint.diagnostics import Edit, Fix
from promptlint.findings import Totals
from promptlint.links.redact import redacted, veiled
from promptlint.output import FORMATS, RenderOptions, renderer
from promptlint.output.json import as_object
from promptlint.output.rdjson import _joined
from promptlint.output.replacements import replacements

SECRET = "Hush0123456789abcdef"
LINK = f"https://img.pictures.zone/cat.png?w=3&X-Amz-Signature={SECRET}"
# One finding for each way in which a prompt gets into an output: quoted in the message, in the excerpt, in the fix.
PROMPTS = [
    f"{LINK}, a cat --ar16:9 --v 7",
    f'"{LINK} a cat --ar 16:9 --v 7"',
    f"a cat --sref={LINK} --v 7",
    f"a cat --ar 16:9 {LINK} --v 7",
    f"a cat --v 7 --oref {LINK} dogs",
    f"{{{LINK}, red}} a cat --v 7 --cref {LINK}",
    f"a cat --v 7 --nosuch {LINK}",
    f"https://me:{SECRET}@img.pictures.zone/cat.png a cat --v 7",
    f"a cat --sref https://me:{SECRET}@img.pictures.zone/cat.png --ar16:9 --v 7",
    f"https://img.pictures.zone/page.svg?token={SECRET} a cat --v 7",
    *(
        before + f"https://me:{SECRET * 3}@img.pictures.zone/cat.png" + after  # a quote that is cut ends within the password
        for before, after in [
            ("a cat --ar 16:9 ", " --v 7"),
            ("a cat --chaos ", " --v 7"),
            ("a cat --v ", ""),
            ("a cat --seed ", " --seed 5 --v 7"),
            ("a {", "|blue} cat --v 7"),
            ("a {", ", blue} cat --v 7"),
            ('"a cat ', ' --v 7"'),
            ("—ar ", " a cat"),
        ]
    ),
]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The prompts in files of several kinds, where addresses are written in several ways."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("\n".join(PROMPTS) + "\n")
    escaped = json.dumps([{"prompt": text} for text in PROMPTS]).replace("&", "\\u0026").replace("/", "\\/")
    (tmp_path / "b.json").write_text(escaped)
    (tmp_path / "c.yaml").write_text("prompts:\n" + "".join(f"  - prompt: {json.dumps(text)}\n" for text in PROMPTS))
    (tmp_path / "d.md").write_text("".join(f"```\n/imagine prompt: {text}\n```\n\n" for text in PROMPTS))
    (tmp_path / "r.json").write_text(
        json.dumps({"prompt": PROMPTS[0], "mode": "fast", "hookUrl": f"http://h.pictures.zone/?token={SECRET}"})
    )
    return ["a.txt", "b.json", "c.yaml", "d.md"]


def run(*argv: str, stdin: str = "") -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    assert main(list(argv), io.StringIO(stdin), out, err) in (0, 1)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_secret(files: list[str], name: str) -> None:
    written = run("lint", "--offline", "--extend-select", "ALL", "--min-severity", "info", "--output-format", name, *files)
    assert "MJ5" in written[0] and SECRET not in "".join(written)
    prompts = [argument for text in PROMPTS for argument in ("-p", text)]
    written = run("lint", "--offline", "--extend-select", "ALL", "--min-severity", "info", "--output-format", name, *prompts)
    assert "MJ5" in written[0] and SECRET not in "".join(written)
    written = run("lint", "--offline", "--min-severity", "info", "--target", "ttapi", "--output-format", name, "--request", "r.json")
    assert "MJ5" in written[0] and SECRET not in "".join(written)


@pytest.mark.parametrize("name", ["full", "json"])
def test_the_list_of_prompts_shows_none(files: list[str], name: str) -> None:
    out, _ = run("lint", "--show-prompts", "--output-format", name, *files)
    assert out.count("img.pictures.zone") >= 4 * len(PROMPTS) and SECRET not in out
    assert SECRET in run("lint", "--show-prompts", "--no-redact", "--output-format", name, *files)[0]


def test_the_marks_stand_where_they_would() -> None:
    text = f"{LINK} a cat --ar16:9 --v 7"
    out, _ = run("lint", "--offline", "-p", text)
    assert out.splitlines()[3:5] == [
        f"  1 | https://img.pictures.zone/cat.png?w=3&X-Amz-Signature={'*' * len(SECRET)} a cat --ar16:9 --v 7",
        "    | " + " " * text.index("--ar") + "^" * len("--ar16:9"),
    ]


def test_offsets_fit_the_text_of_the_document() -> None:
    out, _ = run("lint", "--offline", "--output-format", "json", "-p", f"{LINK} a cat --ar16:9 --v 7")
    document = json.loads(out)
    found, shown = document["diagnostics"][0], document["prompts"][0]
    assert shown["text"][found["start"] : found["end"]] == "--ar16:9"
    assert shown["text"] == veiled(f"{LINK} a cat --ar16:9 --v 7") and shown["fixed"] == veiled(f"{LINK} a cat --ar 16:9 --v 7")
    assert found["fix"] == {"safe": True, "edits": [{"start": found["start"] + 4, "end": found["start"] + 4, "text": " "}]}


def test_it_can_be_turned_off_by_the_user_and_not_by_the_files(files: list[str]) -> None:
    call = ("lint", "--offline", "--output-format", "json", "a.txt")
    assert SECRET in run("lint", "--no-redact", *call[1:])[0]
    Path("promptlint.toml").write_text("[links]\nexpiry-warning = 60\n")
    assert SECRET not in run(*call)[0]
    Path("promptlint.toml").write_text("[links]\nredact = false\n")
    out, err = io.StringIO(), io.StringIO()
    assert main(list(call), io.StringIO(), out, err) == 2
    assert SECRET not in out.getvalue() and "redact" in err.getvalue()


def test_fixes_keep_it(files: list[str]) -> None:
    fixed, _ = run("lint", "--offline", "--fix", "-p", PROMPTS[0], "-p", PROMPTS[2])
    assert fixed == f"{LINK} a cat --ar 16:9 --v 7\na cat --sref {LINK} --v 7\n"
    diff, _ = run("lint", "--offline", "--diff", "a.txt")
    assert diff.count(SECRET) >= 4
    run("lint", "--offline", "--fix", *files)
    for name in files:
        assert Path(name).read_text().count(SECRET) == "".join(PROMPTS).count(SECRET)


def test_a_fix_that_holds_one_is_left_out_of_documents() -> None:
    """A program would write the asterisks into the file."""
    linted = prompt(f"a cat --sref={LINK}")
    start, end = linted.text.index("--sref"), len(linted.text)
    whole = finding(linted, "--sref", fix=Fix(safe=True, edits=(Edit(start, end, f"--sref {LINK}"),)))
    sound = finding(linted, "--sref", fix=Fix(safe=True, edits=(Edit(start + 6, start + 7, " "),)))
    around = finding(linted, "--sref", fix=Fix(safe=True, edits=(Edit(0, 1, "the"), Edit(end, end, " --v 7"))))
    assert as_object(whole, 0)["fix"] is None and replacements(whole) == ()
    assert as_object(sound, 0)["fix"]["edits"] == [{"start": start + 6, "end": start + 7, "text": " "}] and len(replacements(sound)) == 1
    shown = whole._replace(prompt=linted._replace(redact=False))
    assert as_object(shown, 0)["fix"]["edits"][0]["text"] == f"--sref {LINK}" and len(replacements(shown)) == 1
    joined = _joined(replacements(around), linted.source)
    assert joined is not None and SECRET in joined.text  # what rdjson must not print
    out = io.StringIO()
    renderer("rdjson")(iter([around]), Totals, out, RenderOptions())
    assert SECRET not in out.getvalue() and "suggestions" not in out.getvalue()


def test_messages_of_the_library_hold_none() -> None:
    for text in PROMPTS:
        report = promptlint.lint(text, config=promptlint.Config(extend_select=("ALL",)))
        assert SECRET not in "".join(each.message + each.help for each in report.diagnostics)
    body = {"prompt": "a cat", "chaos": PROMPTS[-1].removeprefix("—ar ")}
    request = promptlint.lint_request(body, target="muapi", url="https://api.muapi.ai/api/v1/midjourney-v7")
    assert request.diagnostics and SECRET not in "".join(each.message + each.help for each in request.diagnostics)
    links = promptlint.LinkOptions(cache=False)
    report = asyncio.run(promptlint.acheck(f"http://10.0.0.1/a.png?sig={SECRET} a cat", links=links))
    assert not report.ok and SECRET not in "".join(each.message for each in report.diagnostics)


@pytest.mark.parametrize(
    ("text", "short", "same"),
    [
        ("https://a.zone/c.png?sig=abc::2 cat", "https://a.zone/c.png?sig=…::2 cat", "https://a.zone/c.png?sig=***::2 cat"),
        ('{"p":"https://a.zone/?sig=abc","q":1}', '{"p":"https://a.zone/?sig=…","q":1}', '{"p":"https://a.zone/?sig=***","q":1}'),
        (r"https:\/\/me:pw@a.zone\/?a=1\u0026sig=ab", r"https:\/\/…@a.zone\/?a=1\u0026sig=…", r"https:\/\/*****@a.zone\/?a=1\u0026sig=**"),
        ("{https://a.zone/?sig=1,https://b.zone/?sig=2}", "{https://a.zone/?sig=…,https://b.zone/?sig=…}", None),
        ("['https://a.zone/?sig=1', 'b']", "['https://a.zone/?sig=…', 'b']", None),
        ("https://a.zone/?to=/b%3Ftoken%3Dx&w=1", "https://a.zone/?to=/b%3Ftoken%3D…&w=1", None),
        ("https://a.zone/https%3A%2F%2Fb.zone%3Fa=1%26sig=x", "https://a.zone/https%3A%2F%2Fb.zone%3Fa=1%26sig=…", None),
        ("https://a.zone/?to=https://b.zone/?sig=x", "https://a.zone/?to=https://b.zone/?sig=…", None),
        ("a&amp;hm=12", "a&amp;hm=…", "a&amp;hm=**"),
        ("https://a.zone/#access_token=x&w=1", "https://a.zone/#access_token=…&w=1", None),
        ("a cat? --ar=16:9; me@home.zone", "a cat? --ar=16:9; me@home.zone", None),
    ],
)
def test_what_is_blanked_and_what_is_kept(text: str, short: str, same: str | None) -> None:
    assert redacted(text) == short
    assert veiled(text) == (same or short.replace("…", "*")) and len(veiled(text)) == len(text)


@pytest.mark.parametrize("piece", ["?a", "?sig=", "&a=b", "//", "//a", "%3F", "?sig=a%3Fsig", "\\u0026", "'", ",http", "::"])
def test_blanking_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        return min(_timed(text) for _ in range(3))

    assert seconds(80_000) < 16 * seconds(10_000) + 0.05  # eight times the length; the square would be 64 times


def _timed(text: str) -> float:
    veiled.cache_clear()
    began = time.process_time()
    veiled(text)
    return time.process_time() - began
