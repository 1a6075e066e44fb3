"""The vocabulary: the table is consistent and agrees with its sources, and errors in it are reported by key."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path

import pytest

from promptlint.compile.shape import TableError
from promptlint.compile.vocabulary_checks import build, load, validate
from promptlint.midjourney.facts import facts
from promptlint.midjourney.rows import ratio_text
from promptlint.midjourney.vocabulary import Vocabulary
from promptlint.text.did_you_mean import distance, nearest

TEXT = (Path(__file__).resolve().parents[1] / "grammar" / "parameters.toml").read_text(encoding="utf-8")
DATA = tomllib.loads(TEXT)
WORDS = build(DATA)
AFTER_6 = ["6", "6.1", "niji 6", "7", "niji 7", "8.1", "8.2"]
REMOVED = object()


# ------------------------------------------------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("ar", "aspect"),
        ("aspect", "aspect"),
        ("v", "version"),
        ("version", "version"),
        ("s", "stylize"),
        ("c", "chaos"),
        ("w", "weird"),
        ("q", "quality"),
        ("p", "profile"),
        ("personalize", "profile"),
        ("r", "repeat"),
        ("h", "height"),
        ("niji", "niji"),
        ("no", "no"),
    ],
)
def test_a_spelling_means_one_parameter(spelling: str, name: str) -> None:
    assert WORDS.names[spelling] == name


def test_every_parameter_is_known_and_has_a_meaning() -> None:
    assert len(WORDS.definitions) == 60
    assert [definition.name for definition in WORDS.definitions] == list(DATA["parameters"])
    assert all(definition.summary.endswith(".") and not definition.summary.startswith("--") for definition in WORDS.definitions)
    assert WORDS.definition("stylise") is None
    assert WORDS.definition("aspect") is WORDS.definition("aspect")


@pytest.mark.parametrize(
    ("name", "kind", "optional"),
    [
        ("aspect", "ratio", False),
        ("stylize", "integer", False),
        ("iw", "decimal", False),
        ("quality", "decimal", False),
        ("style", "choice", False),
        ("no", "words", False),
        ("sref", "references", False),
        ("cref", "urls", False),
        ("oref", "url", False),
        ("profile", "codes", True),
        ("niji", "model", True),
        ("version", "model", False),
        ("end", "url_or_loop", False),
        ("tile", "switch", False),
    ],
)
def test_kinds(name: str, kind: str, optional: bool) -> None:
    definition = WORDS.definition(name)
    assert definition is not None
    assert (definition.kind, definition.optional) == (kind, optional)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("aspect", "--ar"),
        ("version", "--v"),
        ("stylize", "--stylize"),
        ("multi-prompt", "::"),
        ("image", "an image link"),
        ("abc", "--abc"),
    ],
)
def test_the_spelling_people_write(name: str, written: str) -> None:
    assert WORDS.spelling(name) == written


@pytest.mark.parametrize(
    ("name", "status"), [("hq", "retired"), ("uplight", "retired"), ("dref", "undocumented"), ("zoom", "dialog"), ("cref", "current")]
)
def test_status(name: str, status: str) -> None:
    definition = WORDS.definition(name)
    assert definition is not None
    assert definition.status == status


def test_what_a_definition_tells() -> None:
    seed, video, edit, oref, cref = (WORDS.definition(name) for name in ("seed", "video", "edit", "oref", "cref"))
    assert seed is not None and video is not None and edit is not None and oref is not None and cref is not None
    assert seed.repeat_counts == "first"
    assert video.echo == ("1",)
    assert (edit.counts, oref.counts, cref.counts) == ((1, 4), (1, 1), (1, None))
    assert {definition.name for definition in WORDS.definitions if definition.repeatable} == {"no", "sref", "profile"}


# ------------------------------------------------------------------------------------------------------------ support


@pytest.mark.parametrize(
    ("name", "model", "status", "evidence", "source"),
    [
        # recorded rejections
        ("cref", "7", "rejected", "recorded", "semant"),
        ("oref", "8.1", "rejected", "recorded", "living-portraits"),
        ("hd", "niji 7", "rejected", "recorded", "kinovi"),
        # crosses of the chart, and the FAQ
        ("cref", "8.2", "rejected", "recorded", "video-pipeline"),
        ("cw", "7", "rejected", "chart", "chart"),
        ("oref", "6", "rejected", "chart", "chart"),
        ("ow", "8.2", "rejected", "chart", "chart"),
        ("hd", "7", "rejected", "chart", "chart"),
        ("sd", "6.1", "rejected", "chart", "chart"),
        ("exp", "6", "rejected", "chart", "chart"),
        ("draft", "6", "rejected", "chart", "chart"),
        ("edit", "7", "rejected", "chart", "chart"),
        ("quality", "8.1", "rejected", "faq", "faq"),
        ("quality", "8.2", "rejected", "faq", "faq"),
        ("draft", "niji 6", "rejected", "faq", "faq"),
        ("cref", "niji 7", "rejected", "faq", "faq"),
        ("tile", "edit", "rejected", "documented", "edit-model"),
        # reference parameters newer than the model
        ("sref", "5.2", "rejected", "documented", "style-reference"),
        ("cref", "niji 5", "rejected", "documented", "character-reference"),
        ("oref", "4", "rejected", "faq", "faq"),
        ("edit", "3", "rejected", "documented", "edit-model"),
        # it runs, or the effect is unknown
        ("turbo", "8.2", "unsupported", "documented", "gpu"),
        ("draft", "8.1", "unsupported", "faq", "faq"),
        ("stop", "7", "rejected", "recorded", "stop-on-7"),
        ("stop", "8.1", "unsupported", "faq", "faq"),
        ("stop", "8.2", "unsupported", "faq", "faq"),
        ("ow", "8.1", "rejected", "recorded", "notes-8-1"),
        ("no", "8.1", "supported", "recorded", "jobs-8-1"),
        ("relax", "video", "supported", "recorded", "relaxed-video"),
        ("fast", "video", "supported", "recorded", "trueai-echo"),
        ("end", "video", "supported", "recorded", "video-echoes"),
        ("multi-prompt", "7", "unsupported", "chart", "chart"),
        ("multi-prompt", "8.2", "unsupported", "chart", "chart"),
        ("tile", "niji 7", "unsupported", "secondary", "open-legend"),
        ("quality", "niji 7", "unsupported", "secondary", "kinovi"),
        ("profile", "niji 7", "unsupported", "secondary", "niji-7-guide"),
        ("exp", "niji 6", "unsupported", "secondary", "inference"),
        ("tile", "4", "unsupported", "documented", "legacy"),
        ("profile", "5.2", "unsupported", "documented", "personalization"),
        ("exp", "5", "unsupported", "documented", "update-exp"),
        ("decimal-weight", "3", "unsupported", "documented", "multi-prompts"),
        ("uplight", "8.2", "unsupported", "documented", "legacy"),
        # it works
        ("aspect", "2", "supported", "recorded", "jobs-2022"),
        ("cref", "6.1", "supported", "faq", "faq"),
        ("cref", "niji 6", "supported", "faq", "faq"),
        ("oref", "7", "supported", "recorded", "video-pipeline"),
        ("oref", "8.2", "rejected", "recorded", "video-pipeline"),
        ("stop", "niji 6", "supported", "faq", "faq"),
        ("style", "7", "supported", "recorded", "jobs"),
        ("quality", "7", "supported", "chart", "chart"),
        ("edit", "8.2", "supported", "chart", "chart"),
        ("hd", "8.2", "supported", "chart", "chart"),
        ("raw", "video", "supported", "documented", "video"),
        ("video", "video", "supported", "documented", "video"),
        ("upbeta", "3", "supported", "recorded", "jobs-2022"),
        ("multi-prompt", "niji 6", "supported", "faq", "faq"),
        ("decimal-weight", "6", "supported", "documented", "multi-prompts"),
        ("image", "8.2", "supported", "chart", "chart"),
        # nothing is known
        ("weird", "2", "unknown", "", ""),  # --w was the width then
        ("tile", "niji 6", "unknown", "", ""),
        ("exp", "niji 7", "unknown", "", ""),
        ("motion", "8.2", "unknown", "", ""),  # whether it can be combined with --video is another question
        ("nonsense", "8.2", "unknown", "", ""),
        ("aspect", "no such model", "unknown", "", ""),
    ],
)
def test_support_cell_by_cell(name: str, model: str, status: str, evidence: str, source: str) -> None:
    support = WORDS.support(name, model)
    assert (support.status, support.evidence, support.source) == (status, evidence, source)


def test_a_cell_brings_date_confidence_and_a_sentence() -> None:
    support = WORDS.support("oref", "8.1")
    assert (support.date, support.confidence) == ("2026-06-17", "high")
    assert support.note == "Midjourney's answer: `--oref is not compatible with --version 8.1`."
    assert WORDS.support("oref", "8.1") is support


def test_the_withdrawn_model_takes_after_its_successor_unless_a_row_names_it() -> None:
    assert WORDS.support("oref", "8") == WORDS.support("oref", "8.1")
    assert WORDS.support("quality", "8").status == "supported"


def test_errors_on_later_models_rest_on_midjourney_or_on_a_record() -> None:
    for definition in WORDS.definitions:
        for model in AFTER_6:
            support = WORDS.support(definition.name, model)
            if support.status == "rejected":
                assert support.evidence in {"chart", "faq", "documented", "recorded"}, (definition.name, model)
                assert WORDS.sources[support.source].tier in {"official", "live"}, (definition.name, model)


def test_before_6_only_newer_references_are_refused() -> None:
    references = {"sref", "sw", "sv", "cref", "cw", "oref", "ow", "edit", "dref", "dw"}
    for model in ("1", "2", "3", "test", "testp", "4", "niji 4", "5", "5.1", "5.2", "niji 5"):
        refused = {definition.name for definition in WORDS.definitions if WORDS.support(definition.name, model).status == "rejected"}
        assert refused == references


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("cref", ("6", "niji 6", "6.1")),
        ("oref", ("7",)),
        ("edit", ("8.1", "8.2")),
        ("exp", ("7", "8.1", "8.2")),
        ("motion", ("video",)),
        ("raw", ("6", "niji 6", "6.1", "7", "niji 7", "8.1", "8.2", "5.1", "5.2")),
        ("hq", ()),
    ],
)
def test_models_with_a_parameter(name: str, models: tuple[str, ...]) -> None:
    assert WORDS.models_with(name) == models


@pytest.mark.parametrize(
    ("name", "model", "other"),
    [("cref", "7", "oref"), ("cref", "8.2", None), ("cw", "7", "ow"), ("oref", "6.1", "cref"), ("width", "8.2", "aspect")],
)
def test_what_to_write_instead(name: str, model: str, other: str | None) -> None:
    assert WORDS.instead(name, model) == other


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("cw", ("cref", "rejected", "kinovi", {"web": "noted"})),
        ("ow", ("oref", "unsupported", "faq", {"web": "noted"})),  # no rejection is recorded
        ("sw", ("sref", "rejected", "kinovi", {"web": "noted"})),
        ("iw", ("image", "ignored", "image-prompts", {})),
        ("sv", ("sref", "ignored", "style-reference", {})),
        ("motion", ("video", "ignored", "video", {})),
        ("ev", ("edit", "ignored", "web-client", {})),
        ("aspect", None),
        ("nonsense", None),
    ],
)
def test_what_must_stand_beside(name: str, needs: tuple[str, str, str, dict[str, str]] | None) -> None:
    found = WORDS.requirement(name)
    assert (found and (found.parameter, found.missing, found.source, {each.target: each.effect for each in found.elsewhere})) == needs


# ------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("name", "model", "allowed", "outside"),
    [
        ("stylize", "8.2", "0 to 1000", "rejected"),
        ("stylize", "5.2", "0 to 1000", "clamped"),
        ("stylize", "3", "625 to 60000", "clamped"),
        ("chaos", "niji 7", "0 to 100", "rejected"),
        ("weird", "7", "0 to 3000", "rejected"),
        ("seed", "8.1", "0 to 4294967295", "rejected"),
        ("ow", "7", "0 to 1000", "rejected"),
        ("cw", "6.1", "0 to 100", "rejected"),
        ("sw", "8.2", "0 to 1000", "rejected"),
        ("iw", "7", "0 to 3", "rejected"),
        ("iw", "niji 6", "0 to 2", "rejected"),
        ("stop", "6", "10 to 100", "rejected"),
        ("exp", "8.2", "0 to 100", "rejected"),
        ("repeat", "8.2", "1 to 40", "rejected"),
        ("quality", "7", "1, 2 or 4", "rejected"),
        ("quality", "6.1", "0.5, 1 or 2", "rejected"),
        ("quality", "5", "0.25, 0.5 or 1", "clamped"),
        ("style", "7", "raw", "rejected"),
        ("style", "4", "4a, 4b or 4c", "doubtful"),
        ("motion", "video", "low or high", "rejected"),
        ("bs", "video", "1, 2 or 4", "rejected"),
        ("aspect", "8.2", "at most 14:1 or 1:14", "rejected"),
        ("aspect", "3", "at most 5:2 or 2:5", "clamped"),
        ("aspect", "test", "at most 3:2 or 2:3", "clamped"),
        ("aspect", "niji 7", "at most 14:1 or 1:14", "rejected"),
    ],
)
def test_limits_cell_by_cell(name: str, model: str, allowed: str, outside: str) -> None:
    limits = WORDS.limits(name, model)
    assert limits is not None
    assert (limits.allowed, limits.outside) == (allowed, outside)


@pytest.mark.parametrize(
    ("name", "model"), [("aspect", "5"), ("aspect", "1"), ("weird", "3"), ("quality", "8.2"), ("cref", "6"), ("x", "8.2")]
)
def test_no_limits(name: str, model: str) -> None:
    assert WORDS.limits(name, model) is None


def test_the_finer_limits() -> None:
    aspect, sv, quality, iw, style = (
        WORDS.limits(*cell) for cell in (("aspect", "8.2"), ("sv", "7"), ("quality", "7"), ("iw", "5.2"), ("style", "5.2"))
    )
    assert aspect and sv and quality and iw and style
    assert aspect.longest_with == (("hd", 4),)
    assert (sv.values, sv.with_codes, sv.default) == ((1, 2, 3, 4, 5, 6), (4, 6), 6)
    assert quality.tolerated == (3,)
    assert (iw.warn_min, iw.warn_max, iw.maximum) == (0.5, 2, 3)
    assert style.open


def test_which_models_take_a_value() -> None:
    assert WORDS.models_taking("style", "4b") == ("4",)
    assert WORDS.models_taking("style", "cute") == ("niji 5",)
    assert WORDS.models_taking("style", "gothic") == ()
    assert WORDS.models_taking("sv", 7) == ("8", "8.1", "8.2")


@pytest.mark.parametrize(("longest", "text"), [(14, "14:1"), (2.5, "5:2"), (1.5, "3:2"), (4, "4:1"), (1.85, "1.85:1")])
def test_ratios_in_words(longest: float, text: str) -> None:
    assert ratio_text(longest) == text


# ------------------------------------------------------------------------------------------------------------- models


@pytest.mark.parametrize(
    ("flag", "value", "name"),
    [
        ("version", "6", "6"),
        ("version", "6.0", "6"),
        ("version", "7.0", "7"),
        ("version", "5.0", "5"),
        ("version", "8", "8"),
        ("version", "8.0", "8"),
        ("version", "8.2", "8.2"),
        ("niji", "7", "niji 7"),
        ("niji", None, "niji 7"),
        ("test", None, "test"),
        ("video", None, "video"),
        ("edit", None, "edit"),
        ("version", "9", None),
        ("version", "latest", None),
        ("version", None, None),
        ("niji", "8", None),
        ("test", "1", None),
    ],
)
def test_what_selects_a_model(flag: str, value: str | None, name: str | None) -> None:
    model = WORDS.model_for(flag, value)
    assert (model and model.name) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("8.2", "8.2"),
        ("6.0", "6"),
        ("niji 7", "niji 7"),
        ("Niji7", "niji 7"),
        ("V7", "7"),
        ("video", "video"),
        ("niji", "niji 7"),
        ("9", None),
        ("", None),
    ],
)
def test_models_by_name(written: str, name: str | None) -> None:
    model = WORDS.model_named(written)
    assert (model and model.name) == name


@pytest.mark.parametrize(
    ("flag", "value", "name"),
    [
        ("version", "9", "8.2"),
        ("version", "6.2", "6.1"),
        ("version", "5.3", "5.2"),
        ("version", "latest", "8.2"),
        ("niji", "8", "niji 7"),
        ("niji", "x", "niji 7"),
        ("version", "nan", "8.2"),
    ],
)
def test_the_nearest_model(flag: str, value: str, name: str) -> None:
    assert WORDS.nearest_model(flag, value).name == name


def test_the_models_and_the_defaults() -> None:
    names = "1 2 3 test testp 4|niji 4|5|niji 5|5.1 5.2 6|niji 6|6.1 7 video|niji 7|8 8.1 8.2 edit"
    assert list(WORDS.models) == [name for part in names.split("|") for name in ([part] if part.startswith("niji") else part.split())]
    assert (WORDS.default_model, WORDS.other_defaults) == ("8.2", ("7", "8.1"))
    assert [name for name, model in WORDS.models.items() if model.status == "withdrawn"] == ["8"]
    assert WORDS.models["8.2"].spelling == "--v 8.2"
    assert WORDS.models["niji 7"].spelling == "--niji 7"
    assert WORDS.models["test"].spelling == "--test"
    assert WORDS.model_flags == {"version", "niji", "test", "testp", "video", "edit"}
    assert {"3", "6", "niji 6"} <= WORDS.film_models
    assert not {"6.1", "7", "8.2"} & WORDS.film_models


# ---------------------------------------------------------------------------------------------------------- conflicts


@pytest.mark.parametrize(
    ("pair", "effect", "source"),
    [
        ({"version", "niji"}, "unsupported", "kinovi"),
        ({"fast", "turbo"}, "unsupported", "gpu"),
        ({"relax", "turbo"}, "unsupported", "gpu"),
        ({"fast", "relax"}, "unsupported", "gpu"),
        ({"hd", "sd"}, "unsupported", "size"),
        ({"public", "stealth"}, "unsupported", "stealth"),
        ({"loop", "end"}, "unsupported", "inference"),
        ({"oref", "quality"}, "rejected", "omni-reference"),
        ({"oref", "draft"}, "rejected", "omni-reference"),
        ({"draft", "tile"}, "rejected", "printing-press"),
        ({"draft", "hd"}, "unsupported", "draft"),
        ({"edit", "tile"}, "rejected", "edit-model"),
        ({"edit", "iw"}, "unsupported", "edit-model"),
        ({"weird", "seed"}, "noted", "weird"),
        ({"seed", "turbo"}, "noted", "seeds"),
        ({"profile", "sw"}, "noted", "moodboards"),
        ({"profile", "sv"}, "noted", "moodboards"),
        ({"test", "version"}, "unsupported", "legacy"),
    ],
)
def test_what_does_not_go_together(pair: set[str], effect: str, source: str) -> None:
    [conflict] = [conflict for conflict in WORDS.conflicts if set(conflict.parameters) == pair]
    assert (conflict.effect, conflict.source) == (effect, source)
    assert all(conflict in WORDS.conflicts_of(name) for name in pair)


def test_a_conflict_may_be_about_one_value_or_some_models() -> None:
    [quality] = [conflict for conflict in WORDS.conflicts_of("oref") if "quality" in conflict.parameters]
    assert quality.applies("quality", "4")
    assert not quality.applies("quality", "2")
    assert quality.applies("oref", "https://x.y/z.png")
    [moodboard] = [conflict for conflict in WORDS.conflicts_of("profile") if "sw" in conflict.parameters]
    assert moodboard.applies("profile", "m7123")
    assert not moodboard.applies("profile", "p7123")
    [alpha] = [conflict for conflict in WORDS.conflicts if set(conflict.parameters) == {"sv", "hd"}]
    assert alpha.models == ("8",)


def test_what_is_read_without_its_dashes() -> None:
    assert WORDS.live_words == ("random", "raw")
    assert WORDS.undashed_initials == {*"aAnNvV"}
    assert WORDS.alone == {"raw", "tile", "no"}
    assert WORDS.beside == {"edit"}


def test_the_rest() -> None:
    assert WORDS.video_parameters == ("motion", "raw", "loop", "end", "bs", "fast", "relax", "turbo", "stealth", "public")
    assert (WORDS.video_written, WORDS.video_others) == (("aspect",), "unsupported")
    assert WORDS.video_requirement.missing == "rejected"
    assert [(each.target, each.effect) for each in WORDS.video_requirement.elsewhere] == [("web", "supported")]
    assert [name for name, plan in WORDS.plans.items() if plan.relax_video] == ["pro", "mega"]
    assert WORDS.prompt_length == 6000
    assert {name: plan.jobs for name, plan in WORDS.plans.items()} == {"basic": 4, "standard": 10, "pro": 40, "mega": 40}
    assert [name for name, plan in WORDS.plans.items() if plan.stealth] == ["pro", "mega"]
    assert not WORDS.plans["basic"].relax
    assert WORDS.refused_exclusions == ("clothing", "clothes")
    assert WORDS.order.index("aspect") < WORDS.order.index("sref") < WORDS.order.index("stylize") < WORDS.order.index("version")
    assert WORDS.order[-1] == "draft"
    current = {definition.name for definition in WORDS.definitions if definition.status == "current"}
    assert current <= set(WORDS.order)


def test_every_fact_has_a_source_and_dates() -> None:
    every = list(facts(WORDS))
    assert len(every) > 300
    for fact in every:
        assert fact.source in WORDS.sources
        assert fact.date and fact.verified in {"2026-11-22", "2026-11-27"}
        assert fact.confidence in {"high", "medium", "low"}
        assert fact.subject and fact.statement
    assert {fact.source for fact in every} <= set(WORDS.sources)
    [oref] = [fact for fact in every if fact.path == "parameters.oref.support[3]"]
    assert (oref.subject, oref.source, oref.date) == ("--oref", "living-portraits", "2026-06-17")
    assert oref.statement.startswith("rejected on 8.1 (recorded)")


def test_every_source_is_used() -> None:
    used = {fact.source for fact in facts(WORDS)}
    assert set(WORDS.sources) - used <= {"parameter-list", "permutations", "update-web-4", "ttapi", "trueai", "goapi"}


# ------------------------------------------------------------------------------------------------------ nearest names


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("stylise", "stylize"),
        ("Stylise", "stylize"),
        ("stlyize", "stylize"),
        ("sytlise", "stylize"),
        ("aspct", "aspect"),
        ("asp", "aspect"),
        ("verison", "version"),
        ("chaso", "chaos"),
        ("ra", "ar"),
        ("srf", "sref"),
        ("wierd", "weird"),
        ("personalise", "personalize"),
        ("stile", None),  # style or tile
        ("swv", None),  # sw or sv
        ("styl", None),  # style or stylize
        ("styliz", "stylize"),
        ("vide", "video"),
        ("pretty", None),
        ("hqq", None),  # --hq is retired, so it is not suggested
        ("x", None),
        ("", None),
        ("stylize" * 50, None),
    ],
)
def test_what_a_mistyped_name_meant(word: str, meant: str | None) -> None:
    assert WORDS.nearest(word) == meant


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "abd", 1), ("abcd", "badc", 2), ("abc", "xyz", 3), ("a", "abcd", 3)],
)
def test_distance(left: str, right: str, slips: int) -> None:
    assert distance(left, right, 2) == slips
    assert distance(right, left, 2) == slips


def test_the_nearest_of_any_names() -> None:
    assert nearest("selct", ["select", "ignore"]) == "select"
    assert nearest("ign", ["select", "ignore"]) == "ignore"
    assert nearest("MODLE", ["model", "target"]) == "model"
    assert nearest("abc", []) is None


# ----------------------------------------------------------------------------------------------------- a new model

MODEL_9 = """
[models."9"]
family = "v"
generation = 9
flag = "version"
values = ["9", "9.0"]
like = "8.2"
status = "live"
since = "2027-03-01"
source = "update-8-2"
"""


def test_a_model_comes_in_by_one_table() -> None:
    words = Vocabulary(load(TEXT + MODEL_9))
    model = words.model_for("version", "9.0")
    assert model is not None
    assert model.name == "9"
    for definition in words.definitions:
        assert words.support(definition.name, "9") == WORDS.support(definition.name, "8.2")
        assert words.limits(definition.name, "9") == WORDS.limits(definition.name, "8.2")
    assert words.support("multi-prompt", "9").status == "unsupported"
    assert words.models_with("edit") == ("8.1", "8.2", "9")
    assert words.nearest_model("version", "10").name == "9"


def test_a_row_that_names_the_new_model_wins() -> None:
    data = tomllib.loads(TEXT + MODEL_9)
    data["parameters"]["cref"]["support"].append({"models": ["9"], "status": "supported", "evidence": "documented", "source": "update-8-2"})
    data["parameters"]["stylize"]["limits"].append({"models": ["9"], "min": 0, "max": 2000, "outside": "rejected", "source": "update-8-2"})
    data["conflicts"].append({"parameters": ["tile", "hd"], "models": ["8.2"], "effect": "noted", "reason": "x", "source": "size"})
    words = build(data)
    limits = words.limits("stylize", "9")
    assert words.support("cref", "9").status == "supported"
    assert words.models_with("cref") == ("6", "niji 6", "6.1", "9")
    assert limits is not None and limits.maximum == 2000
    assert words.support("cref", "8.2").status == "rejected"
    assert words.conflicts[-1].models == ("8.2", "9")


# --------------------------------------------------------------------------------------------------- malformed tables

SWITCH_LIMIT = {"models": ["7"], "min": 0, "max": 1, "outside": "rejected", "source": "tile"}
BROKEN = [
    # shape
    ("meta.schema", 2, "meta.schema: must be 1"),
    ("meta.default_model", REMOVED, "meta.default_model: is missing"),
    ("meta.verified", "yesterday", "meta.verified: must be a date"),
    ("sources.faq.tier", "rumour", "sources.faq.tier: must be one of official"),
    ("sources.faq.date", REMOVED, "sources.faq.date: is missing"),
    ("models.7.values", "7", "models.7.values: must be a list"),
    ("models.7.family", "w", "models.7.family: must be one of v"),
    ("parameters.aspect.kind", "proportion", "parameters.aspect.kind: must be one of switch"),
    ("parameters.aspect.summry", "x", "parameters.aspect.summry: unknown key; did you mean summary?"),
    ("parameters.aspect.source", REMOVED, "parameters.aspect.source: is missing"),
    ("parameters.stylize.limits.2.max", "much", "parameters.stylize.limits[2].max: must be a number"),
    ("parameters.stylize.limits.2.max", True, "parameters.stylize.limits[2].max: must be a number"),
    ("parameters.stylize.limits.2.max", float("nan"), "parameters.stylize.limits[2].max: must be a number"),
    ("parameters.stylize.limits.2.outside", "explodes", "parameters.stylize.limits[2].outside: must be one of rejected"),
    ("parameters.cref.support.0.models", [], "parameters.cref.support[0].models: must be a list that is not empty"),
    ("parameters.cref.support.0.models", ["7", 8], "parameters.cref.support[0].models[1]: must be a string"),
    ("parameters.cref.support.0.status", "meh", "parameters.cref.support[0].status: must be one of supported"),
    ("parameters.cref.support", {}, "parameters.cref.support: must be a list of tables"),
    ("parameters.cref", 5, "parameters.cref: must be a table"),
    ("parameters", [], "parameters: must be a table"),
    ("conflicts", REMOVED, "conflicts: is missing"),
    ("conflicts.0.effect", "bad", "conflicts[0].effect: must be one of rejected"),
    ("plans.basic.jobs", "four", "plans.basic.jobs: must be a non-negative integer"),
    ("plans.basic.relax", "no", "plans.basic.relax: must be true or false"),
    ("parameters.aspect.limits.4.longest_with", {}, "parameters.aspect.limits[4].longest_with: must be a table that is not empty"),
    ("wisdom", {}, "wisdom: unknown key"),
    # meaning
    ("meta.default_model", "9", "meta.default_model: 9 is not a model"),
    ("meta.other_defaults", ["6.9"], "meta.other_defaults: 6.9 is not a model"),
    ("parameters.cref.support.2.source", "hearsay", "parameters.cref.support[2].source: hearsay is not among the sources"),
    ("conflicts.3.source", "hearsay", "conflicts[3].source: hearsay is not among the sources"),
    ("parameters.cref.support.2.models", ["77"], "parameters.cref.support[2].models[0]: 77 is not a model"),
    ("parameters.cref.support.2.models", ["@six"], "parameters.cref.support[2].models: 6 is already in row 1"),
    ("parameters.cref.support.2.models", ["@seven"], "parameters.cref.support[2].models[0]: @seven is not a set"),
    ("sets.five", ["@legacy"], "sets.five: contains itself"),
    ("models.8.like", "8.9", "models.8.like: 8.9 is not a model"),
    ("models.8.1.like", "8", "models.8.like: is circular"),
    ("models.6.values", ["6", "7"], "models.7.values: --version 7 already selects 6"),
    ("models.6.values", ["six"], "models.6.values: must be numbers"),
    ("models.6.flag", "modell", "models.6.flag: modell is not a parameter"),
    ("models.8.until", REMOVED, "models.8.until: is required for a withdrawn model"),
    ("models.niji 6.bare", True, "models.niji 7.values: --niji already selects niji 6"),
    ("parameters.aspect.aliases", ["s"], "parameters.stylize.aliases[0]: s already means aspect"),
    ("parameters.aspect.written", "ratio", "parameters.aspect.written: must be the name or an alias"),
    ("parameters.aspect.aliases", ["a-r", "ar"], "parameters.aspect: a-r must be lower-case letters"),
    ("parameters.cw.requires.parameter", "creff", "parameters.cw.requires.parameter: creff is not a parameter"),
    ("parameters.sw.requires.elsewhere.0.missing", "eaten", "parameters.sw.requires.elsewhere[0].missing: must be one of rejected"),
    ("parameters.iw.taken_for", ["oww"], "parameters.iw.taken_for[0]: oww is not a parameter"),
    ("parameters.profile.limits.0.disputed", [], "parameters.profile.limits[0].disputed: must be a list that is not empty"),
    ("video.others", "eaten", "video.others: must be one of rejected"),
    ("video.written", ["ratio"], "video.written[0]: ratio is not a parameter"),
    ("parameters.cref.instead.0.parameter", "zref", "parameters.cref.instead[0].parameter: zref is not a parameter"),
    ("parameters.edit.counts.max", 0, "parameters.edit.counts.max: is less than min"),
    ("parameters.seed.repeat_source", REMOVED, "parameters.seed.repeat_source: requires repeat_counts"),
    ("parameters.aspect.echo", ["1:1"], "parameters.aspect.echo: is allowed for a switch only"),
    ("parameters.motion.limits", [], "parameters.motion.limits: is required for a choice"),
    ("parameters.stylize.limits.2.max", -1, "parameters.stylize.limits[2].max: must be greater than min"),
    ("parameters.stylize.limits.2.max", 0, "parameters.stylize.limits[2].max: must be greater than min"),
    ("parameters.stylize.limits.2.max", REMOVED, "parameters.stylize.limits[2].max: is missing"),
    ("parameters.stylize.limits.2.default", 5000, "parameters.stylize.limits[2].default: must be between min and max"),
    ("parameters.stylize.limits.2.longest", 5, "parameters.stylize.limits[2].longest: does not belong to kind integer"),
    ("parameters.iw.limits.1.warn_min", 9, "parameters.iw.limits[1].warn_min: must be between min and max"),
    ("parameters.quality.limits.0.values", ["0.5"], "parameters.quality.limits[0].values[0]: '0.5' does not fit kind decimal"),
    ("parameters.quality.limits.0.default", 3, "parameters.quality.limits[0].default: is not among the values"),
    ("parameters.style.limits.0.values", [4], "parameters.style.limits[0].values[0]: 4 does not fit kind choice"),
    ("parameters.aspect.limits.4.longest_with", {"hdd": 4}, "parameters.aspect.limits[4].longest_with.hdd: is not a parameter"),
    ("parameters.tile.limits", [SWITCH_LIMIT], "parameters.tile.limits[0]: kind switch has no limits"),
    ("conflicts.0.parameters", ["version"], "conflicts[0].parameters: must be two parameters"),
    ("conflicts.0.parameters", ["version", "nijji"], "conflicts[0].parameters[1]: nijji is not a parameter"),
    ("conflicts.12.value", {"tile": "4"}, "conflicts[12].value.tile: is not one of the two"),
    ("video.parameters", ["motion", "motions"], "video.parameters[1]: motions is not a parameter"),
    ("format.order", ["no", "no"], "format.order[1]: no is listed twice"),
]  # fmt: skip


def broken(path: str, value: object) -> dict[str, object]:
    """The table with one key changed or removed; a number in the path is an index, `8.1` a model."""
    data = copy.deepcopy(DATA)
    steps = path.split(".")
    if steps[:3] == ["models", "8", "1"]:
        steps[1:3] = ["8.1"]
    node = data
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    if value is REMOVED:
        del node[steps[-1]]
    else:
        node[steps[-1]] = value
    return data


@pytest.mark.parametrize(("path", "value", "complaint"), BROKEN, ids=[f"{path}-{index}" for index, (path, *_) in enumerate(BROKEN)])
def test_a_malformed_table_is_refused_by_key(path: str, value: object, complaint: str) -> None:
    with pytest.raises(TableError) as error:
        build(broken(path, value))
    assert any(problem.startswith(complaint) for problem in error.value.problems), error.value.problems
    assert str(error.value) == "\n".join(error.value.problems)


def test_all_mistakes_are_named_at_once() -> None:
    data = broken("parameters.stylize.limits.2.max", -1)
    data["meta"]["default_model"] = "9"  # type: ignore[index]
    data["parameters"]["cw"]["requires"]["source"] = "hearsay"  # type: ignore[index]
    with pytest.raises(TableError) as error:
        validate(data)
    assert {problem.split(":")[0] for problem in error.value.problems} >= {"meta.default_model", "parameters.cw.requires.source"}


def test_text_that_is_no_toml() -> None:
    with pytest.raises(TableError, match="invalid TOML"):
        load("[meta\n")


def test_the_table_itself_is_sound() -> None:
    assert load(TEXT) == DATA
