"""The public face: what `import promptlint` gives, and what it does not import."""

from __future__ import annotations

import asyncio
import http.server
import inspect
import json
import os
import pickle
import pydoc
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import promptlint

CONTRACT = {
    "Config", "ConfigError", "Diagnostic", "Edit", "Failure", "Fix", "LinkOptions", "Prompt", "PromptRejected", "PromptWarning", "Report",
    "__version__", "acheck", "async_guard", "check", "check_request", "explain", "fix", "guard", "guard_requests", "lint", "lint_many",
    "lint_request", "SyntaxNode", "parse", "syntax_tree",
}  # fmt: skip

# Importing one of these costs 10 to 100 ms.
HEAVY = ("lark", "httpx", "json", "dataclasses", "asyncio", "argparse", "pathlib", "tomllib", "yaml", "markdown_it", "socket")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def test_all_is_exact() -> None:
    assert set(promptlint.__all__) == CONTRACT
    assert promptlint.__all__ == sorted(promptlint.__all__)
    assert set(dir(promptlint)) >= CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_each_name_is_there_and_documented(name: str) -> None:
    value = getattr(promptlint, name)
    assert name == "__version__" or (value.__doc__ or "").strip()


@pytest.mark.parametrize("name", ["acheck", "check", "check_request", "lint", "lint_many", "lint_request"])
def test_options_are_given_by_name(name: str) -> None:
    first, *options = inspect.signature(getattr(promptlint, name)).parameters.values()
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert {each.kind for each in options} == {inspect.Parameter.KEYWORD_ONLY}


def test_an_unknown_name_is_refused_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'promptlint' has no attribute 'lnit'"):
        promptlint.lnit  # noqa: B018


@pytest.mark.parametrize("statement", ["promptlint.lint('a castle --ar16:9 --v 7 --cref https://s.mj.run/x')", "None"])
def test_linting_a_prompt_imports_nothing_heavy(statement: str) -> None:
    """In a separate interpreter, without site packages."""
    code = f"import sys; bare = set(sys.modules); import promptlint; {statement}; print(*(set(sys.modules) - bare))"
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=promptlint.__path__[0] + "/..")
    loaded = run.stdout.split()
    assert not set(loaded) & set(HEAVY)
    assert ("promptlint.linter" in loaded) is (statement != "None")


def test_the_names_of_the_report() -> None:
    report = promptlint.lint("a castle --ar16:9", model="7")
    assert (report.ok, report.model, report.model_from) == (False, "7", "argument")
    (found,) = report.diagnostics
    assert (found.code, found.name, found.severity, found.start, found.end, found.pointer) == ("MJ005", "glued-value", "error", 9, 17, None)
    assert found.message and found.help
    assert isinstance(found.fix, promptlint.Fix) and found.fix.safe
    assert found.fix.edits == (promptlint.Edit(13, 13, " "),)
    assert report.fixed == promptlint.fix("a castle --ar16:9") == "a castle --ar 16:9"
    assert report.prompt == promptlint.parse("a castle --ar16:9")
    assert isinstance(report, promptlint.Report) and isinstance(report.prompt, promptlint.Prompt)


LINKS = [f"https://a.mysite.net/{number}.png" for number in range(30)]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("".join(LINKS) + " a castle", " ".join(LINKS) + " a castle"),
        ("a castle --ar" + " ::" * 30, "a castle --ar"),
        ("a castle --ar" + " =" * 30 + " 16:9", "a castle --ar 16:9"),
        ("a castle" + " --" * 30, "a castle"),
        ("a castle" + " --ar:16:9," * 30, "a castle" + " --ar 16:9" * 30),
    ],
    ids=["links", "signs", "signs and a value", "dashes", "parameters"],
)
def test_many_mistakes_are_mended_at_once(text: str, fixed: str) -> None:
    """Mistakes after the tenth were once left to a second call, because each call takes ten passes."""
    assert promptlint.fix(text) == promptlint.lint(text).fixed == fixed
    assert promptlint.fix(fixed) == fixed


def test_a_report_crosses_to_another_process() -> None:
    report = pickle.loads(pickle.dumps(promptlint.lint("a castle --ar16:9")))
    assert report.fixed == "a castle --ar 16:9"


def test_many_are_linted_as_they_are_asked_for() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "a castle --ar16:9"

    reports = promptlint.lint_many(endless(), model="7")
    assert [next(reports).model for _ in range(3)] == ["7", "7", "7"]


def test_the_two_other_doors() -> None:
    assert promptlint.explain("[Invalid parameter] Invalid value").known
    report = promptlint.lint_request({"prompt": "a castle --v 7", "mode": "quick"}, target="ttapi")
    assert [(each.code, each.pointer) for each in report.diagnostics] == [("MJ704", "/mode")]
    assert set(promptlint.guard()) == set(promptlint.async_guard()) == {"request"}


# ---- wrong arguments --------------------------------------------------------------------------------------------------

WRONG = [
    (None, "NoneType"), (b"a cat", "bytes: decode it first"), (float("nan"), "float"), (5, "int"), (["a cat"], "list"),
    ({"prompt": "a cat"}, "dict"), (object(), "object"), (bytearray(b"a"), "bytearray: decode it first"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind"), WRONG, ids=[kind.split(":")[0] for _, kind in WRONG])
def test_a_prompt_that_is_no_text_is_named(value: object, kind: str) -> None:
    calls: list[Callable[[Any], object]] = [
        promptlint.lint,
        promptlint.check,
        promptlint.fix,
        promptlint.parse,
        promptlint.syntax_tree,
        lambda wrong: asyncio.run(promptlint.acheck(wrong)),
        lambda wrong: list(promptlint.lint_many(["a cat", wrong])),
        lambda wrong: promptlint.explain("[Invalid parameter]", wrong),
    ]
    for call in calls[: -1 if value is None else None]:  # `explain` works without a prompt
        with pytest.raises(TypeError, match=f"^a prompt must be a str, not {kind}$"):
            call(value)
    with pytest.raises(TypeError, match=f"^a message must be a str, not {kind}$"):
        promptlint.explain(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": 7}, "model must be a str, not int"),
        ({"target": b"ttapi"}, "target must be a str, not bytes: decode it first"),
        ({"config": {"ignore": ["MJ005"]}}, "config must be a promptlint.Config, not dict"),
        ({"model": ["7"]}, "model must be a str, not list"),
        ({"target": {}}, "target must be a str, not dict"),
        ({"config": "promptlint.toml"}, "config must be a promptlint.Config, not str"),
    ],
)
def test_an_argument_of_another_type_is_named(arguments: dict[str, Any], message: str) -> None:
    for call in (promptlint.lint, promptlint.fix, lambda prompt, **more: list(promptlint.lint_many([prompt], **more))):
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            call("a cat", **arguments)
    for call in (promptlint.lint_request, promptlint.check_request):
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            call({"prompt": "a cat"}, **arguments)
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        promptlint.guard(**arguments)


@pytest.mark.parametrize("links", [None, 1, "yes", {"timeout": 1}])
def test_options_of_links_of_another_type_are_named(links: Any) -> None:
    message = f"^links must be a bool or a promptlint.LinkOptions, not {type(links).__name__}$"
    for call in (promptlint.check, lambda prompt, **more: asyncio.run(promptlint.acheck(prompt, **more))):
        with pytest.raises(TypeError, match=message):
            call("a cat", links=links)
    with pytest.raises(TypeError, match=message):
        promptlint.check_request({"prompt": "a cat"}, links=links)
    with pytest.raises(TypeError, match=r"^session must be a requests.Session, not NoneType$"):
        promptlint.guard_requests(None)  # type: ignore[arg-type]


def test_one_prompt_is_not_many() -> None:
    with pytest.raises(TypeError, match=r"^prompts must be an iterable of str, not str; `lint` takes one prompt$"):
        promptlint.lint_many("a cat")


class Text(str):
    """A text of a subclass, as some libraries give."""


def test_a_subclass_of_str_is_a_prompt() -> None:
    assert promptlint.lint(Text("a cat --ar16:9")).fixed == "a cat --ar 16:9"


# ---- values -----------------------------------------------------------------------------------------------------------

TEXTS = ["a cat --v 7", "a cat --ar16:9", "a cat --oops 5 --ar16:9 v6", "", "a" * 70_000, "a {cat, dog --ar16:9} \ud800"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_reports_and_diagnostics_are_values(text: str) -> None:
    report, again = promptlint.lint(text, model="7"), promptlint.lint(text, model="7")
    copied = pickle.loads(pickle.dumps(report))
    assert report == again == copied
    assert hash(report) == hash(again) == hash(copied)
    assert report.diagnostics == copied.diagnostics
    assert copied.prompt == report.prompt
    assert len({report, again, copied}) == 1
    assert report != promptlint.lint(text + " ", model="7")
    assert (report == promptlint.lint(text, model="6.1")) is (report.model_from == "prompt")
    assert report != text


def test_a_report_is_true_if_it_is_ok() -> None:
    assert promptlint.lint("a cat --v 7")
    assert not promptlint.lint("a cat --ar16:9")
    warned = promptlint.lint("a cat -- ")
    assert bool(warned) is warned.ok


def test_a_report_reads_well() -> None:
    report = promptlint.lint("a castle --ar16:9 --oo\x1b[31m 5", model="7")
    assert repr(report) == "<Report: 2 errors, model 7 (argument)>"
    lines = str(report).splitlines()
    assert len(lines) == len(report.diagnostics)
    assert lines[0].startswith("9-17: error MJ005 glued-value: ")
    assert all(line.isprintable() for line in lines)
    assert str(promptlint.lint("a castle", model="7")) == "no findings on model 7"
    assert repr(promptlint.lint("a castle", model="7")) == "<Report: no findings, model 7 (argument)>"
    assert len(repr(promptlint.lint("a castle --oops 1" * 50))) < 100


def test_a_report_is_plain_data() -> None:
    report = promptlint.lint("a castle --ar16:9", model="7")
    (found,) = report.diagnostics
    assert found.fix is not None
    (edit,) = found.fix.edits
    assert json.loads(json.dumps(report.to_dict())) == {
        "ok": False,
        "prompt": "a castle --ar16:9",
        "fixed": "a castle --ar 16:9",
        "model": "7",
        "model_from": "argument",
        "diagnostics": [
            {
                "code": "MJ005",
                "name": "glued-value",
                "severity": "error",
                "message": found.message,
                "start": 9,
                "end": 17,
                "help": found.help,
                "fix": {"safe": True, "edits": [{"start": edit.start, "end": edit.end, "text": edit.text}]},
                "pointer": None,
            }
        ],
    }
    request = promptlint.lint_request({"prompt": "a castle --v 7", "mode": "quick"}, target="ttapi")
    assert [each["pointer"] for each in request.to_dict()["diagnostics"]] == ["/mode"]
    json.dumps(request.to_dict())


@pytest.mark.parametrize("name", sorted(CONTRACT - {"__version__"}))
def test_help_shows_signatures_that_read_well(name: str) -> None:
    value = getattr(promptlint, name)
    shown = str(inspect.signature(value)) if name not in ("ConfigError", "PromptWarning", "PromptRejected") else ""
    for internal in ("ForwardRef", "*values", "**named", "**more", "template", "wrapped", "Vocabulary"):
        assert internal not in shown
    assert "ForwardRef" not in pydoc.plain(pydoc.render_doc(value))


def test_the_signature_of_options() -> None:
    assert str(inspect.signature(promptlint.LinkOptions)).startswith("(timeout: 'float' = 10.0, allow_private: 'bool' = False, ")
    assert str(inspect.signature(promptlint.parse)) == "(prompt: 'str') -> 'Prompt'"


# ---- types ------------------------------------------------------------------------------------------------------------

RIGHT = """
import promptlint
from typing import Literal

def severity(report: promptlint.Report) -> Literal["error", "warning", "info"]:
    return report.diagnostics[0].severity

config = promptlint.Config(model="7", select=["MJ0"], options={"pic": "--ar 1:1"}, python=True, links={"timeout": 5.0})
try:
    report: promptlint.Report = promptlint.lint("a cat", config=config)
except promptlint.ConfigError as error:
    print(error)
warning: type[UserWarning] = promptlint.PromptWarning
data: dict[str, object] = promptlint.lint("a cat").to_dict()
"""
REFUSED = [
    ('promptlint.Config(modle="7")', "call-arg"),
    ("promptlint.nope", "attr-defined"),
    ("promptlint.lint(None)", "arg-type"),
    ('promptlint.lint(b"a")', "arg-type"),
    ('promptlint.lint("a", template=True)', "call-arg"),
    ("promptlint.LinkOptions(timeot=1.0)", "call-arg"),
    ('promptlint.lint("a").diagnostics[0].severity == "fatal"', "comparison-overlap"),
    ('promptlint.lint("a").nope', "attr-defined"),
    ("promptlint.Config(python=5)", "arg-type"),
]


def test_a_type_checker_sees_what_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "user.py"
    path.write_text(RIGHT + "".join(f"{line}\n" for line, _ in REFUSED))
    root = Path(promptlint.__file__).parent.parent
    search = {} if root.name == "site-packages" else {"MYPYPATH": str(root)}  # mypy finds what is installed, and refuses to be told
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", "--cache-dir", os.devnull, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | search,
    )
    found = {int(line.split(":")[1]): line for line in checked.stdout.splitlines() if line.startswith("user.py:") and ": error:" in line}
    first = RIGHT.count("\n") + 1
    assert {number: line.rsplit("[", 1)[1].rstrip("]") for number, line in found.items()} == {
        first + index: code for index, (_, code) in enumerate(REFUSED)
    }, checked.stdout + checked.stderr


def test_unknown_names_are_named() -> None:
    with pytest.raises(ValueError, match="unknown model `9000`"):
        promptlint.lint("a castle", model="9000")
    with pytest.raises(ValueError, match="unknown plan `gold`"):
        promptlint.lint("a cat", config=promptlint.Config(plan="gold"))
    with pytest.raises(ValueError, match="unknown target `tapi`"):
        promptlint.lint("a castle", target="tapi")


class _Pictures(http.server.BaseHTTPRequestHandler):
    """One picture, and nothing else."""

    def do_HEAD(self) -> None:
        found = self.path == "/castle.png"
        self.send_response(200 if found else 404)
        body = PIXEL if found else b"gone"
        self.send_header("Content-Type", "image/png" if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        self.server.asked.append(self.path)  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def pictures() -> Iterator[tuple[str, list[str]]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", server.asked  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


OPTIONS = promptlint.LinkOptions(allow_private=True, cache=False, retries=0, min_pixels=0)


def found(report: promptlint.Report) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in report.diagnostics if each.code >= "MJ55"]


def test_check_asks_the_links(pictures: tuple[str, list[str]]) -> None:
    base, asked = pictures
    report = promptlint.check(f"{base}/castle.png {base}/gone.png a castle --v 7", links=OPTIONS)
    assert found(report) == [("MJ551", "error")]
    assert not report.ok
    assert set(asked) == {"/castle.png", "/gone.png"}


def test_check_without_links_opens_no_socket(pictures: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    base, asked = pictures
    monkeypatch.setattr("socket.getaddrinfo", lambda host, *_, **__: asked.append(host) or [])
    for link in (f"{base}/gone.png", "https://img.pictures.zone/gone.png"):
        prompt = f"{link} a castle --v 7"
        assert promptlint.check(prompt, links=False).diagnostics == promptlint.lint(prompt).diagnostics
        assert asyncio.run(promptlint.acheck(prompt, links=False)).diagnostics == promptlint.lint(prompt).diagnostics
    assert asked == []


def test_check_honours_what_is_ignored(pictures: tuple[str, list[str]]) -> None:
    base, _ = pictures
    report = promptlint.check(f"{base}/gone.png a castle --v 7", links=OPTIONS, config=promptlint.Config(ignore=("dead-link",)))
    assert report.ok


def test_acheck_in_an_event_loop(pictures: tuple[str, list[str]]) -> None:
    base, _ = pictures
    report = asyncio.run(promptlint.acheck(f"{base}/gone.png a castle --ar16:9 --v 7", links=OPTIONS))
    assert found(report) == [("MJ551", "error")]
    assert report.fixed == f"{base}/gone.png a castle --ar 16:9 --v 7"


def test_a_request_asks_each_link_once(pictures: tuple[str, list[str]]) -> None:
    base, asked = pictures
    body = {"prompt": f"{base}/gone.png a castle --v 7", "mode": "fast"}
    report = promptlint.check_request(body, target="ttapi", links=OPTIONS)
    assert [(each.code, each.pointer) for each in report.diagnostics if each.code == "MJ551"] == [("MJ551", "/prompt")]
    assert len(set(asked)) == 1 and len(asked) <= 2, "one HEAD, one GET at most"
    offline = promptlint.check_request(body, target="ttapi", links=False)
    assert offline.diagnostics == promptlint.lint_request(body, target="ttapi").diagnostics


ASK: dict[str, Callable[..., promptlint.Report]] = {
    "check": promptlint.check,
    "acheck": lambda prompt, **options: asyncio.run(promptlint.acheck(prompt, **options)),
    "check_request": lambda prompt, **options: promptlint.check_request({"prompt": prompt, "mode": "fast"}, target="ttapi", **options),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_where_nothing_is_said_links_are_asked_as_the_config_has_it(
    pictures: tuple[str, list[str]], ask: Callable[..., promptlint.Report]
) -> None:
    base, asked = pictures
    links = {"allow_private": True, "cache": False, "retries": 0}
    prompt = f"{base}/gone.png a castle --v 7"
    assert found(ask(prompt, config=promptlint.Config(links=links))) == [("MJ551", "error")]
    assert found(ask(prompt, config=promptlint.Config(links=links, ignore=("dead-link",)))) == []
    asked.clear()
    assert found(ask(prompt, config=promptlint.Config(links=links), links=False)) == []
    assert found(ask("https://s.mj.run/abc a castle --v 7")) == []
    assert asked == []


def test_wrong_link_options_are_named() -> None:
    with pytest.raises(ValueError, match="timeout must be greater than 0"):
        promptlint.check("https://s.mj.run/x a castle", links=promptlint.LinkOptions(timeout=0))


def test_the_example_in_the_docstring() -> None:
    import doctest

    outcome = doctest.testmod(promptlint)
    assert (outcome.attempted, outcome.failed) == (4, 0)


def test_a_fix_makes_ten_passes() -> None:
    """Each takes off one pair of brackets; a text with more of them is not worth more time."""
    prompt = "a cat " + "(" * 12 + "--v 7" + ")" * 12
    assert promptlint.lint(prompt).fixed == promptlint.fix(prompt) == "a cat (( --v 7 ))"
    assert promptlint.fix("a cat " + "(" * 10 + "--v 7" + ")" * 10) == "a cat --v 7"
