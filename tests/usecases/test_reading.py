"""Who sees what: lists, histories, limits, and above all what nobody may see (A3, C3)."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Role, Side, Status
from orgctl.text.addresses import parse_address
from orgctl.usecases import integrations, invitations, organizations, reading, sample_data
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused


@pytest.fixture
def zylker(acts):
    """Anna's, with Jan as a standard member; Ewa is in five organizations with secret names."""
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA)
    acts.sign_up(EWA, "secret-one", organization_name="Hush One")
    for number in ("two", "three", "four"):
        acts.create(EWA, f"secret-{number}")
    acts.sign_up(OLA, "secret-five", organization_name="Hush Five")
    acts.join(EWA, "secret-five", by=OLA)
    return acts


def test_the_list_has_ones_own_organizations_in_the_order_of_access_urls(zylker):
    result = zylker.ask(reading.list_organizations, EWA, now=zylker.now)

    assert [each.url for each in result.organizations] == [
        "secret-five",
        "secret-four",
        "secret-one",
        "secret-three",
        "secret-two",
    ]
    assert [each.url for each in result.organizations if each.default] == ["secret-one"]
    assert [each.url for each in result.organizations if each.active] == ["secret-four"]


def test_the_list_has_a_section_of_those_that_invite(zylker):
    zylker.send(ANNA, EWA)

    result = zylker.ask(reading.list_organizations, EWA, now=zylker.now)

    assert [(each.url, each.status, each.invited_by) for each in result.invitations] == [
        ("zylker", "pending", ANNA)
    ]


def test_members_are_for_members_to_see(zylker):
    assert [each.email for each in zylker.ask(reading.list_members, JAN)] == [ANNA, JAN]
    refused("not_found.organization", zylker.ask, reading.list_members, EWA, org="zylker")


def test_one_organization_is_shown_to_its_members_alone(zylker):
    assert zylker.ask(reading.show_organization, JAN, organization=None).url == "zylker"
    refused("not_found.organization", zylker.ask, reading.show_organization, EWA, organization="zylker")


def test_sent_invitations_are_for_administrators(zylker):
    zylker.send(ANNA, EWA)

    sent = zylker.ask(reading.list_invitations, ANNA, sent=True, status=None, now=zylker.now)

    assert [(each.email, each.status) for each in sent] == [(EWA, "pending"), (JAN, "accepted")]
    refused(
        "role.not_admin", zylker.ask, reading.list_invitations, JAN, sent=True, status=None, now=zylker.now
    )


def test_sent_invitations_by_status_as_they_stand_now(zylker):
    zylker.send(ANNA, EWA)
    late = zylker.at(timedelta(days=7))

    def emails(status: Status) -> list[str]:
        found = late.ask(reading.list_invitations, ANNA, sent=True, status=status, now=late.now)
        return [each.email for each in found]

    assert (emails(Status.PENDING), emails(Status.EXPIRED), emails(Status.ACCEPTED)) == ([], [EWA], [JAN])


# C3: the inviter learns nothing of the invitee's other organizations


def _all_that_annas_side_sees(acts):
    """Every list and history of the inviting organization, as its super administrator gets them."""
    return [
        acts.ask(reading.list_members, ANNA),
        acts.ask(reading.list_invitations, ANNA, sent=True, status=None, now=acts.now),
        acts.ask(reading.list_organizations, ANNA, now=acts.now),
        acts.ask(reading.show_organization, ANNA, organization=None),
        acts.ask(reading.read_audit, ANNA, limit=1000),
        acts.ask(reading.limits, ANNA),
        acts.ask(reading.list_links, ANNA, app=None),
        acts.ask(sample_data.listing, ANNA, module=None),
    ]


@pytest.mark.parametrize("answer", ["accept", "decline", "revoke", "resend", "expire", "limit"])
def test_nothing_on_the_inviters_side_tells_of_the_invitees_other_organizations(zylker, answer):
    if answer == "limit":  # her tenth elsewhere, so that accepting is refused
        zylker.create(EWA, "secret-six")
        zylker.create(EWA, "secret-seven")
        for number in ("eight", "nine", "ten"):
            zylker.sign_up(f"{number}@x.example", f"secret-{number}")
            zylker.join(EWA, f"secret-{number}", by=f"{number}@x.example")
    told = [zylker.send(ANNA, EWA)]
    at = zylker.at(timedelta(hours=1))
    address = parse_address(EWA)
    match answer:
        case "accept":
            at.accept(EWA, "zylker")
        case "decline":
            at.decline_by_token(at.tokens[-1])
        case "revoke":
            told.append(at.do(invitations.revoke, ANNA, email=address))
        case "resend":
            told.append(at.resend(ANNA, EWA))
        case "expire":
            at = zylker.at(timedelta(days=8))
            told.append(at.send(ANNA, EWA))
        case "limit":
            refused("limit.memberships", at.accept, EWA, "zylker")

    seen = str(told + _all_that_annas_side_sees(at)).lower()

    assert EWA in seen
    assert "secret" not in seen
    assert "hush" not in seen


def test_inviting_somebody_known_and_somebody_unknown_looks_the_same(zylker):
    [known] = zylker.send(ANNA, EWA).sent
    [unknown] = zylker.send(ANNA, "nobody@x.example").sent

    same = {"id": "", "email": ""}
    assert dataclasses.replace(known, **same) == dataclasses.replace(unknown, **same)


def test_how_full_the_invitees_ten_places_are_changes_nothing_for_the_inviter(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "secret-0")
    for number in range(1, 10):
        acts.sign_up(f"owner-{number}@x.example", f"secret-{number}")
        acts.join(EWA, f"secret-{number}", by=f"owner-{number}@x.example")

    result = acts.send(ANNA, EWA)

    assert (len(result.sent), result.failed) == (1, ())


# histories


def test_an_administrator_reads_the_organizations_history_and_a_member_ones_own(zylker):
    whole = zylker.ask(reading.read_audit, ANNA, limit=100)
    own = zylker.ask(reading.read_audit, JAN, limit=100)

    assert {line.actor for line in whole} == {ANNA, JAN}
    assert [line.action for line in own] == [
        "organization:invitation:accepted",
    ]


def test_without_an_organization_one_reads_what_concerns_oneself_anywhere(zylker):
    zylker.do(organizations.delete, ANNA, organization="zylker")

    lines = zylker.ask(reading.read_audit, JAN, limit=100)

    assert {line.action for line in lines} == {
        "person:account:created",
        "organization:invitation:accepted",
    }


def test_the_limit_keeps_the_latest_lines(zylker):
    for hour, name in enumerate(("One", "Two", "Three"), start=1):
        zylker.at(timedelta(hours=hour)).do(organizations.rename, ANNA, name=name)

    lines = zylker.ask(reading.read_audit, ANNA, limit=2)

    assert [line.detail for line in lines] == [{"name": "Two"}, {"name": "Three"}]


def test_history_has_two_names_under_as_and_one_with_a_sign_in(zylker):
    zylker.sign_in(ANNA, "orgs_anna")
    later = zylker.at(timedelta(hours=1))

    later.signed_in(
        "orgs_anna", lambda tx, actor: organizations.rename(tx, actor, name="Mine", now=later.now)
    )
    later.at(timedelta(hours=2)).do(organizations.rename, ANNA, name="For her")

    lines = zylker.ask(reading.read_audit, ANNA, limit=2)
    assert [(line.actor, line.operator) for line in lines] == [(ANNA, None), (ANNA, "root")]


def test_every_act_leaves_its_line_on_both_sides(zylker):
    zylker.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    later = zylker.at(timedelta(hours=1))

    later.unlink(ANNA, EWA, org="zylker")

    organizations_side = later.ask(reading.read_audit, ANNA, limit=1)
    persons_side = later.rows(
        "SELECT a.action, a.organization FROM audit a JOIN users u ON u.id = a.person_id "
        "WHERE u.email_key = :key ORDER BY a.at DESC LIMIT 1",
        key=EWA,
    )
    assert [(line.action, line.subject) for line in organizations_side] == [
        ("organization:member:unlinked", EWA)
    ]
    assert persons_side == [("organization:member:unlinked", "zylker")]


# limits and mails


def test_limits_count_what_there_is(zylker):
    zylker.subscribe(EWA, "secret-one", Edition.CRM_PLUS)
    zylker.subscribe(OLA, "secret-five", Edition.ZOHO_ONE, 7)

    counts = {
        each.code: (each.used, each.left) for each in zylker.ask(reading.limits, EWA, org="secret-five")
    }

    assert counts == {
        "license.none_free": (2, 5),
        "limit.memberships": (5, 5),
        "limit.created": (3, 2),
        "limit.crm_plus_created": (1, 0),
        "limit.crm_plus_invited": (0, 9),
        "limit.zoho_one": (1, 0),
    }


def test_the_outbox_is_listed_without_what_the_mails_say(zylker):
    zylker.send(ANNA, EWA)

    listed = zylker.read(reading.mail_list)

    assert (EWA, "zylker", "queued") in [(each.to, each.organization, each.state) for each in listed]
    assert all(token not in str(listed) for token in zylker.tokens)


def test_records_and_links_of_one_organization_are_never_seen_from_another(zylker):
    zylker.do(sample_data.load, ANNA)
    zylker.do(integrations.add, ANNA, app="desk", account="annas", feature=None, side=Side.CRM)

    assert zylker.ask(sample_data.listing, EWA, module=None) == ()
    assert zylker.ask(reading.list_links, EWA, app=None) == ()
