"""Notifying through Buttondown and listmonk, with servers that follow their documentation.

Buttondown: docs.buttondown.com (creating and listing emails, filters, tags, idempotency keys). listmonk:
docs/docs/content/apis/campaigns.md and cmd/campaigns.go of its sources.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from tests.unit.notified_site import NotifiedSite
from werkzeug import Request, Response

from answerable.outreach.notify import buttondown
from answerable.web import fetch

LISTMONK = "listmonk:\n  - {id: l, server: SERVER, user: news, token: KEY, lists: [3]}\n"


def _json(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")


class Buttondown:
    """Emails, of which each page of a list has two, and tags."""

    def __init__(self, server: HTTPServer) -> None:
        self.server, self.emails, self.keys = server, list[dict[str, Any]](), dict[str, dict[str, Any]]()
        self.after, self.lists = 201, True
        for path, handler in {"emails": self.take, "tags": self.show_tags}.items():
            server.expect_request(f"/v1/{path}").respond_with_handler(handler)

    def take(self, request: Request) -> Response:
        """List emails, or create one, once for each key."""
        if request.headers.get("Authorization") != "Token k3y":
            return _json({"detail": "Invalid token"}, 401)
        if request.method == "GET":
            assert request.args["creation_date__start"] == "2026-11-22"
            page = int(request.args.get("page", 1))
            rest = self.emails[::-1][2 * page - 2 :] if self.lists else []
            following = self.server.url_for(f"/v1/emails?creation_date__start=2026-11-22&page={page + 1}")
            return _json({"results": rest[:2], "next": following if rest[2:] else None, "count": len(self.emails)})
        key, email = request.headers["X-Idempotency-Key"], request.get_json()
        assert len(key) <= 200
        assert email.keys() <= {"subject", "body", "status", "metadata", "filters"}
        if key not in self.keys:
            self.keys[key] = email
            self.emails.append(email)
        return _json({**self.keys[key], "id": "em_1"}, self.after)

    def show_tags(self, _request: Request) -> Response:
        """List two tags."""
        names = {"status": "sub_tag_1", "status-app": "sub_tag_2"}
        return _json({"results": [{"id": id, "name": name} for name, id in names.items()], "next": None})


class Listmonk:
    """Campaigns: created as drafts, and then started."""

    def __init__(self, server: HTTPServer) -> None:
        self.campaigns: list[dict[str, Any]] = []
        self.after = 200
        server.expect_request("/api/campaigns").respond_with_handler(self.take)
        for number in (1, 2):
            server.expect_request(f"/api/campaigns/{number}/status").respond_with_handler(self.change)

    def take(self, request: Request) -> Response:
        """List campaigns by tag, or create one."""
        if request.headers.get("Authorization") != "token news:k3y":
            return _json({"message": "invalid API credentials"}, 403)
        if request.method == "GET":
            found = [one for one in self.campaigns if request.args["tags"] in one["tags"]]
            return _json({"data": {"results": found, "total": len(found)}})
        self.campaigns.append({**request.get_json(), "id": len(self.campaigns) + 1, "status": "draft"})
        return _json({"data": self.campaigns[-1]}, self.after)

    def change(self, request: Request) -> Response:
        """Start a draft; anything else is refused."""
        one = self.campaigns[int(request.path.split("/")[3]) - 1]
        if one["status"] != "draft":
            return _json({"message": "Only draft or paused campaigns can be started"}, 400)
        one["status"] = request.get_json()["status"]
        return _json({"data": one})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    monkeypatch.setattr(fetch, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(buttondown, "API", httpserver.url_for("/v1"))


def _site(folder: Path, notify: str) -> NotifiedSite:
    made = NotifiedSite(folder, notify, {"KEY": "k3y"}, languages="[en, fa]")
    made.run()
    return made


def test_buttondown_sends_each_update_once(tmp_path: Path, httpserver: HTTPServer) -> None:
    """To everybody where no tags are set, in the languages that were chosen."""
    server = Buttondown(httpserver)
    site = _site(tmp_path, "buttondown:\n  - {id: b, key: KEY, languages: [fa, en]}\n")
    site.incident("a", "One in three fails.", title="{en: App down, fa: برنامه کار نمی‌کند}")
    assert "sent: buttondown/b" in site.run()
    assert site.run() == ""
    (email,) = server.emails
    assert email["status"] == "about_to_send" and "filters" not in email
    assert "برنامه کار نمی‌کند" in email["subject"]
    assert 'lang="fa" dir="rtl"' in email["body"] and 'lang="en" dir="ltr"' in email["body"]


@pytest.mark.parametrize(("component", "tags"), [("app", ["sub_tag_1", "sub_tag_2"]), ("checkout", ["sub_tag_1"])])
def test_buttondown_filters_by_the_tags_of_components(
    tmp_path: Path, httpserver: HTTPServer, component: str, tags: list[str]
) -> None:
    """Whoever has the tag for everything or one of a component concerned gets one e-mail."""
    server = Buttondown(httpserver)
    site = _site(tmp_path, "buttondown:\n  - {id: b, key: KEY, tag: status, component_tags: {app: status-app}}\n")
    site.incident("a", "One in three fails.", component=component)
    site.run()
    filters = server.emails[0]["filters"]
    assert (filters["predicate"], [one["value"] for one in filters["filters"]]) == ("or", tags)
    assert {(one["field"], one["operator"]) for one in filters["filters"]} == {("subscriber.tags", "contains")}


def test_an_email_is_found_again_on_a_later_page(tmp_path: Path, httpserver: HTTPServer) -> None:
    """After an error that was none, and a key that was forgotten, it is read back and not sent twice."""
    server = Buttondown(httpserver)
    site = _site(tmp_path, "buttondown:\n  - {id: b, key: KEY}\n")
    site.incident("a", "One in three fails.")
    server.after = 500
    site.run(code=4)
    server.emails += [{"metadata": {}}, {"metadata": {"answerable": "another"}}]
    server.keys, server.after = {}, 201
    site.wait(minutes=10)
    assert "sent: buttondown/b" in site.run()
    assert len(server.emails) == 3


def test_an_email_that_is_not_listed_yet_has_its_key(tmp_path: Path, httpserver: HTTPServer) -> None:
    """Where the list is behind, the same key makes no second one."""
    server = Buttondown(httpserver)
    site = _site(tmp_path, "buttondown:\n  - {id: b, key: KEY}\n")
    site.incident("a", "One in three fails.")
    server.after, server.lists = 500, False
    site.run(code=4)
    server.after = 201
    site.wait(minutes=10)
    assert "sent: buttondown/b" in site.run()
    assert len(server.emails) == 1


@pytest.mark.parametrize(
    ("notify", "env", "words"),
    [
        ("buttondown:\n  - {id: b, key: KEY}\n", "wrong", "refused the key or its permissions (401)"),
        ("buttondown:\n  - {id: b, key: KEY, tag: stauts}\n", "k3y", "no tag “stauts”"),
        ("listmonk:\n  - {id: l, server: SERVER, user: news, token: KEY, lists: [1]}\n", "wrong", "permissions (403)"),
        ("listmonk:\n  - {id: l, server: SERVERno, user: news, token: KEY, lists: [1]}\n", "k3y", "answered 500"),
    ],
)
def test_what_a_service_refuses_is_one_line(
    tmp_path: Path, httpserver: HTTPServer, notify: str, env: str, words: str
) -> None:
    """The line has no key in it."""
    Buttondown(httpserver)
    Listmonk(httpserver)
    site = _site(tmp_path, notify.replace("SERVER", httpserver.url_for("/")))
    site.env["KEY"] = env
    site.incident("a", "One in three fails.")
    result = site.run(code=4 if "500" in words else 1)
    assert words in result and len(result.splitlines()) == 1 and "k3y" not in result


def test_listmonk_sends_each_update_once(tmp_path: Path, httpserver: HTTPServer) -> None:
    """To the lists for everything and those of the components concerned; words are no templates there."""
    server = Listmonk(httpserver)
    notify = "listmonk:\n  - {id: l, server: %s, user: news, token: KEY, lists: [3], component_lists: {app: 4}}\n"
    site = _site(tmp_path, notify % httpserver.url_for("/").rstrip("/"))
    site.incident("a", "'{{ .Subscriber.Email }} and https://x.org@TrackLink'", component="app", title="'A {{ b }}'")
    assert "sent: listmonk/l" in site.run()
    assert site.run() == ""
    (campaign,) = server.campaigns
    assert (campaign["status"], campaign["lists"], campaign["type"]) == ("running", [3, 4], "regular")
    assert (campaign["content_type"], campaign["tags"][0]) == ("html", "answerable")
    for key in ("subject", "body", "altbody"):
        assert "{{" not in campaign[key] and "}}" not in campaign[key] and "@TrackLink" not in campaign[key]
    assert "Subscriber.Email" in campaign["body"]


def test_a_draft_that_was_not_started_is_started(tmp_path: Path, httpserver: HTTPServer) -> None:
    """After an error that came when the campaign was there already."""
    server = Listmonk(httpserver)
    site = _site(tmp_path, LISTMONK.replace("SERVER", httpserver.url_for("")))
    site.incident("a", "One in three fails.")
    server.after = 400
    site.run(code=1)
    server.after = 200
    site.run()
    assert [one["status"] for one in server.campaigns] == ["running"]


def test_a_campaign_that_somebody_stopped_stays_stopped(tmp_path: Path, httpserver: HTTPServer) -> None:
    """What is not a draft is not touched."""
    server = Listmonk(httpserver)
    site = _site(tmp_path, LISTMONK.replace("SERVER", httpserver.url_for("")))
    site.incident("a", "One in three fails.")
    server.after = 400
    site.run(code=1)
    server.campaigns[0]["status"] = "cancelled"
    site.run()
    assert [one["status"] for one in server.campaigns] == ["cancelled"]
