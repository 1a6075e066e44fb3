"""Verdicts that follow what was recorded in 2026, and the messages that `explain` learned with them."""

from __future__ import annotations

import json

import pytest
from cases import Found, check

import promptlint

LINK = "https://img.mysite.net/a.png"
FOUND = [
    Found("a lighthouse --- in a storm", "MJ007", "---", "warning", "may be drawn as text", "a lighthouse in a storm", safe=True),
    Found("a fox --ar 1:1 --- --v 7", "MJ007", "---", "error", "so it is read as an unknown parameter", "a fox --ar 1:1 --v 7", safe=True),
    Found("a fox ---ar 16:9", "MJ007", "---ar", "error", "too many hyphens", "a fox --ar 16:9", safe=True),
    Found("a cat --v 7 --v 7", "MJ103", "--v 7", "info", "is given twice", "a cat --v 7"),
    Found("a cat --s 50 --s 50", "MJ103", "--s 50", "info", "is given twice", "a cat --s 50"),
    Found("a cat --s 50 --s 60", "MJ103", "--s 60", "warning", "only one of the two", "a cat --s 60"),
    Found(f"a fox --edit {LINK} --ev 2 --v 8.2", "MJ106", "--ev", "warning", "`--ev` (edit version) is not documented by Midjourney"),
    Found("a fox --ev 2", "MJ106", "--ev", "warning", "is not documented by Midjourney"),
    Found("a fox --profile my_style --v 7", "MJ201", "my_style", "warning", "profile or moodboard codes"),
    Found("a fox --profile 3b1f-77aa --v 7", "MJ201", "3b1f-77aa", "warning", "profile or moodboard codes"),
    Found("a fox --p 0 --v 8.1", "MJ201", "0", "info", "one user reports that 0 was rejected"),
    Found("a fox --style cute --v 5.2", "MJ201", "cute", "error", "V5.2 accepts `raw`"),
    Found("a fox --style raw --niji 5", "MJ201", "raw", "error", "`cute`, `expressive`, `original` or `scenic`"),
    Found("a fox --style expressive --v 5.0", "MJ301", "--style expressive", "warning", "but other jobs ran"),
    Found(f"{LINK} a fox --iw 100 --v 7", "MJ202", "100", "error", "accepts 0 to 3", f"{LINK} a fox --iw 3 --v 7", help="write `--ow 100`"),
    Found(f"{LINK} a fox --iw 3.5 --v 8.1", "MJ202", "3.5", "error", "accepts 0 to 3", f"{LINK} a fox --iw 3 --v 8.1"),
]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.code} {case.prompt[:60]}")
def test_found(case: Found) -> None:
    check(case)


@pytest.mark.parametrize(
    "prompt", ["a fox --style abc12de --v 5.2", "a fox --p abc1234 --v 8.1", "a fox --p 0 --v 7", "a fox --style raw --v 8.1"]
)
def test_silent(prompt: str) -> None:
    assert promptlint.lint(prompt).diagnostics == ()


@pytest.mark.parametrize(
    ("message", "name", "fault", "retry", "rule"),
    [
        (
            "Invalid request, Relax mode for video is limited to Pro and Mega plans. Upgrade your plan.",
            "plan-limit",
            "account",
            False,
            "MJ306",
        ),
        ("Creation failed. Relax mode for video is limited to Pro and Mega subscribers.", "plan-limit", "account", False, "MJ306"),
        ("--no is not compatible with --version 8.1", "not-compatible", "prompt", False, "MJ301"),
        ("--stop is not compatible with --version 7", "not-compatible", "prompt", False, "MJ301"),
        ("--style is not compatible with --version 5.0", "not-compatible", "prompt", False, "MJ301"),
        ("--stylize must be between 0 and 1000 with --version 7", "value-out-of-range", "prompt", False, "MJ202"),
        ("--version 5.2 is only compatible with the following values for --style: raw", "invalid-value", "prompt", False, "MJ201"),
        ("--sw requires style reference", "missing-companion", "prompt", False, "MJ302"),
        ("--ow requires omni reference", "missing-companion", "prompt", False, "MJ302"),
        ("--cw requires character reference", "missing-companion", "prompt", False, "MJ302"),
        ("This interaction failed", "discord-timeout", "midjourney", True, None),
        ("The application did not respond", "discord-timeout", "midjourney", True, None),
        ("Prompt was rejected by Midjourney moderation", "banned-prompt", "prompt", False, "MJ601"),
        ("parameter error", "invalid-parameter", "prompt", False, "MJ101"),
    ],
)
def test_a_message_is_explained_as_it_is_copied(
    message: str, name: str, fault: str, retry: bool, rule: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    failure = promptlint.explain(message)
    assert (failure.known, failure.name, failure.fault, failure.retry) == (True, name, fault, retry)
    assert rule is None or rule in failure.rules
    for words in ([message], message.split(" ")):
        assert run("explain", *words) == 0
        assert capsys.readouterr().out.startswith(f"{name}\n")


def run(*argv: str) -> int:
    import sys

    from promptlint.cli.main import main

    return main(list(argv), sys.stdin, sys.stdout, sys.stderr)


def test_code_24_does_not_only_mean_a_banned_word() -> None:
    assert "MJ306" in promptlint.explain("24").rules
    body = json.dumps({"code": 24, "description": "Invalid request, Relax mode for video is limited to Pro and Mega plans."})
    assert promptlint.explain(body).name == "plan-limit"


def test_a_misspelt_option_is_not_taken_for_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "--targt", "ttapi") == 2
    assert "unknown option `--targt`" in capsys.readouterr().err


# ── questions before writing a prompt ────────────────────────────────────────────────────────────────────────────────


def test_a_parameter_on_one_model(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("stop", "--stop"):
        assert run("parameter", name, "--model", "7", "--output-format", "json") == 0
        told = json.loads(capsys.readouterr().out)["parameter"]
        assert (told["written"], told["kind"]) == ("--stop", "integer")
        [cell] = told["models"]
        assert (cell["model"], cell["status"], cell["evidence"]) == ("7", "rejected", "recorded")
        assert (cell["source"]["date"], cell["source"]["confidence"]) == ("2026-06", "high")


def test_a_parameter_on_every_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("parameter", "s") == 0
    out = capsys.readouterr().out
    assert out.startswith("--stylize, --s  Stylize, integer, current\n")
    [row] = [line for line in out.splitlines() if line.startswith("V8.2 ")]
    assert all(word in row for word in ("yes", "chart", "0 to 1000", "100", "2026-09-01", "high confidence"))


def test_all_parameters_and_all_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("parameter", "--output-format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)["parameters"]) == 60
    assert run("model", "--output-format", "json") == 0
    models = json.loads(capsys.readouterr().out)["models"]
    assert [each["title"] for each in models if each["default"]] == ["V8.2"]


def test_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("model", "niji", "7", "--output-format", "json") == 0
    told = json.loads(capsys.readouterr().out)["model"]
    assert (told["title"], told["written"], told["status"]) == ("Niji 7", "--niji 7", "live")
    assert "--hd" in told["parameters"]["rejected"]
    assert run("model", "8.2") == 0
    out = capsys.readouterr().out
    assert out.startswith("V8.2  written --v 8.2, live, since 2026-07-24\n")
    assert "Rejected:\n  --quality --cref --cw --oref --ow" in out


@pytest.mark.parametrize(
    ("argv", "error"),
    [(("parameter", "stylise"), "unknown parameter `stylise`; did you mean `stylize`?"), (("model", "9"), "unknown model `9`")],
)
def test_a_name_that_is_not_known(argv: tuple[str, ...], error: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*argv) == 2
    assert error in capsys.readouterr().err


def test_a_prefix_lists_its_rules_with_their_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rule", "mj3") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:7]] == [f"MJ30{number}" for number in range(1, 8)]
    assert lines[0].endswith("A parameter that the active model does not support.")
    assert run("rule", "MJ3", "--output-format", "json") == 0
    assert [each["code"] for each in json.loads(capsys.readouterr().out)["rules"]] == [f"MJ30{number}" for number in range(1, 8)]
    assert run("rule", "MJ301", "--output-format", "json") == 0
    told = json.loads(capsys.readouterr().out)["rule"]
    assert (told["name"], told["fix"]) == ("unsupported-by-model", "unsafe")
    assert "Bad:" in told["text"]
