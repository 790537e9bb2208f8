"""Creating organizations: B1, B4, B5, B6 and B9 of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.limits import CREATED_PER_USER
from orgctl.domain.membership import refuse_another_membership
from orgctl.domain.places import first_free
from orgctl.domain.refusals import Code, Refusal, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.domain.standing import Standing


def refuse_creation(standing: Standing) -> Refusal | None:
    """Whether this user may create an organization as an administrator: B1, then B5, then B6.

    Source: "Permission to create organization accounts" and "Number of accounts", items 1 and 2.
    Reading: sign-up is no creation in this sense and isn't judged here; there is no organization yet
    to be an administrator of, and its organization is none of the five.
    """
    return (
        refuse_creation_unless_admin(standing)
        or refuse_another_membership(standing)
        or refuse_sixth_creation(standing)
    )


def refuse_creation_unless_admin(standing: Standing) -> Refusal | None:
    """B1: one administrates at least one organization. Source: "Permission to create organization accounts"."""
    if standing.administers >= 1:
        return None
    return Refusal(
        Code.CREATE_NOT_ADMIN,
        "B1",
        say(
            "{email} may not create an organization: not an administrator or the super administrator of any.",
            email=standing.email,
        ),
        say(
            "An administrator of one of your organizations can make you one: "
            "`orgctl member set-role {email} admin`.",
            email=standing.email,
        ),
    )


def refuse_sixth_creation(standing: Standing) -> Refusal | None:
    """B6: at most five existing organizations, sign-up's aside.

    Source: "Number of accounts", item 2. Reading: those count that still exist, whether or not their
    creator is still in them; deleting one frees its place.
    """
    if standing.created < CREATED_PER_USER:
        return None
    return Refusal(
        Code.LIMIT_CREATED,
        "B6",
        say(
            "{email} has created {created} organizations, and {limit} is the most that one user may.",
            email=standing.email,
            created=standing.created,
            limit=CREATED_PER_USER,
        ),
        say(
            "Deleting one of them frees its place (`orgctl org delete ORG`); being unlinked from one does not. "
            "Someone else can create the organization and invite you."
        ),
    )


def next_creator_slot(taken: Iterable[int]) -> int:
    """The place, 1 to 5, that a new organization takes among its creator's (B6).

    Raises ValueError when all are taken: `refuse_creation` comes first.
    """
    slot = first_free(taken, CREATED_PER_USER)
    if slot is None:
        raise ValueError("no place left: ask refuse_creation first")
    return slot


def refuse_taken_url(url: str, *, taken: bool) -> Refusal | None:
    """B4: an access URL is one organization's alone, case-insensitively; `url` is folded already.

    Source: "Access to the URLs of organization accounts". The refusal doesn't tell whose it is (A3).
    """
    if not taken:
        return None
    return Refusal(
        Code.URL_TAKEN,
        "B4",
        say("The access URL {url} is taken by an organization.", url=url),
        say(
            "Choose another one: `--url`, at sign-up `--org-url`, for an organization that exists `orgctl org set-url SLUG`."
        ),
    )
