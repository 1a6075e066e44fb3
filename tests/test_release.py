"""A release: one version, a changelog that names it, a complete wheel and sdist, careful workflows."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import promptlint

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
VERSION = promptlint.__version__

spec = importlib.util.spec_from_file_location("release", ROOT / "tools" / "release.py")
release = importlib.util.module_from_spec(spec)
spec.loader.exec_module(release)


def run(*command, cwd=ROOT):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tracked():
    """The files of the repository: those git knows, and those it would take."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no checkout: git does not say what belongs to it")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return {name for name in listed if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The sdist, and the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder))
    return folder


# ── the version ──


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "promptlint/version.py"
    written = re.compile(rf"""(?<![\w.])["']?{re.escape(VERSION)}["']?(?![\w.])""")
    said = {
        path.relative_to(ROOT).as_posix()
        for folder in ("promptlint", "tools", "playground")
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts and written.search(path.read_text(encoding="utf-8"))
    }
    assert said == {"promptlint/version.py"}


def test_the_command_has_the_name_of_the_package_too():
    """`uvx midjourney-promptlint` and `pipx run midjourney-promptlint` run the script of that name."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == dict.fromkeys(("promptlint", "midjourney-promptlint"), "promptlint.__main__:run")


def test_the_changelog_begins_with_it():
    headings = re.findall(r"^## (\S+) \(([^)]+)\)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0][0] == VERSION
    assert all(day == "unreleased" or re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for _, day in headings)
    assert [day for _, day in headings[1:] if day == "unreleased"] == []


def test_pages_that_pin_a_version_pin_this_one():
    pins = {
        (path.name, pin)
        for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for pin in re.findall(r"(?:rev: v|midjourney-promptlint@v|midjourney-promptlint==)(\d[\w.]*)", path.read_text(encoding="utf-8"))
    }
    assert pins
    assert {pin for _, pin in pins} == {VERSION}, pins


FILE = '__version__ = "1.2.3"\n'
LOG = "# Changelog\n\n## 1.2.3 (2026-12-01)\n\n- More.\n\n## 1.2.2 (2026-11-01)\n\n- Less.\n"


def test_the_notes_are_the_newest_section():
    assert release.notes("v1.2.3", FILE, LOG) == "- More.\n"
    assert release.notes("v1.2.3", FILE, LOG[: LOG.index("## 1.2.2")]) == "- More.\n"


@pytest.mark.parametrize(
    ("tag", "version", "log", "message"),
    [
        ("v1.2.4", FILE, LOG, "the tag is v1.2.4 and the version 1.2.3: tag v1.2.3, or change promptlint/version.py"),
        ("1.2.3", FILE, LOG, "the tag is 1.2.3 and the version 1.2.3: tag v1.2.3"),
        ("v1.2.3", "", LOG, "promptlint/version.py has no line"),
        ("v1.2.3", FILE, LOG.replace("1.2.3", "1.2.1"), "CHANGELOG.md does not begin with a section ## 1.2.3"),
        ("v1.2.3", FILE, "# Changelog\n", "CHANGELOG.md does not begin with a section ## 1.2.3"),
        ("v1.2.3", FILE, LOG.replace("2026-12-01", "unreleased"), "CHANGELOG.md says unreleased of 1.2.3: write the day"),
        ("v1.2.3", FILE, LOG.replace("- More.\n", ""), "CHANGELOG.md says nothing of 1.2.3"),
    ],
)
def test_what_does_not_agree_is_told(tag, version, log, message):
    with pytest.raises(release.ReleaseError, match=re.escape(message)):
        release.notes(tag, version, log)


def test_the_release_tool_ends_with_a_status(capsys):
    assert release.main(["v0.0.0"]) == 1
    assert capsys.readouterr().err.startswith("the tag is v0.0.0")
    assert release.main([]) == 2


# ── what is built ──


def wheel_of(dist):
    (wheel,) = dist.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_package_and_no_more(dist, tracked):
    assert wheel_of(dist).name == f"midjourney_promptlint-{VERSION}-py3-none-any.whl"
    package = {name for name in tracked if name.startswith("promptlint/")}
    grammar = {f"promptlint/_{name}" for name in tracked if name.startswith("grammar/") and name != "grammar/README.md"}
    schemas = {f"promptlint/_schemas/{name.rpartition('/')[2]}" for name in tracked if name.startswith("docs/schemas/")}
    about = {
        f"midjourney_promptlint-{VERSION}.dist-info/{name}"
        for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }
    with zipfile.ZipFile(wheel_of(dist)) as archive:
        assert set(archive.namelist()) == package | grammar | schemas | about


def test_the_sdist_holds_the_repository(dist, tracked):
    (sdist,) = dist.glob("*.tar.gz")
    top = f"midjourney_promptlint-{VERSION}/"
    with tarfile.open(sdist) as archive:
        names = {member.name.removeprefix(top) for member in archive if member.isfile()}
        assert all(member.name.startswith(top) for member in archive)
    wanted = {name for name in tracked if not name.startswith((".github/", ".ci/"))}
    assert names - {"PKG-INFO"} == wanted


def test_the_wheel_of_the_tree_is_that_of_the_sdist(dist, tmp_path):
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path))
    digests = [hashlib.sha256(wheel_of(folder).read_bytes()).hexdigest() for folder in (dist, tmp_path)]
    assert digests[0] == digests[1]


def test_the_package_index_would_show_it(dist):
    pytest.importorskip("twine", reason="twine, which checks what would be uploaded, is not installed")
    said = run(sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir()))
    assert said.count("PASSED") == 2


# ── the workflows ──


def jobs(path):
    """The parsed workflow, and its jobs by name."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return workflow, workflow["jobs"]


def test_there_are_workflows_for_changes_releases_and_facts():
    if not WORKFLOWS:
        pytest.skip("this is an sdist, which has no workflows")
    assert [path.stem for path in WORKFLOWS] == ["ci", "facts", "release"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_careful(path):
    workflow, named = jobs(path)
    assert workflow["permissions"] == {"contents": "read"}, "what a job needs beyond reading, it says itself"
    for name, job in named.items():
        assert job["timeout-minutes"] <= 60, name
        assert not re.search("latest", job["runs-on"]), name
        for step in job["steps"]:
            uses = step.get("uses", "")
            assert not uses or re.search(r"@v\d+\.\d+\.\d+$", uses), f"{uses} is not pinned"
            if uses.startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", ""), "what comes from outside goes into env, where it cannot become a command"
            script = step.get("run", "")
            for called in re.findall(r"(?:bash|python) ([\w./-]+\.(?:sh|py)|\.ci/run)", script):
                assert (ROOT / called).is_file(), called


def test_only_what_must_may_write():
    if not WORKFLOWS:
        pytest.skip("this is an sdist, which has no workflows")
    written = {
        (path.stem, name, what)
        for path in WORKFLOWS
        for name, job in jobs(path)[1].items()
        for what, how in job.get("permissions", {}).items()
        if how == "write"
    }
    assert written == {
        ("release", "publish", "id-token"),
        ("release", "site", "pages"),
        ("release", "site", "id-token"),
        ("release", "announce", "contents"),
        ("facts", "list", "issues"),
    }


def test_publishing_needs_no_key_and_runs_nothing_else():
    if not WORKFLOWS:
        pytest.skip("this is an sdist, which has no workflows")
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    publish = jobs(ROOT / ".github/workflows/release.yml")[1]["publish"]
    assert publish["environment"]["name"] == "pypi"
    assert [step["uses"].split("@")[0] for step in publish["steps"]] == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]
    assert publish["needs"] == "build"
