"""Every message that is known of Midjourney and the services is explained; an unknown one is said to be unknown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import promptlint
from promptlint.failures import FAULTS, explain, failures
from promptlint.rules.registry import RULES

MODERATOR = (
    "Sorry! Our AI moderator thinks this prompt is probably against our community standards.\n\nPlease review our current community "
    "standards:\n\n**ALLOWED**\n- Any image up to PG-13 rating involving fiction, fantasy, mythology.\n…\n**NOT ALLOWED**\n…"
)

# (message, name, fault, retry, counted by TTAPI, a rule that foresees it or None)
MESSAGES: list[tuple[str, str, str, bool, bool, str | None]] = [
    # A: TTAPI's failed jobs
    ("Job Timeout", "job-timeout", "midjourney", True, False, "MJ706"),
    (f"[Banned prompt detected] {MODERATOR}", "banned-prompt", "prompt", False, True, "MJ601"),
    (MODERATOR, "banned-prompt", "prompt", False, True, "MJ601"),
    ("[Image denied] Request cancelled due to image filters", "image-denied", "image", False, True, None),
    ("Failed to process your command :c", "command-failed", "midjourney", True, False, "MJ301"),
    ("[Internal error] Something went wrong...", "internal-error", "midjourney", True, False, None),
    ("[Internal server error] Apologies, something went wrong...", "internal-error", "midjourney", True, False, None),
    ("Execution error, system exception.", "internal-error", "midjourney", True, False, None),
    ("[Invalid link!] Could not validate this link.", "invalid-link", "image", False, True, "MJ520"),
    ("Invalid link\nCould not validate this link. Please try again later.", "invalid-link", "image", False, True, "MJ551"),
    ("Unknown Integration", "unknown-integration", "reseller", True, False, None),
    ("Unknown Message", "unknown-integration", "reseller", True, False, None),
    ("未知消息 未知集成", "unknown-integration", "reseller", True, False, None),
    ("[Invalid parameter] Invalid value …", "invalid-parameter", "prompt", False, True, "MJ001"),
    ("[TTAPI prompt filter] x", "service-filter", "prompt", False, True, "MJ601"),
    ("[TTAPI image filter]", "service-filter", "prompt", False, True, "MJ601"),
    ("application did not respond", "discord-timeout", "midjourney", True, False, None),
    # B: after "Invalid parameter"
    ("Unrecognized parameter(s): `abc`", "unrecognized-parameter", "prompt", False, True, "MJ012"),
    ("[Invalid parameter] Unrecognized parameter(s): `---`", "unrecognized-parameter", "prompt", False, True, "MJ007"),
    ("Unrecognized parameter(s): use_raw", "unrecognized-parameter", "prompt", False, True, "MJ016"),
    ("Unrecognized parameter(s): `--ar16:9`", "unrecognized-parameter", "prompt", False, True, "MJ005"),
    ("Invalid value provided for argument `--style`", "invalid-value", "prompt", False, True, "MJ201"),
    ("Invalid aspect ratio 1.39:1", "invalid-aspect-ratio", "prompt", False, True, "MJ203"),
    ("`--stylize` must be between 0 and 1000", "value-out-of-range", "prompt", False, True, "MJ202"),
    ("Cannot use `--sw` without a `--sref`", "missing-companion", "prompt", False, True, "MJ302"),
    ("Cannot use `--cw` without a `--cref`", "missing-companion", "prompt", False, True, "MJ302"),
    ("`--oref` is not compatible with `--version 8.1`", "not-compatible", "prompt", False, True, "MJ301"),
    ("Invalid parameter `--cref` is not compatible with `--version 7`", "not-compatible", "prompt", False, True, "MJ301"),
    ("Draft jobs are not compatible with --tile", "not-compatible", "prompt", False, True, "MJ303"),
    ("Unsupported Style Reference version 7 for --version 8.1", "unsupported-style-version", "prompt", False, True, "MJ208"),
    ("[unknown] Invalid User ID or Personalization code: abc123", "invalid-personalization", "account", False, False, None),
    ("Not enough ratings", "invalid-personalization", "account", False, False, None),
    ("Prompts must be 6000 or fewer in length.", "prompt-too-long", "prompt", False, False, "MJ403"),
    ("Invalid prompt parameter. Please check your prompt settings and try again.", "refused-exclusion", "prompt", False, False, "MJ602"),
    ("--niji is not supported", "forbidden-by-service", "prompt", False, False, "MJ709"),
    # C: links, images, shape
    ("Cannot use --version 7 with only a single image prompt", "lone-image", "prompt", False, True, "MJ402"),
    ("Please add another image prompt, or a text prompt", "lone-image", "prompt", False, True, "MJ402"),
    ("Empty prompt", "empty-prompt", "prompt", False, False, "MJ401"),
    (
        "Sorry, while the prompt you entered was deemed safe, the generated image may fall outside our community guidelines.",
        "output-filter", "prompt", True, False, None,
    ),
    ("Request cancelled due to output filters", "output-filter", "prompt", True, False, None),
    ("Your uploaded image violates platform rules. Please use a different image.", "image-refused-by-service", "image", False, False, None),
    ("Your content was blocked by moderation. Please adjust your prompt.", "content-blocked", "prompt", False, False, "MJ601"),
    # D: account, queue, plan
    ("Queue full", "queue-full", "account", True, False, None),
    ("Your job queue is full. Please wait for a job to finish first, then resubmit this one.", "queue-full", "account", True, False, None),
    ("You have reached the maximum of job queues. Please try again later.", "queue-full", "account", True, False, None),
    ("Job queued", "job-queued", "midjourney", False, False, None),
    ("Job action restricted", "batch-in-relax", "prompt", False, False, "MJ306"),
    ("You can not submit batch jobs in relax mode.", "batch-in-relax", "prompt", False, False, "MJ306"),
    ("Credits exhausted", "credits-exhausted", "account", False, False, None),
    ("Pending mod message", "pending-moderation", "account", False, False, None),
    ("Action needed to continue", "pending-moderation", "account", False, False, None),
    ("Our AI moderators feel your prompt might be against our community standards", "pending-moderation", "account", False, False, "MJ601"),
    ("Action required to continue", "captcha", "account", True, False, None),
    ("Please complete the task", "captcha", "account", True, False, None),
    ("Blocked", "blocked", "account", False, False, None),
    ("You have been blocked from accessing Midjourney. This happens on repeated…", "blocked", "account", False, False, None),
    ("You have triggered an abuse alert. Your account is now under manual review.", "abuse-alert", "account", False, False, None),
    ("Plan Cancelled", "no-subscription", "account", False, False, None),
    ("Subscription required", "no-subscription", "account", False, False, None),
    ("Subscription paused", "no-subscription", "account", False, False, None),
    ("Relax queues are only available for users with a standard plan or higher", "plan-limit", "account", False, False, "MJ306"),
    ("Invalid request", "invalid-request", "reseller", True, False, None),
    ("Invalid prompt", "invalid-prompt", "prompt", False, True, "MJ401"),
    ("Banned image prompt", "image-denied", "image", False, True, None),
    ("Sorry! Could not complete the job!", "could-not-complete", "midjourney", True, False, None),
    ("Could not complete", "could-not-complete", "midjourney", True, False, None),
    ("You can request another upscale for this image", "slow-down", "account", True, False, None),
    ("Slow Down!\nYou can request another upscale for this image <t:1700000000:R>", "slow-down", "account", True, False, None),
    ("ImagineApi failed with status 400", "discord-command-changed", "reseller", True, False, None),
    ("ImagineApi failed with status 429", "too-many-requests", "account", True, False, None),
    ("Invalid Form Body", "discord-command-changed", "reseller", True, False, None),
    ("表单主体无效", "discord-command-changed", "reseller", True, False, None),
    # the codes of TheNextLeg's clients
    ("ALREADY_REQUESTED_UPSCALE", "already-requested", "prompt", False, False, None),
    ("APPEAL_ACCEPTED", "pending-moderation", "account", False, False, None),
    ("APPEAL_REJECTED", "pending-moderation", "account", False, False, None),
    ("BANNED_PROMPT", "banned-prompt", "prompt", False, True, None),
    ("BLOCKED", "blocked", "account", False, False, None),
    ("BOT_TOOK_TOO_LONG_TO_PROCESS_YOUR_COMMAND", "job-timeout", "midjourney", True, False, None),
    ("BUTTON_NOT_FOUND", "button-not-found", "reseller", False, False, None),
    ("FAILED_TO_PROCESS_YOUR_COMMAND", "command-failed", "midjourney", True, False, None),
    ("FAILED_TO_REQUEST", "could-not-complete", "midjourney", True, False, None),
    ("IMAGE_BLOCKED", "image-denied", "image", False, True, None),
    ("INTERNAL_ERROR", "internal-error", "midjourney", True, False, None),
    ("INVALID_LINK", "invalid-link", "image", False, True, None),
    ("INVALID_PARAMETER", "invalid-parameter", "prompt", False, True, None),
    ("JOB_ACTION_RESTRICTED", "batch-in-relax", "prompt", False, False, None),
    ("JOB_QUEUED", "job-queued", "midjourney", False, False, None),
    ("MODERATION_OUTAGE", "moderation-outage", "midjourney", True, False, None),
    ("NO_FAST_HOURS", "credits-exhausted", "account", False, False, None),
    ("PLEASE_SUBSCRIBE_TO_MJ_IN_YOUR_DASHBOARD", "no-subscription", "account", False, False, None),
    ("QUEUE_FULL", "queue-full", "account", True, False, None),
    # the proxies, useapi.net
    ("prompt不能为空", "empty-prompt", "prompt", False, False, "MJ702"),
    ("base64格式错误", "bad-base64", "image", False, False, "MJ710"),
    ("链接格式错误", "bad-image-link", "image", False, False, None),
    ("图片参数错误，2~5张图片", "image-count", "prompt", False, False, "MJ705"),
    ("dimensions参数错误", "bad-dimensions", "prompt", False, False, "MJ704"),
    ("可能包含敏感词", "sensitive-word", "prompt", False, False, "MJ601"),
    ("code 3", "no-account", "reseller", True, False, None),
    ("4", "validation-failed", "prompt", False, False, "MJ702"),
    ("code: 21", "already-requested", "prompt", False, False, None),
    ("22", "job-queued", "midjourney", False, False, None),
    ("23", "queue-full", "account", True, False, None),
    ("错误码 24", "sensitive-word", "prompt", False, False, None),
    ("HTTP 400", "validation-failed", "prompt", False, False, None),
    ("401 Unauthorized", "unauthorised", "account", False, False, None),
    ("402", "credits-exhausted", "account", False, False, None),
    ("status 412", "missing-value", "prompt", False, False, "MJ702"),
    ("413", "prompt-too-long", "prompt", False, False, "MJ403"),
    ("422", "moderated-or-invalid", "prompt", False, False, None),
    ("HTTP 429", "queue-full", "account", True, False, None),
    ("596", "pending-moderation", "account", False, False, None),
]  # fmt: skip


@pytest.mark.parametrize(("message", "name", "fault", "retry", "illegal", "rule"), MESSAGES)
def test_known_messages(message: str, name: str, fault: str, retry: bool, illegal: bool, rule: str | None) -> None:
    failure = promptlint.explain(message)
    assert failure.known
    assert (failure.name, failure.fault, failure.retry, failure.counts_as_illegal) == (name, fault, retry, illegal)
    assert rule is None or rule in failure.rules
    assert failure.meaning.endswith(".")
    assert failure.advice.endswith(".")


def test_every_entry_is_met_by_a_message() -> None:
    assert {entry.name for entry in failures()} - {name for _, name, *_ in MESSAGES} == {"service-failure", "soft-ban"}
    assert explain('{"success": [{"softban": true}], "failure": []}').name == "soft-ban"
    assert explain('{"code": 9, "description": "x"}').name == "service-failure"


def test_the_table_is_sound() -> None:
    codes = {rule.code for rule in RULES}
    names = [entry.name for entry in failures()]
    assert len(names) == len(set(names))
    for entry in failures():
        assert entry.fault in FAULTS, entry.name
        assert entry.part in "ABCD", entry.name
        assert set(entry.rules) <= codes, entry.name
        assert entry.titles or entry.texts, entry.name


EMBED = {
    "title": "Invalid parameter",
    "description": "Unrecognized parameter(s): `--foo`",
    "color": 16711680,
    "footer": {"text": "/imagine x"},
}
BANNED = {"type": "banned_prompt_detected", "message": "x", "extra": {"banned_word": "gore"}}
OUT_OF_RANGE = {"type": "invalid_parameter", "message": "`--stylize` must be between 0 and 1000"}


@pytest.mark.parametrize(
    ("message", "name", "illegal"),
    [
        (EMBED, "unrecognized-parameter", True),
        ({"embeds": [EMBED]}, "unrecognized-parameter", True),
        ({"status": "FAILED", "jobId": "1", "message": "[Invalid link!] Could not validate", "data": None}, "invalid-link", True),
        ({"success": [], "failure": [BANNED]}, "banned-prompt", True),
        ({"success": [], "failure": [OUT_OF_RANGE]}, "value-out-of-range", True),
        ({"code": 24, "description": "可能包含敏感词", "properties": {"promptEn": "gore", "bannedWord": "gore"}}, "sensitive-word", False),
        ({"code": 23, "description": "x"}, "queue-full", False),
        ({"code": 4, "description": "prompt不能为空"}, "empty-prompt", False),
        ({"error": {"code": "banned_prompt_words", "message": "banned prompt words：exposed"}}, "banned-prompt", True),
        ({"error": {"code": 500, "message": "Execution error, system exception."}}, "internal-error", False),
        ({"errors": [{"msg": "Empty prompt"}]}, "empty-prompt", False),
    ],
)  # fmt: skip
def test_answers_in_json(message: object, name: str, illegal: bool) -> None:
    failure = explain(json.dumps(message, ensure_ascii=False))
    assert (failure.known, failure.name, failure.counts_as_illegal) == (True, name, illegal)


@pytest.mark.parametrize(
    ("message", "nearest"),
    [("Job tmeout occured", "job-timeout"), ("Your jobs queue is fully full, wait", "queue-full"), ("qqqq zzzz xxxx", None), ("", None)],
)
def test_unknown_messages_are_said_to_be_unknown(message: str, nearest: str | None) -> None:
    failure = explain(message)
    assert (failure.known, failure.name, failure.rules, failure.retry) == (False, "unknown", (), False)
    assert failure.nearest == nearest
    assert failure.meaning.startswith("This message is unknown.")
    assert (nearest is None) or (nearest in failure.meaning)


def test_the_prefix_decides_what_ttapi_counts() -> None:
    assert explain("[Invalid prompt] anything new").counts_as_illegal
    assert not explain("[unknown] `--stylize` must be between 0 and 1000").counts_as_illegal
    assert explain("[Invalid parameter] what nobody has seen yet").counts_as_illegal


def test_what_the_message_quotes_is_kept() -> None:
    assert explain("[Invalid parameter] Unrecognized parameter(s): `in`, `snow`").quoted == ("in", "snow")
    assert explain("--oref is not compatible with --version 8.1").quoted == ("--oref", "--version 8.1")


@pytest.mark.parametrize(
    ("message", "prompt", "causes"),
    [
        ("Unrecognized parameter(s): `ar16:9`", "a fox --ar16:9 --v 7", ["MJ005"]),
        ("Unrecognized parameter(s): `in`, `snow`", "a fox --v 7 in snow --frob", ["MJ012", "MJ101"]),
        ("`--stylize` must be between 0 and 1000", "a fox --v 7 --stylize 2000 --ar16:9", ["MJ202"]),
        ("Unrecognized parameter(s): `--frob`", "a fox --ar16:9 --v 7 --frob", ["MJ101", "MJ005"]),
        ("Unrecognized parameter(s): `--frob 3`", "a fox --ar16:9 --v 7 --frob", ["MJ101", "MJ005"]),
        ("Unrecognized parameter(s): `ar16:9`", "a fox --frob --v 7 --ar16:9", ["MJ005", "MJ101"]),
        ("Unrecognized parameter(s): `--nothing-of-it`", "a fox --ar16:9 --v 7 --frob", ["MJ005", "MJ101"]),
        ("Job Timeout", "a fox --v 7 --ar16:9", []),
    ],
)
def test_with_the_prompt_the_cause_is_pointed_at(message: str, prompt: str, causes: list[str]) -> None:
    failure = explain(message, prompt)
    assert [each.code for each in failure.causes] == causes
    assert failure.report is not None
    assert str(failure.report.prompt) == prompt


@pytest.mark.parametrize("message", ["{" * 3000, "[" * 3000, "x" * 300_000, "[" + "a" * 200, '{"a": 1', "\x00\ud800"])
def test_any_text_is_answered(message: str) -> None:
    assert explain(message).known in (True, False)


def test_the_documentation_lists_every_message() -> None:
    page = (Path(__file__).parents[1] / "docs" / "failures.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| ([A-D]) \| ([a-z]+) \| (yes|no) \| (yes|no) \| ([^|]*) \| (.*) \|$", page, re.MULTILINE)
    assert [row[0] for row in rows] == [entry.name for entry in failures()]
    for row, entry in zip(rows, failures(), strict=True):
        foreseen = ", ".join(entry.rules) if entry.rules else "cannot be foreseen"
        counts = "yes" if entry.illegal else "no"
        assert row == (entry.name, entry.part, entry.fault, "yes" if entry.retry else "no", counts, foreseen, entry.meaning)


def test_a_job_that_ran_without_a_ban_is_no_soft_ban() -> None:
    assert promptlint.explain('{"success": [{"softban": true}], "failure": []}').name == "soft-ban"
    assert not promptlint.explain('{"success": [{"softban": false}], "failure": []}').known
