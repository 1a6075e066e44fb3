"""Settings: the allowed values, the file that applies, and the errors."""

from __future__ import annotations

import io
import pickle
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

import promptlint
from promptlint.cli.main import main
from promptlint.config import Config, Demands, HouseRule, Override
from promptlint.diagnostics import Diagnostic
from promptlint.errors import ConfigError
from promptlint.rules.registry import RULES
from promptlint.rules.selection import enabled_rules, expand_rules, with_severities
from promptlint.settings_file.keys import KEYS, PRIVATE_LINK_KEYS
from promptlint.settings_file.locations import user_file
from promptlint.settings_file.reading import Discovery, read
from promptlint.settings_file.versions import check_required
from promptlint.text.globs import matches, normalized

ALL = {rule.code for rule in RULES}
DEFAULT = {rule.code for rule in RULES if rule.default}

FULL = """
model = "7"
target = "ttapi"
plan = "pro"
select = ["MJ0", "unknown-parameter"]
ignore = ["MJ005"]
extend-select = ["MJ801"]
known-parameters = ["zap"]
suffix = "--ar 3:2"
fail-on = "warning"
min-severity = "info"
include = ["*.txt"]
exclude = ["old"]
force-exclude = true
prompt-keys = ["scene.prompt"]
prompt-columns = ["text"]
blocks = true
python = true
toml = true
spelling = "short"
words = "words.txt"
ignores = ["a.json:12:MJ101"]
output-format = "concise"
offline = true

[severity]
MJ3 = "info"
unknown-parameter = "warning"

[per-file-ignores]
"drafts/*" = ["MJ3"]

[options]
pic = "--ar 3:2 --raw"

[[files]]
include = ["niji/*"]
model = "niji 7"

[endpoints]
"https://relay.mysite.net/v1" = "ttapi"

[[house-rules]]
name = "no-cats"
forbid = { words = ["cat"] }

[links]
timeout = 3
exclude = ["https://slow.test/*"]
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of its own, without settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def tree(tmp_path):
    """A directory with a prompt, deep below the root."""
    folder = tmp_path / "tree" / "deep" / "down"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a cat\n")
    return tmp_path / "tree"


def test_every_key_reaches_its_field(tree):
    (tree / "words.txt").write_text("blood\n\n# comment\n  gore \n")
    (tree / "promptlint.toml").write_text(FULL)

    config = Config.load(tree / "promptlint.toml")

    assert config == Config(
        model="7",
        target="ttapi",
        plan="pro",
        select=["MJ0", "unknown-parameter"],
        ignore=["MJ005"],
        extend_select=["MJ801"],
        known_parameters=["zap"],
        options={"pic": "--ar 3:2 --raw"},
        suffix="--ar 3:2",
        fail_on="warning",
        min_severity="info",
        include=["*.txt"],
        exclude=["old"],
        force_exclude=True,
        prompt_keys=["scene.prompt"],
        prompt_columns=["text"],
        blocks=True,
        python=True,
        toml=True,
        spelling="short",
        words=["blood", "gore"],
        ignores=[("a.json", 12, "MJ101")],
        per_file_ignores={"drafts/*": ["MJ3"]},
        files=[Override(("niji/*",), "niji 7")],
        endpoints={"https://relay.mysite.net/v1": "ttapi"},
        links={"timeout": 3.0, "exclude": ["https://slow.test/*"]},
        severity={"MJ3": "info", "unknown-parameter": "warning"},
        offline=True,
        output_format="concise",
        house_rules=[HouseRule("no-cats", forbid=Demands(words=("cat",)))],
    )
    set_keys = {line.split(" =")[0] for line in FULL.splitlines() if " = " in line and not line.startswith('"')}
    tables = {"per-file-ignores", "options", "files", "links", "endpoints", "severity", "house-rules"}
    assert {key.name for key in KEYS if not key.steers} <= set_keys | tables


TABLES = """
[spelling]
ar = "aspect"
"a b" = "s"

[[files]]
include = ["a.*", "b.*"]
target = "legnext"

[[files]]
include = ["c.*"]

[links]
allow-private = false
proxy = "http://proxy.test:8080"
trusted-hosts = ["fox-den.org"]
"""


@pytest.mark.parametrize("text", [FULL, TABLES], ids=["full", "tables"])
def test_what_config_prints_is_a_settings_file_of_the_same_meaning(tree, tmp_path, text):
    """Only the phrases are not written out, there may be thousands, and what must not be seen."""
    (tree / "words.txt").write_text("blood\ngore\n")
    given, copy = tree / "given.toml", tree / "copy.toml"
    out, err = io.StringIO(), io.StringIO()
    given.write_text(text)

    assert main(["config", "--config", str(given), str(tree)], io.StringIO(), out, err) == 0, err.getvalue()
    copy.write_text(out.getvalue())

    config = Config.load(given)
    assert Config.load(copy) == config._replace(words=())
    assert ("# words: 2 phrases" in out.getvalue()) == bool(config.words)


def test_config_prints_no_secret(tree):
    """It is what people look at in the log of a CI job."""
    given = tree / "given.toml"
    given.write_text('[links]\nproxy = "http://fox:den@proxy.test:8080"\nheaders = {"fox-den.org" = "Authorization: Bearer s3cret"}\n')
    out = io.StringIO()
    assert main(["config", "--config", str(given), str(tree)], io.StringIO(), out, io.StringIO()) == 0
    line = next(line for line in out.getvalue().splitlines() if line.startswith("links = "))
    assert line.partition("  #")[0] == 'links = {proxy = "http://…@proxy.test:8080", headers = {"fox-den.org" = "Authorization: …"}}'


def test_every_key_is_a_field():
    assert {key.field for key in KEYS if not key.steers} == set(Config._fields) - {"now"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('modle = "7"', "unknown key `modle`; did you mean `model`?"),
        ("per-file-ignore = {}", "unknown key `per-file-ignore`; did you mean `per-file-ignores`?"),
        ('model = "9"', "model: unknown model `9`"),
        ("model = true", "model: must be a string, not the boolean true"),
        ('target = "ttappi"', "target: unknown target `ttappi`; did you mean `ttapi`?"),
        ('plan = "huge"', 'plan: must be one of "basic", "standard", "pro", "mega", not the string "huge"'),
        ('select = "MJ3"', 'select: must be a list of strings, not the string "MJ3"'),
        ("select = [3]", "select: must be a list of strings, not the number 3"),
        ('select = ["MJ999"]', "select: unknown rule `MJ999`"),
        ('ignore = ["unkown-parameter"]', "ignore: unknown rule `unkown-parameter`; did you mean `unknown-parameter`?"),
        ("per-file-ignores = []", "per-file-ignores: must be a table, not a list"),
        ('per-file-ignores = {"a" = ["MJ998"]}', "per-file-ignores.a: unknown rule `MJ998`"),
        ('fail-on = "fatal"', 'fail-on: must be one of "error", "warning", "info", not the string "fatal"'),
        ("options = {pic = 3}", "options.pic: must be a string, not the number 3"),
        ('ignores = ["a.json:MJ101"]', 'ignores: must be like "prompts.json:12:MJ101", not the string "a.json:MJ101"'),
        ('ignores = ["a.json:3:MJ998"]', "ignores: unknown rule `MJ998`"),
        ("files = {}", "files: must be a list of tables, not a table"),
        ('files = [{model = "7"}]', "files: `include` is missing"),
        ('files = [{include = ["*"], modell = "7"}]', "files: unknown key `modell`; did you mean `model`?"),
        ("blocks = 1", "blocks: must be true or false, not the number 1"),
        ('spelling = "medium"', 'spelling: must be "long", "short" or a table'),
        ('words = "nowhere.txt"', "words: cannot read `nowhere.txt`: no such file or directory"),
        ("links = {timout = 3}", "links: unknown key `timout`; did you mean `timeout`?"),
        ('links = {timeout = "long"}', 'links.timeout: must be a number, not the string "long"'),
        ("links = {timeout = 0}", "links: timeout must be greater than 0"),
        ("links = {concurrency = 1.5}", "links.concurrency: must be a non-negative integer"),
        ("links = {cache = 1}", "links.cache: must be true or false, not the number 1"),
        ('links = {verify = "never"}', 'links: verify must be "head" or "bytes"'),
        ("model = ", "invalid TOML"),
        ('severity = {MJ3 = "off"}', 'severity.MJ3: must be one of "error", "warning", "info", not the string "off"'),
        ('severity = {MJ998 = "info"}', "severity: unknown rule `MJ998`"),
        ('severity = {MJ910 = "info"}', "severity.MJ910: the severity of this rule cannot be changed"),
        ('required-version = ">=99"', "required-version: these settings require promptlint >=99, but this is 0.1"),
        ('required-version = "newest"', 'required-version: must be versions such as ">=0.1"'),
        ('required-version = "<99,>98"\nfuture = 1', "required-version: these settings require promptlint <99,>98"),
        ("extend = 3", "extend: must be a string, not the number 3"),
        ('extend = "../base.toml"', "extend: `../base.toml` is outside the repository of this settings file"),
        ('extend = "/etc/passwd"', "extend: `/etc/passwd` is outside the repository of this settings file"),
        ('extend = "a\\u0000b"', "extend: `a\0b` is not a file name: it contains a null character"),
        ('extend = "gone.toml"', "extend: no such file: `gone.toml`"),
        ('extend = "promptlint.toml"', "extend: `promptlint.toml` already extends this file"),
        ('output-format = "yaml"', 'output-format: must be one of "full", "concise"'),
        ('offline = "yes"', 'offline: must be true or false, not the string "yes"'),
        ('exclude = ["../x"]', "exclude: `../x`: it leads out of the directory of the settings file"),
        ('exclude = [""]', "exclude: ``: it matches no file: write `**` for all"),
        ('include = ["./"]', "include: `./`: it matches no file: write `**` for all"),
        ('exclude = ["!keep.txt"]', "exclude: `!keep.txt`: patterns cannot be negated"),
        ('include = ["~/prompts/*"]', "include: `~/prompts/*`: `~` is not expanded"),
        ('include = ["{a,{b,c}}"]', "include: `{a,{b,c}}`: nested braces are not supported"),
        ('per-file-ignores = {"../x" = ["MJ3"]}', "per-file-ignores.../x: `../x`: it leads out of the directory"),
        ("model = 1979-05-27", "model: must be a string, not a date"),
        ("model = true", "model: must be a string, not the boolean true"),
        ("model = [7]", "model: must be a string, not a list"),
        ("select = {}", "select: must be a list of strings, not a table"),
        ('select = ["MJ0", 1.5]', "select: must be a list of strings, not the number 1.5"),
        ('known-parameters = ["a", false]', "known-parameters: must be a list of strings, not the boolean false"),
        ('per-file-ignores = {"a" = "MJ0"}', 'per-file-ignores.a: must be a list of strings, not the string "MJ0"'),
        ("severity = []", "severity: must be a table, not a list"),
        ('ignores = ["a.json:x:MJ101"]', 'ignores: must be like "prompts.json:12:MJ101", not the string "a.json:x:MJ101"'),
        ('ignores = [":3:MJ101"]', 'ignores: must be like "prompts.json:12:MJ101", not the string ":3:MJ101"'),
        ('ignores = ["a.json:3:"]', 'ignores: must be like "prompts.json:12:MJ101", not the string "a.json:3:"'),
        ('ignores = ["a.json:3:MJ101", "b"]', 'ignores: must be like "prompts.json:12:MJ101", not the string "b"'),
        ("files = [3]", "files: must be a table, not the number 3"),
        ('files = [{include = ["*"], model = "99"}]', "files.model: unknown model `99`"),
        ('files = [{include = ["*"], target = "ttappi"}]', "files.target: unknown target `ttappi`; did you mean `ttapi`?"),
        ('files = [{include = ["../a"]}]', "files.include: `../a`: it leads out of the directory"),
        ("spelling = 3", 'spelling: must be "long", "short" or a table such as { aspect = "ar" }, not the number 3'),
        ("spelling = {aspect = 3}", "spelling.aspect: must be a string, not the number 3"),
        ("words = 3", "words: must be a string, not the number 3"),
        ("links = 3", "links: must be a table, not the number 3"),
        ("links = {timeout = true}", "links.timeout: must be a number, not the boolean true"),
        ("links = {timeout = -1}", "links.timeout: must be a non-negative number, not the number -1"),
        ("links = {retries = -1}", "links.retries: must be a non-negative integer, not the number -1"),
        ("links = {verify = 3}", "links.verify: must be a string, not the number 3"),
        ('links = {exclude = "a"}', 'links.exclude: must be a list of strings, not the string "a"'),
        ("links = {allow-private = true, x = 1}", "links.allow-private: not allowed in a settings file beside the prompts"),
        ("endpoints = 3", "endpoints: must be a table, not the number 3"),
        ("nothing = 1", "unknown key `nothing`; run `promptlint config --isolated` to list all"),
        ("modell = 1", "unknown key `modell`; did you mean `model`?"),
        ("house-rules = [{name = 'a', require = {values = {ar = ['1:1', true]}}}]", "values.ar: must be a list of strings and numbers"),
        (f"{'x' * 300} = 1", f"unknown key `{'x' * 199}…`; run `promptlint config --isolated` to list all"),
    ],
)
def test_mistakes_are_named_with_file_key_and_cure(tree, text, says):
    path = tree / "promptlint.toml"
    path.write_text(text)

    with pytest.raises(ConfigError) as error:
        Discovery().of(str(tree / "deep" / "down" / "a.txt"))

    assert str(error.value).startswith(f"{path}: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", ["7", "7.0", "8.2", "niji 7", "niji7", 7, 8.2])
def test_models_may_be_written_in_any_plain_way(tree, value):
    (tree / "promptlint.toml").write_text(f"model = {value!r}")

    assert read(str(tree / "promptlint.toml"), trusted=False).config.model in ("7", "8.2", "niji 7")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[project]\nname = 'promptlint'\n", "the table [tool.promptlint] is missing"),
        ("[tool]\npromptlint = 3\n", "tool.promptlint: must be a table, not the number 3"),
        ("tool = 'promptlint'\n", "the table [tool.promptlint] is missing"),
    ],
)
def test_a_pyproject_that_is_named(tree, text, says):
    path = tree / "pyproject.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as error:
        read(str(path), trusted=True)
    assert str(error.value) == f"{path}: {says}"


def test_what_is_extended_has_our_table(tree):
    (tree / "promptlint.toml").write_text('extend = "pyproject.toml"')
    (tree / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"extend: the table \[tool.promptlint\] is missing from `pyproject.toml`"):
        read(str(tree / "promptlint.toml"), trusted=False)


@pytest.mark.parametrize(("files", "fits"), [(21, True), (22, False)])
def test_twenty_settings_files_may_be_extended(tree, files, fits):
    for number in range(1, files):
        (tree / f"{number}.toml").write_text(f'extend = "{number + 1}.toml"')
    (tree / f"{files}.toml").write_text('model = "7"')
    if fits:
        assert read(str(tree / "1.toml"), trusted=False).config.model == "7"
        return
    with pytest.raises(ConfigError, match="more than 20 settings files extend each other"):
        read(str(tree / "1.toml"), trusted=False)


def test_settings_that_are_a_directory(tree):
    (tree / "x.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot read the settings: it is a directory"):
        read(str(tree / "x.toml"), trusted=False)


def test_the_phrases_of_a_file(tree):
    """A comment may be as long as it likes, and a phrase 200 characters."""
    path = tree / "promptlint.toml"
    path.write_text('words = "words.txt"')
    (tree / "words.txt").write_bytes(b"\xef\xbb\xbf gore\r\n\n#" + b"x" * 500 + b"\n  " + b"y" * 200 + b" \n#\n")
    assert read(str(path), trusted=False).config.words == ("gore", "y" * 200)
    (tree / "words.txt").write_text("gore\n\n" + "y" * 201)
    with pytest.raises(ConfigError, match=r"words: line 3 of `words.txt` has more than 200 characters"):
        read(str(path), trusted=False)
    (tree / "words.txt").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"words: `words.txt` is not UTF-8"):
        read(str(path), trusted=False)


def test_settings_that_are_not_utf8(tree):
    (tree / "promptlint.toml").write_bytes(b'suffix = "\xff"')

    with pytest.raises(ConfigError, match="invalid TOML"):
        Discovery().of(str(tree))


def test_a_table_of_pyproject_in_a_file_of_its_own_says_where_it_belongs(tree):
    (tree / "promptlint.toml").write_text('[tool.promptlint]\nmodel = "7"\n')
    with pytest.raises(ConfigError, match=r"promptlint.toml: `\[tool.promptlint\]` is for pyproject.toml: in this file, write the keys"):
        Discovery().of(str(tree))


def test_the_nearest_file_counts_and_a_foreign_pyproject_does_not_stop_the_search(tree):
    (tree / "promptlint.toml").write_text('model = "6"')
    (tree / "deep" / "pyproject.toml").write_text('[project]\nname = "promptlint-user"\n')
    prompt = str(tree / "deep" / "down" / "a.txt")
    assert Discovery().of(prompt).config.model == "6"

    (tree / "deep" / "pyproject.toml").write_text('[tool.promptlint]\nmodel = "7"\n')
    found = Discovery().of(prompt)

    assert found.config.model == "7"
    assert found.root == str(tree / "deep")
    assert found.origins == (("model", str(tree / "deep" / "pyproject.toml")),)


@pytest.mark.parametrize(
    "text",
    [
        '[tool.promptlint]\nmodel = "6"',
        '[ tool . "promptlint" ]\nmodel = "6"',
        '[tool]\npromptlint = { model = "6" }',
        '[tool]\npromptlint.model = "6"',
        'tool.promptlint.model = "6"',
        '["tool".promptlint]\nmodel = "6"',
    ],
)
def test_every_way_to_write_the_table(tree, text):
    (tree / "pyproject.toml").write_text(text)

    assert Discovery().of(str(tree)).config.model == "6"


def test_a_foreign_pyproject_costs_no_toml_parser(tree):
    (tree / "pyproject.toml").write_text('[project]\ndependencies = ["midjourney-promptlint", "promptlint"]\nthis is not TOML')

    assert Discovery().of(str(tree)).config == Config()


def test_own_file_beats_pyproject_in_one_folder(tree):
    (tree / "promptlint.toml").write_text('model = "6"')
    (tree / "pyproject.toml").write_text('[tool.promptlint]\nmodel = "7"')

    assert Discovery().of(str(tree)).config.model == "6"


def test_layers(tree, home):
    (home / "promptlint").mkdir(parents=True)
    (home / "promptlint" / "config.toml").write_text('model = "5"\nplan = "pro"\n[links]\nallow-private = true\ntimeout = 9')
    (tree / "promptlint.toml").write_text('model = "6"\nignore = ["MJ005"]\n[links]\ntimeout = 3')
    assert user_file() == str(home / "promptlint" / "config.toml")

    found = Discovery(overrides={"target": "web", "ignore": ("MJ006",)}).of(str(tree))

    assert (found.config.model, found.config.plan, found.config.target) == ("6", "pro", "web")
    assert found.config.ignore == ("MJ005", "MJ006")
    assert dict(found.config.links) == {"allow_private": True, "timeout": 3.0}
    assert dict(found.origins)["plan"] == user_file()
    assert dict(found.origins)["target"] == "command line"


def test_select_on_the_command_line_means_exactly_that(tree):
    (tree / "promptlint.toml").write_text('ignore = ["MJ304"]\nextend-select = ["MJ801"]')

    assert enabled_rules(Discovery(overrides={"select": ("MJ304",)}).of(str(tree)).config) == {"MJ304"}


def test_isolated_and_named_settings(tree, tmp_path):
    (tree / "promptlint.toml").write_text('model = "6"')
    other = tmp_path / "other.toml"
    other.write_text('model = "7"')

    assert Discovery(isolated=True).of(str(tree)).config == Config()
    assert Discovery(str(other)).of(str(tree)).config.model == "7"
    with pytest.raises(ConfigError, match="cannot read the settings: no such file"):
        Discovery(str(tmp_path / "nowhere.toml"))


@pytest.mark.parametrize("key", PRIVATE_LINK_KEYS)
def test_settings_beside_the_prompts_cannot_widen_the_link_check(tree, home, key):
    values = {
        "allow-private": "true",
        "proxy": '"http://127.0.0.1:1"',
        "ca-bundle": '"ca.pem"',
        "headers": '{ "host.test" = "X-Key: 1" }',
        "user-agent": '"me"',
        "trusted-hosts": '["host.test"]',
        "redact": "false",
    }
    text = f"[links]\n{key} = {values[key]}"
    (tree / "promptlint.toml").write_text(text)

    with pytest.raises(ConfigError, match=f"links.{key}: not allowed in a settings file beside the prompts"):
        Discovery().of(str(tree))

    (tree / "promptlint.toml").unlink()
    (home / "promptlint").mkdir(parents=True)
    (home / "promptlint" / "config.toml").write_text(text)
    assert key.replace("-", "_") in dict(Discovery().of(str(tree)).config.links)


@pytest.mark.parametrize("outside", ["../secret.txt", "link.txt", "{absolute}"])
def test_words_are_not_read_outside_the_tree(tree, tmp_path, outside):
    (tmp_path / "secret.txt").write_text("secret\n")
    (tree / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tree / "promptlint.toml").write_text(f'words = "{outside.format(absolute=tmp_path / "secret.txt")}"')

    with pytest.raises(ConfigError, match="is outside the directory of this settings file"):
        Discovery().of(str(tree))


@pytest.mark.parametrize(
    ("selectors", "codes"),
    [
        (["MJ301"], {"MJ301"}),
        (["mj301"], {"MJ301"}),
        (["unsupported-by-model"], {"MJ301"}),
        (["MJ30"], {code for code in ALL if code.startswith("MJ30")}),
        (["MJ"], ALL),
        (["ALL"], ALL),
        ([], set()),
    ],
)
def test_selectors(selectors, codes):
    assert expand_rules(selectors) == codes


@pytest.mark.parametrize("selector", ["", "M", "MJX", "MJ3011", "unsupported"])
def test_selectors_of_no_rule(selector):
    with pytest.raises(ConfigError, match="unknown rule"):
        expand_rules([selector])


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (Config(), DEFAULT),
        (Config(select=["MJ301"]), {"MJ301"}),
        (Config(select=["MJ3"], ignore=["MJ301"]), {code for code in ALL if code.startswith("MJ3")} - {"MJ301"}),
        (Config(extend_select=["MJ801"]), DEFAULT | {"MJ801"}),
        (Config(ignore=["ALL"]), set()),
    ],
)
def test_rules_that_run(config, codes):
    assert enabled_rules(config) == codes


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (0, 0.0),
        (253_402_300_799, 253_402_300_799.0),  # the last second of the year 9999
        (-253_402_300_799, -253_402_300_799.0),
        ("86400", 86400.0),
        ("1970-01-02", 86400.0),
        ("1970-01-02T00:00:00Z", 86400.0),
        ("1970-01-02T01:00:00+01:00", 86400.0),
        (datetime(1970, 1, 2, tzinfo=UTC), 86400.0),
        (datetime(1970, 1, 2), 86400.0),
    ],
)
def test_the_clock(now, seconds):
    assert Config(now=now).clock() == seconds


@pytest.mark.parametrize("now", ["soon", "nan", "-inf", "1e400", float("nan"), float("inf"), 10**400, 253_402_300_800, "2026-02-30"])
def test_the_clock_refuses_what_is_not_a_time(now):
    with pytest.raises(ConfigError, match="is not a time: write it like 2026-11-23T12:00:00Z"):
        Config(now=now)


def test_a_config_is_a_value():
    config = Config(select=["MJ3"], options={"pic": "--ar 1:1"}, files=[Override(("*",))])

    assert pickle.loads(pickle.dumps(config)) == config
    assert hash(config) == hash(Config(select=("MJ3",), options=(("pic", "--ar 1:1"),), files=(Override(("*",)),)))
    with pytest.raises(AttributeError):
        config.model = "7"  # type: ignore[misc]
    with pytest.raises(TypeError, match="modell"):
        Config(modell="7")


# ---- extend, severities, globs ---------------------------------------------------------------------------------------


@pytest.fixture
def repository(tree):
    """The tree as a repository, with settings at the top and below."""
    (tree / ".git").mkdir()
    (tree / "base.toml").write_text(
        'model = "6"\nplan = "pro"\nignore = ["MJ005"]\nexclude = ["old", "deep/down/b.txt", "/deep/c.txt"]\n'
        '[severity]\nMJ3 = "info"\nMJ4 = "info"\n[links]\ntimeout = 9\nretries = 1\n'
        '[per-file-ignores]\n"deep/**/*.txt" = ["MJ006"]\n'
    )
    (tree / "deep" / "promptlint.toml").write_text(
        'extend = "../base.toml"\nmodel = "7"\n[severity]\nMJ4 = "error"\n[links]\ntimeout = 3\n'
    )
    return tree


def test_settings_extend_others(repository):
    found = Discovery().of(str(repository / "deep" / "down" / "a.txt"))

    assert (found.config.model, found.config.plan, found.config.ignore) == ("7", "pro", ("MJ005",))
    assert dict(found.config.severity) == {"MJ3": "info", "MJ4": "error"}
    assert dict(found.config.links) == {"timeout": 3.0, "retries": 1}
    assert found.root == str(repository / "deep")
    assert dict(found.origins)["plan"] == str(repository / "base.toml")
    assert found.files == (str(repository / "base.toml"), str(repository / "deep" / "promptlint.toml"))


def test_globs_of_the_base_are_relative_to_its_own_directory(repository, monkeypatch):
    for name in ("a.prompt", "b.txt", "old/x.prompt"):
        path = repository / "deep" / "down" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a cat ---ar 1:1 --v 7\n")  # MJ007
    (repository / "deep" / "down" / "b.txt").write_text("a cat -ar 1:1 --v 7\n")  # MJ006
    monkeypatch.chdir(repository / "deep" / "down")

    out = io.StringIO()
    assert main(["lint", "-q", "--offline", "--output-format", "concise", "."], io.StringIO(), out, io.StringIO()) == 1
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("a.prompt:1:7: error MJ007")

    out = io.StringIO()
    assert main(["lint", "-q", "--offline", "b.txt"], io.StringIO(), out, io.StringIO()) == 0
    assert main(["lint", "-q", "--offline", "--force-exclude", "b.txt"], io.StringIO(), out, io.StringIO()) in (0, 2)
    assert out.getvalue() == ""


def test_a_base_may_not_do_more_than_the_file_that_extends_it(repository):
    (repository / "base.toml").write_text("[links]\nallow-private = true\n")

    with pytest.raises(ConfigError, match="allow-private: not allowed in a settings file beside the prompts"):
        Discovery().of(str(repository / "deep" / "down"))

    named = Discovery(str(repository / "deep" / "promptlint.toml")).of(str(repository))
    assert dict(named.config.links)["allow_private"] is True


def test_settings_cannot_extend_each_other_in_a_circle(repository):
    (repository / "base.toml").write_text('extend = "deep/promptlint.toml"\n')

    with pytest.raises(ConfigError, match=r"`deep/promptlint\.toml` already extends this file"):
        Discovery().of(str(repository / "deep" / "down"))


@pytest.mark.parametrize("trusted", [False, True])
def test_a_base_outside_the_repository_is_refused_also_behind_a_link(repository, tmp_path, trusted):
    (tmp_path / "outside.toml").write_text('model = "6"\n')
    (repository / "link.toml").symlink_to(tmp_path / "outside.toml")
    path = repository / "promptlint.toml"
    for base in ("../outside.toml", "link.toml", str(tmp_path / "outside.toml")):
        path.write_text(f'extend = "{base}"\n')
        with pytest.raises(ConfigError, match="is outside the repository of this settings file"):
            read(str(path), trusted=trusted)


def test_a_pyproject_can_be_the_base(repository):
    (repository / "pyproject.toml").write_text('[tool.promptlint]\nplan = "mega"\n')
    (repository / "deep" / "promptlint.toml").write_text('extend = "../pyproject.toml"\n')

    assert Discovery().of(str(repository / "deep" / "down")).config.plan == "mega"


def test_offline_cannot_be_switched_off_below_the_user(tree, home):
    (home / "promptlint").mkdir(parents=True)
    (home / "promptlint" / "config.toml").write_text("offline = true\n")
    (tree / "promptlint.toml").write_text("offline = false\n")

    config = Discovery().of(str(tree)).config

    assert config.offline
    assert not {rule.code for rule in RULES if rule.online} & enabled_rules(config)


@pytest.mark.parametrize(
    ("table", "severity"),
    [
        ({}, "error"),
        ({"MJ005": "warning"}, "warning"),
        ({"glued-value": "info"}, "info"),
        ({"MJ0": "warning", "ALL": "info"}, "warning"),
        ({"ALL": "info", "MJ005": "error", "MJ": "warning"}, "error"),
    ],
)
def test_the_selector_that_covers_least_decides_the_severity(table, severity):
    report = promptlint.lint("a cat --ar16:9 --v 7", config=Config(severity=table))

    assert [(each.code, each.severity) for each in report.diagnostics] == [("MJ005", severity)]
    assert report.ok == (severity != "error")
    assert report.fixed == "a cat --ar 16:9 --v 7"


def test_severities_hold_in_runs_over_files_and_for_what_was_not_read(tree, monkeypatch):
    monkeypatch.chdir(tree)
    (tree / "promptlint.toml").write_text('[severity]\nMJ005 = "info"\nMJ901 = "error"\n')
    (tree / "a.prompt").write_text("# promptlint: ignore-file[MJ006]\na cat --ar16:9 --v 7\n")
    out = io.StringIO()

    assert main(["lint", "-q", "--offline", "--output-format", "concise", "a.prompt"], io.StringIO(), out, io.StringIO()) == 1
    assert out.getvalue().startswith("a.prompt:1:")
    assert "error MJ901" in out.getvalue()
    assert "MJ005" not in out.getvalue()


def test_what_cannot_be_read_stays_an_error():
    assert (
        with_severities((Diagnostic("MJ910", "unreadable-file", "error", "x", 0, 0),), Config(severity={"ALL": "info"}))[0].severity
        == "error"
    )


def test_the_output_format_of_the_settings_counts_after_that_of_the_call(tree, monkeypatch):
    monkeypatch.chdir(tree)
    (tree / "promptlint.toml").write_text('output-format = "jsonl"\n')
    out = io.StringIO()
    assert main(["lint", "-q", "-p", "a cat --ar16:9 --v 7"], io.StringIO(), out, io.StringIO()) == 1
    assert out.getvalue().startswith('{"code": "MJ005"')
    out = io.StringIO()
    assert main(["lint", "-q", "-p", "a cat --ar16:9 --v 7", "--output-format", "concise"], io.StringIO(), out, io.StringIO()) == 1
    assert out.getvalue().startswith("<prompt 1>:1:7: error MJ005")


@pytest.mark.parametrize(
    ("glob", "path", "found"),
    [
        ("*.{txt,md}", "a/b.md", True),
        ("{a,b}/*.txt", "b/c.txt", True),
        ("{a,b}/*.txt", "c/c.txt", False),
        ("/a.txt", "a.txt", True),
        ("/a.txt", "sub/a.txt", False),
        ("/sub/", "sub/a.txt", True),
        ("./sub//a.txt", "sub/a.txt", True),
        ("sub/../a.txt", "a.txt", True),
        ("sub\\a.txt", "sub/a.txt", True),
        ("{root}/sub/*", "sub/a.txt", True),
        ("a{b}.txt", "a{b}.txt", True),
        ("**", "sub/a.txt", True),
        ("**/a.txt", "a.txt", True),
        ("{a,b}{c,d}{e,f}{g,h}", "bdfh", True),  # the most pairs
    ],
)
def test_globs_are_read_as_people_write_them(tmp_path, glob, path, found):
    root = str(tmp_path)

    assert any(matches(str(tmp_path / path), each, root) for each in normalized(glob.replace("{root}", root), root)) == found


@pytest.mark.parametrize(
    ("versions", "holds"),
    [
        ("0.1.0", True), ("0.1", True), ("==0.1", True), ("!=0.1", False), (">=0.1", True), (">0.1", False),
        ("<=0.1.0", True), ("<0.1", False),
        ("~=0.1.0", True), ("~=0.1", True), ("~=0.2", False), (">=0.1,<0.2", True), (">= 0.1, < 0.1", False),
        (" == 0.1.0 ", True), ("==0.1.0.0.0.0", True), ("==0.1.1", False), ("!=0.2", True), (">=0.1.0.1", False), (">=0.0.9", True),
        ("<=0.0.99", False), ("<=1", True), (">0.0.9", True), ("<0.1.0.1", True), ("<0.10", True), ("~=0.0", True), ("~=0.0.1", False),
        ("~=0.1.1", False), ("~=0", True), ("~=1", False), (">0.1,<0.3", False), ("!=0.1.0,>=0", False),
    ],
)  # fmt: skip
def test_required_versions(versions, holds, monkeypatch):
    monkeypatch.setattr("promptlint.settings_file.versions.__version__", "0.1.0")
    if holds:
        check_required(versions, "")
    else:
        with pytest.raises(ConfigError, match="these settings require promptlint"):
            check_required(versions, "")


@pytest.mark.parametrize("version", ["", "0.1,", "=0.1", "0.1a", "v0.1", "0.1 0.2", "1.2.3.4.5.6.7", "1234567890", ">=", "0..1", 1, None])
def test_what_is_no_version(version):
    with pytest.raises(ConfigError) as error:
        check_required(version, "here: ")
    assert str(error.value) == f'here: must be versions such as ">=0.1" or ">=0.1,<0.3", not `{version}`'


@pytest.mark.parametrize("name", ["select", "ignore", "extend_select", "known_parameters", "words", "include", "prompt_keys"])
def test_a_str_is_no_list(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name} must be a list of str, not str: write \['MJ001'\]$"):
        Config(**{name: "MJ001"})  # type: ignore[arg-type]
    for value, why in ((7, "not int"), (b"MJ", "but has int in it"), ([None], "but has NoneType in it"), ({"a": 1}, "but has tuple in it")):
        with pytest.raises(TypeError, match=rf"^{name} must be a list of str, {why}$"):
            Config(**{name: value})  # type: ignore[arg-type]


def test_a_list_may_be_any_iterable() -> None:
    """A generator was kept as it is, and empty after its first use."""
    config = Config(select=(code for code in ("MJ005", "MJ011")), ignore={"MJ011"})
    assert (config.select, config.ignore) == (("MJ005", "MJ011"), ("MJ011",))
    assert pickle.loads(pickle.dumps(config)) == config


@pytest.mark.parametrize("name", ["model", "target", "plan", "suffix", "fail_on", "min_severity", "output_format"])
@pytest.mark.parametrize("value", [7, float("nan"), b"7", ["7"], {"7": 1}])
def test_a_text_is_a_str(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=rf"^{name} must be a str, not {type(value).__name__}"):
        Config(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["options", "per_file_ignores", "links", "endpoints", "severity"])
@pytest.mark.parametrize(
    ("value", "why"),
    [(7, "not int"), ("a", "not str"), (None, "not NoneType"), (["a"], "but has str in it"), ([()], "but has tuple in it")],
)
def test_a_table_is_a_dict(name: str, value: object, why: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name} must be a dict, {why}$"):
        Config(**{name: value})  # type: ignore[arg-type]


def test_a_table_may_be_any_mapping_or_pairs() -> None:
    table = {"MJ005": "warning"}
    for value in (table, MappingProxyType(table), table.items(), iter(table.items()), [["MJ005", "warning"]]):
        config = Config(severity=value)  # type: ignore[arg-type]
        assert (config.severity, hash(config)) == ((("MJ005", "warning"),), hash(Config(severity=table)))


@pytest.mark.parametrize("name", ["force_exclude", "blocks", "python", "toml", "offline"])
@pytest.mark.parametrize("value", ["no", 0, None])
def test_a_switch_is_a_bool(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=rf"^{name} must be a bool, not {type(value).__name__}$"):
        Config(**{name: value})  # type: ignore[arg-type]


def test_a_time_is_a_time() -> None:
    with pytest.raises(TypeError, match=r"^now must be a datetime, a str or a number of seconds, not list$"):
        Config(now=[1])  # type: ignore[arg-type]


def test_the_defaults_are_those_of_an_empty_settings_file() -> None:
    off = dict.fromkeys(("force_exclude", "blocks", "toml", "offline"), False)
    assert Config() == Config(**off, python=True, fail_on="error", min_severity="warning")
    assert {value for name, value in Config()._asdict().items() if name not in (*off, "python", "fail_on", "min_severity")} == {
        None,
        (),
        "",
    }
