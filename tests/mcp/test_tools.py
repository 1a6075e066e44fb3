"""The tools for agents, called by the SDK's own client over standard input and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="the tools for agents need the extra `mcp`")

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from timing import cpu_seconds, growth

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).resolve().parent.parent.parent


class Agent:
    """The agent's side of the server."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def call(self, tool: str, **arguments) -> dict:
        """The typed result of a tool. The text an agent reads must say the same."""
        result = await self.client.call_tool(tool, arguments)
        assert not result.is_error, result.content
        (text,) = result.content
        assert json.loads(text.text) == result.structured_content
        return result.structured_content

    async def refused(self, tool: str, **arguments) -> str:
        """The message of a tool that rejects its arguments."""
        result = await self.client.call_tool(tool, arguments)
        assert result.is_error
        return result.content[0].text


@asynccontextmanager
async def started(folder: Path):
    """An agent with its server. (No fixture: pytest-asyncio would end it in another task than it began in.)"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "promptlint", "mcp"], cwd=str(folder), env=environment)
    async with Client(stdio_client(server)) as client:
        yield Agent(client)


def tokens(result: dict) -> int:
    """Number of tokens a model reads, at most: JSON has more than three characters to a token."""
    return ceil(len(json.dumps(result, ensure_ascii=False, separators=(",", ":"))) / 3)


async def test_tools_say_what_they_are(tmp_path):
    async with started(tmp_path) as agent:
        listed = (await agent.client.list_tools()).tools
    tools = {tool.name: tool for tool in listed}
    assert list(tools) == ["lint_prompt", "fix_prompt", "explain_failure", "describe_parameter", "compare_models"]
    for tool in listed:
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        assert tool.output_schema["type"] == "object"
        assert tool.description.endswith(".")
    assert tools["lint_prompt"].input_schema["required"] == ["prompt"]
    assert tools["fix_prompt"].input_schema["properties"]["unsafe"]["default"] is False


async def test_lint_and_fix(tmp_path):
    async with started(tmp_path) as agent:
        found = await agent.call("lint_prompt", prompt="a lighthouse in a storm --ar16:9 --v 7")
        clean = await agent.call("lint_prompt", prompt="a lighthouse --v 7")
        on_model = await agent.call("lint_prompt", prompt="a cat --oref https://cdn.site.net/x.png", model="7")
        fixed = await agent.call("fix_prompt", prompt="a lighthouse --AR16:9 --v 7 --stylize 2000")
        unsafe = await agent.call("fix_prompt", prompt="a lighthouse --stylize 2000 --v 7", unsafe=True)
    assert (found["ok"], found["model"], found["fixed"]) == (False, "7", "a lighthouse in a storm --ar 16:9 --v 7")
    (finding,) = found["findings"]
    assert (finding["code"], finding["severity"], finding["at"]) == ("MJ005", "error", "--ar16:9")
    assert finding["help"] == "Write `--ar 16:9`."
    assert clean == {"ok": True, "model": "7"}
    assert on_model["ok"]
    assert fixed["prompt"] == "a lighthouse --ar 16:9 --v 7 --stylize 2000"
    assert (fixed["changed"], fixed["ok"], [each["code"] for each in fixed["left"]]) == (True, False, ["MJ202"])
    assert unsafe == {"prompt": "a lighthouse --stylize 1000 --v 7", "ok": True, "changed": True}


async def test_explain_describe_compare(tmp_path):
    async with started(tmp_path) as agent:
        failure = await agent.call("explain_failure", message="[Invalid parameter] Unrecognized parameter(s): `abc`")
        caused = await agent.call(
            "explain_failure", message="[Invalid parameter] Unrecognized parameter(s): `ar16:9`", prompt="a cat --ar16:9 --v 7"
        )
        unknown = await agent.call("explain_failure", message="the moon is full")
        passing = await agent.call("explain_failure", message="Internal server error")
        cref = await agent.call("describe_parameter", name="--cref", model="7")
        alias = await agent.call("describe_parameter", name="aspect")
        prompt = await agent.call("compare_models", prompt="a cat --oref https://cdn.site.net/x.png", models=["7", "8.2"])
        every = await agent.call("compare_models")
    assert (failure["known"], failure["fault"]) == (True, "prompt")
    assert "retry" not in failure, "what is left out is false"
    assert (passing["fault"], passing["retry"]) == ("midjourney", True)
    assert "MJ005" in [cause["code"] for cause in caused["causes"]]
    assert not unknown["known"]
    assert (cref["written"], cref["works"], cref["models"]) == ("--cref", False, ["6", "niji 6", "6.1"])
    assert alias["written"] == "--ar"
    assert (prompt["models"], prompt["refused_by"]) == (["7", "8.2"], ["8.2"])
    assert [(each["code"], each["models"]) for each in prompt["findings"]] == [("MJ301", ["8.2"])]
    assert prompt["parameters"] == {"--oref": ["7"]}
    assert every["parameters"]["--hd"] == ["8.1", "8.2"]


async def test_ordinary_results_are_under_300_tokens(tmp_path):
    prompt = "a portrait of an old sailor, 35mm film --ar16:9 --stylize 2000 --cref https://cdn.site.net/sailor.png --v 7"
    async with started(tmp_path) as agent:
        results = {
            "lint": await agent.call("lint_prompt", prompt=prompt.replace(" --stylize 2000", "")),
            "fix": await agent.call("fix_prompt", prompt=prompt),
            "explain": await agent.call("explain_failure", message="Invalid link"),
            "describe": await agent.call("describe_parameter", name="sref"),
            "compare": await agent.call("compare_models", prompt=prompt.replace(" --v 7", "").replace("--ar16:9 --stylize 2000", "")),
        }
    assert {name: tokens(result) for name, result in results.items() if tokens(result) >= 300} == {}


async def test_mistakes_of_the_agent_are_told(tmp_path):
    async with started(tmp_path) as agent:
        model = await agent.refused("lint_prompt", prompt="a cat", model="8.3")
        target = await agent.refused("fix_prompt", prompt="a cat", target="ttap")
        name = await agent.refused("describe_parameter", name="--crf")
    assert "Unknown model `8.3`; expected one of" in model
    assert "Unknown target `ttap`; did you mean `ttapi`?" in target
    assert "Unknown parameter `--crf`; did you mean `cref`?" in name


async def test_rule_pages_and_parameters_are_resources(tmp_path):
    async with started(tmp_path) as agent:
        listed = (await agent.client.list_resources()).resources
        page = (await agent.client.read_resource("promptlint://rules/MJ005")).contents[0]
        parameters = (await agent.client.read_resource("promptlint://parameters")).contents[0]
    from promptlint.rules.registry import RULES

    assert {str(each.uri) for each in listed} == {"promptlint://parameters", *(f"promptlint://rules/{rule.code}" for rule in RULES)}
    assert page.text.startswith("A value follows its parameter's name without a space.")
    assert parameters.text.startswith("# Midjourney prompts, facts as of ")


@pytest.mark.parametrize("unit", ["--ar16:9 ", "--oops 1 ", "--no a ", "::2 b ", "{a,b} ", "--sref 1 ", "—ar 1:1 ", "--v 7 "])
async def test_time_of_comparing_models_grows_with_the_prompt(unit):
    from promptlint.agents.mcp import compare_models

    def seconds(size: int) -> float:
        return cpu_seconds(lambda: compare_models("a cat " + unit * (size // len(unit))))

    seconds(100)
    assert not growth(seconds, 2000, slack=0.03)


# ---- lines that the SDK's own client would not send ------------------------------------------------------------------------


START = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    '"clientInfo":{"name":"t","version":"1"}}}\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n'
)


def call(number: int | str, prompt: str) -> str:
    """A call of `lint_prompt` with a prompt as JSON writes it."""
    params = f'{{"name":"lint_prompt","arguments":{{"prompt":"{prompt}"}}}}'
    return f'{{"jsonrpc":"2.0","id":{json.dumps(number)},"method":"tools/call","params":{params}}}\n'


def answers(folder: Path, *lines: str) -> list[dict]:
    """The answers of the server, as many as there are lines with something on them; standard input stays open until then."""
    wanted = sum(bool(line.strip()) for line in lines) + 1
    server = subprocess.Popen(
        [sys.executable, "-m", "promptlint", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    watchdog = threading.Timer(60, server.kill)
    watchdog.start()
    with server:
        server.stdin.write((START + "".join(lines)).encode())
        server.stdin.flush()
        found = [json.loads(server.stdout.readline()) for _ in range(wanted)]
        server.stdin.close()
    watchdog.cancel()
    return [each for each in found if each.get("id") != 1]


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\uD83D x", "\\ude00\\ud83d"])
async def test_half_of_a_surrogate_pair_is_answered(tmp_path, half):
    found = {each["id"]: each for each in answers(tmp_path, call(2, f"a {half} cat"), call("x", half), call(3, "a cat --ar16:9"))}
    assert set(found) == {2, "x", 3}
    for number in (2, "x"):
        assert found[number]["error"]["code"] == -32602
        assert found[number]["error"]["message"].startswith("a string contains half of a surrogate pair")
    assert found[3]["result"]["structuredContent"]["fixed"] == "a cat --ar 16:9"


async def test_half_of_a_surrogate_pair_in_an_id_does_not_end_the_server(tmp_path):
    line = call("HALF", "a cat").replace("HALF", "\\ud800")
    wrong, right = sorted(answers(tmp_path, line, call(3, "a cat")), key=lambda each: each["id"] or 0)
    assert (wrong["id"], wrong["error"]["code"], right["id"]) == (None, -32602, 3)


async def test_a_long_name_is_not_repeated(tmp_path):
    long = "x" * 100_000
    async with started(tmp_path) as agent:
        told = [
            await agent.refused("lint_prompt", prompt="a", model=long),
            await agent.refused("lint_prompt", prompt="a", target=long),
            await agent.refused("describe_parameter", name=long),
            await agent.refused("compare_models", models=[long]),
        ]
    assert all("`xxx" in message and len(message) < 700 for message in told)


@pytest.mark.parametrize("line", ["not JSON\n", "[" * 5_000 + "\n", '{"jsonrpc":"2.0","id":2,\n'])
async def test_a_line_that_is_no_json_is_answered(tmp_path, line):
    wrong, right = sorted(answers(tmp_path, line, call(3, "a cat")), key=lambda each: each["id"] or 0)
    assert (wrong["id"], wrong["error"]["code"]) == (None, -32700)
    assert right["id"] == 3


@pytest.mark.parametrize(("line", "number"), [('{"jsonrpc":"2.0","id":2,"foo":2}\n', 2), ("[1]\n", None), ("7\n", None)])
async def test_json_that_is_no_request_is_answered(tmp_path, line, number):
    wrong, right = sorted(answers(tmp_path, line, call(3, "a cat")), key=lambda each: each["id"] or 0)
    assert (wrong["id"], wrong["error"]["code"]) == (number, -32600)
    assert wrong["error"]["message"] == "this is not a JSON-RPC message: a request requires `method`"
    assert right["id"] == 3


async def test_whole_pairs_and_other_signs_are_read(tmp_path):
    found = answers(tmp_path, call(2, "a \\ud83d\\ude00 cat --ar16:9"), "\n", call(3, "\\\\ud800 --ar16:9"))
    assert {each["id"]: each["result"]["structuredContent"]["fixed"] for each in found} == {
        2: "a \U0001f600 cat --ar 16:9",
        3: "\\ud800 --ar 16:9",
    }


TOUCHED = """
import os, sys, sysconfig
from promptlint.agents import mcp
import promptlint
calls = [
    lambda text: mcp.lint_prompt(text), lambda text: mcp.fix_prompt(text, unsafe=True), lambda text: mcp.explain_failure(text, text),
    lambda text: mcp.compare_models(text),
]
for call in calls:
    call("a cat --ar16:9 https://cdn.mysite.net/a.png")  # what is imported on the way
own = tuple(map(os.path.realpath, (os.path.dirname(promptlint.__file__), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))))
touched = []
def hook(event, arguments):
    if event == "open" and not os.path.realpath(str(arguments[0])).startswith(own):
        touched.append((event, arguments))
    elif event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.listdir", "os.remove", "os.rename"):
        touched.append((event, arguments))
sys.addaudithook(hook)
for text in ("/etc/passwd", "file:///etc/passwd a cat", "http://127.0.0.1/a.png a cat", "--config /etc/passwd", "$(id)", "../../x"):
    for call in calls:
        call(text)
print(touched)
"""


async def test_the_tools_touch_nothing(tmp_path):
    """Whatever a prompt says, no file is opened but those of the program, nothing is connected to and nothing is run."""
    done = subprocess.run(
        [sys.executable, "-c", TOUCHED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
