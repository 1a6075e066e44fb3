"""Properties of any input, not only of examples: total, lossless, stable, in any order, under every renderer.

In CI this takes well under two minutes. By hand, `PROMPTLINT_EXAMPLES=20000 pytest tests/test_properties.py` runs longer. The
grammar itself, the hosts' round trip and the renderers' documents have their own properties in `test_grammar.py`,
`sources/test_roundtrip.py` and `output/`; these span them.
"""

from __future__ import annotations

import concurrent.futures
import io
import json
import os
import random
import re

import oracles
import pytest
from generated import planted, sentence, well_formed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reports import reports, written
from timing import cpu_seconds

import promptlint
from promptlint.cli.main import main
from promptlint.compile.grammar import reference_parser
from promptlint.diagnostics import apply_edits
from promptlint.midjourney import tables
from promptlint.output import FORMATS, renderer
from promptlint.parsing.parser import read as read_any
from promptlint.rules.registry import RULES

EXAMPLES = int(os.environ.get("PROMPTLINT_EXAMPLES", "400"))
DEPTH = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
HALF = settings(DEPTH, max_examples=EXAMPLES // 2)
TENTH = settings(DEPTH, max_examples=EXAMPLES // 10)

# What prompts are made of, right and wrong; in a random order most of it is wrong.
PIECES = [
    "a heron", "two foxes", "é 中文 🐈", "--ar 16:9", "--ar16:9", "--ar 3:1.", "--AR 2:3,", "—ar 1:1", "–v 6", "-v 6", "-- v 7", "---",
    "--", "--v 7", "--v 8.2", "--v latest", "--niji 7", "--niji", "v6", "niji 6", "ar 16:9", "--s 2000", "--stylize=50", "--chaos -5",
    "--weird", "--hd 4k", "--raw", "--style raw", "--style cute", "--no text, cars", "--no", "--sref random 12", "--sref",
    "--sref https://img.mysite.net/s.png", "--sw 50", "--cref https://img.mysite.net/c.png", "--cw 101", "--oref x", "--p abc", "--video",
    "--motion high", "--loop", "--repeat 50", "--relax", "--fast --turbo", "--tile", "--draft", "--hq", "--zoom 2", "--exp 10", "--sv 4",
    "--arr 1:1", "--xyzzy 3", "https://img.mysite.net/a.png", "http://localhost/a.png", "https://a.b/c.pnghttps://d.e/f",
    "<https://s.mj.run/x>",
    "::", "::2", "::-3", ":: 2", "{a, b}", "{a", "}", "{{name}}", "[SUBJECT]", "${x}", "True", "undefined", '"', "`", "“q”",
    "/imagine prompt:",
    "(x:1.3)", "<lora:y:1>", "**", "- <@12> (fast)", "\n", "\u00a0", "\u200b", "\ud800", "\x00", "text after", ",", ".", "-", ":",
    "blob:https://x",
]  # fmt: skip
STRINGS = st.text(st.characters(), max_size=80)
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
GLUED = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
PROMPTS = st.one_of(SENTENCES, GLUED, STRINGS, st.integers(0, 10**9).map(well_formed))
MISTAKES = st.tuples(st.integers(0, 10**9).map(lambda seed: next(planted(1, seed=seed)).text), st.sampled_from(["", *PIECES])).map(" ".join)
MODELS = st.sampled_from([None, "8.2", "8.1", "7", "6.1", "6", "niji 7", "niji 6", "niji 5", "5.2", "4", "3", "1", "video", "test"])
PLACES = st.sampled_from([None, "discord", "web", "ttapi", "mj-proxy", "useapi-v2", "useapi-v3", "legnext", "apiframe", "evolink", "goapi"])


# ── the prompt ───────────────────────────────────────────────────────────────────────────────────────────────────────


@DEPTH
@given(PROMPTS)
def test_every_string_is_read_without_loss(text: str) -> None:
    oracles.check_parse(text)


@DEPTH
@given(st.lists(st.sampled_from([*PIECES, "--no a, None", "--no null", "--seed NaN"]), max_size=5))
def test_the_short_way_reads_what_the_long_way_reads(pieces: list[str]) -> None:
    """Plain prompts are read by a module of their own. It had overlooked a `None` in a list."""
    text = " ".join(["a heron in the snow", *pieces])
    short, long = promptlint.parse(text), read_any(text, tables.vocabulary())
    assert short == long
    for one, other in zip(short.parameters, long.parameters, strict=True):
        for value, same in zip(one.values, other.values, strict=True):
            assert (value.start, value.end, value.kind) == (same.start, same.end, same.kind)


@DEPTH
@given(PROMPTS, MODELS, PLACES)
def test_every_string_is_judged_with_all_rules(text: str, model: str | None, target: str | None) -> None:
    oracles.check_lint(text, model, target)


@TENTH
@given(st.integers(0, 2**32))
def test_strings_of_the_grammar_are_judged_and_fixed(seed: int) -> None:
    text = sentence(seed, reference_parser())
    oracles.check_parse(text)
    oracles.check_lint(text)


@HALF
@given(PROMPTS)
def test_fixes_come_to_rest(text: str) -> None:
    oracles.check_fix(text)


@DEPTH
@given(st.one_of(PROMPTS, MISTAKES), MODELS, st.sampled_from([None, *tables.targets().names]))
def test_safe_fixes_bring_no_warning_or_error_of_another_rule(text: str, model: str | None, target: str | None) -> None:
    report = promptlint.lint(text, model=model, target=target)
    fixed = promptlint.lint(report.fixed, model=model, target=target)
    assert _grave(fixed) <= _grave(report), report.fixed


@DEPTH
@given(st.one_of(PROMPTS, MISTAKES), MODELS, st.sampled_from([None, *tables.targets().names]))
@example(text="a heron --ar 16x9 --raw --ar 16x9", model=None, target=None)
@example(text="a heron --Style RAW --Style RAW", model=None, target="web")
@example(text="a heron --sw 5--draft , niji 6", model=None, target=None)
@example(text="a heron --niji , ar 16:9", model=None, target=None)
def test_a_safe_fix_made_alone_brings_no_warning_or_error_of_another_rule(text: str, model: str | None, target: str | None) -> None:
    """As an editor makes it, which offers each fix by itself."""
    report = promptlint.lint(text, model=model, target=target)
    for each in report.diagnostics:
        if each.fix is not None and each.fix.safe:
            alone = apply_edits(text, each.fix.edits)
            assert _grave(promptlint.lint(alone, model=model, target=target)) <= _grave(report), each


def _grave(report: promptlint.Report) -> set[str]:
    return {each.code for each in report.diagnostics if each.severity != "info"}


@pytest.mark.parametrize(
    ("text", "model", "target"),
    [
        # Each of the two fixes is safe alone; together they leave one image without a text, which is rejected.
        (" ".join(["https://img.mysite.net/a.png"] * 3) + " --", None, None),
        # A fix of the first pass must not count on one of the second.
        ("--draft :: 2 ` --ar 3:1. niji 6 ` --hq", "7", "evolink"),
        ("<https://s.mj.run/x>**::-3${x}", "8.1", "muapi"),
        # Of three that touch, one waits for the next pass; the two that are left are proven without it.
        ("a heron --v7.https://img.mysite.net/b,<https://s.mj.run/x>https:/img.mysite.net/a --weird,", None, None),
        ("https:/img.mysite.net/a;<https://img.mysite.net/b,> --v7.--motion high", None, None),
    ],
)
def test_a_fix_that_does_harm_only_with_another_is_not_safe(text: str, model: str | None, target: str | None) -> None:
    report = promptlint.lint(text, model=model, target=target)
    assert _grave(promptlint.lint(report.fixed, model=model, target=target)) <= _grave(report)


@pytest.mark.parametrize("between", [" ", "", ", "], ids=["apart", "glued", "listed"])
@pytest.mark.parametrize("front", ["", "a heron ", "a heron --ar 1:1 "], ids=["alone", "text", "parameter"])
def test_a_mistake_made_many_times_is_mended_in_one_call(front: str, between: str) -> None:
    """A call takes ten passes, so no fix may fix one of many a pass."""
    for piece in PIECES:
        fixed = promptlint.fix(front + between.join([piece] * 25))
        assert promptlint.fix(fixed) == fixed, piece


@HALF
@given(st.integers(0, 10**9))
def test_a_safe_fix_keeps_the_words_of_the_picture(seed: int) -> None:
    (mistake,) = planted(1, seed=seed)
    spans = [(each.start, each.end) for each in promptlint.lint(mistake.text, model=mistake.model).diagnostics]
    outside = "".join(" " if any(start <= at < end for start, end in spans) else char for at, char in enumerate(mistake.text))
    left = iter(promptlint.fix(mistake.text, model=mistake.model).split())
    for word in outside.split():
        bare = word.strip(",.;:'\"*`/")
        assert not bare or any(bare in other for other in left), (mistake, bare)


@HALF
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_a_well_formed_prompt_is_silent_in_any_order_of_its_parameters(seed: int, chooser: random.Random) -> None:
    head, *parameters = re.split(r" --(?=\w)", well_formed(seed))
    chooser.shuffle(parameters)
    text = " --".join([head, *parameters])
    assert not [each for each in promptlint.lint(text).diagnostics if each.severity == "error"], text


@HALF
@given(SENTENCES, st.sampled_from([rule.code for rule in RULES]))
def test_a_rule_does_not_hang_on_another(text: str, code: str) -> None:
    """Selected alone, a rule finds what it finds among all."""
    together = [each for each in promptlint.lint(text, config=oracles.EVERYTHING).diagnostics if each.code == code]
    alone = promptlint.lint(text, config=promptlint.Config(now=0, select=(code,), words=("gore",))).diagnostics
    assert list(alone) == together


@HALF
@given(st.lists(SENTENCES, max_size=6))
def test_prompts_do_not_know_each_other(texts: list[str]) -> None:
    single = [promptlint.lint(text).diagnostics for text in texts]
    assert [report.diagnostics for report in promptlint.lint_many(texts)] == single
    assert [report.diagnostics for report in promptlint.lint_many(texts[::-1])] == single[::-1]


def test_threads_agree() -> None:
    texts = [mistake.text for mistake in planted(300, seed=7)]
    expected = [promptlint.lint(text).diagnostics for text in texts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert list(pool.map(lambda text: promptlint.lint(text).diagnostics, texts)) == expected


@pytest.mark.parametrize(
    "piece", [*[piece for piece in PIECES if piece.strip()], "https://a.b/?x=%41&", "a:b//", "[a](", "{{a}} ", "word "]
)
def test_time_is_linear(piece: str) -> None:
    """Lint and fix of four times the text take less than ten times as long; below a few milliseconds nothing is measured."""

    def took(length: int) -> float:
        text = (piece + " ") * (length // (len(piece) + 1))
        return cpu_seconds(lambda: promptlint.lint(text).fixed)

    large = min(took(4_000), took(4_000))
    if large >= 0.04:
        small = min(took(1_000), took(1_000))
        assert large < 10 * small, f"{small:.3f} s, then {large:.3f} s"


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["lint", "--offline", "--isolated", "--now", "0", *argv], io.StringIO(), out, err), out.getvalue(), err.getvalue()


PRINTABLE = [piece for piece in PIECES if piece.isprintable() and piece not in {"---", "/imagine prompt:"}]
LINES = st.lists(st.sampled_from(PRINTABLE), min_size=1, max_size=5).map(" ".join)


@TENTH
@given(st.lists(st.lists(LINES, min_size=1, max_size=4), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_files_and_workers_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], chooser: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("files")
    names = []
    for index, lines in enumerate(files):
        path = folder / f"{index}.txt"
        path.write_text("\n".join(line.lstrip("#") for line in lines) + "\n", encoding="utf-8", newline="\n")
        names.append(str(path))

    def found(order: list[str]) -> list[object]:
        _, out, _ = run(*order, "--output-format", "jsonl")
        return [json.loads(line) for line in out.splitlines()]

    def by_file(each: list[object]) -> list[list[object]]:
        return [[finding for finding in each if isinstance(finding, dict) and finding["path"] == name] for name in names]

    straight = found(names)
    shuffled = names[:]
    chooser.shuffle(shuffled)
    other = found(shuffled)
    for every in (straight, other):
        for finding in every:
            assert isinstance(finding, dict)
            finding.pop("prompt", None)  # the index counts the prompts of the run
    assert by_file(straight) == by_file(other)


@TENTH
@given(st.lists(LINES, min_size=1, max_size=4))
def test_suppressing_everything_leaves_only_what_is_said_of_suppressions(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("quiet") / "a.txt"
    groups = ", ".join(f"MJ{group}" for group in "012345678")
    body = "\n".join(line.lstrip("#") for line in lines)
    path.write_text(f"# promptlint: ignore-file[{groups}]\n{body}\n", encoding="utf-8", newline="\n")
    _, out, _ = run(str(path), "--output-format", "jsonl", "--extend-select", "ALL", "--min-severity", "info")
    assert {json.loads(line)["code"] for line in out.splitlines()} <= {"MJ901", "MJ902", "MJ903", "MJ911"}


@TENTH
@given(st.lists(LINES, min_size=1, max_size=4), st.booleans(), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example(lines=[" ".join(["https://img.mysite.net/a.png"] * 3) + " --"], bom=False, end="\n", last=True)
@example(lines=['" -- --ar 16:9'], bom=False, end="\n", last=False)
def test_fix_in_a_file_is_fix_of_its_prompts(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], bom: bool, end: str, last: bool
) -> None:
    """Line ends, byte order mark, comments and blank lines come out as they went in."""
    path = tmp_path_factory.mktemp("fix") / "a.txt"
    lines = [line.strip().lstrip("#-*").strip() or "a cat" for line in lines]
    data = (b"\xef\xbb\xbf" if bom else b"") + f"# kept --ar16:9{end}{end}{end.join(lines)}{end if last else ''}".encode()
    path.write_bytes(data)
    _, before, _ = run(str(path), "--show-prompts", "--output-format", "json")
    run(str(path), "--fix")
    after = path.read_bytes()
    _, shown, _ = run(str(path), "--show-prompts", "--output-format", "json")
    texts = [each["text"] for each in json.loads(before)["prompts"] if not each["template"]]
    fixed = [each["text"] for each in json.loads(shown)["prompts"]]
    # A line ends with its words, and one without words before its parameters is not a prompt, so nothing makes it one.
    wanted = {text for text in [promptlint.fix(text).strip() for text in texts] if not re.match(r"\W*--", text)}
    assert len(fixed) != len(texts) or wanted <= {*fixed, *texts}
    assert after.startswith(b"\xef\xbb\xbf") is bom
    assert after.count(b"\n") == data.count(b"\n")
    assert after.count(b"\r\n") == data.count(b"\r\n")
    assert b"# kept --ar16:9" in after
    assert after.endswith(end.encode()) is last
    run(str(path), "--fix")
    assert path.read_bytes() == after


NAMES_OF_FILES = st.sampled_from(["a.txt", "mj.md", "mj.json", "mj.jsonl", "mj.csv", "mj.yaml", "mj.toml", "mj.py", "mj.xyz", "request"])
WORDS = st.sampled_from(
    ["lint", "rule",
     "explain", "config", "format", "migrate", "--fix", "--diff", "--offline", "--isolated", "-p", "a cat --ar16:9", "--model", "7,8.2",
     "niji", "--target", "ttapi", "--select", "MJ0", "ALL", "--output-format", "json", "sarif", "--request", "FILE", "-", "--",
     "--now", "x", "--to", "8.2",
     "--statistics", "--color", "always", "--help", "--show-prompts", "--stdin-filename", "--min-severity", "info", "--quiet",
     "MJ001", "\udcff", "--exit-zero"]
)  # fmt: skip


@HALF
@given(
    st.lists(WORDS, max_size=7),
    NAMES_OF_FILES,
    st.one_of(st.binary(max_size=80), SENTENCES.map(lambda text: text.encode("utf-8", "replace"))),
)
def test_any_command_line_ends_well(tmp_path_factory: pytest.TempPathFactory, argv: list[str], name: str, data: bytes) -> None:
    path = tmp_path_factory.mktemp("argv") / name
    path.write_bytes(data)
    words = [str(path) if word == "FILE" else word for word in argv]
    if words[:1] == ["lint"]:
        words.append("--offline")
    out, err = io.StringIO(), io.StringIO()
    status = main(words, io.StringIO("a cat --v6"), out, err)
    assert status in {0, 1, 2}
    assert "Traceback" not in out.getvalue() + err.getvalue()


# ── everything else that takes a text ────────────────────────────────────────────────────────────────────────────────

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SENTENCES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["prompt", "mode", "hookUrl", "timeout", "params", "input", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@HALF
@given(
    st.dictionaries(
        st.sampled_from(["prompt", "mode", "hookUrl", "timeout", "base64Array", "aspect_ratio", "version", "y"]), JSON, max_size=5
    ),
    PLACES,
)
def test_any_request_is_judged(body: dict[str, object], target: str | None) -> None:
    oracles.check_request(body, target)


@HALF
@given(st.one_of(STRINGS, SENTENCES), st.none() | SENTENCES)
def test_any_message_is_explained(message: str, prompt: str | None) -> None:
    oracles.check_explain(message, prompt)


URLS = st.builds(
    "".join,
    st.lists(st.sampled_from(["https:", "http:", "//", "/", "\\", "a.b", "127.1", "0x7f.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "@",
    ":80", ":0", "?", "#", "%00", "%2e",
                              "..", "．", "。", "é", "ß", "\u200b", "\u202e", "\r\n", " ", "cdn.discordapp.com/attachments/1/2/a.png",
                              "?ex=1&is=2&hm=3", ".png", "localhost"]), max_size=8),
)  # fmt: skip


@DEPTH
@given(st.one_of(URLS, STRINGS))
def test_any_address_is_judged_as_it_would_be_dialled(url: str) -> None:
    oracles.check_address(url)


@HALF
@given(st.one_of(URLS, STRINGS))
def test_redaction_holds(text: str) -> None:
    oracles.check_redaction(text)


TOML_WORDS = ["model", "target", "select", "=", '"7"', "7", "[", "]", "[[files]]", "[links]", "\n", '["MJ0"]', "true", "timeout",
"9e999", "options", "{", "}", "'x'", "nan", "-1", "2026-01-01", "[options]", "[per-file-ignores]", "words", "include", "now", "plan",
"spelling"]  # fmt: skip


@HALF
@given(st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(TOML_WORDS), max_size=14).map(lambda words: " ".join(words).encode())))
def test_any_settings_are_read_or_refused(data: bytes) -> None:
    oracles.check_settings(data)


@pytest.mark.parametrize("name", sorted(FORMATS))
@TENTH
@given(reports())
def test_every_renderer_writes_one_sound_document(name: str, findings: list) -> None:
    document = written(renderer(name), findings)
    assert written(renderer(name), findings) == document
    if not FORMATS[name].machine:
        assert not set(document) & set(map(chr, [*range(9), *range(11, 32), 127, 0x202E, 0x2066])), "nothing reaches a terminal raw"
    if name in {"json", "sarif", "gitlab", "rdjson"}:
        json.loads(document)
    if name == "jsonl":
        assert len([json.loads(line) for line in document.splitlines()]) == len(findings)
    if name == "github":
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in document.splitlines())
