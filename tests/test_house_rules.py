"""House rules: the tables, the findings, and everything that handles findings."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path

import httpx
import pytest

import promptlint
from promptlint.cli.main import main
from promptlint.config import Config, HouseRule
from promptlint.errors import ConfigError
from promptlint.rules.selection import enabled_rules

SHOP = """
[[house-rules]]
name = "shop"
message = "pictures of the shop"
require = { parameters = ["ar"] }
forbid = { parameters = ["tile"] }
allow = { models = ["7", 8.2], link-hosts = ["cdn.mysite.net"] }
severity = "error"
"""


@pytest.fixture(autouse=True)
def directory(tmp_path, monkeypatch):
    """An empty working directory, and a home without settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(text: str, name: str = "promptlint.toml") -> Config:
    """The settings that this text makes, which is then the file of the directory."""
    Path(name).write_text(text, encoding="utf-8")
    return Config.load(name)


def run(*argv: str, stdin: str = "") -> tuple[int, str, str]:
    """Status, output and messages of the command line."""
    out, err = io.StringIO(), io.StringIO()
    status = main(list(argv), io.StringIO(stdin), out, err)
    return status, out.getvalue(), err.getvalue()


def rule(body: str) -> str:
    """A rule `x` with this body."""
    return f'[[house-rules]]\nname = "x"\n{body}\n'


@pytest.mark.parametrize(
    ("body", "prompt", "found"),
    [
        # parameters
        ('require = { parameters = ["ar"] }', "a cat --v 7", [(11, 11, "`--ar` is missing", "Add it, such as `--ar 16:9`.")]),
        ('require = { parameters = ["--aspect"] }', "a cat --aspect 1:1", []),
        (
            'require = { parameters = ["ar", "stylize"] }',
            "a cat",
            [(5, 5, "`--ar` and `--stylize` are missing", "Add them, such as `--ar 16:9 --stylize 100`.")],
        ),
        ('require = { parameters = ["ar"] }', "a cat ar 16:9", []),  # forgotten dashes are reported once
        ('require = { parameters = ["ar"] }', "", []),
        ('forbid = { parameters = ["tile"] }', "a cat --tile", [(6, 12, "`--tile` is not allowed here", "Remove `--tile`.")]),
        ('forbid = { parameters = ["tile"] }', "tile a cat --ar 1:1", []),
        ('allow = { parameters = ["ar", "v"] }', "a cat --ar 1:1 --v 7", []),
        (
            'allow = { parameters = ["ar", "v"] }',
            "a cat --s 50",
            [(6, 12, "`--s` is not an allowed parameter", "Remove `--s`, or use `--ar` or `--v`.")],
        ),
        # values
        ('require = { values = { ar = ["16:9"] } }', "a cat", [(5, 5, "`--ar` is missing", "Add `--ar 16:9`.")]),
        ('require = { values = { ar = ["16:9"] } }', "a cat --ar 1:1", [(11, 14, "`--ar 1:1` is not allowed here", "Write `--ar 16:9`.")]),
        ("allow = { values = { s = [50, 100] } }", "a cat --s 50", []),
        (
            'allow = { values = { s = ["100"] } }',
            "a cat --stylize 50",
            [(16, 18, "`--stylize 50` is not allowed here", "Write `--stylize 100`.")],
        ),
        ('allow = { values = { ar = ["16:9", "1:1"] } }', "a cat", []),
        (
            'allow = { values = { ar = ["1:1"] } }',
            "a cat --ar {1:1, 3:2}",
            [(17, 20, "`--ar 3:2` is not allowed here", "Write `--ar 1:1`.")],
        ),
        (
            "forbid = { values = { quality = [4] } }",
            "a cat --q 4.0 --v 7",
            [(10, 13, "`--q 4.0` is not allowed here", "Use another value than 4.")],
        ),
        # models
        (
            'allow = { models = ["7", "8.2"] }',
            "a cat --v 6.1",
            [(6, 13, "This prompt runs on V6.1, which is not allowed here", "Write `--v 7` or `--v 8.2`.")],
        ),
        ('allow = { models = ["8.2"] }', "a cat", []),
        (
            "allow = { models = [7] }",
            "a cat",
            [(5, 5, "This prompt runs on V8.2, the account's default, which is not allowed here", "Write `--v 7`.")],
        ),
        ('require = { models = ["7"] }', "a cat", [(5, 5, "The prompt does not name its model", "Add `--v 7`.")]),
        ('require = { models = ["7"] }', "a cat --v 7", []),
        ('require = { models = ["7"] }', "a cat --v 6", [(6, 11, "This prompt runs on V6, which is not allowed here", "Write `--v 7`.")]),
        (
            'forbid = { models = ["niji 7"] }',
            "a cat --niji 7",
            [(6, 14, "This prompt runs on Niji 7, which is not allowed here", "Use another model.")],
        ),
        # words
        (
            'forbid = { words = ["blood"] }',
            "Blood --no blood",
            [
                (0, 5, "`blood` is not allowed here", "Remove `blood`, or use another word."),
                (11, 16, "`blood` is not allowed here", "Remove `blood`, or use another word."),
            ],
        ),
        ('forbid = { words = ["blood"] }\nallow = { words = ["blood orange"] }', "a blood orange", []),
        ('forbid = { words = ["png"] }', "https://cdn.mysite.net/png a cat", []),
        (
            'require = { words = ["studio light"] }',
            "a cat",
            [(5, 5, "`studio light` is missing from the text", "Add `studio light` to the text.")],
        ),
        ('require = { words = ["studio light"] }', "a cat, studio light", []),
        # links
        (
            'allow = { link-hosts = ["mysite.net"] }',
            "https://cdn.mysite.net/a.png https://img.fox-den.org/b.png a cat",
            [(29, 58, "Links to `img.fox-den.org` are not allowed here", "Use a link to mysite.net.")],
        ),
        (
            'allow = { link-hosts = ["mysite.net"] }',
            "a cat --sref https://notmysite.net/a.png --v 7",
            [(13, 40, "Links to `notmysite.net` are not allowed here", "Use a link to mysite.net.")],
        ),
        (
            'forbid = { link-hosts = ["*.fox-den.org"] }',
            "https://img.fox-den.org/b.png a cat",
            [(0, 29, "Links to `img.fox-den.org` are not allowed here", "Use a link to another host.")],
        ),
        ('require = { link-hosts = ["mysite.net"] }', "a cat", [(5, 5, "A link to mysite.net is missing", "Add a link to mysite.net.")]),
    ],
)
def test_what_a_rule_finds(body, prompt, found):
    report = promptlint.lint(prompt, config=config(rule(body)))

    ours = [each for each in report.diagnostics if each.code == "house:x"]

    assert [(each.start, each.end, each.message, each.help) for each in ours] == found
    assert {(each.name, each.severity) for each in ours} <= {("x", "warning")}
    assert report.ok == (not any(each.severity == "error" for each in report.diagnostics))


@pytest.mark.parametrize(
    ("body", "prompt", "model", "found"),
    [
        ('require = { parameters = ["ar", "no"] }', "a cat", None, ["5:5 `--ar` and `--no` are missing | Add them."]),
        ('require = { parameters = ["ar", "sref"] }', "a cat --ar 1:1", None, ["14:14 `--sref` is missing | Add it."]),
        ('forbid = { parameters = ["tile", "ar"] }', "a cat --v 7 --ar 1:1 --tile", None, [
            "12:20 `--ar` is not allowed here | Remove `--ar`. | unsafe 11:20 ''",
            "21:27 `--tile` is not allowed here | Remove `--tile`. | unsafe 20:27 ''",
        ]),
        ('allow = { parameters = ["v"] }', "a cat --v 7 --ar 1:1 --tile", None, [
            "12:20 `--ar` is not an allowed parameter | Remove `--ar`, or use `--v`. | unsafe 11:20 ''",
            "21:27 `--tile` is not an allowed parameter | Remove `--tile`, or use `--v`. | unsafe 20:27 ''",
        ]),
        ('require = { values = { ar = ["16:9"], s = [50, 60] } }', "a cat", None, [
            "5:5 `--ar` is missing; `--stylize` is missing | Add `--ar 16:9`; add `--stylize 50` or `--stylize 60`.",
        ]),
        ('require = { values = { ar = ["16:9"] } }', "a cat", None, ["5:5 `--ar` is missing | Add `--ar 16:9`. | unsafe 5:5 ' --ar 16:9'"]),
        ('require = { values = { ar = ["16:9", "1:1"] } }', "a cat --ar 3:2", None, [
            "11:14 `--ar 3:2` is not allowed here | Write `--ar 16:9` or `--ar 1:1`.",
        ]),
        ('allow = { values = { style = ["RAW"], s = [50] } }', "a cat --style raw --s 50.0 --s 51", None, [
            "31:33 `--s 51` is not allowed here | Write `--s 50`.",
        ]),
        ('forbid = { values = { chaos = [5] } }', "a cat --chaos {4, 5, 6} --s 5 --chaos [N]", None, [
            "18:19 `--chaos 5` is not allowed here | Use another value than 5.",
        ]),
        ('require = { models = ["7"] }', "a cat", "7", ["5:5 The prompt does not name its model | Add `--v 7`. | unsafe 5:5 ' --v 7'"]),
        ('require = { models = ["7", "6"] }', "a cat", "7", ["5:5 The prompt does not name its model | Add `--v 7` or `--v 6`."]),
        ('require = { models = ["7"] }', "a cat --s [N]", None, []),
        ('allow = { models = ["8.2"] }', "a cat", "7", ["5:5 This prompt runs on V7, which is not allowed here | Write `--v 8.2`."]),
        ('allow = { models = ["8.2"] }', "a cat --edit", "7", [
            "12:12 This prompt runs on V7, which is not allowed here | Write `--v 8.2`.",
        ]),
        ('allow = { models = ["8.2"] }', "a cat --v {7, 8.2, 6} --s 50", None, [
            "6:21 This prompt runs on V7 or V6, which is not allowed here | Write `--v 8.2`.",
        ]),
        ('forbid = { models = ["7", "8.2"] }', "a cat ", None, [
            "5:5 This prompt runs on V8.2, the account's default, which is not allowed here | Use another model.",
        ]),
        ('require = { words = ["fog", "sea", "cat"] }', "a cat", None, [
            "5:5 `fog` and `sea` are missing from the text | Add `fog` and `sea` to the text.",
        ]),
        ('require = { words = ["no"] }', "a cat --no dog", None, ["14:14 `no` is missing from the text | Add `no` to the text."]),
        ('forbid = { words = ["cat", "dog"] }\nallow = { words = ["cat food"] }', "cat food cat--no dog", None, [
            "9:12 `cat` is not allowed here | Remove `cat`, or use another word.",
            "17:20 `dog` is not allowed here | Remove `dog`, or use another word.",
        ]),
        ('require = { link-hosts = ["mysite.net", "fox-den.org"] }', "https://x.zone/a.png a cat", None, [
            "26:26 A link to mysite.net or fox-den.org is missing | Add a link to mysite.net or fox-den.org.",
        ]),
        ('require = { link-hosts = ["fox-den.org"] }', "https://x.zone/a.png https://i.fox-den.org/a.png a cat", None, []),
        ('forbid = { link-hosts = ["x.zone"] }', "https://:x/ https://y.zone/a.png https://x.zone/a.png a cat", None, [
            "33:53 Links to `x.zone` are not allowed here | Use a link to another host.",
        ]),
        ('forbid = { words = ["cat"] }', " ", None, []),
        ('require = { parameters = ["ar"] }\nmessage = "why"', "a cat", None, [
            "5:5 why | `--ar` is missing: add it, such as `--ar 16:9`.",
        ]),
    ],
)  # fmt: skip
def test_the_whole_finding_with_its_fix(body, prompt, model, found):
    ours = [each for each in promptlint.lint(prompt, model=model, config=config(rule(body))).diagnostics if each.code == "house:x"]

    def told(each) -> str:
        fix = (
            ""
            if each.fix is None
            else f" | {'safe' if each.fix.safe else 'unsafe'} "
            + "".join(f"{edit.start}:{edit.end} {edit.text!r}" for edit in each.fix.edits)
        )
        return f"{each.start}:{each.end} {each.message} | {each.help}{fix}"

    assert [told(each) for each in ours] == found


def test_a_message_of_the_rule_says_why_and_the_help_what():
    report = promptlint.lint("a cat --tile", config=config(SHOP))

    assert [(each.start, each.message, each.help) for each in report.diagnostics] == [
        (6, "pictures of the shop", "`--tile` is not allowed here: remove `--tile`."),
        (12, "pictures of the shop", "`--ar` is missing: add it, such as `--ar 16:9`."),
    ]


def test_what_is_missed_at_one_position_is_one_finding():
    found = promptlint.lint("a cat", config=config(rule('require = { parameters = ["ar"], models = ["7"] }'))).diagnostics

    assert [each.message for each in found] == ["`--ar` is missing; the prompt does not name its model"]


@pytest.mark.parametrize(("severity", "ok"), [("error", False), ("warning", True), ("info", True)])
def test_the_severity_is_the_rule_s(severity, ok):
    settings = config(rule(f'severity = "{severity}"\nforbid = {{ words = ["cat"] }}'))

    report = promptlint.lint("a cat", config=settings)

    assert ([each.severity for each in report.diagnostics], report.ok) == ([severity], ok)
    assert promptlint.lint("a cat", config=settings._replace(severity=(("house:x", "info"),))).diagnostics[0].severity == "info"


def test_what_the_account_adds_counts():
    assert promptlint.lint("a cat", config=config('suffix = "--ar 3:2"\n' + rule('require = { parameters = ["ar"] }'))).diagnostics == ()


def test_the_account_s_own_parameters_can_be_named():
    settings = config('known-parameters = ["zap"]\n' + rule('require = { parameters = ["zap"] }'))

    assert [each.message for each in promptlint.lint("a cat", config=settings).diagnostics] == ["`--zap` is missing"]


def test_a_slot_may_stand_for_what_is_required():
    settings = config(rule('require = { parameters = ["ar"], models = ["7"] }'))
    Path("a.json").write_text(json.dumps([{"prompt": "a cat --s 50 {{parameters}}"}, {"prompt": "a {{animal}} --s 50"}], indent=0))

    assert settings.house_rules
    assert run("lint", "-q", "--offline", "--output-format", "concise", "a.json")[1].count("house:x") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("house-rules = 3", "house-rules: must be a list of tables, [[house-rules]], not the number 3"),
        ("house-rules = [3]", "house-rules[0]: must be a table, not the number 3"),
        ("[[house-rules]]\nforbid = { words = ['a'] }", "house-rules[0]: `name` is missing: findings carry it as `house:NAME`"),
        ("[[house-rules]]\nname = 'My Rule'", "house-rules[0].name: `My Rule` must be lower-case words with hyphens"),
        ("[[house-rules]]\nname = 'x'", "house-rules[0]: the rule has no effect: add `require`, `forbid` or `allow`"),
        (rule("forbid = {}"), "house-rules[0]: the rule has no effect"),
        (rule("forbids = { words = ['a'] }"), "house-rules[0]: unknown key `forbids`; did you mean `forbid`?"),
        (rule("forbid = { word = ['a'] }"), "house-rules[0].forbid: unknown key `word`; did you mean `words`?"),
        (
            rule("forbid = { parameters = ['tiles'] }"),
            "house-rules[0].forbid.parameters: unknown parameter `tiles`; did you mean `tile`?",
        ),
        (rule("forbid = { parameters = 'tile' }"), 'house-rules[0].forbid.parameters: must be a list of strings, not the string "tile"'),
        (rule("allow = { models = ['9'] }"), "house-rules[0].allow.models: unknown model `9`"),
        (rule("allow = { models = '7' }"), 'house-rules[0].allow.models: must be a list of models, not the string "7"'),
        (rule("allow = { values = { ar = '1:1' } }"), 'house-rules[0].allow.values.ar: must be a list of values such as ["16:9", 2]'),
        (rule("allow = { values = { ar = [] } }"), "house-rules[0].allow.values.ar: must be a list of values"),
        (
            rule("allow = { values = { ar = ['1:1'], aspect = ['1:1'] } }"),
            "house-rules[0].allow.values.aspect: `aspect` is an alias of a parameter that is already listed",
        ),
        (
            rule("allow = { link-hosts = ['https://a.org/'] }"),
            "house-rules[0].allow.link-hosts: `https://a.org/` is not a host name",
        ),
        (rule("allow = { words = ['a'] }"), "house-rules[0].allow.words: requires `forbid.words`, to which it lists exceptions"),
        (rule("forbid = { words = ['--'] }"), "house-rules[0].forbid.words: `--` has no letter or digit, so it never matches"),
        (rule(f"forbid = {{ words = ['{'a ' * 100}b'] }}"), f"house-rules[0].forbid.words: `{'a ' * 19}a…` has more than 200 characters"),
        (rule("severity = 'fatal'\nforbid = { words = ['a'] }"), 'house-rules[0].severity: must be one of "error", "warning", "info"'),
        (rule("files = ['../a']\nforbid = { words = ['a'] }"), "house-rules[0].files: `../a`: it leads out of the directory"),
        (rule("message = 3\nforbid = { words = ['a'] }"), "house-rules[0].message: must be a string, not the number 3"),
        (rule("forbid = { words = ['a'] }") * 2, "house-rules[1].name: the name `x` is used twice"),
    ],
)
def test_mistakes_are_told_by_key(text, says):
    with pytest.raises(ConfigError) as error:
        config(text)

    assert str(error.value).startswith(f"promptlint.toml: {says}")
    assert run("lint", "-p", "a cat")[0] == 2


def test_no_more_rules_than_anyone_writes():
    with pytest.raises(ConfigError, match="at most 200 rules are allowed, not 201"):
        config("".join(f'[[house-rules]]\nname = "x{n}"\nforbid = {{ words = ["a"] }}\n' for n in range(201)))


def test_a_library_call_reads_them_from_a_file():
    with pytest.raises(ConfigError, match=r"use `Config\.load`"):
        Config(house_rules=[{"name": "x"}])
    settings = config(SHOP)
    assert isinstance(settings.house_rules[0], HouseRule)
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert [each.ok for each in promptlint.lint_many(["a cat --ar 1:1", "a cat"], config=settings)] == [True, False]
    assert promptlint.fix("a cat --ar 1:1 --tile", unsafe=True, config=settings) == "a cat --ar 1:1"


def test_the_six_lines_of_a_team():
    config(SHOP)
    Path("a.prompt").write_text("https://img.fox-den.org/b.png a cat --tile --v 6.1\na cat --ar 1:1 --v 7\n")

    status, out, _ = run("lint", "--offline", "--output-format", "concise", ".")

    assert status == 1
    assert [line.split(": ")[0] for line in out.splitlines()] == ["a.prompt:1:1", "a.prompt:1:37", "a.prompt:1:44", "a.prompt:1:51"]
    assert all(": error house:shop pictures of the shop" in line for line in out.splitlines())


@pytest.mark.parametrize(("path", "found"), [("kids/a.prompt", 1), ("kids/deep/a.prompt", 1), ("a.prompt", 0), ("other/kids.prompt", 0)])
def test_a_rule_may_hold_for_some_files(path, found):
    config(rule('files = ["kids/**"]\nforbid = { words = ["cat"] }'))
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("a cat\n")

    assert run("lint", "-q", "--offline", "--fail-on", "warning", path)[0] == found
    assert run("lint", "-q", "--offline", "--fail-on", "warning", "-", "--stdin-filename", path, stdin="a cat\n")[0] == found
    assert run("lint", "-q", "--offline", "-p", "a cat")[:2] == (0, "")
    assert promptlint.lint("a cat", config=Config.load("promptlint.toml")).diagnostics == ()


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ((), {"MJ005", "house:x"}),
        (("--ignore", "house:x"), {"MJ005"}),
        (("--ignore", "house"), {"MJ005"}),
        (("--ignore", "house:gone"), {"MJ005", "house:x"}),
        (("--select", "house:x"), {"house:x"}),
        (("--select", "House"), {"house:x"}),
        (("--select", "ALL"), {"MJ005", "MJ801", "house:x"}),
        (("--select", "MJ005"), {"MJ005"}),
        (("--extend-select", "MJ801"), {"MJ005", "MJ801", "house:x"}),
    ],
)
def test_rules_are_chosen_by_name(options, codes):
    config(rule('forbid = { words = ["cat"] }'))

    _, out, _ = run("lint", "--offline", "-p", "a cat --ar16:9", "--output-format", "jsonl", *options)

    assert {json.loads(line)["code"] for line in out.splitlines()} == codes


@pytest.mark.parametrize("option", ["--select", "--extend-select"])
def test_a_rule_that_is_not_there_is_told(option):
    config(rule('forbid = { words = ["cat"] }'))

    status, _, err = run("lint", "-p", "a", option, "house:y")

    assert status == 2
    assert "promptlint: unknown house rule `y`" in err


COMMENTS = {
    "a.prompt": "# promptlint: ignore[house:x] meant so\na cat\n",
    "b.prompt": "# promptlint: ignore-file[house] meant so\n\na cat\n",
    "a.json": json.dumps([{"promptlint-ignore": "house:x: meant so", "prompt": "a cat --ar 1:1"}]),
    "a.csv": "prompt,promptlint-ignore\na cat --ar 1:1,house:x: meant so\n",
    "b.csv": 'prompt,promptlint-ignore\na cat --ar1:1,"MJ005, house:x: meant so"\n',
}


@pytest.mark.parametrize("name", COMMENTS)
def test_comments_suppress_them(name):
    config(rule('forbid = { words = ["cat"] }'))
    Path(name).write_text(COMMENTS[name])

    assert run("lint", "-q", "--offline", "--output-format", "concise", name) == (0, "", "")
    assert "house:x" in run("lint", "-q", "--offline", "--no-suppressions", name)[1]


def test_suppressions_of_them_that_do_nothing_are_told():
    config(rule('forbid = { words = ["dog"] }'))
    Path("a.prompt").write_text("# promptlint: ignore[house:x, house:y]\na cat\n")

    _, out, _ = run("lint", "-q", "--offline", "--output-format", "concise", "a.prompt")

    assert "MJ901" in out
    assert "MJ902" in out
    assert "unknown house rule `y`" in out


def test_settings_suppress_them():
    config('ignores = ["a.prompt:1:house:x"]\n' + rule('forbid = { words = ["cat"] }') + '[per-file-ignores]\n"b.*" = ["house:x"]\n')
    for name in ("a", "b", "c"):
        Path(f"{name}.prompt").write_text("a cat\n")

    assert run("lint", "-q", "--offline", "--output-format", "concise", ".")[1].split(":")[0] == "c.prompt"


def test_a_baseline_hides_them():
    config(rule('forbid = { words = ["cat"] }'))
    Path("a.prompt").write_text("a cat\n")
    assert run("lint", "-q", "--offline", "--write-baseline", "known.json", "a.prompt")[0] == 0

    assert run("lint", "-q", "--offline", "--baseline", "known.json", "a.prompt")[:2] == (0, "")
    Path("a.prompt").write_text("a dog\n")
    assert "1 finding" in run("lint", "-q", "--offline", "--baseline", "known.json", "a.prompt")[2]


@pytest.mark.parametrize("format_", ["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_every_format_names_them(format_):
    config(rule('forbid = { words = ["cat"] }'))

    _, out, _ = run("lint", "-q", "--offline", "-p", "a cat", "--output-format", format_)

    assert "house:x" in out
    assert "house:x x" not in out
    assert "rules/x.md" not in out


def test_sarif_has_the_rule_with_the_page_about_house_rules():
    config(rule('forbid = { words = ["cat"] }'))

    log = json.loads(run("lint", "-q", "--offline", "-p", "a cat", "--output-format", "sarif")[1])

    [told] = log["runs"][0]["tool"]["driver"]["rules"]
    assert (told["id"], told["name"], told["helpUri"].rpartition("/")[2]) == ("house:x", "x", "house-rules.md")


def test_a_guard_stops_what_they_refuse():
    settings = config(rule('severity = "error"\nforbid = { words = ["cat"] }\nmessage = "no cats"'))
    with httpx.Client(event_hooks=promptlint.guard(config=settings)) as client, pytest.raises(promptlint.PromptRejected) as refused:
        client.post("https://api.ttapi.io/midjourney/v1/imagine", json={"prompt": "a cat", "mode": "fast"})

    assert [(each.code, each.pointer) for each in refused.value.report.diagnostics] == [("house:x", "/prompt")]
    assert "house:x: no cats" in str(refused.value)


def test_runs_on_several_cores_find_the_same():
    config(rule('forbid = { words = ["cat"] }\nfiles = ["a.jsonl"]'))
    text = "".join(f'{{"prompt": "a dog in room {n} --ar 1:1 --v 7"}}\n' for n in range(90_000)) + '{"prompt": "a cat --ar 1:1 --v 7"}\n'
    Path("a.jsonl").write_text(text)

    one, two = (run("lint", "-q", "--offline", "--jobs", jobs, "--output-format", "concise", "a.jsonl") for jobs in ("1", "2"))

    assert one == two
    assert one[1].startswith("a.jsonl:90001:")


def test_the_base_s_rules_are_kept_beside_one_s_own():
    Path(".git").mkdir()
    Path("sub").mkdir()
    Path("promptlint.toml").write_text(rule('forbid = { words = ["cat"] }') + '[[house-rules]]\nname = "y"\nforbid = { words = ["dog"] }\n')
    Path("sub/promptlint.toml").write_text('extend = "../promptlint.toml"\n' + rule('forbid = { words = ["fox"] }'))

    settings = Config.load("sub/promptlint.toml")

    assert [(each.name, each.forbid.words) for each in settings.house_rules] == [("y", ("dog",)), ("x", ("fox",))]
    assert {"house:x", "house:y"} < enabled_rules(settings)


def test_config_prints_them_as_they_may_be_written():
    settings = config(SHOP + rule('forbid = { words = ["cat"], values = { ar = ["1:1"] } }\nfiles = ["a/*"]'))

    status, out, _ = run("config")

    assert status == 0
    assert config(out, "again.toml") == settings
