"""What `answerable announce` does: for each profile with `announce` in channels.yml, post, edit and pin what is due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from answerable.commands.after_deploy import DeployOptions
from answerable.commands.project import from_working_folder, project_settings, site_address
from answerable.content.reading import Content
from answerable.mkdocs_plugin.source import BuildSource
from answerable.output.failures import program_fault, raising
from answerable.outreach.announce.carry_out import AnnouncedProfile, ProfileReport
from answerable.outreach.announce.carry_out import announce as announce_on
from answerable.outreach.announce.log_places import NAME, BranchLog, FileLog, PostedLog
from answerable.outreach.announce.network import Account, BadAccountError, Network, NetworkKind, Posting, Simple
from answerable.outreach.announce.network_registry import all_networks
from answerable.outreach.announce.posted import LogError
from answerable.outreach.announce.requests import Requests
from answerable.outreach.announce.steps import Action, Manner
from answerable.publish import languages
from answerable.publish.context import Context
from answerable.publish.social.announcement_texts import Announcer
from answerable.records.company import Announce, Channel
from answerable.records.findings import escape_invisible
from answerable.records.model import Notice
from answerable.translation.message import Message, msg, with_values

LOG = Path(".answerable") / NAME
"""Relative to mkdocs.yml: what was announced."""
_DONE: dict[Action, Message] = {
    "post": msg("posted %(what)s"),
    "reply": msg("answered in its thread: %(what)s"),
    "edit": msg("changed the post to %(what)s"),
    "delete": msg("deleted the post about %(what)s"),
    "unpin": msg("unpinned the post about %(what)s"),
    "pin": msg("pinned the post about %(what)s"),
}
_WOULD: dict[Action, Message] = {
    "post": msg("would post %(what)s"),
    "reply": msg("would answer in its thread: %(what)s"),
    "edit": msg("would change the post to %(what)s"),
    "delete": msg("would delete the post about %(what)s"),
    "unpin": msg("would unpin the post about %(what)s"),
    "pin": msg("would pin the post about %(what)s"),
}
_PLEASE: dict[Action, Message] = {
    "post": msg("please post %(what)s"),
    "reply": msg("please answer in its thread: %(what)s"),
    "edit": msg("please change the post, or answer it: %(what)s"),
    "delete": msg("please delete the post about %(what)s"),
    "unpin": msg("please unpin the post about %(what)s"),
    "pin": msg("please pin the post about %(what)s"),
}


@dataclass(frozen=True)
class AnnounceOptions(DeployOptions):
    """The options of `announce`; `log_branch` is the git branch with the log, empty for the file `LOG`."""

    now: datetime | None = None
    dry_run: bool = False
    log_branch: str = ""


class _Unasked(Simple):
    """A network that a dry run does not ask, since there is no token for it."""

    def post(self, posting: Posting) -> str:
        """Nothing is posted in a dry run."""
        raise NotImplementedError


class _ProfileError(Exception):
    """A profile that nothing can be posted on; each argument is one line about one problem."""


def announce(options: AnnounceOptions, environment: Mapping[str, str], echo: Callable[[str], None]) -> int:
    """Do what is to be done on each profile, print it, and return the exit code. Raises click.UsageError."""
    site, folder = site_address(options.config), project_settings(options.config).docs_dir
    now = options.now or datetime.now(UTC).replace(microsecond=0)
    run = _Run(options, environment, echo, BuildSource(folder, now).content, site, now)
    wrong = [one for one in run.content.findings if one.path == f"{folder.name}/channels.yml" and one.level == "error"]
    for finding in from_working_folder(wrong, folder):
        echo(finding.shown)
    channels = [channel for channel in run.content.ledger.channels if channel.announce]
    if not channels:
        idle = msg("no channel in channels.yml has `announce`, so there is nothing to do")
        echo(msg("nothing was announced") if wrong else idle)
        return 1 if wrong else 0
    try:
        with _opened_log(options) as log:
            reports = [run.report(channel, channel.announce, log) for channel in channels if channel.announce]
    except LogError as error:
        echo(msg("error: %(problem)s", problem=str(error)))
        return 1
    return 1 if wrong or any(report.problems for report in reports) else 0


def _opened_log(options: AnnounceOptions) -> AbstractContextManager[PostedLog]:
    folder = options.config.absolute().parent
    return BranchLog(folder, options.log_branch).opened() if options.log_branch else FileLog(folder / LOG).opened()


@dataclass(frozen=True)
class _Run:
    """What all profiles share: the options, and what the site is made of."""

    options: AnnounceOptions
    environment: Mapping[str, str]
    echo: Callable[[str], None]
    content: Content
    site: str
    now: datetime

    def report(self, channel: Channel, how: Announce, log: PostedLog) -> ProfileReport:
        """Do what is to be done on one profile, and print it."""
        words = _WOULD if self.options.dry_run else _DONE
        try:
            kind = _kind(channel, how)
            words = _PLEASE if kind.by_hand else words
            report = self._announced(channel, how, kind, log)
        except _ProfileError as error:
            report = ProfileReport(problems=[*error.args])
        except LogError:
            raise
        except Exception as error:  # whatever it is, the other profiles are to be told
            if raising():
                raise
            report = ProfileReport(problems=[program_fault(error)])
        for line in _lines(report, words):
            self.echo(msg("%(channel)s: %(line)s", channel=channel.id, line=line))
        return report

    def _announced(self, channel: Channel, how: Announce, kind: NetworkKind, log: PostedLog) -> ProfileReport:
        context = self._context(how)
        aside = bool(self.content.set_aside) or self.content.closed
        announcer = Announcer(context, channel, kind, _withdrawn_notices(self.content), aside)
        account = self._account(channel, how, kind)
        requests = Requests(self.options.fetcher(), kind.title, account.server, [account.token])
        abilities, missing = kind.abilities, list[str]()
        network: Network = _Unasked()
        if account.token or kind.by_hand:
            network = kind.connect(account, requests)
        else:
            missing.append(_no_token(channel, how))
            if not self.options.dry_run:
                return ProfileReport(problems=missing)
            abilities = replace(abilities, reads_back=False)
        report = announce_on(
            AnnouncedProfile(channel.id, self.site, Manner(abilities, how.updates, how.withdrawn), network),
            log.profiles.get(channel.id),
            announcer.wishes(),
            lambda standing: log.save(channel.id, standing),
            dry_run=self.options.dry_run,
        )
        return replace(report, problems=[*report.problems, *missing])

    def _account(self, channel: Channel, how: Announce, kind: NetworkKind) -> Account:
        """Return the profile's account on its network, without a token if there is none. Raises _ProfileError."""
        token = self.environment.get(_variable(channel, how), "").strip()
        try:
            server, name = kind.place(channel.url or "", how.server or "", how.account or "")
        except BadAccountError as error:
            missing = [] if token or kind.by_hand else [_no_token(channel, how)]
            raise _ProfileError(msg("channels.yml: %(problem)s", problem=str(error)), *missing) from None
        return Account(name, server, token)

    def _context(self, how: Announce) -> Context:
        """Return the site in the language of the profile. Raises _ProfileError."""
        policy = self.content.ledger.policy
        first, language = policy.languages[0], how.language or policy.languages[0]
        if language not in policy.languages:
            known = ", ".join(policy.languages)
            words = msg(
                "`language` under `announce` is %(it)s, and the site has only: %(known)s", it=language, known=known
            )
            raise _ProfileError(words)
        sites = languages.sites(self.site, first, policy.languages)
        address = sites.get(language, self.site)
        return Context(self.content.ledger, self.now, language, first, "", address, sites=sites)


def _variable(channel: Channel, how: Announce) -> str:
    """Return the name of the environment variable with the token."""
    return how.token or f"ANSWERABLE_{re.sub('[^A-Z0-9]', '_', channel.id.upper())}_TOKEN"


def _no_token(channel: Channel, how: Announce) -> Message:
    return msg(
        "%(variable)s is not set, so nothing is posted; docs/announcing.md says how to make a token",
        variable=_variable(channel, how),
    )


def _kind(channel: Channel, how: Announce) -> NetworkKind:
    """Return the network of a channel. Raises _ProfileError."""
    networks = all_networks()
    kind = networks.get(how.network or channel.kind)
    if kind is None:
        known = ", ".join(networks)
        words = msg(
            "`announce` does not know the network %(kind)s; write one of: %(known)s", kind=channel.kind, known=known
        )
        raise _ProfileError(words)
    return kind


def _withdrawn_notices(content: Content) -> frozenset[str]:
    return frozenset(f"notice/{one.id}" for one in content.records if isinstance(one, Notice) and one.withdrawn)


def _lines(report: ProfileReport, words: Mapping[Action, Message]) -> Iterator[str]:
    """Yield what was or is to be done, with the texts if it was not done yet, and what could not be done."""
    for step in report.done:
        yield words[step.action].filled(what=step.about)
        if step.answers and words is not _DONE:
            yield msg("    %(line)s", line=msg("in answer to %(address)s", address=step.answers))
        if step.message and words is not _DONE:
            yield from (f"    {escape_invisible(line)}" for line in step.message.text.split("\n"))
    yield from (with_values(problem, escape_invisible) for problem in report.problems)
    if not report.done and not report.problems:
        yield msg("everything stands there as it should")
