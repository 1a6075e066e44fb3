"""Requests out of files: JSON, HTTP files, curl commands; each value with its line and column."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from promptlint.cli.main import main
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
        assert stands == character or (character in "'\"" and stands == "\\")  # a quote may be at the start of its escape


def test_two_commands_in_one_text() -> None:
    text = f"""curl {URL} -d '{{"prompt": "a"}}'\ncurl {URL} -d '{{"prompt": "b"}}' && echo done\n"""
    assert [each.body["prompt"] for each in read_requests(text)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "No request found", (1, 1)),
        ("a red fox --v 7", "This is not a request", (1, 1)),
        ("\n\nfox\n", "This is not a request", (3, 1)),
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


@pytest.mark.parametrize(("target", "said"), [("goapi", 1), ("GOAPI", 1), ("legnext", 0)])
def test_a_target_that_has_ended_is_told_for_prompts_too(target: str, said: int) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["lint", "--offline", "--isolated", "--target", target, "-p", "a fox", "-p", "a hen"], io.StringIO(), out, err) == 0
    assert err.getvalue().count("the service `goapi` has ended: use LegNext (`legnext`)") == said
