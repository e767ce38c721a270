"""The file `notify.yml`: whom `answerable notify` tells of news, and where people subscribe to it.

What must not be in a repository, such as passwords and subscribers' addresses, is in environment variables, of which
the file has the names.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from answerable.records.company import Language, Variable
from answerable.records.model import Id, Part
from answerable.records.yaml.tree import Loc
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

_WEBHOOK = re.compile(r"^(https?://[^\s<>\"']{1,2000}|[A-Z][A-Z0-9_]{0,99})$")


def _webhook_address(given: object) -> str:
    """Return the address of a webhook, or the name of a variable; refuse anything else without repeating it."""
    if not _WEBHOOK.match(str(given)):
        right = msg("write an address that begins with https://, or the name of the environment variable that has it")
        raise invalid("token", advised(msg("is no address"), right))
    return str(given)


WebhookAddress = Annotated[str, BeforeValidator(_webhook_address)]
Server = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'?#@]+$", max_length=500)]
MailServer = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]+(:\d{1,5})?$", max_length=260)]
SubscribeLink = Annotated[str, StringConstraints(pattern=r"^(https://|mailto:)[^\s<>\"']+$", max_length=2000)]
UnsubscribeLink = Annotated[str, StringConstraints(pattern=r"^(https://|mailto:)[!-;=?-~]+$", max_length=1000)]
"""A link in ASCII, which fits into a header of a message."""
Tag = Annotated[str, StringConstraints(pattern=r"^[^\s,&]+$", max_length=100)]
NewsKind = Literal["incidents", "maintenance", "notices", "answers"]
USUAL_KINDS: tuple[NewsKind, ...] = ("incidents", "maintenance", "notices")
Tls = Literal["starttls", "implicit", "none"]


class Target(Part):
    """Whom to notify, and of what: news of these kinds, about these components or about none in particular.

    Without `components` it is news of all, without `languages` in the site's first (a webhook: in all). `subscribe` is
    where people subscribe to it.
    """

    id: Id
    kinds: tuple[NewsKind, ...] = Field(default=USUAL_KINDS, min_length=1)
    components: tuple[Id, ...] = ()
    languages: tuple[Language, ...] = ()
    subscribe: SubscribeLink | None = None


class WebhookTarget(Target):
    """A program that is sent JSON, signed with the secret in the variable `secret`."""

    endpoint: WebhookAddress
    secret: Variable


class SmtpTarget(Target):
    """Subscribers whose addresses are in the variable `subscribers`, or in the file that it names.

    `secret` is the variable with the secret of which the tokens of `unsubscribe` are made.
    """

    server: MailServer
    tls: Tls = "starttls"
    user: str | None = Field(default=None, max_length=200)
    password: Variable | None = None
    sender: Annotated[str, StringConstraints(pattern=r"^[!-;=?A-~]+@[A-Za-z0-9.-]+$", max_length=200)]
    subscribers: Variable
    unsubscribe: tuple[UnsubscribeLink, ...] = Field(min_length=1, max_length=2)
    secret: Variable

    @model_validator(mode="after")
    def _whole_login(self) -> SmtpTarget:
        if bool(self.user) != bool(self.password):
            raise invalid("login", advised(msg("has only one of `user` and `password`"), msg("write both or neither")))
        if self.user and self.tls == "none":
            raise invalid("login", advised(msg("would send the password unencrypted"), msg("write `tls: starttls`")))
        return self


class ButtondownTarget(Target):
    """The subscribers of a newsletter at Buttondown: all, or those with these tags."""

    key: Variable
    tag: Tag | None = None
    component_tags: dict[Id, Tag] = Field(default_factory=dict)


class ListmonkTarget(Target):
    """The subscribers of lists at a listmonk server: of `lists`, and of those of the components concerned."""

    server: Server
    user: str = Field(min_length=1, max_length=200)
    token: Variable
    lists: tuple[Annotated[int, Field(ge=1)], ...] = ()
    component_lists: dict[Id, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some_list(self) -> ListmonkTarget:
        if not self.lists and not self.component_lists:
            raise invalid("lists", advised(msg("names no list"), msg("write `lists: [3]` with the number of one")))
        return self


class Notify(Part):
    """The file `notify.yml`; without it nobody is notified."""

    webhooks: tuple[WebhookTarget, ...] = ()
    smtp: tuple[SmtpTarget, ...] = ()
    buttondown: tuple[ButtondownTarget, ...] = ()
    listmonk: tuple[ListmonkTarget, ...] = ()


def valid_targets(value: object, wrong: Collection[Loc]) -> Notify:
    """Return the targets of a file in which no place is `wrong`: part of one could tell too much."""
    kept: dict[str, list[object]] = {}
    for name, targets in value.items() if isinstance(value, dict) else ():
        if name in Notify.model_fields and (name,) not in wrong and isinstance(targets, list):
            kept[name] = [one for at, one in enumerate(targets) if not any(loc[:2] == (name, at) for loc in wrong)]
    return Notify.model_validate(kept)
