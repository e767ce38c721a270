"""What is released and what sites take from this repository: packages, GitHub's action, GitLab's component."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.command import answerable

from answerable import __version__
from answerable.commands.new_site.own_wheel import package_files
from answerable.content.shipped_texts import SITE

ROOT = Path(__file__).resolve().parents[2]
ACTION, COMPONENT = ROOT / "action.yml", ROOT / "templates" / "site.yml"
RECIPE, SITE_WORKFLOWS = SITE / "dot.gitlab-ci.yml", SITE / "dot.github" / "workflows"
WORKFLOWS = sorted([*(ROOT / ".github/workflows").glob("*.yml"), *SITE_WORKFLOWS.glob("*.yml")])
"""The workflows of this repository, and those of a new site."""
BAD = """---
title: Broken
impact: awful
updates: [{at: 2026-01-15T10:00:00+00:00, status: investigating, text: x}]
---
"""
USES = re.compile(r"^ *(?:- )?uses: (?P<action>\S+)(?P<note>.*)$", re.MULTILINE)


def read(path: Path) -> Any:
    """The one document of a YAML file."""
    return yaml.safe_load(path.read_text("utf-8"))


def shell_steps(steps: list[dict[str, str]]) -> dict[str, str]:
    """The named steps of a job or an action that run a script."""
    return {step["name"]: step["run"] for step in steps if "run" in step}


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-actions", [ACTION]),
        ("vendor.gitlab-ci", [RECIPE]),
    ],
)
def test_recipes_are_as_the_hosts_schemas_say(schema: str, files: list[Path]) -> None:
    """Of the workflows of this repository and of sites, the action, and the recipe for GitLab."""
    assert files
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *transform]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """And each says which release that commit is; one action has one commit everywhere."""
    for found in USES.finditer(path.read_text("utf-8")):
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", found["action"]), found["action"]
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", found["note"]), found["action"]


def test_one_action_has_one_commit_everywhere() -> None:
    """So that Dependabot's proposals are taken as a whole."""
    used = {found["action"] for path in (ACTION, *WORKFLOWS) for found in USES.finditer(path.read_text("utf-8"))}
    commits: dict[str, set[str]] = {}
    for action in used:
        name, _, commit = action.partition("@")
        commits.setdefault("/".join(name.split("/")[:2]), set()).add(commit)
    assert [name for name, found in commits.items() if len(found) > 1] == []


def test_the_component_has_the_jobs_of_the_recipe() -> None:
    """A GitLab component cannot set an image or rules for a whole pipeline; else it is what `init` writes."""
    spec, jobs = yaml.safe_load_all(COMPONENT.read_text("utf-8"))
    defaults = {name: found["default"] for name, found in spec["spec"]["inputs"].items()}
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: defaults[match[1]], yaml.safe_dump(jobs))
    recipe = read(RECIPE)
    image = recipe.pop("image")
    recipe.pop("workflow")
    for name in (".answerable", "complete"):
        recipe[name]["image"] = image
    assert yaml.safe_load(filled) == recipe
    assert set(re.findall(r"inputs\.(\w+)", yaml.safe_dump(jobs))) == set(defaults)


def test_the_component_publishes_the_default_branch_only() -> None:
    """Where a site has branch pipelines, a branch that is not merged is neither published nor announced."""
    _, jobs = yaml.safe_load_all(COMPONENT.read_text("utf-8"))
    for name in ("pages", "tell", "complete"):
        (rule,) = jobs[name]["rules"]
        assert rule["if"].startswith("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH")


def test_the_action_does_what_the_workflow_of_a_site_does() -> None:
    """The steps that both have are the same, but for what the action is told."""
    action = shell_steps(read(ACTION)["runs"]["steps"])
    publish = read(SITE_WORKFLOWS / "publish.yml")["jobs"]
    workflow = shell_steps(publish["publish"]["steps"])
    for name in ("Add FriBiDi", "Show what was left out"):
        assert action[name] == workflow[name]
    named = workflow["Name the site's address"].replace("SITE_URL=", "SITE_URL=${NAMED:-").replace('place"', 'place}"')
    assert action["Name the site's address"] == named
    steps, same = (used_actions(some) for some in (read(ACTION)["runs"]["steps"], publish["publish"]["steps"]))
    assert steps["actions/upload-pages-artifact"]["with"]["include-hidden-files"] is True
    kept, wanted = steps["actions/cache"]["with"], same["actions/cache"]["with"]
    assert kept["path"].replace("${{ inputs.folder }}/", "") == wanted["path"]
    assert set(re.findall(r"'([^']*)'", kept["key"].replace("{0}/", ""))) == set(
        re.findall(r"'([^']*)'", wanted["key"])
    )


def used_actions(steps: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The steps that use an action, by its name."""
    return {step.get("uses", "").split("@")[0]: step for step in steps}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site."""
    answerable("init", tmp_path / "site", cwd=tmp_path)
    return tmp_path / "site"


def run(name: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does, with this environment's `answerable`."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", shell_steps(read(ACTION)["runs"]["steps"])[name]],
        cwd=folder,
        env={**os.environ, "PATH": path, "GITHUB_OUTPUT": str(folder / "output"), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("task", "record", "ending", "code"),
    [("build", "", 0, "0"), ("publish", "", 0, "0"), ("build", BAD, 1, "3"), ("publish", BAD, 0, "3")],
)
def test_the_action_publishes_what_is_good(site: Path, task: str, record: str, ending: int, code: str) -> None:
    """A build with a bad record fails at once; publishing goes on, and its last step fails."""
    if record:
        (site / "content/incidents/2026-01-15-bad.md").write_text(record, "utf-8")
    done = run("Build", site, TASK=task)
    assert done.returncode == ending, done.stderr
    assert (site / "output").read_text() == f"code={code}\nsite={site / 'site'}\n"
    assert (site / "site/index.html").is_file()
    last = run("Fail when a record was left out", site, CODE=code)
    assert last.returncode == (1 if record else 0)
    assert ("::error::A bad record was left out" in last.stdout) == bool(record)


def test_the_action_shows_findings_on_their_lines(site: Path) -> None:
    """In a pull request."""
    (site / "content/incidents/2026-01-15-bad.md").write_text(BAD, "utf-8")
    done = run("Check the records", site)
    assert done.returncode == 1
    assert "::error file=content/incidents/2026-01-15-bad.md,line=3" in done.stdout


@pytest.mark.parametrize(
    ("named", "address"), [("", "https://acme.github.io/status/"), ("https://a.dev/", "https://a.dev/")]
)
def test_the_action_names_the_site_s_address(tmp_path: Path, named: str, address: str) -> None:
    """The one that it was told, or else that of GitHub Pages."""
    where = {"GITHUB_REPOSITORY": "Acme/status", "GITHUB_REPOSITORY_OWNER": "Acme"}
    done = run("Name the site's address", tmp_path, NAMED=named, GITHUB_ENV=str(tmp_path / "env"), **where)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "env").read_text() == f"SITE_URL={address}\n"


@pytest.mark.parametrize("has_pins", [True, False])
def test_the_action_installs_what_the_site_names_or_itself(tmp_path: Path, has_pins: bool) -> None:
    """With hashes in any case; the files that it installs from are in this repository."""
    pip = tmp_path / "pip"
    pip.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/log\n', "utf-8")
    pip.chmod(0o755)
    if has_pins:
        (tmp_path / "requirements.txt").write_text("", "utf-8")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = run("Install", tmp_path, PATH=path, ACTION=str(ROOT))
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "log").read_text().splitlines()
    if has_pins:
        assert asked == ["install -r requirements.txt"]
        return
    assert all("--require-hashes" in line or "--no-deps" in line for line in asked)
    named = [Path(word) for line in asked for word in line.split() if word.startswith(str(ROOT))]
    assert len(named) == 3 and all(path.exists() for path in named)


def test_a_release_can_be_built_again(tmp_path: Path) -> None:
    """Under another umask and time zone the same bytes come out, with everything that a site needs inside."""
    env = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        [ROOT / ".ci/dist", tmp_path], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "both builds are the same" in done.stdout
    wheel, sdist = (tmp_path / f"answerable-{__version__}{end}" for end in ("-py3-none-any.whl", ".tar.gz"))
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if name.startswith("answerable/")}
    assert "answerable/templates/pins/constraints.txt" in inside
    assert "answerable/templates/init/content/incidents/dot.gitkeep" in inside
    committed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--", "generator/answerable"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    known = {name.removeprefix("generator/") for name in committed.splitlines()}
    assert {name for name in package_files() if name in known} <= inside
    with tarfile.open(sdist) as packed:
        assert {f"answerable-{__version__}/{name}" for name in ("pyproject.toml", "LICENSE")} <= set(packed.getnames())


def test_a_release_goes_out_without_a_password() -> None:
    """Only the job that publishes may ask for a token, in an environment that people approve; it builds nothing."""
    workflow = read(ROOT / ".github/workflows/release.yml")
    assert workflow["permissions"] == {}
    tokens = {name for name, job in workflow["jobs"].items() if "id-token" in job["permissions"]}
    assert tokens == {"publish"}
    publish = workflow["jobs"]["publish"]
    assert publish["environment"] == "release" and publish["if"] == "github.ref_type == 'tag'"
    assert [step for step in publish["steps"] if "run" in step] == []
    assert "secrets." not in (ROOT / ".github/workflows/release.yml").read_text("utf-8")
