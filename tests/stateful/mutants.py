"""Each rule taken out, or told a little differently, by the edge that the walk notices it at.

What notices is written beside each. `MODEL`: the program does what the policy refuses, refuses what it
allows, or shows something else. `STORE`: a constraint stops the broken rule first, and the program fails
where the policy refuses. `PLACES`: so does the numbering of a limit's places.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from orgctl.domain import creation, editions, integrations, invitations, membership, roles, switching
from orgctl.domain.places import first_free
from orgctl.domain.values import Edition, Kind, Role
from orgctl.store import members as stored_members
from orgctl.usecases import answers
from orgctl.usecases import integrations as integration_acts
from orgctl.usecases import invitations as invitation_acts
from orgctl.usecases import organizations as organization_acts
from orgctl.usecases import sample_data as sample_data_acts
from tests.stateful import broken_rules as broken

MODEL = r"where the policy says|where the policy refuses|differ"
STORE = r"'store\.invariant'"
PLACES = r"no place left"


class Mutant(NamedTuple):
    """What a name of a module becomes, and how that is noticed."""

    rule: str
    module: Any
    name: str
    becomes: Any
    noticed: str


MUTANTS = {
    "who_may_create": [
        Mutant("B1: anybody creates", creation, "refuse_creation_unless_admin", broken.nothing, MODEL),
    ],
    "the_end_of_the_trial": [
        Mutant("B2: joining after the trial", membership, "refuse_after_trial", broken.nothing, MODEL),
        Mutant("B2: inviting after the trial", invitations, "refuse_after_trial", broken.nothing, MODEL),
        Mutant("B2: resending after the trial", invitation_acts, "refuse_after_trial", broken.nothing, MODEL),
        Mutant("B2: linking after the trial", integration_acts, "refuse_after_trial", broken.nothing, MODEL),
        Mutant("B2: loading after the trial", sample_data_acts, "refuse_after_trial", broken.nothing, MODEL),
        Mutant(
            "B2: a second more",
            organization_acts,
            "trial_end",
            lambda created_at: created_at + timedelta(days=15, seconds=1),
            MODEL,
        ),
    ],
    "the_last_license": [
        Mutant("B3: nobody needs a license", membership, "refuse_unlicensed", broken.nothing, STORE),
        Mutant("B3: fewer than members", editions, "refuse_too_few_licenses", broken.nothing, STORE),
        Mutant("counted: nobody counts", stored_members, "_counting", broken.uncounted, MODEL),
    ],
    "licenses_on_trial": [
        Mutant("B3: a number on trial", editions, "refuse_license_change", broken.on_trial_too, MODEL),
    ],
    "the_super_administrators_own": [
        Mutant("B4: a taken access URL", creation, "refuse_taken_url", broken.nothing, STORE),
        Mutant("B4: any administrator's", roles, "refuse_url_change", broken.nothing, MODEL),
        Mutant("R1: the super administrator leaves", roles, "refuse_leave", broken.nothing, MODEL),
        Mutant(
            "R1: the super administrator is unlinked",
            roles,
            "refuse_unlink",
            broken.unlink_but_standard,
            MODEL,
        ),
        Mutant("R1: transferred to anybody", roles, "refuse_transfer", broken.transfer_to_any_member, MODEL),
        Mutant("R1: two super administrators", roles, "FORMER_SUPERADMIN", Role.SUPERADMIN, STORE),
    ],
    "the_eleventh_membership_by_invitation": [
        Mutant("B5: an eleventh", membership, "refuse_another_membership", broken.nothing, PLACES),
        Mutant("B5: eleven are ten", membership, "MEMBERSHIPS_PER_USER", 11, STORE),
        Mutant("B5: nine are ten", membership, "MEMBERSHIPS_PER_USER", 9, MODEL),
    ],
    "the_eleventh_membership_by_creation": [
        Mutant("B5: an eleventh created", creation, "refuse_another_membership", broken.nothing, PLACES),
    ],
    "the_sixth_created": [
        Mutant("B6: a sixth", creation, "refuse_sixth_creation", broken.nothing, PLACES),
        Mutant("B6: six are five", creation, "CREATED_PER_USER", 6, STORE),
        Mutant("B6: four are five", creation, "CREATED_PER_USER", 4, MODEL),
    ],
    "the_tenth_crm_plus_of_others": [
        Mutant("B7: a tenth of others", membership, "refuse_tenth_crm_plus_of_others", broken.nothing, MODEL),
        Mutant("B7: eight are nine", membership, "CRM_PLUS_JOINED_PER_USER", 8, MODEL),
        Mutant("B7: a tenth by its edition", editions, "refuse_crm_plus_for_members", broken.nothing, MODEL),
    ],
    "a_second_crm_plus": [
        Mutant("B7: a second created", editions, "refuse_second_crm_plus", broken.nothing, STORE),
    ],
    "external_in_a_second_zoho_one": [
        Mutant(
            "B8: internal in two",
            answers,
            "kind_on_joining",
            lambda _standing, its, asked: asked if its.edition is Edition.ZOHO_ONE else Kind.INTERNAL,
            MODEL,
        ),
        Mutant("B8: external administrators", answers, "role_on_joining", lambda _, role: role, STORE),
    ],
    "external_outright": [
        Mutant(
            "B8: external in any edition, in any role",
            invitations,
            "refuse_inviting_as",
            broken.never_external,
            MODEL,
        ),
        Mutant(
            "B8: external, then an administrator",
            roles,
            "refuse_set_role",
            broken.external_administrators,
            STORE,
        ),
    ],
    "into_zoho_one_and_out_of_it": [
        Mutant(
            "B8: administrators made external",
            editions,
            "refuse_external_administrators",
            broken.nothing,
            STORE,
        ),
        Mutant("B8: external elsewhere", editions, "change_of_edition", broken.still_external, MODEL),
    ],
    "what_administrators_do": [
        Mutant("R2: anybody administers", roles, "refuse_unless_admin", broken.nothing, MODEL),
    ],
    "invited_twice": [
        Mutant("C1: a member is invited", invitations, "refuse_second_membership", broken.nothing, MODEL),
        Mutant("C1: two pending", invitations, "_refuse_second_invitation", broken.nothing, MODEL),
    ],
    "the_second_of_expiry": [
        Mutant("C2: pending at the very second of expiry", invitations, "status_at", broken.late, MODEL),
        Mutant(
            "C2: a second longer",
            invitations,
            "expires_at",
            lambda sent_at: sent_at + timedelta(days=7, seconds=1),
            MODEL,
        ),
        Mutant(
            "C2: a second shorter",
            invitations,
            "expires_at",
            lambda sent_at: sent_at + timedelta(days=7, seconds=-1),
            MODEL,
        ),
    ],
    "final_states": [
        Mutant("C2: declined, then accepted", invitations, "TRANSITIONS", broken.reviving(), MODEL),
        Mutant("C3: anybody's token", invitations, "refuse_answer_by", broken.nothing, MODEL),
    ],
    "hidden_and_shown_again": [
        Mutant("C4: everything is listed", invitations, "listed", lambda _organization: True, MODEL),
        Mutant("C4: Cliq hides nothing", invitations, "listed", broken.listed_with_cliq, MODEL),
        Mutant("C4: a restriction hides nothing", invitations, "listed", broken.listed_with_networks, MODEL),
        Mutant(
            "C4: an edition hides nothing", invitations, "listed", broken.listed_whatever_the_edition, MODEL
        ),
    ],
    "to_and_fro": [
        Mutant(
            "D1: nothing is the one before", switching, "after_switch", lambda *ids: (ids[2], None), MODEL
        ),
        Mutant(
            "D2: each new membership is the default",
            answers,
            "default_after_joining",
            lambda _had, _default, new: new,
            MODEL,
        ),
    ],
    "a_default_is_lost": [
        Mutant("D4: a default outside", stored_members, "remove", broken.keeping_the_default, MODEL),
    ],
    "who_may_integrate": [
        Mutant("E1: anybody links", roles, "refuse_unless_admin", broken.anybody_links, MODEL),
    ],
    "the_sixth_salesiq_account": [
        Mutant(
            "E2: a sixth account",
            integrations,
            "first_free",
            lambda taken, most: first_free(taken, most + 1),
            MODEL,
        ),
    ],
    "each_apps_cardinalities": [
        Mutant("E2: an account of two", integrations, "_account_is_taken", broken.taken_is_free, STORE),
        Mutant("E2: two message extensions", integrations, "plan_linking", broken.beside_the_old, STORE),
        Mutant("E3: from any side", integrations, "_refuse_side", broken.nothing, MODEL),
    ],
}
"""At which edge each is noticed: what is taken out of a module there."""
