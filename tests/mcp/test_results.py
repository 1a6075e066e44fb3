"""The results of the tools for agents, called without a server: each with everything that it says and nothing that is empty."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="the tools for agents need the extra `mcp`")

from mcp.server.mcpserver.exceptions import ToolError

from promptlint.agents import mcp

UNKNOWN = " ".join(f"--foo{letter}" for letter in "abcdefghijkl")


def told(result: Any) -> dict[str, Any]:
    """What a tool answers; the text for the agent must say the same."""
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


@pytest.mark.parametrize(
    ("prompt", "options", "expected"),
    [
        ("a cat --ar 16:9", {}, {"ok": True, "model": "8.2"}),
        ("a cat --ar 16:9 ", {}, {"ok": True, "model": "8.2"}),
        ("a cat --draft --v 7", {"target": "ttapi"}, {"ok": True, "model": "7"}),
        ("a cat", {"model": "niji 7"}, {"ok": True, "model": "niji 7"}),
        (
            "--ar16:9", {},
            {"ok": False, "model": "8.2", "fixed": "--ar 16:9", "findings": [
                {"code": "MJ005", "severity": "error", "help": "Write `--ar 16:9`.",
                 "message": "`--ar16:9` is missing a space between name and value, so it is read as an unknown parameter"},
                {"code": "MJ401", "severity": "error", "message": "The prompt has parameters, but no text",
                 "help": "Write what to draw before the parameters; references such as `--sref` do not replace it."}]},
        ),
        (
            "a cat --weird 5000", {"model": "6"},
            {"ok": False, "model": "6", "findings": [
                {"code": "MJ202", "severity": "error", "at": "5000", "help": "Write `--weird 3000`, or another number from 0 to 3000.",
                 "message": "`--weird 5000` is out of range: V6 accepts 0 to 3000"}]},
        ),
    ],
)  # fmt: skip
def test_lint(prompt: str, options: dict[str, str], expected: dict[str, Any]) -> None:
    assert told(mcp.lint_prompt(prompt, **options)) == expected


def test_ten_findings_at_most() -> None:
    assert (told(mcp.lint_prompt(f"a cat {UNKNOWN}"))["more"], told(mcp.fix_prompt(f"a cat {UNKNOWN}"))["more"]) == (2, 2)
    first = [f"--foo{letter}" for letter in "abcdefghij"]
    assert [each["at"] for each in told(mcp.lint_prompt(f"a cat {UNKNOWN}"))["findings"]] == first
    assert [each["at"] for each in told(mcp.fix_prompt(f"a cat {UNKNOWN}"))["left"]] == first
    assert [each["at"] for each in told(mcp.explain_failure("Invalid parameter", f"a cat {UNKNOWN}"))["causes"]] == first
    assert [each["at"] for each in told(mcp.compare_models(f"a cat {UNKNOWN}"))["findings"]] == first
    assert "more" not in told(mcp.lint_prompt(f"a cat {' '.join(first)}"))


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("--" + "x" * 58, "--" + "x" * 58),
        ("--" + "x" * 59, "--" + "x" * 57 + "…"),
    ],
)
def test_a_long_text_is_shortened(at: str, shown: str) -> None:
    assert [each["at"] for each in told(mcp.lint_prompt(f"a cat {at}"))["findings"]] == [shown]


@pytest.mark.parametrize(
    ("prompt", "unsafe", "expected"),
    [
        ("a cat --ar 16:9", False, {"prompt": "a cat --ar 16:9", "ok": True, "changed": False}),
        ("a cat --ar16:9", False, {"prompt": "a cat --ar 16:9", "ok": True, "changed": True}),
        ("a cat --s 2000", True, {"prompt": "a cat --s 1000", "ok": True, "changed": True}),
        (
            "a cat --v 99", False,
            {"prompt": "a cat --v 99", "ok": False, "changed": False, "left": [
                {"code": "MJ205", "severity": "error", "at": "99", "help": "Write `--v 8.2`.",
                 "message": "`--v 99` does not name a model: use V6, V6.1, V7, V8.1 or V8.2"}]},
        ),
    ],
)  # fmt: skip
def test_fix(prompt: str, unsafe: bool, expected: dict[str, Any]) -> None:
    assert told(mcp.fix_prompt(prompt, unsafe=unsafe)) == expected


def test_the_model_and_the_target_decide_what_is_fixed() -> None:
    assert told(mcp.fix_prompt("a cat --weird 5000", model="6", unsafe=True))["prompt"] == "a cat --weird 3000"
    assert told(mcp.fix_prompt("a cat --niji", target="ttapi"))["ok"] is False
    assert told(mcp.fix_prompt("a cat --niji", target="discord"))["ok"] is True


@pytest.mark.parametrize(
    ("name", "model", "expected"),
    [
        (
            " —SW ", "niji 6",
            {"written": "--sw", "model": "niji 6", "takes": "a whole number, 0 to 1000", "default": "100", "works": True,
             "support": "It works on Niji 6.", "models": ["6", "niji 6", "6.1", "7", "niji 7", "8.1", "8.2"], "needs": "--sref"},
        ),
        ("--cw", "7", {"written": "--cw", "model": "7", "works": False, "models": ["6", "niji 6", "6.1"], "needs": "--cref"}),
        ("stylize", "", {"written": "--stylize", "aliases": ["--s"], "model": "8.2", "works": True}),
        ("–s", "", {"written": "--stylize", "model": "8.2"}),
    ],
)  # fmt: skip
def test_describe(name: str, model: str, expected: dict[str, Any]) -> None:
    found = told(mcp.describe_parameter(name, model))
    assert {key: found[key] for key in expected} == expected
    assert found["source"].startswith("https://")
    assert len(found["date"]) == len("2026-09-01")


@pytest.mark.parametrize(
    ("name", "model", "message"),
    [
        ("--crf", "", "Unknown parameter `--crf`; did you mean `cref`?"),
        ("nothing\x1blike it", "", r"Unknown parameter `nothing\x1blike it`"),
        ("ar", "8.3", "Unknown model `8.3`; expected one of"),
        ("nothing", "8.3", "Unknown model `8.3`; expected one of"),
    ],
)
def test_what_is_unknown(name: str, model: str, message: str) -> None:
    with pytest.raises(ToolError) as error:
        mcp.describe_parameter(name, model)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("prompt", "models", "expected"),
    [
        ("a cat", [], {"models": ["7", "8.1", "8.2"]}),
        ("a cat", ["7.0", "7", "6"], {"models": ["7", "6"]}),
        ("", ["6"], {"models": ["6"]}),
        ("a cat --sref 12 --q 2", ["8.2", "6"],
         {"models": ["8.2", "6"], "refused_by": ["8.2"], "parameters": {"--quality": ["6"]}, "findings": [
             {"code": "MJ301", "severity": "error", "at": "--q 2", "models": ["8.2"], "help": "Write `--v 7` at the end, or remove `--q`.",
              "message": "`--q` requires V3 to V7, Niji 4 or Niji 5, but this prompt runs on V8.2"}]}),
        ("a cat --q 2 --chaos 500", ["6", "8.2", "7"],
         {"models": ["6", "8.2", "7"], "refused_by": ["6", "8.2", "7"], "parameters": {"--quality": ["6", "7"]}, "findings": [
             {"code": "MJ301", "severity": "error", "at": "--q 2", "models": ["8.2"], "help": "Write `--v 7` at the end, or remove `--q`.",
              "message": "`--q` requires V3 to V7, Niji 4 or Niji 5, but this prompt runs on V8.2"},
             {"code": "MJ202", "severity": "error", "at": "500", "models": ["6", "8.2", "7"],
              "help": "Write `--chaos 100`, or another number from 0 to 100.",
              "message": "`--chaos 500` is out of range: V6 accepts 0 to 100"}]}),
    ],
)  # fmt: skip
def test_compare(prompt: str, models: list[str], expected: dict[str, Any]) -> None:
    assert told(mcp.compare_models(prompt, models)) == expected


def test_all_parameters_compared() -> None:
    found = told(mcp.compare_models("", ["6", "8.2"]))
    assert (found["models"], found["parameters"]["--cref"], found["parameters"]["--hd"]) == (["6", "8.2"], ["6"], ["8.2"])
    assert not {"--ar", "--video", "--uplight"} & set(found["parameters"])  # on both, on neither, of the past
    assert [] not in found["parameters"].values()
