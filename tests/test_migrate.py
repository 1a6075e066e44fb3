"""`migrate`: what is certain is rewritten, what is lost is listed, the rest is as it was."""

import pytest

from promptlint.diagnostics import apply_edits
from promptlint.rewrite.migrate import MigrationError, migrate_prompt

IMAGE = "https://img.mysite.net/a.png"
OMNI = "the omni reference keeps a whole subject of one image, not only the looks of a person"


@pytest.mark.parametrize(
    ("text", "to", "moved", "model"),
    [
        ("a cat --ar 1:1 --v 6", "8.2", "a cat --ar 1:1 --v 8.2", "8.2"),
        ("a cat --style raw --v 6", "8.2", "a cat --raw --v 8.2", "8.2"),
        ("a cat --niji 6 --ar 1:1", "niji 7", "a cat --niji 7 --ar 1:1", "niji 7"),
        ("a cat --v 6.0", "6", "a cat --v 6.0", "6"),
        ("a cat", "7", "a cat --v 7", "7"),
        ("a cat", "8.2", "a cat", "8.2"),  # the account's default: nothing to pin
        ("a cat --v 6 --v 6.1", "7", "a cat --v 7", "7"),
        ("a --no x --v 7", "8.2", "a --no x --v 8.2", "8.2"),
    ],
)
def test_nothing_is_lost(text, to, moved, model):
    migration = migrate_prompt(text, to)
    assert (migration.text, migration.model, migration.lost) == (moved, model, ())
    assert apply_edits(text, migration.edits) == moved


@pytest.mark.parametrize(
    ("text", "to", "moved", "told"),
    [
        ("a --q 2 --v 6.1", "8.2", "a --v 8.2", [("--q 2", "V8.2 does not support `--quality`, so it is removed")]),
        ("a --v 3 --stylize 20000", "7", "a --v 7", [("--stylize 20000", "`--stylize 20000` is removed: V7 accepts 0 to 1000")]),
        ("a --style 4b --v 4", "7", "a --v 7", [("--style 4b", "`--style 4b` is removed: V7 accepts raw")]),
        ("a --v 3 --uplight", "7", "a --v 7", [("--uplight", "V7 does not support `--uplight`, so it is removed")]),
        ("a --sameseed 5 --v 3", "7", "a --seed 5 --v 7", [("--sameseed 5", "`--seed` replaces `--sameseed`")]),
        ("a --sref 12 --v 6.1", "7", "a --sref 12 --v 7", [("--sref 12", "The code 12 may select another style on V7")]),
    ],
)
def test_what_is_lost_is_told(text, to, moved, told):
    migration = migrate_prompt(text, to)
    assert migration.text == moved
    assert len(migration.lost) == len(told)
    for loss, (words, message) in zip(migration.lost, told, strict=True):
        assert text[loss.start : loss.end] == words
        assert loss.message.startswith(message)


JOINED = "V8.2 does not support `::`, so the parts are joined and their weights are lost"


@pytest.mark.parametrize(
    ("text", "to", "moved", "model", "lost"),
    [
        ("a hot::2 dog:: --v 6.1", "8.2", "a hot, dog --v 8.2", "8.2", [("::2 dog::", f"{JOINED} (2, 1)")]),
        (
            "a::2 b::-.5 c::−1 --q 2 --v 6.1", "8.2", "a --no b, c --v 8.2", "8.2",
            [("::2 b::-.5 c::−1", f"{JOINED} (2, -.5, −1); negative weights become `--no b, c`"),
             ("--q 2", "V8.2 does not support `--quality`, so it is removed")],
        ),
        ("hot.::2 dog?::1 cat! --v 6.1", "8.2", "hot. dog? cat! --v 8.2", "8.2", [("::2 dog?::1", f"{JOINED} (2, 1)")]),
        (f"{IMAGE} hot::2 dog --v 6.1", "8.2", f"{IMAGE} hot, dog --v 8.2", "8.2", [("::2", f"{JOINED} (2)")]),
        ("a --sref 12 345 --v 6.1", "8.2", "a --sref 12 345 --v 8.2", "8.2",
         [("--sref 12 345", "The code 12 may select another style on V8.2")]),
        ("a --sref 12 --v 8.1", "8.2", "a --sref 12 --v 8.2", "8.2", []),  # one style version
        ("a --sref 12 --sv 4 --v 6.1", "7", "a --sref 12 --sv 4 --v 7", "7", []),  # the prompt says which
        ("a --sref random --v 6.1", "7", "a --sref random --v 7", "7", []),
        ("a --sw 50 --v 6.1", "7", "a --sw 50 --v 7", "7", []),
        ("a --style raw --stop 50 --v 6", "niji 7", "a --raw --niji 7", "niji 7",
         [("--stop 50", "Niji 7 does not support `--stop`, so it is removed")]),
        (
            f"a --oref {IMAGE} --ow 50 --v 7", "niji 7", f"a --cref {IMAGE} --niji 6", "niji 6",
            [(f"--oref {IMAGE}", "Niji 7 does not support `--oref`, so the prompt moves to Niji 6"),
             (f"--oref {IMAGE}", "`--cref` replaces `--oref`: the character reference keeps only the looks of a person"),
             ("--ow 50", "Niji 6 does not support `--ow`, so it is removed")],
        ),
        (
            f"a --edit {IMAGE} --ev 2 --ar 1:1 --cref 5 --v 6", "8.2", "a --ar 1:1 --oref 5 --v 7", "7",
            [(f"--edit {IMAGE}", "V7 does not support `--edit`, so it is removed"),
             ("--ev 2", "`--ev 2` is removed: it requires `--edit`"),
             ("--cref 5", "V8.2 does not support `--cref`, so the prompt moves to V7"),
             ("--cref 5", f"`--oref` replaces `--cref`: {OMNI}")],
        ),
        (
            f"a --cref 5 --edit {IMAGE} --v 6", "7", f"a --edit {IMAGE} --v 8.2", "8.2",
            [("--cref 5", "V8.2 does not support `--cref`, so it is removed"),
             (f"--edit {IMAGE}", "V7 does not support `--edit`, so the prompt moves to V8.2")],
        ),
        (f"a --edit {IMAGE} --v 8.2", "niji 7", f"a --edit {IMAGE} --v 8.2", "8.2",
         [(f"--edit {IMAGE}", "Prompt not changed: Niji 7 does not support `--edit`")]),
        (f"a --edit {IMAGE}", "6", f"a --edit {IMAGE}", "8.2",
         [(f"--edit {IMAGE}", "V6 does not support `--edit`, so the prompt stays on V8.2")]),
    ],
)  # fmt: skip
def test_every_loss_with_its_place(text, to, moved, model, lost):
    migration = migrate_prompt(text, to)
    assert (migration.text, migration.model) == (moved, model)
    assert [(text[loss.start : loss.end], loss.message) for loss in migration.lost] == lost


def test_a_character_reference_goes_to_the_omni_reference_of_7():
    migration = migrate_prompt(f"a knight --cref {IMAGE} --cw 50 --v 6", "8.2")
    assert (migration.text, migration.model) == (f"a knight --oref {IMAGE} --v 7", "7")
    assert [loss.message for loss in migration.lost] == [
        "V8.2 does not support `--cref`, so the prompt moves to V7",
        f"`--oref` replaces `--cref`: {OMNI}",
        "V7 does not support `--cw`, so it is removed",
    ]


def test_a_character_reference_without_a_model_is_pinned():
    assert migrate_prompt(f"a knight --cref {IMAGE}", "8.2").text == f"a knight --oref {IMAGE} --v 7"


def test_only_one_image_goes_to_the_omni_reference():
    migration = migrate_prompt(f"a --cref {IMAGE} {IMAGE}2 --v 6", "7")
    assert migration.text == f"a --oref {IMAGE} --v 7"
    assert migration.lost[0].message.endswith("and only of the first image")


def test_an_omni_reference_stays_on_7():
    text = f"a knight --oref {IMAGE} --ow 50 --v 7 --q 2"
    migration = migrate_prompt(text, "8.2")
    assert (migration.text, migration.model, migration.edits) == (text, "7", ())
    assert [loss.message for loss in migration.lost] == ["V8.2 does not support `--oref`, so the prompt stays on V7"]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("hot::2 dog::1 --v 6.1", "hot, dog --v 8.2"),
        ("hot::2 dog --v 6.1", "hot, dog --v 8.2"),
        ("hot, ::2 dog --v 6.1", "hot, dog --v 8.2"),
        ("a hill::2 trees::-.5 --v 6.1", "a hill --no trees --v 8.2"),
        ("trees::-.5 a hill::2 --no fog --v 6.1", "a hill --no fog, trees --v 8.2"),
        (f"{IMAGE} hot::2 dog:: --v 6.1", f"{IMAGE} hot, dog --v 8.2"),
        ("{red, blue}::-1 cat::2 --v 6.1", "{red, blue}, cat --v 8.2"),  # alternatives are not a list of words
        ("a::-1 --v 6.1", "a --v 8.2"),  # something must be left to draw
        ("a::2 b::-1 --q 2 --v 6.1", "a --no b --v 8.2"),
    ],
)
def test_weights_become_a_row(text, moved):
    migration = migrate_prompt(text, "8.2")
    assert migration.text == moved
    assert any("does not support `::`" in loss.message for loss in migration.lost)


def test_weights_stay_where_the_model_has_them():
    assert migrate_prompt("hot::2 dog --v 5.2", "6.1").text == "hot::2 dog --v 6.1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a cat --v6", "it is malformed"),
        ("a cat {--v 6, --v 7}", "within braces"),
        ("a cat --v {6, 7}", "several models"),
        ("a cat --v 99", "an unknown one"),
        (f"{IMAGE} --video", "it is a video prompt"),
        (f"a --cref {IMAGE} --niji 6", "so the prompt stays on Niji 6"),
    ],
)
def test_what_cannot_move_stays(text, told):
    migration = migrate_prompt(text, "niji 7")
    assert migration.text == text
    assert migration.edits == ()
    assert told in migration.lost[0].message


def test_the_website_has_what_other_places_have_not():
    assert migrate_prompt("a --draft --v 7", "8.2").text == "a --v 8.2"
    assert migrate_prompt("a --draft --v 7", "8.2", target="web").text == "a --draft --v 8.2"


def test_a_mistake_that_was_there_before_stays():
    assert migrate_prompt("a --chaos 500 --v 6", "7").text == "a --chaos 500 --v 7"


@pytest.mark.parametrize("to", ["9", "8", "3", "video", "", "test", "niji 5"])
def test_an_unknown_or_dead_model_is_named(to):
    with pytest.raises(MigrationError, match=r"use 6, niji 6, 6\.1, 7, niji 7, 8\.1, 8\.2"):
        migrate_prompt("a", to)
