"""`rule --for-agents`, and the servers where their extras are missing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from promptlint.cli.main import main
from promptlint.midjourney.describe import describe_model, describe_parameter
from promptlint.midjourney.tables import vocabulary

ROOT = Path(__file__).resolve().parent.parent


def run(*argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(argv), io.StringIO(), out, err), out.getvalue(), err.getvalue()


def test_text_names_every_current_parameter_once_where_it_belongs():
    status, text, err = run("rule", "--for-agents")
    assert (status, err) == (0, "")
    words = vocabulary()
    here, _, rest = text.partition("## Not on ")
    elsewhere, _, videos = rest.partition("## Videos")
    for definition in words.definitions:
        if definition.status != "current" or definition.name in words.model_flags:
            continue
        support = words.support(definition.name, words.default_model).status
        line = f"- `--{definition.written}`"
        assert (f"{line}:" in here or f"{line}." in here or f"{line} (" in here) == (support == "supported"), definition.name
        live = any(words.models[model].status == "live" for model in words.models_with(definition.name))
        assert (line in elsewhere) == (support not in ("supported", "unknown") and live), definition.name
    assert "`--motion` (`low` or `high`)" in videos
    assert "- `--stylize`: a whole number, 0 to 1000 (default 100). " in here
    assert "- `--tile`. " in here
    assert "- `--cref` (image links): only on 6, niji 6, 6.1. " in elsewhere
    assert "- `--quality` (a number: 1, 2 or 4 on 7): only on 6, 6.1, 7. " in elsewhere  # others on the older ones
    assert f"usually {words.default_model}." in here
    assert f"facts as of {words.verified}" in here
    assert len(text.split()) < 1200


def test_text_names_the_conflicts_of_the_default_model():
    _, text, _ = run("rule", "--for-agents")
    assert "- `--fast` with `--relax`: a job runs at one speed\n" in text
    assert "`--sv 6` with" not in text  # only the alpha of V8 had that one


def test_text_names_the_live_models_and_no_others():
    _, text, _ = run("rule", "--for-agents")
    _, document, _ = run("rule", "--for-agents", "--json")
    live = [each["written"] for each in json.loads(document)["models"] if each["name"] not in ("video", "edit")]
    assert "--niji 6" in live
    assert "--v 5.2" not in live
    assert f"Current models: {', '.join(f'`{each}`' for each in reversed(live))}.\n" in text


def test_json_is_one_document_with_sources():
    status, text, _ = run("rule", "--for-agents", "--json")
    document = json.loads(text)
    assert (status, document["version"], document["default_model"]) == (0, 1, vocabulary().default_model)
    parameters = {each["written"]: each for each in document["parameters"]}
    assert parameters["--stylize"]["takes"] == "a whole number, 0 to 1000"
    assert parameters["--stylize"]["default"] == "100"
    assert (parameters["--cref"]["works"], parameters["--cref"]["models"]) == (False, ["6", "niji 6", "6.1"])
    assert parameters["--motion"]["model"] == "video"
    assert all(each["source"] and each["date"] for each in document["parameters"])
    assert "8.2" in [each["name"] for each in document["models"]]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("rule", "--for-agents", "MJ001"), "`--for-agents` takes no arguments: unexpected argument `MJ001`"),
        (("lsp", "x"), "`lsp` takes no arguments: unexpected argument `x`"),
    ],
)
def test_calls_that_make_no_sense(argv, message):
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    assert message in err


def test_json_prints_a_rule_as_the_output_format_does():
    assert run("rule", "--json", "MJ001") == run("rule", "--output-format", "json", "MJ001")
    assert json.loads(run("rule", "--json", "MJ001")[1])["rule"]["code"] == "MJ001"


@pytest.mark.parametrize("command", ["lsp", "mcp"])
def test_a_missing_extra_is_told_in_a_line(command):
    # -S: without the installed packages
    arguments = [sys.executable, "-S", "-m", "promptlint", command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(arguments, env=environment, input="", capture_output=True, text=True, timeout=30, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.count("\n") == 1
    assert told.stderr.endswith(f": pip install 'midjourney-promptlint[{command}]'\n")


def test_every_cell_of_parameters_and_models_can_be_described():
    words = vocabulary()
    for model in words.models:
        told = describe_model(words, model)
        assert told.source
        assert told.date
        for name in words.names.values():
            described = describe_parameter(words, name, model)
            assert described is not None
            assert described.support.endswith(".")
            assert described.source
    assert describe_parameter(words, "bogus", "7") is None
    assert [words.models[name].title for name in ("8.2", "niji 7", "video")] == ["V8.2", "Niji 7", "the video model"]


@pytest.mark.parametrize(
    ("name", "model", "takes", "support"),
    [
        ("aspect", "8.2", "a ratio such as 16:9, at most 14:1 or 1:14", "It works on V8.2."),
        ("style", "8.2", "`raw`", "It works on V8.2."),
        ("oref", "8.2", "one image link", "V8.2 rejects it; it requires V7."),
        ("edit", "8.2", "1 to 4 image links", "It works on V8.2."),
        ("version", "7", "a model number", "It selects the model."),
        ("motion", "7", "one word", "It is not known whether V7 supports it."),
        ("bs", "video", "a whole number: 1, 2 or 4", "It works on the video model."),
    ],
)
def test_descriptions(name, model, takes, support):
    told = describe_parameter(vocabulary(), name, model)
    assert (told.takes, told.support) == (takes, support)
