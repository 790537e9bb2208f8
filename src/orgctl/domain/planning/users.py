"""What the file says of people themselves: their names, their languages, their default organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.outcome import Change
from orgctl.domain.planning.people import newcomer
from orgctl.domain.refusals import Code, Refusal, say

if TYPE_CHECKING:
    from orgctl.domain.planning.facts import PlannedUser
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsUser
    from orgctl.domain.refusals import Sentence


def make(state: State, wanted: WantsUser) -> PlannedUser:
    """A login for an address that has none; memberships come later."""
    user = newcomer(state, wanted.address, wanted.name, wanted.language)
    detail = say("name: {name}", name=user.name)
    state.changes.append(Change("create", "user", None, user.email, detail))
    return user


def describe(state: State, user: PlannedUser, wanted: WantsUser) -> None:
    """The name and the language that the file gives."""
    if wanted.name is not None and wanted.name != user.name:
        detail = say("name: {before} -> {after}", before=user.name, after=wanted.name)
        user.name = wanted.name
        _described(state, user, detail)
    if wanted.language is not None and wanted.language != user.language:
        detail = say(
            "language: {before} -> {after}", before=user.language or say("none"), after=wanted.language
        )
        user.language = wanted.language
        _described(state, user, detail)


def _described(state: State, user: PlannedUser, detail: Sentence) -> None:
    state.touch_user(user)
    state.changes.append(Change("change", "user", None, user.email, detail))


def set_default(state: State, user: PlannedUser, wanted: WantsUser) -> Refusal | None:
    """D2: the organization that is active after signing in; D4: or none, which makes the user choose."""
    before = user.default.url if user.default else None
    if wanted.no_default:
        after = None
    elif wanted.default is None or wanted.default == before:
        return None
    else:
        its = state.organizations.get(wanted.default)
        if its is None or user.key not in its.members:
            return _not_a_member(wanted)
        after = its
    if after is user.default:
        return None
    user.default = after
    state.touch_user(user)
    detail = say(
        "default organization: {before} -> {after}",
        before=before or say("none"),
        after=after.url if after else say("none"),
    )
    state.changes.append(Change("change", "user", None, user.email, detail))
    subject = after.url if after else before or ""
    state.deeds.append(Deed(Act.DEFAULT_SET, None, user, subject, user.email))
    return None


def _not_a_member(wanted: WantsUser) -> Refusal:
    return Refusal(
        Code.NOT_FOUND_ORGANIZATION,
        "D2",
        say(
            "{url} can't be the default organization of {email}: not a member of it.",
            url=wanted.default,
            email=wanted.address.email,
        ),
        say(
            "Name one of the organizations that {email} is in, or leave the default out.",
            email=wanted.address.email,
        ),
    )
