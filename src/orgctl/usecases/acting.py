"""Who acts, and in which organization: asked first by every use case, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from orgctl.domain import switching
from orgctl.domain.limits import SESSION_IDLE_SECONDS
from orgctl.domain.refusals import Code, NotFound, NotSignedIn, Sentence, require, say
from orgctl.store import audit, members, sessions

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.roles import Act
    from orgctl.domain.values import User
    from orgctl.session.location import Choice
    from orgctl.store.members import Place
    from orgctl.store.sessions import Session
    from orgctl.store.transaction import Transaction

TOUCH_AFTER = timedelta(minutes=10)
"""How old the last use of a sign-in may be before it is written again: a read then costs no write."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The user whose rights count; `operator` is who really typed it, under `--as`."""

    user: User
    session: Session | None
    operator: str | None
    choice: Choice

    @property
    def active_id(self) -> int | None:
        """The session's organization, else the default (D2). Losing either clears it in the store (D4)."""
        stored = self.session.active_organization_id if self.session else None
        return switching.effective_active(stored, self.user.default_organization_id)

    def is_stale(self, now: datetime) -> bool:
        """Whether the sign-in's last use should be written down again."""
        return (
            self.operator is None
            and self.session is not None
            and now - self.session.last_seen_at >= TOUCH_AFTER
        )


def signed_in(tx: Transaction, secret_hash: str, *, choice: Choice, now: datetime) -> Actor:
    """The user whose session secret has this hash.

    Raises NotSignedIn: auth.required for an unknown secret, auth.expired after 30 days without use.
    """
    found = sessions.by_secret(tx, secret_hash)
    if found is None:
        raise NotSignedIn(
            Code.AUTH_REQUIRED,
            say("This sign-in is not known here: it was signed out, or belongs to another store."),
            say("Sign in again: orgctl login EMAIL"),
        )
    session, user = found
    if now - session.last_seen_at >= timedelta(seconds=SESSION_IDLE_SECONDS):
        raise NotSignedIn(
            Code.AUTH_EXPIRED,
            say("The sign-in of {email} was not used for 30 days and has expired.", email=user.email),
            say("Sign in again: orgctl login {email}", email=user.email),
        )
    return Actor(user, session, None, choice)


def impersonated(tx: Transaction, email_key: str, *, operator: str, choice: Choice) -> Actor:
    """The user that the store's owner acts for. Raises NotFound not_found.user."""
    found = sessions.of_operator(tx, email_key)
    if found is None:
        raise NotFound(
            Code.NOT_FOUND_USER,
            say("No user has the address {email}.", email=email_key),
            say(
                "Sign-up makes one: orgctl signup {email} --name NAME --org-name NAME --org-url URL",
                email=email_key,
            ),
        )
    session, user = found
    return Actor(user, session, operator, choice)


def acting_place(tx: Transaction, actor: Actor, *, hold: bool = True) -> Place:
    """The organization that the command acts in: what was asked for, else the active one.

    Held from other writers; `hold=False` where users' rows must be held first, then ask again.
    Raises NotFound not_found.organization.
    """
    if actor.choice.text is not None:
        return place_of(tx, actor, actor.choice.text, hold=hold)
    active_id = actor.active_id
    place = None if active_id is None else members.held(tx, actor.user.id, active_id, hold=hold)
    if place is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("No organization is active."),
            say("Choose one: orgctl default set ORG, or orgctl switch ORG; orgctl org list shows yours."),
        )
    return place


def administered_place(tx: Transaction, actor: Actor, act: Act) -> Place:
    """R2: as `acting_place`, for what administrators do. Raises Refused role.not_admin as well."""
    from orgctl.domain import roles

    place = acting_place(tx, actor)
    require(roles.refuse_unless_admin(place.membership.role, place.organization.name, act))
    return place


def place_again(tx: Transaction, actor: Actor, organization_id: int) -> Place:
    """An organization as the command's own change has left it."""
    place = members.held(tx, actor.user.id, organization_id)
    if place is None:
        raise NotFound(Code.NOT_FOUND_ORGANIZATION, say("The organization is gone."))
    return place


def place_of(tx: Transaction, actor: Actor, text: str, *, hold: bool = True) -> Place:
    """One of the user's organizations, by access URL or name (D1).

    Raises NotFound not_found.organization: the same whether there is none or the user isn't in it.
    """
    place = members.by_slug(tx, actor.user.id, switching.slug_of(text), hold=hold)
    if place is not None:
        return place
    candidates = members.references(tx, actor.user.id)
    pinned = actor.choice.source == "directory" and text == actor.choice.text
    found = switching.match_organization(text, candidates, pinned=pinned)
    place = members.held(tx, actor.user.id, found[0], hold=hold) if len(found) == 1 else None
    if place is not None:
        return place
    raise NotFound(Code.NOT_FOUND_ORGANIZATION, *_not_found(actor, text, candidates, len(found)))


def _not_found(
    actor: Actor, text: str, candidates: list[tuple[int, str, str]], found: int
) -> tuple[Sentence, Sentence]:
    if found > 1:
        return (
            say("{count} of your organizations are called {text}.", count=found, text=text),
            say("Name it by its access URL; orgctl org list shows them."),
        )
    meant = _meant(text, candidates)
    hint = (
        say("Did you mean {url}?", url=meant) if meant else say("orgctl org list shows your organizations.")
    )
    origin = actor.choice.origin
    if origin is not None and text == actor.choice.text:
        return say(
            "{origin} names {text}, which is none of your organizations.", origin=origin, text=text
        ), hint
    return say("You have no organization {text}.", text=text), hint


def _meant(text: str, candidates: list[tuple[int, str, str]]) -> str | None:
    from difflib import get_close_matches

    keys: dict[str, str] = {}
    for _, url, name in candidates:
        keys[name.casefold()] = url
        keys[url] = url
    wanted = switching.slug_of(text).casefold()
    close = get_close_matches(wanted, keys, n=1, cutoff=0.6)
    part = [key for key in keys if wanted and wanted in key]
    best = close or part[:1]
    return keys[best[0]] if best else None


def make_active(tx: Transaction, actor: Actor, organization_id: int, now: datetime) -> Actor:
    """Make an organization the session's active one; the actor as it is then."""
    session = actor.session or sessions.begin(
        tx, actor.user.id, secret_hash=None, active_organization_id=actor.active_id, now=now
    )
    active, previous = switching.after_switch(
        actor.active_id, session.previous_organization_id, organization_id
    )
    sessions.set_active(tx, session.id, active, previous, now)
    return replace(
        actor,
        session=session._replace(active_organization_id=active, previous_organization_id=previous),
    )


def record(tx: Transaction, actor: Actor, now: datetime, *lines: audit.Line) -> None:
    """Write history with both names: who acts, and who typed it."""
    audit.record(tx, lines, actor=actor.user.email, operator=actor.operator, now=now)
