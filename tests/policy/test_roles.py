"""Section 3 of the policy: R1 to R3, and the role side of B4, B8 and E1."""

from __future__ import annotations

import pytest

from orgctl.domain.refusals import Code
from orgctl.domain.roles import (
    FORMER_SUPERADMIN,
    Act,
    refuse_leave,
    refuse_set_role,
    refuse_transfer,
    refuse_unless_admin,
    refuse_unlink,
    refuse_url_change,
)
from orgctl.domain.values import Kind, Role
from tests.builders import a_membership

EWA = "ewa@zylker.example"


@pytest.mark.parametrize("act", Act)
def test_a_standard_member_may_not_do_what_administrators_do(act):
    refusal = refuse_unless_admin(Role.STANDARD, "Zylker", act)

    assert refusal is not None
    assert refusal.code is Code.ROLE_NOT_ADMIN
    assert str(refusal.message).startswith("Only administrators may ")
    assert "Zylker" in str(refusal.message)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERADMIN])
def test_administrators_and_the_super_administrator_may_do_all_that(role, act):
    assert refuse_unless_admin(role, "Zylker", act) is None


def test_every_act_has_a_sentence_of_its_own():
    sentences = {str(refuse_unless_admin(Role.STANDARD, "Zylker", act)) for act in Act}

    assert len(sentences) == len(Act)


def test_linking_apps_is_refused_by_the_rule_of_integrations():
    rules = {act: getattr(refuse_unless_admin(Role.STANDARD, "Zylker", act), "rule", None) for act in Act}

    assert {act for act, rule in rules.items() if rule == "E1"} == {Act.LINK_APP, Act.UNLINK_APP}
    assert set(rules.values()) == {"E1", "R2"}


def test_the_super_administrator_may_change_the_access_url():
    assert refuse_url_change(Role.SUPERADMIN, "Zylker") is None


@pytest.mark.parametrize("role", [Role.ADMIN, Role.STANDARD])
def test_nobody_else_may_change_the_access_url(role):
    refusal = refuse_url_change(role, "Zylker")

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.URL_NOT_SUPERADMIN, "B4")
    assert str(refusal.message) == "Only the super administrator may change the access URL of Zylker."


@pytest.mark.parametrize("role", [Role.ADMIN, Role.STANDARD])
def test_members_may_leave(role):
    assert refuse_leave(role, "Zylker") is None


def test_the_super_administrator_may_not_leave():
    refusal = refuse_leave(Role.SUPERADMIN, "Zylker")

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.ROLE_SUPERADMIN_REQUIRED, "R1")
    assert "orgctl org transfer EMAIL" in str(refusal.hint)


@pytest.mark.parametrize(
    "actor,target,code",
    [
        (Role.STANDARD, Role.STANDARD, Code.ROLE_NOT_ADMIN),
        (Role.STANDARD, Role.ADMIN, Code.ROLE_NOT_ADMIN),
        (Role.STANDARD, Role.SUPERADMIN, Code.ROLE_NOT_ADMIN),
        (Role.ADMIN, Role.STANDARD, None),
        (Role.ADMIN, Role.ADMIN, None),
        (Role.ADMIN, Role.SUPERADMIN, Code.ROLE_NOT_SUPERADMIN),
        (Role.SUPERADMIN, Role.STANDARD, None),
        (Role.SUPERADMIN, Role.ADMIN, None),
        (Role.SUPERADMIN, Role.SUPERADMIN, Code.ROLE_SUPERADMIN_REQUIRED),
    ],
)
def test_administrators_unlink_anybody_but_the_super_administrator(actor, target, code):
    refusal = refuse_unlink(actor, target, "Zylker")

    assert (refusal.code if refusal else None) is code


@pytest.mark.parametrize(
    "actor,target,new,code",
    [
        (Role.STANDARD, Role.STANDARD, Role.STANDARD, Code.ROLE_NOT_ADMIN),
        (Role.STANDARD, Role.STANDARD, Role.ADMIN, Code.ROLE_NOT_ADMIN),
        (Role.STANDARD, Role.SUPERADMIN, Role.STANDARD, Code.ROLE_NOT_ADMIN),
        (Role.ADMIN, Role.STANDARD, Role.ADMIN, None),
        (Role.ADMIN, Role.ADMIN, Role.STANDARD, None),
        (Role.ADMIN, Role.ADMIN, Role.ADMIN, None),
        (Role.ADMIN, Role.STANDARD, Role.SUPERADMIN, Code.ROLE_NOT_SUPERADMIN),
        (Role.ADMIN, Role.ADMIN, Role.SUPERADMIN, Code.ROLE_NOT_SUPERADMIN),
        (Role.ADMIN, Role.SUPERADMIN, Role.ADMIN, Code.ROLE_NOT_SUPERADMIN),
        (Role.ADMIN, Role.SUPERADMIN, Role.STANDARD, Code.ROLE_NOT_SUPERADMIN),
        (Role.SUPERADMIN, Role.STANDARD, Role.ADMIN, None),
        (Role.SUPERADMIN, Role.ADMIN, Role.STANDARD, None),
        (Role.SUPERADMIN, Role.STANDARD, Role.SUPERADMIN, Code.ROLE_SUPERADMIN_REQUIRED),
        (Role.SUPERADMIN, Role.ADMIN, Role.SUPERADMIN, Code.ROLE_SUPERADMIN_REQUIRED),
        (Role.SUPERADMIN, Role.SUPERADMIN, Role.ADMIN, Code.ROLE_SUPERADMIN_REQUIRED),
        (Role.SUPERADMIN, Role.SUPERADMIN, Role.STANDARD, Code.ROLE_SUPERADMIN_REQUIRED),
        (Role.SUPERADMIN, Role.SUPERADMIN, Role.SUPERADMIN, None),
    ],
)
def test_administrators_change_any_role_but_the_super_administrator_s(actor, target, new, code):
    refusal = refuse_set_role(actor, a_membership(role=target), new, "Zylker", email=EWA)

    assert (refusal.code if refusal else None) is code


@pytest.mark.parametrize("actor", [Role.ADMIN, Role.SUPERADMIN])
def test_an_external_member_stays_standard(actor):
    external = a_membership(kind=Kind.EXTERNAL)

    refusal = refuse_set_role(actor, external, Role.ADMIN, "Zylker", email=EWA)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.EXTERNAL_STANDARD_ONLY, "B8")
    assert str(refusal.message) == (
        "ewa@zylker.example is an external member of Zylker, and external members are always standard."
    )
    assert refuse_set_role(actor, external, Role.STANDARD, "Zylker", email=EWA) is None


def test_the_super_administrator_hands_the_role_to_an_internal_administrator():
    assert refuse_transfer(Role.SUPERADMIN, a_membership(role=Role.ADMIN), "Zylker", email=EWA) is None


@pytest.mark.parametrize(
    "target",
    [
        None,
        a_membership(role=Role.STANDARD),
        a_membership(role=Role.STANDARD, kind=Kind.EXTERNAL),
        a_membership(role=Role.ADMIN, kind=Kind.EXTERNAL),
        a_membership(role=Role.SUPERADMIN),
    ],
    ids=["no member", "standard", "external", "external administrator", "oneself"],
)
def test_the_role_goes_to_nobody_but_an_internal_administrator(target):
    refusal = refuse_transfer(Role.SUPERADMIN, target, "Zylker", email=EWA)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.ROLE_TRANSFER_TARGET, "R1")
    assert EWA in str(refusal.message)


@pytest.mark.parametrize("actor", [Role.ADMIN, Role.STANDARD])
def test_nobody_but_the_super_administrator_transfers_the_role(actor):
    refusal = refuse_transfer(actor, a_membership(role=Role.ADMIN), "Zylker", email=EWA)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.ROLE_NOT_SUPERADMIN, "R2")


def test_the_old_super_administrator_becomes_an_administrator():
    assert FORMER_SUPERADMIN is Role.ADMIN


def test_whoever_would_give_the_super_administrators_role_is_told_how_it_is_handed_over():
    refusal = refuse_set_role(
        Role.SUPERADMIN, a_membership(role=Role.ADMIN), Role.SUPERADMIN, "Zylker", email=EWA
    )

    assert refusal is not None
    assert "leave" not in str(refusal.message)
    assert f"`orgctl org transfer {EWA}`" in str(refusal.hint)
