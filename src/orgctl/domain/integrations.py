"""Linking app accounts with organizations: E1 to E3 of the policy, one check for every row of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from orgctl.domain.catalogue import Holder
from orgctl.domain.places import first_free
from orgctl.domain.refusals import Code, InvalidInput, Refusal, Sentence, say

if TYPE_CHECKING:
    from orgctl.domain.catalogue import Entry
    from orgctl.domain.values import Side

ACCOUNT_CHARACTERS: Final = 200
"""No rule but a bound on input: how long the name of an app account may be."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's control and format characters, half surrogate pairs, line and paragraph separators."""


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What the store knows, inside the transaction, about a link that somebody wants.

    `already`: the same account (for a per-user entry, of the same user) is linked to this organization.
    `taken_slots`: the places of this organization's links of the entry's app and feature.
    `exclusive_link_id`: the link, in whatever organization, that holds `exclusive_key` of this entry.
    """

    organization_name: str
    account: str
    user_id: int
    already: bool = False
    taken_slots: tuple[int, ...] = ()
    exclusive_link_id: int | None = None


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """What linking does: nothing if `already`, else one row with this slot and exclusive key.

    `replaces` is the id of the user's link that goes (a per-user entry has one at a time).
    """

    already: bool = False
    slot: int | None = None
    exclusive: str | None = None
    replaces: int | None = None


def clean_account(entry: Entry, text: str) -> str:
    """An account's name as it is kept: trimmed, composed (NFC), free of what can't be seen, in the form.

    Raises InvalidInput `input.account`.
    """
    account = normalize("NFC", text.strip())
    form = "/".join(entry.form)
    if not 1 <= len(account) <= ACCOUNT_CHARACTERS or any(category(it) in _UNSEEN for it in account):
        raise InvalidInput(
            Code.INPUT_ACCOUNT,
            say(
                "The name of the account in {product} is not usable: it is 1 to {limit} printable characters.",
                product=entry.product,
                limit=ACCOUNT_CHARACTERS,
            ),
        )
    parts = account.split("/")
    if len(entry.form) > 1 and (len(parts) != len(entry.form) or not all(part.strip() for part in parts)):
        raise InvalidInput(
            Code.INPUT_ACCOUNT,
            say(
                "{account} is no {kind} of {product}.",
                account=account,
                kind=Sentence(entry.account),
                product=entry.product,
            ),
            say("Name it as {form}.", form=form),
        )
    return account


def exclusive_key(entry: Entry, account: str, user_id: int) -> str | None:
    """E2: what only one link of the entry's app and feature may have at a time; None for no such limit.

    Reading: an account is the same however its letters are cased.
    """
    if entry.exclusive is None:
        return None
    return str(user_id) if entry.exclusive is Holder.USER else account.casefold()


def plan_linking(entry: Entry, side: Side, facts: LinkFacts) -> Refusal | LinkPlan:
    """E2 and E3: what linking does, or why it is refused. Role (E1) and trial (B2) are asked before.

    Source: "Multiple organization accounts and integration", both tables. Readings: the side is
    judged first; the same pair again changes nothing; a second account is refused until the first is
    unlinked; a per-user link of another organization is replaced. No refusal tells which other
    organization an account is linked to, or whose it is (A3).
    """
    refusal = _refuse_side(entry, side, facts)
    if refusal is not None:
        return refusal
    if facts.already:
        return LinkPlan(already=True)

    slot = None
    if entry.accounts_per_organization is not None:
        slot = first_free(facts.taken_slots, entry.accounts_per_organization)
        if slot is None:
            return _organization_is_full(entry, facts, entry.accounts_per_organization)
    exclusive = exclusive_key(entry, facts.account, facts.user_id)
    if facts.exclusive_link_id is None or exclusive is None:
        return LinkPlan(slot=slot, exclusive=exclusive)
    if entry.per_user:
        return LinkPlan(slot=slot, exclusive=exclusive, replaces=facts.exclusive_link_id)
    return _account_is_taken(entry, facts)


def _refuse_side(entry: Entry, side: Side, facts: LinkFacts) -> Refusal | None:
    if side in entry.sides:
        return None
    return Refusal(
        Code.INTEGRATE_WRONG_SIDE,
        "E3",
        say(
            "{product} can't be linked to {organization} from the side `{side}`.",
            product=entry.product,
            organization=facts.organization_name,
            side=side.value,
        ),
        say("It is started from: {sides} (`--from`).", sides=", ".join(entry.sides)),
    )


def _organization_is_full(entry: Entry, facts: LinkFacts, limit: int) -> Refusal:
    return Refusal(
        Code.INTEGRATE_CARDINALITY,
        "E2",
        say(
            "{organization} is linked with {limit} of {product} already, the most that one organization may be.",
            organization=facts.organization_name,
            limit=limit,
            product=entry.product,
        ),
        say(
            "Unlink one first: `orgctl integrate remove {app} ACCOUNT`; `orgctl integrate list` shows them.",
            app=entry.app,
        ),
    )


def _account_is_taken(entry: Entry, facts: LinkFacts) -> Refusal:
    return Refusal(
        Code.INTEGRATE_CARDINALITY,
        "E2",
        say(
            "{account} of {product} can't be linked to {organization}: it is linked to an organization already, "
            "and may be to one only.",
            account=facts.account,
            product=entry.product,
            organization=facts.organization_name,
        ),
        say("Use another account, or have this one unlinked in the organization that it is linked to."),
    )
