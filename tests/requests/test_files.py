"""Requests out of files: JSON, HTTP files, curl commands; each value with its line and column."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest

from promptlint.cli.main import main
from promptlint.diagnostics import Edit
from promptlint.errors import SourceError
from promptlint.requests.files import RequestText, read_requests
from promptlint.requests.lint import lint_request

URL = "https://api.ttapi.io/midjourney/v1/imagine"


def the_one(text: str) -> RequestText:
    (request,) = read_requests(text)
    return request


def test_a_json_body() -> None:
    text = '{\n  "prompt": "a f\\u00f6x --ar16:9",\n  "mode": "fast"\n}\n'
    request = the_one(text)
    assert (request.method, request.url, request.body) == ("POST", "", {"prompt": "a föx --ar16:9", "mode": "fast"})
    assert request.position("/prompt", 0) == (2, 14)
    assert request.position("/prompt", 6) == (2, 25)  # after an escape of six characters
    assert request.position("/mode", 0) == (3, 12)
    assert request.position("/absent") == (1, 1)
    prompt = request.text_at("/prompt")
    assert prompt is not None
    assert (prompt.text, prompt.line) == ("a föx --ar16:9", 2)
    assert request.text_at("/absent") is None


@pytest.mark.parametrize(
    ("pointer", "column"),
    [
        ("/images/1", 16),
        ("/images/2", 13),  # after the last item: the start of the list
        ("/images/-1", 13),
        ("/images/one", 13),
        ("/images/1/0", 16),  # in an item that holds nothing
        ("/twice", 44),  # the last of a key that is there twice, as readers take it
        ("/absent/0", 1),
    ],
)
def test_the_place_of_what_is_not_there_is_where_it_would_be(pointer: str, column: int) -> None:
    request = the_one('{"images": [1, 2], "twice": "a", "twice": "b", "prompt": "a fox"}')
    assert request.position(pointer) == (1, column)


def test_findings_of_a_body_are_fixed_in_its_file() -> None:
    text = '{"prompt": "a \\"red\\" fox --ar16:9 --v 7", "mode": "fast"}'
    request = the_one(text)
    report = lint_request(request.body, target="ttapi")
    (found,) = report.diagnostics
    prompt = request.text_at(found.pointer or "")
    assert prompt is not None
    assert found.fix is not None
    edits = prompt.host_edits(found.fix.edits)
    assert edits is not None
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == '{"prompt": "a \\"red\\" fox --ar 16:9 --v 7", "mode": "fast"}'


def test_an_envelope_says_where_the_body_goes() -> None:
    request = the_one(f'{{"url": "{URL}", "headers": {{"TT-API-KEY": "k"}}, "body": {{"prompt": "a fox"}}}}')
    assert (request.url, request.headers, request.body) == (URL, {"TT-API-KEY": "k"}, {"prompt": "a fox"})
    assert request.position("/prompt").column == request.host.text.index("a fox") + 1


def test_a_list_of_bodies() -> None:
    assert [each.body for each in read_requests('[{"prompt": "a"}, {"prompt": "b"}]')] == [{"prompt": "a"}, {"prompt": "b"}]


TASKS = """[{"taskType": "imageInference", "model": "midjourney:3@1", "positivePrompt": "a fox"},
 {"taskType": "imageInference", "model": "midjourney:3@1", "positivePrompt": "a heron --ar16:9"}]"""
RUNWARE = "https://api.runware.ai/v1"


@pytest.mark.parametrize(
    "text",
    [f"POST {RUNWARE}\n\n{TASKS}\n", f"curl {RUNWARE} -d '{TASKS}'\n", f'{{"url": "{RUNWARE}", "body": {TASKS}}}\n'],
    ids=["http", "curl", "envelope"],
)
def test_a_body_that_is_a_list(text: str) -> None:
    request = the_one(text)
    assert request.url == RUNWARE
    assert [each["positivePrompt"] for each in request.body] == ["a fox", "a heron --ar16:9"]
    run = subprocess.run(
        [sys.executable, "-m", "promptlint", "lint", "--request", "-", "--output-format", "concise"],
        input=text, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "--ar" in each)
    column = text.split("\n")[line - 1].index("--ar") + 1
    assert [each.partition(" `")[0] for each in run.stdout.splitlines() if "MJ" in each] == [f"-:{line}:{column}: error MJ005"]


HTTP = """\
# a comment
@host = https://api.ttapi.io
@key = secret

### imagine
POST {{host}}/midjourney/v1/imagine HTTP/1.1
TT-API-KEY: {{key}}
Content-Type: application/json

{
  "prompt": "a fox --ar16:9",
  "mode": "fast"
}

> {% client.log("done") %}

### look
GET {{host}}/midjourney/v1/fetch?jobId=1

###
// another
POST https://api.legnext.ai/api/v1/diffusion

{"text": "a wolf"}
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_http_file(ending: str) -> None:
    first, second = read_requests(HTTP.replace("\n", ending))
    assert (first.method, first.url) == ("POST", "https://api.ttapi.io/midjourney/v1/imagine")
    assert first.headers == {"TT-API-KEY": "secret", "Content-Type": "application/json"}
    assert first.body == {"prompt": "a fox --ar16:9", "mode": "fast"}
    assert first.position("/prompt", 6) == (11, 20)
    assert (second.url, second.body) == ("https://api.legnext.ai/api/v1/diffusion", {"text": "a wolf"})
    assert second.position("/text") == (24, 11)


FOX = '{"prompt": "a fox"}'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("/imagine", ("POST", "/imagine", {})),
        ("api.fox-den.org/imagine HTTP/1.1", ("POST", "api.fox-den.org/imagine", {})),
        ("GET fox", ("GET", "fox", {})),
        ("POST  /x\t HTTP/2 ", ("POST", "/x", {})),
        ("DELETE /x\nX-A:\nX-B : {{no}} 1 \n# c\n// d\n@e = f\n  ?page=1", ("DELETE", "/x", {"X-A": "", "X-B": "{{no}} 1"})),
        ("@a = fox\n@b-c.d={{ a }}/y\n\n# c\n// d\nPUT https://{{b-c.d}}/{{e}}", ("PUT", "https://fox/y/{{e}}", {})),
        ("@a = 1\n###\nPATCH /{{a}}\nX-A: {{a}}{{a}}", ("PATCH", "/1", {"X-A": "11"})),
        ("###\n\n# nothing\n### fox\nPOST /x", ("POST", "/x", {})),
    ],
)
@pytest.mark.parametrize(
    "tail", ["", "\n\n", "\n> {% x %}", "\n< {% x %}\n", "\n<> 200.json\n", "\n\n> x\n> y\nz", "\n###", "\n### fox\nGET /y\n\n###\n# z\n"]
)
def test_heads_of_an_http_file(head: str, expected: tuple[str, str, dict[str, str]], tail: str) -> None:
    request = the_one(f"{head}\n\n{FOX}{tail}")
    assert (request.method, request.url, request.headers) == expected
    assert request.body == {"prompt": "a fox"}
    assert request.position("/prompt") == (head.count("\n") + 3, 13)


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        ('{"url": "/x", "method": "put", "headers": {"a": 1}, "json": {"b": 2}}', ("PUT", "/x", {"a": "1"}, {"b": 2})),
        ('{"url": "/x", "headers": ["a"], "body": {"b": 2}, "json": {"c": 3}}', ("POST", "/x", {}, {"b": 2})),
        ('{"url": "/x", "body": 5, "json": [{"b": 2}]}', ("POST", "/x", {}, [{"b": 2}])),
        ('{"url": 7, "body": {"b": 2}}', ("POST", "", {}, {"url": 7, "body": {"b": 2}})),
        ('{"url": "/x", "body": "b"}', ("POST", "", {}, {"url": "/x", "body": "b"})),
        ('{"url": "/x", "body": []}', ("POST", "", {}, {"url": "/x", "body": []})),
        ('{"url": "/x", "body": [{"b": 2}, 1]}', ("POST", "", {}, {"url": "/x", "body": [{"b": 2}, 1]})),
        ('\ufeff \n[{"prompt": null, "a": [true, 1.5, {"b": -2}]}]', ("POST", "", {}, {"prompt": None, "a": [True, 1.5, {"b": -2}]})),
    ],
)
def test_envelopes(envelope: str, expected: tuple[str, str, dict[str, str], Any]) -> None:
    request = the_one(envelope)
    assert (request.method, request.url, request.headers, request.body) == expected


def test_the_span_of_a_value() -> None:
    request = the_one('{"prompt": "a f\\u00f6x", "n": 12,\n "is": true, "none": [], "some": [[7]]}')
    assert request.span("/prompt", 2, 5) == ((1, 15), (1, 23))
    assert request.span("/n", 0, 0) == ((1, 31), (1, 33))
    assert request.span("/is", 0, 0) == ((2, 8), (2, 12))
    assert request.span("/some/0/0", 0, 0) == ((2, 36), (2, 37))
    assert request.span("/some", 0, 0) == ((2, 36), (2, 36))  # a list begins with its first item
    assert request.text_at("/n") is None
    assert request.text_at("/some") is None


CURL = f"""curl -sS -X POST '{URL}' \\
  -H 'TT-API-KEY: k' -H "Content-Type: application/json" \\
  -d '{{"prompt": "a fox --ar16:9",
       "mode": "fast"}}'
"""


def test_a_curl_command() -> None:
    request = the_one(CURL)
    assert (request.method, request.url) == ("POST", URL)
    assert request.headers == {"TT-API-KEY": "k", "Content-Type": "application/json"}
    assert request.body == {"prompt": "a fox --ar16:9", "mode": "fast"}
    assert request.position("/prompt", 6) == (3, 25)
    assert request.position("/mode") == (4, 17)
    prompt = request.text_at("/prompt")
    assert prompt is not None
    assert prompt.text == "a fox --ar16:9"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (f"curl -X put /x -d '{FOX}'", ("PUT", "/x", {})),
        (
            f"curl --request delete /x /y --data-binary '{FOX}' -H 'A: b: c' --header 'D:' -H E",
            ("DELETE", "/x", {"A": "b: c", "D": "", "E": ""}),
        ),
        (f"curl -sSXPATCH /x --compressed --retry 3 -d '{{}}' --data '{FOX}'", ("PATCH", "/x", {})),
        (f"curl /x --data-ascii='{FOX}' --foo=1 --url /z", ("POST", "/x", {})),
        (f"curl --url=/z /x --header='A:b' --json '{FOX}'", ("POST", "/z", {"A": "b"})),
        (f"curl - /x -d '{FOX}'", ("POST", "-", {})),
        (f"curl /x -o -d -d '{FOX}'", ("POST", "/x", {})),
        (f"curl -kLd'{FOX}' /x -sX PUT", ("PUT", "/x", {})),
        (f"curl -vHA:b -Lu me:pw /x -d '{FOX}'", ("POST", "/x", {"A": "b"})),
        (f"$ curl /x -d '{FOX}'", ("POST", "/x", {})),
        (f">\tcurl /x -d '{FOX}'", ("POST", "/x", {})),
        (f"% curl.exe /x -d '{FOX}'", ("POST", "/x", {})),
        (f"curl /w; wget /v -d '{{}}' | $ echo curl -d '{{}}'\ncurl /x -d '{FOX}'", ("POST", "/x", {})),
    ],
)
def test_options_of_curl(command: str, expected: tuple[str, str, dict[str, str]]) -> None:
    request = the_one(command)
    assert (request.method, request.url, request.headers) == expected
    assert request.body == {"prompt": "a fox"}
    line = command.rsplit("\n", maxsplit=1)[-1]
    assert request.position("/prompt") == (command.count("\n") + 1, line.index("a fox") + 1)


@pytest.mark.parametrize(
    ("command", "prompt"),
    [
        (f"""curl {URL} --json '{{"prompt": "it'\\''s a fox"}}'""", "it's a fox"),
        (f"""curl {URL} --data-raw $'{{"prompt": "it\\'s a fox"}}'""", "it's a fox"),
        (f"""curl {URL} -d "{{\\"prompt\\": \\"it's a fox\\"}}" """, "it's a fox"),
        (f"""curl {URL} -d'{{"prompt": "it is a fox"}}'""", "it is a fox"),
        (f"""curl --request=POST --data='{{"prompt": "it is a fox"}}' --url {URL}""", "it is a fox"),
        (f"""$ curl {URL} -sSd '{{"prompt": "it is a fox"}}' -o out.json""", "it is a fox"),
        (f"""curl {URL} -d "{{\\"prompt\\": \\\n \\"it is a fox\\"}}" """, "it is a fox"),
        (f"""curl {URL} -d "{{\\"prompt\\":\n\\"it is \\\r\na fox\\"}}" """, "it is a fox"),
        (f"""curl {URL} -d '{{"prompt": "it is a \\"red\\" fox"}}'""", 'it is a "red" fox'),
        (f"""curl {URL} -d '{{"prompt": "it'\\''s a \\"red\\" fox"}}'""", 'it\'s a "red" fox'),
        (f"""curl {URL} -d "{{\\"prompt\\": \\"it's a \\\\\\"red\\\\\\" fox\\"}}" """, 'it\'s a "red" fox'),
        (f"""curl {URL} -d $'{{"prompt": "it\\x20is\\040a\\u0020fox\\U00000020or\\40not"}}'""", "it is a fox or not"),
        (f"""curl.exe {URL} ^\n -d '{{"prompt": "it is a fox"}}'""", "it is a fox"),
    ],
)
def test_quotings_of_the_shell(command: str, prompt: str) -> None:
    request = the_one(command)
    assert request.url == URL
    assert request.body == {"prompt": prompt}
    line, column = request.position("/prompt")
    assert command.split("\n")[line - 1][column - 1 :].startswith("it")
    text = request.text_at("/prompt")
    assert text is not None
    # Every character of the prompt is found at its mapped position.
    for index, character in enumerate(prompt):
        line, at = text.position(index)
        stands = command.split("\n")[line - 1][at - 1]
        assert stands == character or (character in "'\" " and stands == "\\")  # it may be at the start of its escape
    line, at = text.position(len(prompt))
    assert command.split("\n")[line - 1][at - 1 :].startswith(('"', '\\"'))
    assert text.host_edits((Edit(0, 2, "its"),)) is None  # two quotings


@pytest.mark.parametrize(
    "command",
    [
        'curl /x -d{\\"prompt\\":\\"fox\\"}',
        'curl /x --data={\\"prompt\\":\\"fox\\"}',
        'curl /x -sd {\\"prompt\\":\\"fox\\"}',
        """curl /x -"d"{'"prompt"':\\"fox\\"}""",
    ],
)
def test_a_body_without_quotes_begins_where_it_is_written(command: str) -> None:
    request = the_one(command)
    assert request.body == {"prompt": "fox"}
    assert request.position("") == (1, command.index("{") + 1)
    assert request.position("/prompt") == (1, command.index("fox") + 1)


def test_two_commands_in_one_text() -> None:
    text = f"""curl {URL} -d '{{"prompt": "a"}}'\ncurl {URL} -d '{{"prompt": "b"}}' && echo done\n"""
    assert [each.body["prompt"] for each in read_requests(text)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "No request found", (1, 1)),
        ("a red fox --v 7", "This is not a request", (1, 1)),
        ("\n\nfox\n", "This is not a request", (3, 1)),
        ("fox HTTP/1.1", "it begins with `fox HTTP/1.1`; expected `POST https://…`, a JSON body or a curl command", (1, 1)),
        (f"delete {URL}\n\n{FOX}", "This is not a request", (1, 1)),
        (f"curly {URL} -d '{FOX}'", "This is not a request", (1, 1)),
        (f"$curl {URL} -d '{FOX}'", "This is not a request", (1, 1)),
        (f"POST {URL}\n{FOX}", "A header must be a name, a colon and a value", (2, 1)),
        (f"POST {URL}\n\n{FOX}\n###\nfox", "This is not a request: it begins with `fox`", (5, 1)),
        ("[]", "No request found", (1, 1)),
        ('[{"prompt": "a"}, 7]', "A request body must be a JSON object", (1, 19)),
        ('[[{"prompt": "a"}]]', "A request body must be a JSON object", (1, 3)),
        (f"curl {URL} -d@body.json", "The body is in `body.json`", (1, 49)),
        (f"curl {URL} -d", "No request found", (1, 1)),
        (f"curl {URL}; echo -d '{FOX}'", "No request found", (1, 1)),
        (f"curl {URL} -d ''", "Invalid JSON: unexpected end of the file", (1, 52)),
        ('{"prompt": "a fox"', "Invalid JSON", (1, 19)),
        ('["a fox"]', "A request body must be a JSON object", (1, 2)),
        (f"POST {URL}\nno header here\n\n{{}}", "A header must be a name, a colon and a value", (2, 1)),
        (f"POST {URL}\n\n< body.json\n", "in another file", (3, 1)),
        (f"POST {URL}\n\n[]\n", "A request body must be a JSON object", (1, 1)),
        (f'POST {URL}\n\n[{{"prompt": "a"}}, 7]\n', "A request body must be a JSON object, or an array of objects", (3, 2)),
        (f"POST {URL}\n\nprompt=a\n", "Invalid JSON", (3, 1)),
        (f"GET {URL}\n", "No request found", (1, 1)),
        (f"curl {URL} -d @body.json", "The body is in `body.json`", (1, 52)),
        (f"curl {URL} -d 'prompt=a'", "Invalid JSON", (1, 52)),
        (f"curl {URL} -d 'unclosed", "is not closed", (1, 52)),
        (f"curl {URL}", "No request found", (1, 1)),
        ('{"prompt": ' + "[" * 5000 + "]" * 5000 + "}", "nested too deeply", (1, 1)),
    ],
)
def test_what_is_no_request_is_said_with_its_place(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(SourceError) as error:
        read_requests(text)
    assert message in error.value.message
    assert (error.value.line, error.value.column) == place


@pytest.mark.parametrize(
    ("body", "options", "told"),
    [
        ('{"prompt": "a fox"}', (), "-:1: this request matches no known service, so only its prompt was checked"),
        ('{"prompt": "a fox", "hookUrl": ""}', (), "-:1: read as a request to `ttapi` because of its fields"),
        ('{"prompt": "a fox", "mode": "fast"}', ("--target", "ttapi"), ""),
        ('{"prompt": "a fox"}', ("--target", "goapi"), "-:1: the service `goapi` has ended: use LegNext"),
        (
            '{"model": "midjourney", "task_type": "imagine", "input": {"prompt": "a fox"}}',
            (),
            "-:1: read as a request to `goapi` because of its fields; the service `goapi` has ended: use LegNext",
        ),
        ('{"url": "https://api.goapi.ai/mj/v2/imagine", "body": {"prompt": "a fox"}}', (), "has ended: use LegNext"),
        ('[{"prompt": "a fox"}, {"prompt": "a hen"}]', (), "-:1: this request matches no known service"),
        ('{"x": 1}', (), "-:1: this request matches no known service and has no prompt, so nothing was checked; name the service"),
    ],
)
@pytest.mark.parametrize("quiet", [(), ("--quiet",)], ids=["", "quiet"])
def test_the_command_says_how_a_request_was_read(body: str, options: tuple[str, ...], told: str, quiet: tuple[str, ...]) -> None:
    """An all-clear over a body of which only the prompt was checked says so, once, and the service that has ended too."""
    out, err = io.StringIO(), io.StringIO()
    main(["lint", "--offline", "--isolated", *quiet, "--request", "-", *options], io.StringIO(body), out, err)
    notes = [line for line in err.getvalue().splitlines() if "service" in line or "read as" in line]
    assert len(notes) == bool(told)
    assert all(told in note for note in notes)
    assert "service" not in out.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"x": 1}', "no prompts found\n"),
        ('[{"x": 1}, {"y": ["a fox --ar16:9"]}]', "no prompts found\n"),
        ('[{"x": 1}, {"prompt": "a fox"}]', "no problems found in 1 prompt\n"),
    ],
)
def test_a_request_of_which_nothing_is_checked_gets_no_all_clear(body: str, said: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    main(["lint", "--offline", "--isolated", "--request", "-"], io.StringIO(body), out, err)
    assert "and has no prompt, so nothing was checked" in err.getvalue()
    assert said in out.getvalue() + err.getvalue()


@pytest.mark.parametrize(("target", "said"), [("goapi", 1), ("GOAPI", 1), ("legnext", 0)])
def test_a_target_that_has_ended_is_told_for_prompts_too(target: str, said: int) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["lint", "--offline", "--isolated", "--target", target, "-p", "a fox", "-p", "a hen"], io.StringIO(), out, err) == 0
    assert err.getvalue().count("the service `goapi` has ended: use LegNext (`legnext`)") == said
