"""`answerable init`: a new site that checks, builds, and whose CI recipes run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from babel.core import get_global
from click.testing import CliRunner
from pytest_httpserver import HTTPServer
from tests.browser.server import serving
from tests.command import answerable
from tests.git import git
from tests.unit.test_one_language import said_on

from answerable.cli import main
from answerable.cli.new_site import INIT_LANGUAGES
from answerable.commands.new_site.init import TEMPLATE_WORDS, init
from answerable.content.shipped_texts import SITE, WORDS
from answerable.outreach.verify import read_site
from answerable.publish.context import translations
from answerable.publish.site import SERVED

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {"RSS", "Atom", "JSON", "Feed", "GMT", "UTC", "Material", "for", "MkDocs"}
"""Names that have no other letters."""
BAD = """---
title: Broken
impact: awful
updates: [{at: 2026-01-15T10:00:00+00:00, status: investigating, text: x}]
---
"""


@pytest.fixture
def mysite(tmp_path: Path) -> Path:
    """A new site."""
    folder = tmp_path / "mysite"
    result = CliRunner().invoke(main, ["init", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def sh(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a CI recipe, as CI does, with this environment's `answerable` and without installing anything."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def steps(folder: Path, name: str, job: str) -> dict[str, str]:
    """The named shell steps of a GitHub workflow's job."""
    workflow: Any = yaml.safe_load((folder / ".github" / "workflows" / name).read_text("utf-8"))
    return {step["name"]: step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step}


def pasted(readme: Path) -> list[str]:
    """The README's blocks of text, without the indent that a list gives them."""
    blocks = re.findall(r"^ *```text\n(.*?)^ *```$", readme.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) if block.lstrip().startswith("---") else block for block in blocks]


def gitlab(folder: Path) -> Any:
    """The GitLab recipe."""
    return yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))


def test_a_new_site_checks_and_builds(mysite: Path) -> None:
    """The two commands of the README work at once, and the draft is not published."""
    assert sh("answerable check", mysite).returncode == 0
    built = sh("answerable build", mysite)
    assert built.returncode == 0, built.stderr
    home = (mysite / "site" / "index.html").read_text("utf-8")
    assert "All systems operational" in home
    assert not list((mysite / "site").rglob("*example-incident*"))


@pytest.mark.parametrize("language", [language for language in INIT_LANGUAGES if language != "en"])
def test_a_site_can_begin_in_another_language(language: str, tmp_path: Path) -> None:
    """Checked and built at once, its pages say no word in Latin letters where the language has others."""
    folder = tmp_path / "mysite"
    result = CliRunner().invoke(main, ["init", str(folder), "--language", language])
    assert result.exit_code == 0, result.output
    answerable("check", cwd=folder)
    answerable("build", cwd=folder)
    home = (folder / "site" / "index.html").read_text("utf-8")
    direction = "rtl" if Locale(language).character_order == "right-to-left" else "ltr"
    assert re.search(rf'<html lang="{language}"[^>]* dir="{direction}"', home)
    said = translations(language).gettext("All systems operational")
    assert said != "All systems operational" and said in home
    if "_Latn" in get_global("likely_subtags")[language]:
        return
    for page in ("", "components/app/", "contact/", "incidents/", "answers/", "changes/", "transparency/"):
        words = " ".join(said_on(folder / "site" / page / "index.html"))
        assert set(re.findall("[A-Za-z]{2,}", words)) <= KNOWN, page


def test_a_new_site_speaks_a_second_language_as_the_documents_say(mysite: Path) -> None:
    """One more word in policy.yml, and the lines of docs/publishing.md for its name; verify knows both sites."""
    said = (ROOT / "docs" / "publishing.md").read_text("utf-8").partition("## Several languages\n")[2]
    names = re.findall(r"```text\nplugins:\n(.*?)```", said, re.DOTALL)[0]
    settings = mysite / "mkdocs.yml"
    assert "  - answerable\n" in settings.read_text("utf-8")
    settings.write_text(settings.read_text("utf-8").replace("  - answerable\n", names), "utf-8")
    policy = mysite / "content" / "policy.yml"
    policy.write_text(policy.read_text("utf-8").replace("languages: [en]", "languages: [en, fa]"), "utf-8")
    answerable("build", cwd=mysite, env={"SITE_URL": "https://status.example.com/"})
    english, persian = ((mysite / "site" / path).read_text("utf-8") for path in ("index.html", "fa/index.html"))
    assert 'dir="rtl"' in persian and 'dir="rtl"' not in english
    assert "وضعیت باران" in persian and "وضعیت باران" not in english
    assert "https://status.example.com/fa/" in (mysite / "site/fa/feed.xml").read_text("utf-8")
    assert {"status.txt", "fa/status.txt"} <= set(read_site(mysite / "site", SERVED).files)


def test_the_words_of_a_new_site_fit_its_english_ones() -> None:
    """Each language has the same pieces, and each piece stands in the small site that `init` copies."""
    small = "\n".join(path.read_text("utf-8") for path in [*SITE.rglob("*"), TEMPLATE_WORDS] if path.is_file())
    pieces = {
        path.stem: [one for one, _other in yaml.safe_load(path.read_text("utf-8"))] for path in WORDS.glob("*.yml")
    }
    assert sorted(["en", *pieces]) == INIT_LANGUAGES
    assert len({tuple(some) for some in pieces.values()}) == 1
    assert [piece for piece in next(iter(pieces.values())) if piece not in small] == []


@pytest.mark.parametrize(("language", "day"), [("en", 29), ("fa", 30), ("he", 30), ("ru", 30)])
def test_the_uptime_of_a_new_site_begins_today(language: str, day: int, tmp_path: Path) -> None:
    """Each component's first day is that of the command, in the zone of the new policy.yml, which for `en` is UTC."""
    init(tmp_path / "new", datetime(2026, 11, 29, 23, 30, tzinfo=UTC), language)
    found = yaml.safe_load((tmp_path / "new/content/components.yml").read_text("utf-8"))["components"]
    assert [one["since"] for one in found] == [date(2026, 11, day)] * 2


def test_nothing_is_written_over(mysite: Path) -> None:
    """A second `init` in the same folder says which files are there, and changes none."""
    (mysite / "mkdocs.yml").write_text("mine")
    result = CliRunner().invoke(main, ["init", str(mysite)])
    assert result.exit_code == 1
    assert "has README.md, content/answers.md, content/assets/README.md and " in result.output
    assert "nothing was written" in result.output
    assert (mysite / "mkdocs.yml").read_text() == "mine"


def test_a_folder_with_other_files_becomes_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as an empty project with a licence that a git host has begun."""
    (tmp_path / "LICENSE").write_text("mine")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["init"])
    assert result.exit_code == 0, result.output
    assert "cd " not in result.output
    assert (tmp_path / "LICENSE").read_text() == "mine"
    answerable("check", cwd=tmp_path)


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_no_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from an empty variable of a script: it does not stand for the working folder."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["init", name])
    assert result.exit_code == 2
    assert "the name is empty" in result.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", INIT_LANGUAGES)
def test_a_template_repository_waits_for_its_sites(language: str, tmp_path: Path) -> None:
    """It builds, claims no uptime since the day on which it was made, and is not published itself."""
    result = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--template", "--language", language])
    assert result.exit_code == 0, result.output
    answerable("check", cwd=tmp_path / "new")
    answerable("build", cwd=tmp_path / "new")
    components = yaml.safe_load((tmp_path / "new/content/components.yml").read_text("utf-8"))["components"]
    assert [set(one) for one in components] == [{"id", "name", "group", "owner"}] * 2
    publish: Any = yaml.safe_load((tmp_path / "new/.github/workflows/publish.yml").read_text("utf-8"))
    assert publish["jobs"]["publish"]["if"] == "${{ !github.event.repository.is_template }}"
    assert "Use this template" in (tmp_path / "new/README.md").read_text("utf-8")
    assert "@TODAY@" not in "".join(path.read_text("utf-8") for path in (tmp_path / "new/content").rglob("*.yml"))


def test_a_template_repository_differs_in_three_places() -> None:
    """Beside its README: each piece that `--template` replaces stands in the files of a new site."""
    small = "\n".join(path.read_text("utf-8") for path in SITE.rglob("*") if path.is_file())
    pieces = [old for old, _ in yaml.safe_load(TEMPLATE_WORDS.read_text("utf-8"))]
    assert [piece for piece in pieces if piece not in small] == []
    assert len(pieces) == 3


def test_init_says_the_next_three_steps(tmp_path: Path) -> None:
    """With quotation marks around a folder's name that needs them."""
    result = CliRunner().invoke(main, ["init", str(tmp_path / "our site")])
    steps = result.output.partition("next:\n")[2].splitlines()
    assert [step[:5] for step in steps] == ["  1. ", "  2. ", "  3. "]
    assert f'cd "{tmp_path / "our site"}", then answerable serve' in steps[0]


def renamed(site: Path) -> None:
    """Do step 1 of the site's README: other ids everywhere, as one would search and replace them."""
    for path in (site / "content").glob("*.yml"):
        text = path.read_text("utf-8")
        for old, new in (("website", "shop"), ("app", "api"), ("sam", "maria"), ("email", "desk"), ("service", "all")):
            text = re.sub(rf"(id: |group: |owner: |\[){old}\b", rf"\g<1>{new}", text)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("language", INIT_LANGUAGES)
def test_own_ids_are_no_trap(language: str, tmp_path: Path) -> None:
    """A site whose ids were changed as its README says is as clean as before."""
    site = tmp_path / "site"
    init(site, datetime.now(UTC), language)
    renamed(site)
    assert "id: shop" in (site / "content/components.yml").read_text("utf-8")
    assert answerable("check", cwd=site).stdout == "0 records, no problems\n"
    answerable("build", cwd=site)


def test_a_site_says_what_is_still_a_placeholder(tmp_path: Path) -> None:
    """In one block of check and build, and no longer once it is changed."""
    site = tmp_path / "site"
    init(site, datetime.now(UTC), "fa")
    block = [
        "note: still placeholders, until you change them:",
        '  mkdocs.yml: site_name is "وضعیت خدمات ما"; write the name of your site',
        "  mkdocs.yml: site_url is not set; until it is, links and feeds lead to this computer",
        "  content/components.yml: the group service and its components are examples; write your own",
        "  content/team.yml: the person sam is an example; write who signs",
        "  content/channels.yml: the channel email has no url; write where it leads",
    ]
    for command in ("check", "build"):
        assert answerable(command, cwd=site).stderr.splitlines() == block
    for file, old, new in (
        ("mkdocs.yml", "وضعیت خدمات ما", "باران"),
        ("mkdocs.yml", 'SITE_URL, ""', 'SITE_URL, "https://status.example.org/"'),
        ("content/components.yml", "خدمات ما", "باران"),
        ("content/team.yml", "سام نمونه", "سارا"),
        ("content/channels.yml", "# url: mailto:help@…", "url: mailto:help@example.org #"),
    ):
        text = (site / file).read_text("utf-8")
        assert old in text
        (site / file).write_text(text.replace(old, new), "utf-8")
    for command in ("check", "build"):
        assert answerable(command, cwd=site).stderr == ""


def test_a_site_without_an_address_names_no_other(mysite: Path) -> None:
    """Its links lead to this computer, there is no code to print, and nothing leads to anybody's example."""
    answerable("build", cwd=mysite)
    texts = {path: path.read_bytes() for path in (mysite / "site").rglob("*") if path.is_file()}
    assert [path for path, text in texts.items() if re.search(rb"example\.(com|org|net)", text)] == []
    assert not (mysite / "site/qr.svg").exists()
    subscribe = (mysite / "site/subscribe/index.html").read_text("utf-8")
    assert "The code to print comes once this site has an address" in subscribe and "qr.svg" not in subscribe
    assert "http://localhost:8000/feed.xml" in subscribe.replace("<wbr>", "")
    answerable("build", cwd=mysite, env={"SITE_URL": "https://status.acme.dev/"})
    assert (mysite / "site/qr.svg").exists()
    assert "qr.svg" in (mysite / "site/subscribe/index.html").read_text("utf-8")


def test_a_site_without_an_address_speaks_all_its_languages(mysite: Path) -> None:
    """The second language stands in its folder on this computer, too."""
    policy = mysite / "content" / "policy.yml"
    policy.write_text(policy.read_text("utf-8").replace("languages: [en]", "languages: [en, fa]"), "utf-8")
    answerable("build", cwd=mysite)
    assert "http://localhost:8000/fa/" in (mysite / "site/fa/feed.xml").read_text("utf-8")
    assert not list((mysite / "site").rglob("qr.svg"))


def test_what_the_readme_gives_to_paste_is_right(mysite: Path) -> None:
    """The README's incident, with its second block and without, and its complaint pass the check and are published."""
    first, update, complaint = pasted(mysite / "README.md")[:3]
    incident = mysite / "content" / "incidents" / "2026-01-15-sign-in.md"
    incident.write_text(first, encoding="utf-8")
    (mysite / "content" / "complaints").mkdir()
    (mysite / "content" / "complaints" / "2026-01-14-late-invoice.md").write_text(complaint, encoding="utf-8")
    promise, said = answerable("check", cwd=mysite).stdout.splitlines()
    assert said == "2 records, no problems"
    assert "note: more was promised by 2026-01-15T10:40:00+00:00" in promise  # of a day that is long past
    incident.write_text(first.rstrip().removesuffix("---") + update + "---\n", encoding="utf-8")
    answerable("check", cwd=mysite)
    answerable("build", cwd=mysite)
    assert "Signing in works again" in (mysite / "site/incidents/2026-01-15-sign-in/index.html").read_text("utf-8")
    assert "waived the late fee" in (mysite / "site/answers/2026-01-14-late-invoice/index.html").read_text("utf-8")


def test_the_readme_s_words_are_those_that_the_check_knows(mysite: Path) -> None:
    """Each word that the README offers for `impact`, a component's state and `status` is taken."""
    readme = (mysite / "README.md").read_text("utf-8")
    rows = {row.split("|")[1].strip(): row.split("|")[2] for row in readme.splitlines() if row.startswith("| `")}
    schema = json.loads((mysite / ".vscode" / "schemas" / "incident.json").read_text("utf-8"))
    words = set(re.findall(r'"enum": (\[[^\]]*\])', json.dumps(schema)))
    known = {word for found in words for word in json.loads(found)}
    for key in ("`impact:`", "`status:`"):
        assert set(re.findall(r"`(\w+)`", rows[key])) <= known
    assert {"degraded_performance", "partial_outage", "major_outage"} <= known


def test_the_readme_says_what_each_red_mark_means(mysite: Path) -> None:
    """Every job of both recipes is named, and of GitHub's those steps after which the words are out already."""
    readme = (mysite / "README.md").read_text("utf-8")
    workflows = [yaml.safe_load(file.read_text("utf-8")) for file in (mysite / ".github" / "workflows").iterdir()]
    jobs = {name for workflow in workflows for name in workflow["jobs"]}
    jobs |= {name for name, job in gitlab(mysite).items() if "script" in job}
    assert {name for name in jobs if f"`{name}`" not in readme} == set()
    publishing = next(workflow["jobs"]["publish"]["steps"] for workflow in workflows if "publish" in workflow["jobs"])
    out = next(number for number, step in enumerate(publishing) if step.get("id") == "deployment")
    after = {step["name"] for step in publishing[out:] if "run" in step}
    assert set(re.findall(r"\*\*([^*]+)\*\*", readme)) >= after
    assert len(after) == 4


def test_github_shows_a_finding_on_its_line(mysite: Path) -> None:
    """The check of a pull request fails with an annotation on the bad record's third line."""
    (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(BAD, encoding="utf-8")
    checked = sh(steps(mysite, "check.yml", "check")["Check the records"], mysite)
    assert checked.returncode == 1
    assert "::error file=content/incidents/2026-01-15-bad.md,line=3" in checked.stdout


@pytest.mark.parametrize(("record", "code"), [("", "0"), (BAD, "3")])
def test_github_publishes_what_is_good(mysite: Path, tmp_path: Path, record: str, code: str) -> None:
    """The publishing job goes on although a record was left out, and knows that it was."""
    if record:
        (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(record, encoding="utf-8")
    output = tmp_path / "output"
    built = sh(steps(mysite, "publish.yml", "publish")["Build"], mysite, GITHUB_OUTPUT=str(output))
    assert built.returncode == 0, built.stderr
    assert output.read_text() == f"code={code}\n"
    assert (mysite / "site" / "index.html").is_file()


@pytest.mark.parametrize(("code", "ending"), [("0", 0), ("3", 1)])
def test_github_s_run_fails_when_a_record_was_left_out(mysite: Path, code: str, ending: int) -> None:
    """After the site is published, a job turns the run red and says why."""
    said = sh(steps(mysite, "publish.yml", "complete")["Fail when a record was left out"], mysite, CODE=code)
    assert said.returncode == ending
    assert ("::error::A bad record was left out" in said.stdout) == bool(ending)


def test_github_shows_what_was_left_out(mysite: Path) -> None:
    """The publishing job annotates the bad line, and does not end because of it."""
    (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(BAD, encoding="utf-8")
    shown = sh(steps(mysite, "publish.yml", "publish")["Show what was left out"], mysite)
    assert shown.returncode == 0
    assert "::error file=content/incidents/2026-01-15-bad.md,line=3" in shown.stdout


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("Acme/status", "https://acme.github.io/status/"),
        ("Acme/Acme.github.io", "https://acme.github.io/"),
    ],
)
def test_github_s_address_is_that_of_its_pages(mysite: Path, tmp_path: Path, repository: str, address: str) -> None:
    """Without an address of its own the site has the one that GitHub Pages gives to the repository."""
    env = tmp_path / "env"
    named = sh(
        steps(mysite, "publish.yml", "publish")["Name the site's address"],
        mysite,
        GITHUB_ENV=str(env),
        GITHUB_REPOSITORY=repository,
        GITHUB_REPOSITORY_OWNER=repository.split("/", maxsplit=1)[0],
    )
    assert named.returncode == 0, named.stderr
    assert env.read_text() == f"SITE_URL={address}\n"
    answerable("build", cwd=mysite, env={"SITE_URL": address})
    assert f"<link>{address}</link>" in (mysite / "site" / "feed.xml").read_text("utf-8")
    assert f'href="{address.removeprefix("https://acme.github.io")}' in (mysite / "site" / "404.html").read_text(
        "utf-8"
    )


def test_github_s_publishing_fails_when_nothing_can_be_built(mysite: Path, tmp_path: Path) -> None:
    """A broken mkdocs.yml publishes nothing."""
    (mysite / "mkdocs.yml").write_text("site_name: [")
    build = steps(mysite, "publish.yml", "publish")["Build"]
    assert sh(build, mysite, GITHUB_OUTPUT=str(tmp_path / "output")).returncode != 0


def test_github_looks_at_what_was_published(mysite: Path) -> None:
    """The step after the deploy is green when the world sees the build, and red when the host shows another feed."""
    answerable("build", cwd=mysite)
    look = steps(mysite, "publish.yml", "publish")["Look at the site as the world sees it"]
    at_once = look.replace("--wait 5m", "--allow-private")  # the test's host is this machine
    shutil.copytree(mysite / "site", mysite / "published")
    with serving(mysite / "published") as address:
        assert sh(at_once, mysite, PAGE=address).returncode == 0
        (mysite / "published" / "feed.xml").write_text("<rss/>", encoding="utf-8")
        assert sh(at_once, mysite, PAGE=address).returncode == 1


@pytest.mark.parametrize("git_host", ["github", "gitlab"])
def test_the_hub_is_told_once_after_the_deploy(
    git_host: str, mysite: Path, tmp_path: Path, httpserver: HTTPServer
) -> None:
    """Both recipes tell the hub of every feed at first, then of none; GitHub's keeps what was told when it changed."""
    httpserver.expect_request("/hub", method="POST").respond_with_data("", 202)
    options = f"  - answerable:\n      websub: {httpserver.url_for('/hub')}\n"
    settings = (mysite / "mkdocs.yml").read_text("utf-8")
    (mysite / "mkdocs.yml").write_text(settings.replace("  - answerable\n", options), "utf-8")
    script = {
        "github": steps(mysite, "publish.yml", "publish")["Tell the hub which feeds have news"],
        "gitlab": "\n".join(gitlab(mysite)["tell"]["script"]),
    }[git_host].replace("--wait 5m", "--allow-private")
    output = tmp_path / "output"
    (mysite / "public").mkdir()
    with serving(mysite / "public") as address:
        answerable("build", cwd=mysite, env={"SITE_URL": address})
        shutil.copytree(mysite / "site", mysite / "public", dirs_exist_ok=True)
        told = []
        for _ in range(2):
            output.write_text("", "utf-8")
            assert sh(script, mysite, SITE_URL=address, GITHUB_OUTPUT=str(output)).returncode == 0
            told.append((len(httpserver.log), output.read_text("utf-8")))
    (at_first, changed), (then, unchanged) = told
    assert at_first == then > 10
    assert (changed, unchanged) == ("told=yes\n" if git_host == "github" else "", "")


@pytest.mark.parametrize("git_host", ["github", "gitlab"])
def test_profiles_are_announced_on_once_with_the_log_on_a_branch(git_host: str, mysite: Path, tmp_path: Path) -> None:
    """Both recipes keep the log on a branch of `origin`, and print the text for a profile of X once."""
    script = {
        "github": steps(mysite, "publish.yml", "publish")["Announce on social profiles"],
        "gitlab": gitlab(mysite)["announce"]["script"][-1],
    }[git_host]
    profile = "  - {id: x, name: X, kind: x, url: 'https://x.com/baran', announce: true}\n"
    channels = mysite / "content" / "channels.yml"
    channels.write_text(f"channels:\n{profile}", encoding="utf-8")
    now, day = datetime.now(UTC).replace(microsecond=0), timedelta(days=1)
    times = f"starts: {(now - day).isoformat()}\nends: {(now + day).isoformat()}"
    notice = f"---\ntitle: Fake shops\n{times}\n---\n"
    (mysite / "content" / "notices").mkdir(exist_ok=True)
    (mysite / "content" / "notices" / "fake.md").write_text(notice, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--bare", "origin")
    git(mysite, "init", "--quiet")
    git(mysite, "remote", "add", "origin", str(tmp_path / "origin"))
    env = {
        "GITHUB_SERVER_URL": "https://github.com",
        "BRANCH_TOKEN": "secret",
        "SITE_URL": "https://status.example.com/",
    }
    first, second = (sh(script, mysite, **env) for _ in range(2))
    assert "x: please post `Fake shops`" in first.stdout and first.returncode == 0, first.stderr
    assert second.stdout == "x: everything stands there as it should\n"
    assert git(tmp_path / "origin", "branch", "--format=%(refname:short)") == "answerable-log"


def test_github_announces_after_it_verified_and_before_it_tells_others(mysite: Path) -> None:
    """A post leads to a page that is there; it is off until a variable turns it on, and then needs a right."""
    workflow: Any = yaml.safe_load((mysite / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
    names = [step.get("name", step.get("uses", "").split("@")[0]) for step in workflow["jobs"]["publish"]["steps"]]
    wanted = ["Build", "actions/deploy-pages", "Look at the site as the world sees it", "Announce on social profiles"]
    places = [names.index(name) for name in [*wanted, "Tell the hub which feeds have news"]]
    assert places == sorted(places)
    step = workflow["jobs"]["publish"]["steps"][places[3]]
    assert "vars.ANNOUNCE == 'yes'" in step["if"] and "steps.verify.outcome != 'failure'" in step["if"]
    assert workflow["jobs"]["publish"]["permissions"]["contents"] == "read"


def test_github_publishes_folders_that_begin_with_a_dot(mysite: Path) -> None:
    """Without this word GitHub's upload leaves security.txt behind."""
    workflow: Any = yaml.safe_load((mysite / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
    (upload,) = [step for step in workflow["jobs"]["publish"]["steps"] if "upload-pages" in step.get("uses", "")]
    assert upload["with"] == {"path": "site", "include-hidden-files": True}


@pytest.mark.parametrize("has_it", [True, False])
def test_pictures_never_keep_a_notice_back(mysite: Path, tmp_path: Path, has_it: bool) -> None:
    """Both recipes add FriBiDi where it is missing, and go on where no mirror answers."""
    tools = tmp_path / "tools"
    tools.mkdir()
    known = "libfribidi.so.0 (libc6,x86-64) => /usr/lib/libfribidi.so.0" if has_it else ""
    for name, body in (("ldconfig", f"echo '{known}'"), ("apt-get", f"echo tried >> {tools}/log; exit 100")):
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (tools / "sudo").write_text('#!/bin/sh\nexec "$@"\n', encoding="utf-8")
    for tool in ("ldconfig", "apt-get", "sudo"):
        (tools / tool).chmod(0o755)
    (line,) = (one for one in gitlab(mysite)[".answerable"]["before_script"] if "fribidi" in one)
    for script in (steps(mysite, "publish.yml", "publish")["Add FriBiDi"], line):
        done = sh(f'PATH="{tools}:$PATH"\n{script}', mysite)
        assert done.returncode == 0, done.stderr
        assert (tools / "log").exists() is not has_it
        (tools / "log").unlink(missing_ok=True)


def test_gitlab_reports_findings_and_fails(mysite: Path) -> None:
    """The merge request's job leaves a report of code quality and fails."""
    (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(BAD, encoding="utf-8")
    checked = sh("\n".join(gitlab(mysite)["check"]["script"]), mysite)
    assert checked.returncode == 1
    report = json.loads((mysite / "code-quality.json").read_text("utf-8"))
    assert [entry["location"]["path"] for entry in report] == ["content/incidents/2026-01-15-bad.md"]


@pytest.mark.parametrize(("record", "code"), [("", 0), (BAD, 3)])
def test_gitlab_publishes_the_folder_public(mysite: Path, record: str, code: int) -> None:
    """The pages job leaves the site where GitLab Pages looks; with a bad record a later job fails, not this one."""
    if record:
        (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(record, encoding="utf-8")
    named, recipe = "https://team.gitlab.io/status", gitlab(mysite)
    address = recipe[".answerable"]["before_script"][-1]
    built = sh("\n".join([address, *recipe["pages"]["script"]]), mysite, CI_PAGES_URL=named)
    assert built.returncode == 0, built.stderr
    assert f"<link>{named}/</link>" in (mysite / "public" / "feed.xml").read_text("utf-8")
    assert (mysite / "build.env").read_text() == f"CODE={code}\n"
    assert sh("\n".join(recipe["complete"]["script"]), mysite, CODE=str(code)).returncode == bool(code)


def test_gitlab_builds_where_pages_is_off(mysite: Path) -> None:
    """Without CI_PAGES_URL the address of mkdocs.yml holds."""
    recipe = gitlab(mysite)
    address = recipe[".answerable"]["before_script"][-1]
    assert sh("\n".join([address, *recipe["pages"]["script"]]), mysite, CI_PAGES_URL="").returncode == 0


@pytest.mark.parametrize("git_host", ["github", "gitlab"])
def test_those_who_asked_are_notified_after_the_deploy(
    git_host: str, mysite: Path, tmp_path: Path, httpserver: HTTPServer
) -> None:
    """Nobody while notify.yml names nobody; then both recipes send news once, and GitHub's keeps a changed log."""
    httpserver.expect_request("/hook", method="POST").respond_with_data("", 204)
    script = {
        "github": steps(mysite, "publish.yml", "publish")["Notify those who asked"],
        "gitlab": "\n".join(gitlab(mysite)["notify"]["script"]),
    }[git_host].replace("answerable notify", "answerable notify --allow-private")
    output, secret = tmp_path / "output", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G"
    env = {"SITE_URL": "https://s.example.org/", "GITHUB_OUTPUT": str(output), "WEBHOOK_SECRET": secret}
    kept = []
    for number in range(4):
        if number == 1:
            hook = f"webhooks:\n  - {{id: a, endpoint: {httpserver.url_for('/hook')}, secret: WEBHOOK_SECRET}}\n"
            (mysite / "content" / "notify.yml").write_text(hook, "utf-8")
        if number == 2:
            record = f"---\ntitle: Down\nimpact: minor\nupdates:\n  - {{at: {datetime.now(UTC).isoformat()}, status: "
            (mysite / "content" / "incidents" / "a.md").write_text(record + "identified, text: Down.}\n---\n", "utf-8")
        output.write_text("", "utf-8")
        assert sh(script, mysite, **env).returncode == 0
        kept.append((len(httpserver.log), output.read_text("utf-8")))
    yes = "told=yes\n" if git_host == "github" else ""
    assert kept == [(0, ""), (0, yes), (1, yes), (1, "")]
