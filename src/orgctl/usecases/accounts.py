"""Signing up, in and out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from orgctl.domain import creation, switching
from orgctl.domain.attempts import FORGOTTEN_AFTER_SECONDS, failures_with_this_one
from orgctl.domain.refusals import Code, InvalidInput, NotFound, NotSignedIn, require, say
from orgctl.store import audit, members, organizations, sessions, users
from orgctl.usecases import views
from orgctl.usecases.acting import Actor, acting_place, record
from orgctl.usecases.organizations import found
from orgctl.usecases.results import OrganizationResult, WhoResult

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.session.location import Choice
    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against; both None for an address that nobody has."""

    user_id: int | None
    password_hash: str | None
    failures: int
    last_failed_at: datetime | None


def sign_up(
    tx: Transaction,
    *,
    address: Address,
    name: str,
    organization_name: str,
    url: str,
    timezone: str,
    language: str | None,
    password_hash: str | None,
    secret_hash: str | None,
    operator: str | None,
    choice: Choice,
    now: datetime,
) -> OrganizationResult:
    """B5, B7, D2 and our reading of sign-up: a person and their first organization, which is the default.

    Raises InvalidInput input.user_exists, Refused url.taken.
    """
    if users.by_key(tx, address.key) is not None:
        raise InvalidInput(
            Code.INPUT_USER_EXISTS,
            say("{email} has an account already.", email=address.email),
            say(
                "Sign in (orgctl login {email}), then create organizations with orgctl org create.",
                email=address.email,
            ),
        )
    require(creation.refuse_taken_url(url, taken=organizations.url_taken(tx, url)))
    user = users.add(
        tx,
        email=address.email,
        email_key=address.key,
        name=name,
        language=language,
        password_hash=password_hash,
        now=now,
    )
    place = found(
        tx,
        user,
        name=organization_name,
        url=url,
        timezone=timezone,
        creator_slot=None,
        membership_slot=1,
        now=now,
    )
    its = place.organization
    users.set_default(tx, user.id, its.id)
    session = None
    if secret_hash is not None:
        session = sessions.begin(tx, user.id, secret_hash=secret_hash, active_organization_id=its.id, now=now)
    actor = Actor(replace(user, default_organization_id=its.id), session, operator, choice)
    record(
        tx,
        actor,
        now,
        audit.Line(audit.Act.SIGNED_UP, None, user.id, user.email),
        audit.Line(audit.Act.CREATED, its, user.id, url, {"name": organization_name}),
    )
    return views.organization(place, actor)


def credentials(tx: Transaction, address: Address, attempts_key: str) -> Credentials:
    """What a sign-in is checked against, the same question for known and unknown addresses."""
    known = users.password_hash(tx, address.key) or (None, None)
    failures, last = users.attempts(tx, attempts_key) or (0, None)
    return Credentials(known[0], known[1], failures, last)


def note_failure(tx: Transaction, attempts_key: str, now: datetime) -> None:
    """Count a failed sign-in with an address, known or not."""
    failures, last = users.attempts(tx, attempts_key) or (0, None)
    users.note_attempt(
        tx,
        attempts_key,
        failures_with_this_one(failures, last, now),
        now,
        forgotten=now - timedelta(seconds=FORGOTTEN_AFTER_SECONDS),
    )


def take_back_failure(tx: Transaction, attempts_key: str, before: Credentials) -> None:
    """Leave the count as it was before an attempt that turned out right and is to change nothing."""
    if before.last_failed_at is None:
        users.forget_attempts(tx, attempts_key)
    else:
        last = before.last_failed_at
        users.note_attempt(tx, attempts_key, before.failures, last, forgotten=last)


def sign_in(
    tx: Transaction,
    *,
    address: Address,
    attempts_key: str,
    secret_hash: str,
    url: str | None,
    rehash: str | None,
    choice: Choice,
    now: datetime,
) -> WhoResult:
    """D2, D3: begin a sign-in whose password was found right; the URL's organization, or the default, is
    active. Raises NotFound not_found.organization for a URL that the user isn't in.
    """
    found_user = sessions.of_operator(tx, address.key)
    if found_user is None:
        raise NotSignedIn(Code.AUTH_FAILED, say("Wrong address or password."))
    user = found_user[1]
    active_id = user.default_organization_id
    if url is not None:
        place = members.by_slug(tx, user.id, switching.slug_of(url), hold=False)
        if place is None:
            raise NotFound(
                Code.NOT_FOUND_ORGANIZATION,
                say("{email} has no organization {url}.", email=user.email, url=url),
                say("Sign in without --url, then orgctl org list shows your organizations."),
            )
        active_id = place.organization.id
    users.forget_attempts(tx, attempts_key)
    if rehash is not None:
        users.set_password_hash(tx, user.id, rehash)
    session = sessions.begin(tx, user.id, secret_hash=secret_hash, active_organization_id=active_id, now=now)
    actor = Actor(user, session, None, choice)
    record(tx, actor, now, audit.Line(audit.Act.SIGNED_IN, None, user.id, user.email))
    return _who(tx, actor)


def sign_out(tx: Transaction, actor: Actor, *, everywhere: bool, now: datetime) -> WhoResult:
    """End this sign-in, or all of the user's; the answer is who it was."""
    answer = replace(_who(tx, actor), active=None, from_=None)
    if everywhere:
        sessions.end_all(tx, actor.user.id)
    elif actor.session is not None:
        sessions.end(tx, actor.session.id)
    record(
        tx,
        actor,
        now,
        audit.Line(audit.Act.SIGNED_OUT, None, actor.user.id, actor.user.email, {"everywhere": everywhere}),
    )
    return answer


def set_password(tx: Transaction, actor: Actor, *, password_hash: str, now: datetime) -> WhoResult:
    """A new password; the user's other sign-ins end, this one stays."""
    users.set_password_hash(tx, actor.user.id, password_hash)
    sessions.end_all(tx, actor.user.id, except_id=actor.session.id if actor.session else None)
    record(tx, actor, now, audit.Line(audit.Act.PASSWORD_SET, None, actor.user.id, actor.user.email))
    return _who(tx, actor)


def who(tx: Transaction, actor: Actor) -> WhoResult:
    """Who acts, where, and what decided on the organization.

    Raises NotFound not_found.organization for a flag, variable or pin that names none of the user's.
    """
    return _who(tx, actor)


def _who(tx: Transaction, actor: Actor) -> WhoResult:
    default_id = actor.user.default_organization_id
    urls = {id_: url for id_, url, _ in members.references(tx, actor.user.id)}
    if actor.choice.text is not None:
        active: str | None = acting_place(tx, actor, hold=False).organization.url
        source: str | None = actor.choice.source
    else:
        active = urls.get(actor.active_id) if actor.active_id is not None else None
        source = "session" if active is not None else None
    return WhoResult(
        email=actor.user.email,
        name=actor.user.name,
        active=active,
        default=urls.get(default_id) if default_id is not None else None,
        from_=source,
        operator=actor.operator,
    )
