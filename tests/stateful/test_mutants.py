"""Each rule taken out in turn: the walk must notice. A walk that misses one would prove nothing.

What notices is written beside each mutant. `MODEL`: the program does what the policy refuses, refuses
what it allows, or shows something else. `STORE`: a constraint stops the broken rule first, and the
program fails where the policy refuses. `PLACES`: so does the numbering of a limit's places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from orgctl.domain import creation, editions, integrations, invitations, membership, roles, switching
from orgctl.domain.integrations import LinkPlan
from orgctl.domain.invitations import Event
from orgctl.domain.places import first_free
from orgctl.domain.values import Edition, Kind, Role, Status
from orgctl.store import members as stored_members
from orgctl.usecases import integrations as integration_acts
from orgctl.usecases import invitations as invitation_acts
from orgctl.usecases import organizations as organization_acts
from orgctl.usecases import sample_data as sample_data_acts
from tests.stateful.edges import OrgctlAtItsEdges
from tests.support import stores

EXAMPLES = 60
STEPS = 60

MODEL = r"where the policy says|where the policy refuses|differ"
STORE = r"'store\.invariant'"
PLACES = r"no place left"


def _nothing(*_facts, **_more):
    """A rule that never refuses."""


def _late(invitation, now):
    if invitation.status is Status.PENDING and now > invitation.expires_at:
        return Status.EXPIRED
    return invitation.status


def _reviving():
    return {**invitations.TRANSITIONS, (Status.DECLINED, Event.ACCEPT): Status.ACCEPTED}


def _listed_with_cliq(organization):
    return organization.edition not in (Edition.CRM_PLUS, Edition.ZOHO_ONE) and not organization.restrict_ip


def _unlink_but_standard(actor_role, _target_role, organization):
    return roles.refuse_unless_admin(actor_role, organization, roles.Act.UNLINK)


def _transfer_to_any_member(actor_role, target, organization, *, email, _right=roles.refuse_transfer):
    refusal = _right(actor_role, target, organization, email=email)
    return None if target is not None and actor_role is Role.SUPERADMIN else refusal


def _still_external(*facts, _right=editions.change_of_edition):
    change = _right(*facts)
    return replace(change, made_internal=()) if isinstance(change, editions.EditionChange) else change


def _keeping_the_default(tx, gone, _right=stored_members.remove):
    _right(tx, gone)
    tx.run(
        "UPDATE users SET default_organization_id = :organization WHERE id = :user "
        "AND default_organization_id IS NULL",
        organization=gone.organization_id,
        user=gone.user_id,
    )


def _beside_the_old(*facts, _right=integrations.plan_linking):
    plan = _right(*facts)
    return replace(plan, replaces=None) if isinstance(plan, LinkPlan) else plan


def _taken_is_free(entry, facts):
    return LinkPlan(exclusive=integrations.exclusive_key(entry, facts.account, facts.user_id))


MUTANTS = [
    ("B1: anybody creates", creation, "refuse_creation_unless_admin", _nothing, MODEL, None),
    ("B2: joining after the trial", membership, "refuse_after_trial", _nothing, MODEL, "trial ending"),
    ("B2: inviting after the trial", invitations, "refuse_after_trial", _nothing, MODEL, "trial ending"),
    ("B2: linking after the trial", integration_acts, "refuse_after_trial", _nothing, MODEL, "trial ending"),
    ("B2: loading after the trial", sample_data_acts, "refuse_after_trial", _nothing, MODEL, "trial ending"),
    (
        "B2: a second more",
        organization_acts,
        "trial_end",
        lambda created_at: created_at + timedelta(days=15, seconds=1),
        MODEL,
        None,
    ),
    ("B3: nobody needs a license", membership, "refuse_unlicensed", _nothing, STORE, "last license"),
    ("B3: fewer than members", editions, "refuse_too_few_licenses", _nothing, STORE, "last license"),
    ("B4: a taken access URL", creation, "refuse_taken_url", _nothing, STORE, None),
    ("B4: any administrator's", roles, "refuse_url_change", _nothing, MODEL, None),
    ("B5: an eleventh", membership, "refuse_another_membership", _nothing, PLACES, "nine memberships"),
    ("B5: eleven are ten", membership, "MEMBERSHIPS_PER_USER", 11, STORE, "nine memberships"),
    ("B5: nine are ten", membership, "MEMBERSHIPS_PER_USER", 9, MODEL, "nine memberships"),
    ("B6: a sixth", creation, "refuse_sixth_creation", _nothing, PLACES, "nine memberships"),
    ("B6: six are five", creation, "CREATED_PER_USER", 6, STORE, "nine memberships"),
    ("B6: four are five", creation, "CREATED_PER_USER", 4, MODEL, "nine memberships"),
    (
        "B7: a tenth of others",
        membership,
        "refuse_tenth_crm_plus_of_others",
        _nothing,
        MODEL,
        "eight CRM Plus",
    ),
    ("B7: eight are nine", membership, "CRM_PLUS_JOINED_PER_USER", 8, MODEL, "eight CRM Plus"),
    ("B7: a second created", editions, "refuse_second_crm_plus", _nothing, STORE, "eight CRM Plus"),
    (
        "B7: a tenth by its edition",
        editions,
        "refuse_crm_plus_for_members",
        _nothing,
        MODEL,
        "eight CRM Plus",
    ),
    (
        "B8: internal in two",
        invitation_acts,
        "kind_on_joining",
        lambda _standing, its, asked: asked if its.edition is Edition.ZOHO_ONE else Kind.INTERNAL,
        STORE,
        "Zoho One",
    ),
    (
        "B8: external administrators",
        invitation_acts,
        "role_on_joining",
        lambda _, role: role,
        STORE,
        "Zoho One",
    ),
    (
        "B8: administrators made external",
        editions,
        "refuse_external_administrators",
        _nothing,
        STORE,
        "Zoho One",
    ),
    ("B8: external elsewhere", editions, "change_of_edition", _still_external, MODEL, "Zoho One"),
    ("R1: the super administrator leaves", roles, "refuse_leave", _nothing, MODEL, None),
    ("R1: the super administrator is unlinked", roles, "refuse_unlink", _unlink_but_standard, MODEL, None),
    ("R1: transferred to anybody", roles, "refuse_transfer", _transfer_to_any_member, MODEL, None),
    ("R1: two super administrators", roles, "FORMER_SUPERADMIN", Role.SUPERADMIN, STORE, None),
    ("R2: anybody administers", roles, "refuse_unless_admin", _nothing, MODEL, None),
    ("C1: a member is invited", invitations, "refuse_second_membership", _nothing, MODEL, None),
    ("C1: two pending", invitations, "_refuse_second_invitation", _nothing, STORE, None),
    ("C2: pending at the very second of expiry", invitations, "status_at", _late, MODEL, None),
    (
        "C2: a second longer",
        invitations,
        "expires_at",
        lambda sent_at: sent_at + timedelta(days=7, seconds=1),
        MODEL,
        None,
    ),
    ("C2: declined, then accepted", invitations, "TRANSITIONS", _reviving(), MODEL, None),
    ("C3: anybody's token", invitations, "refuse_answer_by", _nothing, MODEL, None),
    ("C4: everything is listed", invitations, "listed", lambda _organization: True, MODEL, None),
    ("C4: Cliq hides nothing", invitations, "listed", _listed_with_cliq, MODEL, None),
    (
        "D2: each new membership is the default",
        invitation_acts,
        "default_after_joining",
        lambda _had, _default, new: new,
        MODEL,
        None,
    ),
    ("D4: a default outside", stored_members, "remove", _keeping_the_default, MODEL, None),
    ("D1: nothing is the one before", switching, "after_switch", lambda *ids: (ids[2], None), MODEL, None),
    (
        "E2: a sixth account",
        integrations,
        "first_free",
        lambda taken, most: first_free(taken, most + 1),
        MODEL,
        None,
    ),
    ("E2: an account of two", integrations, "_account_is_taken", _taken_is_free, STORE, None),
    ("E2: two message extensions", integrations, "plan_linking", _beside_the_old, STORE, None),
    ("E3: from any side", integrations, "_refuse_side", _nothing, MODEL, None),
    ("counted: nobody counts", stored_members, "_count", _nothing, MODEL, None),
]


@pytest.mark.parametrize(
    "module, name, mutant, noticed, scene", [each[1:] for each in MUTANTS], ids=[each[0] for each in MUTANTS]
)
def test_a_rule_taken_out_is_noticed(module, name, mutant, noticed, scene, run_folder, tmp_path, monkeypatch):
    machine = type(
        "Orgctl",
        (OrgctlAtItsEdges,),
        {
            "counts": Counter(),
            "made": {},
            "folder": tmp_path,
            "template": stores.sqlite_template(run_folder),
            **({"scenes": (scene,)} if scene else {}),
        },
    )
    seed(1)(machine)
    monkeypatch.setattr(module, name, mutant)

    with pytest.raises((AssertionError, ValueError), match=noticed):
        run_state_machine_as_test(
            machine,
            settings=settings(
                phases=[Phase.generate],
                report_multiple_bugs=False,
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                suppress_health_check=list(HealthCheck),
            ),
        )
