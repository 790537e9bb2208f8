"""Rules as they would be if they were taken out, or told a little differently; each is what a mutant becomes."""

from __future__ import annotations

from dataclasses import replace

from orgctl.domain import editions, integrations, invitations, roles
from orgctl.domain.integrations import LinkPlan
from orgctl.domain.invitations import Event
from orgctl.domain.values import Edition, Kind, Role, Status
from orgctl.store import members as stored_members


def nothing(*_facts, **_more):
    """A rule that never refuses."""


def late(invitation, now):
    if invitation.status is Status.PENDING and now > invitation.expires_at:
        return Status.EXPIRED
    return invitation.status


def reviving():
    return {**invitations.TRANSITIONS, (Status.DECLINED, Event.ACCEPT): Status.ACCEPTED}


def listed_with_cliq(organization):
    return organization.edition not in (Edition.CRM_PLUS, Edition.ZOHO_ONE) and not organization.restrict_ip


def listed_with_networks(organization):
    return organization.edition not in (Edition.CRM_PLUS, Edition.ZOHO_ONE) and not organization.has_cliq


def listed_whatever_the_edition(organization):
    return not (organization.has_cliq or organization.restrict_ip)


def unlink_but_standard(actor_role, _target_role, organization):
    return roles.refuse_unless_admin(actor_role, organization, roles.Act.UNLINK)


def transfer_to_any_member(actor_role, target, organization, *, email, _right=roles.refuse_transfer):
    refusal = _right(actor_role, target, organization, email=email)
    return None if target is not None and actor_role is Role.SUPERADMIN else refusal


def still_external(*facts, _right=editions.change_of_edition):
    change = _right(*facts)
    return replace(change, made_internal=()) if isinstance(change, editions.EditionChange) else change


def keeping_the_default(tx, gone, _right=stored_members.remove):
    _right(tx, gone)
    tx.run(
        "UPDATE users SET default_organization_id = :organization WHERE id = :user "
        "AND default_organization_id IS NULL",
        organization=gone.organization_id,
        user=gone.user_id,
    )


def anybody_links(role, organization, act, _right=roles.refuse_unless_admin):
    return None if act is roles.Act.LINK_APP else _right(role, organization, act)


def never_external(organization, role, kind, _right=invitations.refuse_inviting_as):
    return _right(organization, role, kind) if kind is Kind.INTERNAL else None


def external_administrators(actor_role, target, new_role, organization, *, email):
    internal = replace(target, kind=Kind.INTERNAL)
    return set_role(actor_role, internal, new_role, organization, email=email)


set_role = roles.refuse_set_role


def on_trial_too(organization, licenses):
    return None if organization.on_trial else editions.refuse_too_few_licenses(organization, licenses, 0)


def uncounted(organization_id, _members, _internal, _right=stored_members._counting):  # noqa: SLF001 (taken out here)
    return _right(organization_id, 0, 0)


def beside_the_old(*facts, _right=integrations.plan_linking):
    plan = _right(*facts)
    return replace(plan, replaces=None) if isinstance(plan, LinkPlan) else plan


def taken_is_free(entry, facts):
    return LinkPlan(exclusive=integrations.exclusive_key(entry, facts.account, facts.user_id))
