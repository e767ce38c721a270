"""Mail by your own server: one message for each subscriber, at least once.

SMTP has no key by which a server knows a message again. A message whose acceptance was not noted, because the machine
stopped in between, is sent again with the same Message-ID, by which many mail programs show it once.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from answerable.outreach.notify.mail_texts import mail_text
from answerable.outreach.notify.news_item import NewsItem, one_line
from answerable.outreach.notify.subscribers import Subscriber, keyed_hash, read_subscribers
from answerable.outreach.notify.way_registry import (
    MessageRefusedError,
    Sender,
    TargetDownError,
    Tools,
    Way,
    read_settings,
)
from answerable.records.notify import SmtpTarget
from answerable.translation.message import msg

TIMEOUT = 30.0  # seconds for each answer of the server
_PORTS = {"starttls": 587, "implicit": 465, "none": 25}


class _MailPolicy(EmailPolicy):
    """Folds names and subjects in other scripts by the older class `Header`: the newer ones lose blanks in them."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as lines in ASCII."""
        words, rest = str(value), ""
        if name == "From":
            words, rest = value.addresses[0].display_name, f" <{value.addresses[0].addr_spec}>"
        if name not in {"From", "Subject"} or words.isascii():
            return super().fold_binary(name, value)
        lines = Header(words, "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {lines}{rest}{self.linesep}".encode("ascii")


@dataclass
class SmtpSender:
    """Sends over one connection, which is made before the first message and again when the server has closed it."""

    target: SmtpTarget
    tools: Tools
    password: str = field(repr=False)
    secret: str = field(repr=False)
    subscribers: dict[str, Subscriber] = field(repr=False)
    connection: smtplib.SMTP | None = None

    def recipients(self, item: NewsItem) -> Sequence[str]:
        """Return the marks of the subscribers who want the item."""
        return [mark for mark, one in self.subscribers.items() if item.is_about(one.components)]

    def send(self, item: NewsItem, recipient: str) -> None:
        """Send one message to one subscriber."""
        one = self.subscribers[recipient]
        message = self.message(item, one)
        for last in (False, True):
            try:
                self._send(message, one)
            except smtplib.SMTPServerDisconnected:
                self.connection = None  # servers close a connection after some messages, or after a while
                if last:
                    raise TargetDownError(msg("the mail server closed the connection"), unreachable=True) from None
            except OSError as error:
                raise self._failure(error) from None
            else:
                return

    def _send(self, message: EmailMessage, one: Subscriber) -> None:
        connection = self.connection or self._connect()
        try:
            connection.send_message(message, self.target.sender, [one.address])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _refused(one, codes[0]) from None
        except smtplib.SMTPDataError as error:
            raise _refused(one, error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            if one.address.isascii():
                raise
            raise MessageRefusedError(
                msg("line %(line)s of the subscribers: the mail server takes no such letters", line=one.line),
                for_good=True,
            ) from None

    def message(self, item: NewsItem, one: Subscriber) -> EmailMessage:
        """Return the message to one subscriber, who is its only recipient."""
        links = [self._link(link, one) for link in self.target.unsubscribe]
        web = next((link for link in links if link.startswith("https:")), "")
        words = mail_text(item, [one.language] if one.language else self.target.languages, leave=web or links[0])
        message = EmailMessage(_MailPolicy(linesep="\r\n"))
        name, _, domain = self.target.sender.rpartition("@")
        message["From"] = Address(one_line(words.sender, 60), name, domain)
        message["To"] = one.address
        message["Subject"] = words.subject
        message["Date"] = format_datetime(self.tools.clock())
        message["Message-ID"] = f"<{item.key}.{keyed_hash(self.secret, item.key + one.mark)}@{domain}>"
        message["List-Unsubscribe"] = ", ".join(f"<{link}>" for link in links)
        if web:  # RFC 8058: the address takes a POST and asks nothing
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(words.html, subtype="html")
        return message

    def _link(self, link: str, one: Subscriber) -> str:
        """Return a link to leave with, with the subscriber's address and token in it."""
        return link.replace("{token}", one.token).replace("{address}", quote(one.address, safe=""))

    def _connect(self) -> smtplib.SMTP:
        """Return a connection, encrypted and logged in as the target says. Raises OSError, as smtplib does."""
        host, _, port = self.target.server.partition(":")
        number, trusted = int(port or _PORTS[self.target.tls]), self.tools.tls or ssl.create_default_context()
        if self.target.tls == "implicit":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, number, timeout=TIMEOUT, context=trusted)
        else:
            connection = smtplib.SMTP(host, number, timeout=TIMEOUT)
        self.connection = connection
        if self.target.tls == "starttls":
            connection.starttls(context=trusted)
        if self.target.user:
            connection.login(self.target.user, self.password)
        return connection

    def _failure(self, error: OSError) -> TargetDownError:
        """Return what is wrong with the server, in words without what it said, which may have an address in it."""
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return TargetDownError(
                msg("the mail server refused the user or the password (%(code)s)", code=error.smtp_code)
            )
        if isinstance(error, smtplib.SMTPSenderRefused):
            return TargetDownError(
                msg("the mail server refused `sender` of notify.yml (%(code)s)", code=error.smtp_code)
            )
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return TargetDownError(msg("the mail server does not offer what `tls` or `user` ask for"))
        if isinstance(error, smtplib.SMTPResponseException):
            return TargetDownError(msg("the mail server answered %(code)s", code=error.smtp_code))
        if isinstance(error, ssl.SSLCertVerificationError):
            return TargetDownError(
                msg("the mail server's certificate is not trusted: %(why)s", why=error.verify_message)
            )
        why = error.strerror or type(error).__name__
        return TargetDownError(msg("the mail server cannot be reached: %(why)s", why=why), unreachable=True)

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError):
            if self.connection:
                self.connection.quit()


def _refused(one: Subscriber, code: int) -> MessageRefusedError:
    """Return the refusal of one message: codes from 500 on are for good (RFC 5321, 4.2.1)."""
    words = msg("line %(line)s of the subscribers was refused (%(code)s)", line=one.line, code=code)
    if code < 500:
        words = msg("%(what)s, and is tried again", what=words)
    return MessageRefusedError(words, for_good=code >= 500)


@contextmanager
def open_mail_server(target: SmtpTarget, tools: Tools) -> Iterator[Sender]:
    """Return the sender. Raises SettingsError."""
    named = target.password
    password, secret, people = read_settings(
        lambda: tools.secret(named, msg("the password of the mail server")) if named else "",
        lambda: tools.secret(target.secret, msg("a secret of your own: `openssl rand -base64 32`")),
        lambda: read_subscribers(target.subscribers, tools.env.get(target.secret, "").strip(), tools),
    )
    sender = SmtpSender(target, tools, password, secret, {one.mark: one for one in people})
    try:
        yield sender
    finally:
        sender.close()


def subscribe_link(target: SmtpTarget, component: str) -> str:
    """Return the link; one to a mailbox has a subject from which the reader sees what is wanted."""
    link = target.subscribe or ""
    if not link.startswith("mailto:") or "?" in link:
        return "" if component else link
    return f"{link}?subject={quote(f'subscribe {component}'.strip())}"


WAY = Way("smtp", open_mail_server, subscribe_link)
