"""Notifying by mail, with a real SMTP server (aiosmtpd) on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from tests.certificates import signed
from tests.unit.notified_site import NotifiedSite

from answerable.outreach.notify import mail_server

PEOPLE = "Ana@example.org\n# our own\nben@example.org components=app language=fa\n\nana@EXAMPLE.org\n"
MAIL = """smtp:
  - id: mail
    server: 127.0.0.1:%d
    tls: %s
    user: us
    password: MAIL_PASSWORD
    sender: status@example.com
    subscribers: PEOPLE
    secret: MAIL_SECRET
    unsubscribe: ["mailto:leave@example.com?subject={token}", "https://example.com/leave?a={address}&t={token}"]
"""


class MailServer:
    """A server that keeps what it takes, and refuses what a test says."""

    def __init__(self) -> None:
        self.got: list[tuple[str, EmailMessage]] = []
        self.refused: dict[str, str] = {}
        self.after: list[str] = []
        self.port = 0
        self.trusted = Path()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, to: str, _options: Any) -> str:  # noqa: N802
        """Take a recipient, or not."""
        if to in self.refused:
            return self.refused[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        assert len(envelope.rcpt_tos) == 1
        self.got.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        return self.after.pop(0) if self.after else "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        """Know one user."""
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"us", b"p4ssword")
        return AuthResult(success=good, handled=False)

    @property
    def recipients(self) -> list[str]:
        """Who got a message, in order."""
        return [to for to, _ in self.got]


class AnyPort(Controller):
    """A server on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture(params=["starttls"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailServer]:
    """A server that wants TLS and a password."""
    made, folder = MailServer(), tmp_path / "server"
    folder.mkdir()
    context, made.trusted = signed(60, folder)
    options: dict[str, Any] = {"ssl_context": context} if request.param == "implicit" else {"tls_context": context}
    wanted = {"require_starttls": True, "auth_required": True}
    options |= wanted if request.param == "starttls" else {"auth_require_tls": False}
    running = AnyPort(
        made,
        hostname="127.0.0.1",
        port=0,
        authenticator=made.authenticate,
        enable_SMTPUTF8=False,
        **options,
    )
    running.start()
    made.port = running.port
    yield made
    running.stop()


@pytest.fixture
def site(server: MailServer, tmp_path: Path, request: pytest.FixtureRequest) -> NotifiedSite:
    """A site with two subscribers, in a folder beside the list of them."""
    folder = tmp_path / "site"
    folder.mkdir()
    tls = request.node.callspec.params.get("server", "starttls") if hasattr(request.node, "callspec") else "starttls"
    env = {"MAIL_PASSWORD": "p4ssword", "MAIL_SECRET": "hush-hush", "PEOPLE": PEOPLE}
    made = NotifiedSite(folder, MAIL % (server.port, tls), env, languages="[en, fa]")
    names = "plugins:\n  - answerable: {translations: {fa: {site_name: وضعیت باران}}}\n"
    (folder / "mkdocs.yml").write_text((folder / "mkdocs.yml").read_text("utf-8") + names, "utf-8")
    made.run("--ca", str(server.trusted))
    made.incident("a", "One in three fails.", component="app", title="{en: App down, fa: برنامه کار نمی‌کند}")
    return made


def run(site: NotifiedSite, server: MailServer, code: int = 0) -> str:
    """Run the command, which trusts the server's certificate."""
    return site.run("--ca", str(server.trusted), code=code)


@pytest.mark.parametrize("server", ["starttls", "implicit"], indirect=True)
def test_each_subscriber_gets_a_message_of_their_own(site: NotifiedSite, server: MailServer) -> None:
    """Nobody sees another's address; a second run sends nothing, and another message has other ids."""
    assert "(2 messages)" in run(site, server)
    assert server.recipients == ["Ana@example.org", "ben@example.org"]
    for to, message in server.got:
        assert [message["To"].addresses[0].addr_spec, message["Cc"], message["Bcc"]] == [to, None, None]
        other = {"Ana", "ben"} - {to.split("@")[0]}
        assert other.pop() not in message.as_string()
    assert (run(site, server), len(server.got)) == ("", 2)
    ids = [message["Message-ID"] for _, message in server.got]
    assert len(set(ids)) == 2 and all(id.endswith("@example.com>") for id in ids)


def test_a_message_is_as_mail_programs_want_it(site: NotifiedSite, server: MailServer) -> None:
    """Text and HTML, from right to left for a Persian reader, and a way out in one click (RFC 8058)."""
    run(site, server)
    message = dict(server.got)["ben@example.org"]
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "برنامه کار نمی‌کند" in message["Subject"]
    assert str(message["From"]) == "وضعیت باران <status@example.com>"
    assert '<html lang="fa" dir="rtl">' in html and 'dir="rtl" style="text-align:right"' in html
    assert "https://status.example.com/fa/incidents/a/" in html and "https://status.example.com/fa/incidents/a/" in text
    token = message["List-Unsubscribe"].split("&t=")[1].rstrip(">")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<https://example.com/leave?a=ben%40example.org&t={token}>" in message["List-Unsubscribe"]
    assert f"https://example.com/leave?a=ben%40example.org&t={token}" in text
    assert f"a=ben%40example.org&amp;t={token}" in html
    assert token not in site.log.read_text()
    assert message["Auto-Submitted"] == "auto-generated"


def test_addresses_are_in_no_log_and_no_report(site: NotifiedSite, server: MailServer) -> None:
    """Neither as they are, nor in a hash that could be guessed."""
    from hashlib import sha256

    said = run(site, server) + site.log.read_text()
    server.refused = {"Ana@example.org": "550 Ana@example.org is unknown"}
    site.incident("b", "Again.", component="app")
    said += run(site, server, code=1) + site.log.read_text()
    plain = [
        word for name in ("ana@example.org", "Ana@example.org") for word in (name, sha256(name.encode()).hexdigest())
    ]
    assert not [word for word in [*plain, "p4ssword", "hush"] if word in said]
    assert "line 1 of the subscribers was refused (550)" in said


def test_components_choose_the_subscribers(site: NotifiedSite, server: MailServer) -> None:
    """Whoever wants one component is not told of another."""
    run(site, server)
    server.got = []
    site.incident("b", "Refunds are late.", component="checkout")
    run(site, server)
    assert server.recipients == ["Ana@example.org"]


@pytest.mark.parametrize(("answer", "again"), [("550 no such user", []), ("450 later", ["Ana@example.org"])])
def test_one_refused_recipient_keeps_nobody_else_waiting(
    site: NotifiedSite, server: MailServer, answer: str, again: list[str]
) -> None:
    """The others get it; whoever was refused for now is tried again, and nobody else is."""
    server.refused = {"Ana@example.org": answer}
    run(site, server, code=1)
    assert server.recipients == ["ben@example.org"]
    server.got, server.refused = [], {}
    site.wait(minutes=5)
    run(site, server)
    assert server.recipients == again


def test_a_connection_that_the_server_closes_is_made_again(
    site: NotifiedSite, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some servers close it after each message."""
    whole = mail_server.SmtpSender._send

    def closing(self: mail_server.SmtpSender, *args: Any) -> None:
        whole(self, *args)
        assert self.connection
        self.connection.close()

    monkeypatch.setattr(mail_server.SmtpSender, "_send", closing)
    run(site, server)
    assert len(server.got) == 2


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("MAIL_PASSWORD", "wrong", "refused the user or the password (535)"),
        ("PEOPLE", "ana@example.org\nben at example.org\n", "line 2"),
        ("PEOPLE", "/no/such/list", "cannot be read"),
        ("PEOPLE", "", "PEOPLE is not set"),
    ],
)
def test_what_is_wrong_with_the_settings_is_one_line(
    site: NotifiedSite, server: MailServer, key: str, value: str, words: str
) -> None:
    """It is mended by the next run."""
    right, site.env[key] = site.env[key], value
    said = run(site, server, code=1)
    assert words in said and len(said.splitlines()) == 1 and "ben at" not in said
    site.env[key] = right
    site.wait(minutes=6)
    assert "sent" in run(site, server)


def test_all_that_is_wrong_with_the_settings_is_said_at_once(site: NotifiedSite, server: MailServer) -> None:
    """A line for each, also what is wrong in the list."""
    site.env |= {"MAIL_PASSWORD": "", "MAIL_SECRET": "", "PEOPLE": "ana@example.org\nben at example.org\n"}
    said = run(site, server, code=1).splitlines()
    assert [word in line for word, line in zip(("MAIL_PASSWORD", "MAIL_SECRET", "PEOPLE"), said, strict=True)] == [
        True
    ] * 3


def test_the_list_may_be_a_file_but_not_in_the_repository(site: NotifiedSite, server: MailServer) -> None:
    """A variable may have the path of a file, which is refused inside the site's folder."""
    inside, outside = site.folder / "people.txt", site.folder.parent / "people.txt"
    for path in (inside, outside):
        path.write_text("cyd@example.org\n", encoding="utf-8")
    site.env["PEOPLE"] = str(inside)
    assert "keep it out of the repository" in run(site, server, code=1)
    site.env["PEOPLE"] = str(outside)
    run(site, server)
    assert server.recipients == ["cyd@example.org"]


def test_addresses_in_other_scripts(site: NotifiedSite, server: MailServer) -> None:
    """A domain is sent in ASCII; a name that the server cannot take is refused alone."""
    site.env["PEOPLE"] = "ana@münchen.example\nпётр@example.org\nben@example.org\n"
    said = run(site, server, code=1)
    assert server.recipients == ["ana@xn--mnchen-3ya.example", "ben@example.org"]
    assert "line 2 of the subscribers: the mail server takes no such letters" in said
    assert run(site, server) == ""


def test_a_title_cannot_add_a_header(site: NotifiedSite, server: MailServer) -> None:
    """Line breaks and controls in titles stay in the subject, as blanks."""
    site.incident("b", "Words.", title='"Down\\r\\nBcc: eve\\u2028X: y"', component="app")
    site.run("--ca", str(server.trusted))
    for _, message in server.got:
        assert message["Bcc"] is None and message["X"] is None
    assert any("Down Bcc: eve X: y" in message["Subject"] for _, message in server.got)


def test_a_huge_text_is_cut(site: NotifiedSite, server: MailServer) -> None:
    """What is too long goes on on the site."""
    site.env["PEOPLE"] = "ana@example.org"
    site.incident("b", "word " * 8000, component="checkout")
    run(site, server)
    sizes = [len(message.as_bytes()) for _, message in server.got]
    assert len(sizes) == 2 and max(sizes) < 60_000
    body = server.got[-1][1].get_body(("plain",))
    assert body and "word…" in body.get_content() and "/incidents/b/" in body.get_content()


def test_an_untrusted_certificate_is_refused(site: NotifiedSite, server: MailServer) -> None:
    """Without --ca nobody vouches for the server, and no password is sent."""
    assert "certificate is not trusted" in site.run(code=1)
    assert server.got == []


def test_a_server_that_is_not_there_is_unreachable(site: NotifiedSite, server: MailServer) -> None:
    """Nothing is lost: a later run sends it."""
    config = site.folder / "content" / "notify.yml"
    there = config.read_text()
    config.write_text(there.replace(str(server.port), "9"))
    assert "cannot be reached" in run(site, server, code=4)
    config.write_text(there)
    site.wait(minutes=6)
    assert "(2 messages)" in run(site, server)
