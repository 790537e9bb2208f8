"""Section 4 of the policy: invitations, and the limits of section 2 where one is accepted."""

from __future__ import annotations

from tests.stateful.model import (
    NO_ORGANIZATION,
    Invitation,
    No,
    Organization,
    Who,
    World,
    invitation_seen,
    refused,
)

Answer = No | dict[str, object]
NO_INVITATION = No({"not_found.invitation"})
NONE_FROM_THERE = No({"not_found.invitation", "not_found.organization"})


def send(
    world: World, who: Who, *, emails: tuple[str, ...], role: str, external: bool, tokens: tuple[str, ...]
) -> Answer:
    """R2, B8 and the trial's end, for each address by itself. Each `token` is used for what is sent."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    sent: list[dict[str, object]] = []
    failed: list[tuple[str, No]] = []
    left = list(tokens)
    for email in emails:
        latest = world.latest(its.handle, email)
        no = refused(
            ("role.not_admin", its.members[who.email].role == "standard"),
            ("trial.expired", world.trial_over(its)),
            ("external.not_zoho_one", external and its.edition != "zoho-one"),
            ("external.standard_only", external and role != "standard"),
            ("invite.already_member", email in its.members),
            ("invite.already_pending", latest is not None and world.status(latest) == "pending"),
        )
        if no:
            failed.append((email, no))
            continue
        offer = Invitation(
            handle=world.number(),
            organization=its.handle,
            email=email,
            role=role,
            kind="external" if external else "internal",
            sent_at=world.second,
            tokens=[left.pop(0)],
            inviters={who.email},
        )
        world.invitations[offer.handle] = offer
        sent.append(invitation_seen(world, offer) | {"handle": offer.handle})
    return {"sent": sent, "failed": failed}


def _answerable(world: World, offer: Invitation) -> list[tuple[str, bool]]:
    status = world.status(offer)
    return [
        ("invite.expired", status == "expired"),
        ("invite.not_pending", status in ("accepted", "declined", "revoked")),
    ]


def joining(world: World, its: Organization, email: str, kind: str) -> list[tuple[str, bool]]:
    """B3, B5, B7, B8 and the trial's end, where a membership of this kind begins."""
    return [
        ("trial.expired", world.trial_over(its)),
        ("limit.memberships", len(world.of(email)) >= 10),
        (
            "limit.crm_plus_invited",
            its.edition == "crm-plus" and its.creator != email and world.crm_plus_joined(email) >= 9,
        ),
        (
            "license.none_free",
            its.licenses is not None and kind == "internal" and its.internal >= its.licenses,
        ),
        ("invite.already_member", email in its.members),
    ]


def kind_on_joining(world: World, its: Organization, offer: Invitation) -> str:
    """B8: external where the user is in another Zoho One organization, or was invited as such."""
    if its.edition != "zoho-one":
        return "internal"
    return "external" if offer.kind == "external" or world.zoho_one_internal(offer.email) else "internal"


def _accept(world: World, offer: Invitation, also: list[tuple[str, bool]]) -> Answer:
    its = world.organizations[offer.organization]
    kind = kind_on_joining(world, its, offer)
    no = refused(*also, *_answerable(world, offer), *joining(world, its, offer.email, kind))
    if no:
        return no
    became_external = kind == "external" and offer.kind == "internal"
    role = "standard" if kind == "external" else offer.role
    world.defaults.setdefault(offer.email, None)
    world.begin(its, offer.email, role, kind)
    offer.ended = "accepted"
    seen = invitation_seen(world, offer) | {"role": role, "kind": kind}
    return seen | {"became_external": became_external, "handle": offer.handle}


def _from_list(world: World, who: Who, text: str) -> Invitation | None:
    """The latest of an organization, by its access URL."""
    its = next((each for each in world.organizations.values() if each.url == text), None)
    return None if its is None else world.latest(its.handle, who.email)


def accept(world: World, who: Who, *, organization: str) -> Answer:
    """C1, C2, C4: from the organization list."""
    offer = _from_list(world, who, organization)
    if offer is None:
        return NONE_FROM_THERE
    hidden = world.email_only(world.organizations[offer.organization])
    return _accept(world, offer, [("invite.email_only", hidden)])


def accept_by_token(world: World, who: Who | None, *, token: str) -> Answer:
    """C2, C3: with the token of the e-mail, signed in as the invited user or not signed in."""
    offer = world.by_token(token)
    if offer is None:
        return NO_INVITATION
    return _accept(world, offer, [("invite.not_yours", who is not None and who.email != offer.email)])


def _decline(world: World, offer: Invitation, also: list[tuple[str, bool]]) -> Answer:
    no = refused(*also, *_answerable(world, offer))
    if no:
        return no
    offer.ended = "declined"
    return invitation_seen(world, offer) | {"handle": offer.handle}


def decline(world: World, who: Who, *, organization: str) -> Answer:
    """C2, C4: from the organization list."""
    offer = _from_list(world, who, organization)
    if offer is None:
        return NONE_FROM_THERE
    hidden = world.email_only(world.organizations[offer.organization])
    return _decline(world, offer, [("invite.email_only", hidden)])


def decline_by_token(world: World, who: Who | None, *, token: str) -> Answer:
    """C2, C3: with the token of the e-mail."""
    offer = world.by_token(token)
    if offer is None:
        return NO_INVITATION
    return _decline(world, offer, [("invite.not_yours", who is not None and who.email != offer.email)])


def _final(world: World, offer: Invitation | None) -> list[tuple[str, bool]]:
    """A final state never changes; of an expired one, its expiry may be what is said."""
    status = None if offer is None else world.status(offer)
    return [
        ("not_found.invitation", offer is None),
        ("invite.not_pending", status not in (None, "pending")),
        ("invite.expired", status == "expired"),
    ]


def revoke(world: World, who: Who, *, email: str) -> Answer:
    """R2."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    offer = world.latest(its.handle, email)
    no = refused(("role.not_admin", its.members[who.email].role == "standard"), *_final(world, offer))
    if no or offer is None:
        return no or NO_INVITATION
    offer.ended = "revoked"
    return invitation_seen(world, offer) | {"handle": offer.handle}


def resend(world: World, who: Who, *, email: str, token: str) -> Answer:
    """R2 and the trial's end, since it sends: a new token, seven new days, and the old token is dead."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    offer = world.latest(its.handle, email)
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("trial.expired", world.trial_over(its)),
        *_final(world, offer),
    )
    if no or offer is None:
        return no or NO_INVITATION
    offer.tokens.append(token)
    offer.sent_at = world.second
    offer.inviters.add(who.email)
    return invitation_seen(world, offer) | {"handle": offer.handle}
