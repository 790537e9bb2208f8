"""What one part of a file says against another: the same checks for YAML, JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.catalogue import entry
from orgctl.domain.refusals import say
from orgctl.domain.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.domain.refusals import Sentence
    from orgctl.manifest.flaws import Flaws
    from orgctl.manifest.values import WantedOrganization, WantedUser


class Checks:
    """Notes contradictions, part by part."""

    def __init__(self, flaws: Flaws) -> None:
        self._flaws = flaws
        self._urls: dict[str, int] = {}

    def users(self, users: Iterable[WantedUser]) -> None:
        """Nobody is among the users twice, however the address is cased."""
        seen: dict[str, int] = {}
        for user in users:
            if user.address.key in seen:
                self._flaws.add(user.line, user.column, _again(user.address.email, seen[user.address.key]))
            else:
                seen[user.address.key] = user.line

    def organization(self, wanted: WantedOrganization) -> None:
        """No organization is there twice. In it nobody is there twice, or both as member and as invited,
        and no link twice; of its members, one at the most is super administrator (R1).
        """
        if wanted.url in self._urls:
            self._flaws.add(wanted.line, wanted.column, _again(wanted.url, self._urls[wanted.url]))
        elif wanted.url:
            self._urls[wanted.url] = wanted.line
        members = self._members(wanted)
        self._invitations(wanted, members)
        self._integrations(wanted)

    def _members(self, wanted: WantedOrganization) -> dict[str, int]:
        seen: dict[str, int] = {}
        superadmin = 0
        for member in wanted.members or ():
            key = member.address.key
            if key in seen:
                self._flaws.add(member.line, member.column, _again(member.address.email, seen[key]))
                continue
            seen[key] = member.line
            if member.role is not Role.SUPERADMIN:
                continue
            if superadmin:
                self._flaws.add(
                    member.line,
                    member.column,
                    say("{email} is a second super administrator.", email=member.address.email),
                    say("An organization has one; the first is in line {line}.", line=superadmin),
                )
            superadmin = superadmin or member.line
        return seen

    def _invitations(self, wanted: WantedOrganization, members: dict[str, int]) -> None:
        seen: dict[str, int] = {}
        for invitation in wanted.invitations:
            key, email = invitation.address.key, invitation.address.email
            if key in members:
                self._flaws.add(
                    invitation.line,
                    invitation.column,
                    say("{email} is invited, and a member in line {line}.", email=email, line=members[key]),
                )
            elif key in seen:
                self._flaws.add(invitation.line, invitation.column, _again(email, seen[key]))
            else:
                seen[key] = invitation.line

    def _integrations(self, wanted: WantedOrganization) -> None:
        seen: dict[tuple[str | None, ...], int] = {}
        for link in wanted.integrations:
            found = entry(link.app, link.feature)
            holder = link.user.key if found is not None and found.per_user and link.user is not None else None
            key = (link.app, link.feature, link.account.casefold(), holder)
            if key in seen:
                self._flaws.add(link.line, link.column, _again(link.account, seen[key]))
            else:
                seen[key] = link.line


def _again(what: str, line: int) -> Sentence:
    return say("{what} is there already, in line {line}.", what=what, line=line)
