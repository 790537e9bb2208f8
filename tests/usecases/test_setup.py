"""Files applied for the store's owner: each example on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from orgctl.domain.values import Edition, Role
from orgctl.usecases import reading
from tests.usecases.acts import ANNA, EWA, JAN, OLA
from tests.usecases.setup_help import apply, done, noted, plan, refused, said

if TYPE_CHECKING:
    from tests.usecases.acts import Acts


def members(acts: Acts, url: str) -> dict[str, tuple[str, str]]:
    rows = acts.rows(
        "SELECT u.email, m.role, m.kind FROM memberships m JOIN users u ON u.id = m.user_id "
        "JOIN organizations o ON o.id = m.organization_id WHERE o.url = :url",
        url=url,
    )
    return {email: (role, kind) for email, role, kind in rows}


def history(acts: Acts, url: str) -> list[tuple[str, str, str]]:
    rows = acts.rows(
        "SELECT action, actor, subject FROM audit WHERE organization = :url ORDER BY position", url=url
    )
    return [(action.split(":", 1)[1], actor, subject) for action, actor, subject in rows]


HOLDING = """
version: 1
organizations:
  - url: zylker
    name: Zylker
    timezone: Europe/Warsaw
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: jan@zylker.example, role: admin}
      - {email: ewa@zylker.example}
"""


def a_roster(people: int, organizations: int, *, of: str = "org") -> list[str]:
    """Everybody in one or two organizations; two people in all, who are super administrators of half each."""
    lines = []
    bosses = [f"{of}-{letter}@zylker.example" for letter in "ab"]
    for number in range(organizations):
        first, second = bosses if number < organizations / 2 else reversed(bosses)
        lines += [f"{of}-{number},{first},superadmin", f"{of}-{number},{second},admin"]
        lines += [
            f"{of}-{number},{of}-{each:04}@zylker.example,standard"
            for each in range(people)
            if number in {each % organizations, each // 7 % organizations}
        ]
    return lines


@pytest.mark.parametrize("backwards", [False, True])
def test_a_roster_becomes_organizations_with_their_members_in_whatever_order_it_is(
    acts: Acts, backwards: bool
):
    lines = a_roster(200, 8)
    text = "\n".join(["org,email,role", *(reversed(lines) if backwards else lines)])

    result = apply(acts, text, name="people.csv")

    assert (result.refused, result.applied) == ((), len(lines))
    assert acts.rows("SELECT COUNT(*) FROM memberships") == [(len(lines),)]
    assert acts.rows("SELECT COUNT(*) FROM organizations WHERE creator_slot IS NULL") == [(2,)]
    assert len(acts.ask(reading.list_organizations, "org-a@zylker.example", now=acts.now).organizations) == 8
    assert said(plan(acts, text, name="people.csv")) == []
    assert apply(acts, text, name="people.csv").applied == 0


def test_a_new_organization_has_its_members_at_once_and_nobody_gets_mail(acts: Acts):
    assert done(acts, HOLDING) == [
        "create organization zylker: sign-up of anna@zylker.example",
        "create member jan@zylker.example: role: admin",
        "create member ewa@zylker.example: role: standard",
    ]

    assert members(acts, "zylker") == {
        ANNA: ("superadmin", "internal"),
        JAN: ("admin", "internal"),
        EWA: ("standard", "internal"),
    }
    assert acts.rows("SELECT email, role, status, token_hash FROM invitations ORDER BY email") == [
        (EWA, "standard", "accepted", None),
        (JAN, "admin", "accepted", None),
    ]
    assert acts.rows("SELECT COUNT(*) FROM outbox") == [(0,)]
    assert history(acts, "zylker") == [
        ("organization:created", ANNA, "zylker"),
        ("invitation:sent", ANNA, JAN),
        ("invitation:accepted", JAN, JAN),
        ("invitation:sent", ANNA, EWA),
        ("invitation:accepted", EWA, EWA),
    ]
    assert acts.rows("SELECT DISTINCT operator FROM audit") == [("root",)]
    assert acts.rows("SELECT name FROM users ORDER BY name") == [("anna",), ("ewa",), ("jan",)]
    default = acts.rows(
        "SELECT DISTINCT o.url FROM users u JOIN organizations o ON o.id = u.default_organization_id"
    )
    assert default == [("zylker",)]


def test_plan_says_what_apply_does_and_changes_nothing(acts: Acts):
    shown = plan(acts, HOLDING)

    assert acts.rows("SELECT COUNT(*) FROM users") == [(0,)]
    assert apply(acts, HOLDING).changes == shown.changes


def test_one_person_creates_a_first_organization_and_five_more_but_no_seventh(acts: Acts):
    lines = ["org,email,role", *(f"org-{number},{ANNA},superadmin" for number in range(1, 8))]

    assert refused(apply(acts, "\n".join(lines), name="people.csv")) == [
        ("limit.created", "org-7", "people.csv:8:1")
    ]
    assert acts.rows("SELECT COUNT(*) FROM organizations") == [(0,)]
    assert apply(acts, "\n".join(lines[:-1]), name="people.csv").applied == 6
    assert acts.rows("SELECT creator_slot FROM organizations ORDER BY url") == [
        (None,),
        *((slot,) for slot in range(1, 6)),
    ]


def test_whoever_exceeds_a_limit_is_named_line_by_line_and_nobody_is_changed(acts: Acts):
    lines = ["org,email,role"]
    for number in range(12):
        lines += [
            f"org-{number:02},boss-{number // 6}@zylker.example,superadmin",
            f"org-{number:02},{EWA},standard",
        ]

    result = apply(acts, "\n".join(lines), name="people.csv")

    assert refused(result) == [
        ("limit.memberships", EWA, "people.csv:23:8"),
        ("limit.memberships", EWA, "people.csv:25:8"),
    ]
    assert result.applied == 0
    assert acts.rows("SELECT COUNT(*) FROM users") == [(0,)]


def test_a_standard_member_of_another_organization_may_not_found_one_by_a_file(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA)
    text = f"org,email,role\nother,{EWA},superadmin\n"

    assert refused(plan(acts, text, name="people.csv")) == [("create.not_admin", "other", "people.csv:2:1")]


def test_a_file_that_makes_somebody_an_administrator_lets_that_person_found(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA)
    text = f"org,email,role\nother,{EWA},superadmin\nzylker,{ANNA},superadmin\nzylker,{EWA},admin\n"

    assert done(acts, text, name="people.csv") == [
        "change member ewa@zylker.example: role: standard -> admin",
        "create organization other: created by ewa@zylker.example",
    ]


def test_a_creator_hands_over_to_the_super_administrator_and_leaves_if_not_named(acts: Acts):
    text = HOLDING.replace("timezone: Europe/Warsaw", "created_by: ola@zylker.example")

    changes = done(acts, text)

    assert changes[:4] == [
        "create organization zylker: sign-up of ola@zylker.example",
        "create member anna@zylker.example: role: admin",
        "change organization zylker: super administrator: ola@zylker.example -> anna@zylker.example",
        "remove member ola@zylker.example: role: admin",
    ]
    assert OLA not in members(acts, "zylker")
    assert acts.rows("SELECT default_organization_id FROM users WHERE email = :ola", ola=OLA) == [(None,)]
    assert ("invitation:sent", OLA, ANNA) in history(acts, "zylker")
    assert ("member:left", OLA, OLA) in history(acts, "zylker")
    assert said(plan(acts, text)) == []


def test_a_creator_who_is_named_gets_the_role_from_the_file(acts: Acts):
    text = HOLDING.replace("timezone: Europe/Warsaw", "created_by: ewa@zylker.example").replace(
        "{email: ewa@zylker.example}", "{email: ewa@zylker.example, role: standard}"
    )

    done(acts, text)

    assert members(acts, "zylker")[EWA] == ("standard", "internal")
    assert members(acts, "zylker")[ANNA] == ("superadmin", "internal")


def test_without_a_super_administrator_or_a_creator_there_is_nobody_to_found_it(acts: Acts):
    text = "version: 1\norganizations:\n  - url: zylker\n"

    assert refused(plan(acts, text)) == [("role.superadmin_required", "zylker", "setup.yaml:3:5")]


def test_what_the_file_is_silent_on_stays(acts: Acts):
    done(acts, HOLDING)
    acts.subscribe(ANNA, "zylker", Edition.ULTIMATE, 7)
    acts.join(OLA, "zylker", by=ANNA, role=Role.ADMIN)

    assert done(acts, HOLDING) == []
    assert members(acts, "zylker")[OLA] == ("admin", "internal")


def test_names_zones_networks_and_subscriptions_become_what_the_file_says(acts: Acts):
    done(acts, HOLDING)

    changed = HOLDING.replace("name: Zylker", "name: Holding").replace(
        "timezone: Europe/Warsaw",
        "timezone: UTC\n    edition: professional\n    licenses: 3\n    restrict_ip: [203.0.113.0/24]",
    )

    assert done(acts, changed) == [
        "change organization zylker: name: Zylker -> Holding",
        "change organization zylker: time zone: Europe/Warsaw -> UTC",
        "change organization zylker: networks: off -> 203.0.113.0/24",
        "change organization zylker: edition: enterprise (trial) -> professional, licenses: 3",
    ]
    assert acts.rows("SELECT name, timezone, edition, licenses, restrict_ip FROM organizations") == [
        ("Holding", "UTC", "professional", 3, "203.0.113.0/24")
    ]
    assert done(acts, changed.replace("licenses: 3", "licenses: 4")) == [
        "change organization zylker: licenses: 3 -> 4"
    ]
    assert refused(plan(acts, changed.replace("licenses: 3", "licenses: 2"))) == [
        ("license.too_few", "zylker", "setup.yaml:4:5")
    ]


def test_another_super_administrator_is_promoted_and_gets_the_role_and_the_old_one_what_is_left(acts: Acts):
    done(acts, HOLDING)
    swapped = HOLDING.replace(
        "{email: ewa@zylker.example}", "{email: ewa@zylker.example, role: superadmin}"
    ).replace(
        "{email: anna@zylker.example, role: superadmin}", "{email: anna@zylker.example, role: standard}"
    )

    assert done(acts, swapped) == [
        "change member ewa@zylker.example: role: standard -> admin",
        "change organization zylker: super administrator: anna@zylker.example -> ewa@zylker.example",
        "change member anna@zylker.example: role: admin -> standard",
    ]


def test_departures_make_room_for_arrivals(acts: Acts):
    done(acts, HOLDING)
    acts.subscribe(ANNA, "zylker", Edition.ENTERPRISE, 3)
    text = HOLDING.replace("{email: ewa@zylker.example}", "{email: ola@zylker.example}")

    assert refused(plan(acts, text)) == [("license.none_free", OLA, "setup.yaml:10:9")]
    assert done(acts, text, prune=True, max_removals=1) == [
        "remove member ewa@zylker.example: role: standard",
        "create member ola@zylker.example: role: standard",
    ]


def test_more_licenses_come_before_the_members_who_need_them(acts: Acts):
    done(acts, HOLDING)
    acts.subscribe(ANNA, "zylker", Edition.ENTERPRISE, 3)
    text = (
        HOLDING.replace("name: Zylker", "edition: enterprise\n    licenses: 4")
        + "      - {email: ola@zylker.example}\n"
    )

    assert done(acts, text) == [
        "change organization zylker: licenses: 3 -> 4",
        "create member ola@zylker.example: role: standard",
    ]


def test_an_organization_whose_trial_is_over_subscribes_before_anybody_joins(acts: Acts):
    done(acts, HOLDING)
    later = acts.at(timedelta(days=15))
    text = HOLDING + "      - {email: ola@zylker.example}\n"

    assert refused(plan(later, text)) == [("trial.expired", OLA, "setup.yaml:11:9")]
    assert len(done(later, text.replace("name: Zylker", "edition: enterprise\n    licenses: 4"))) == 2


ZOHO_ONE = """
version: 1
organizations:
  - url: first
    edition: zoho-one
    licenses: 9
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: ewa@zylker.example, role: standard}
  - url: second
    edition: zoho-one
    licenses: 9
    members:
      - {email: jan@zylker.example, role: superadmin}
      - {email: ewa@zylker.example, role: ROLE}
"""


def test_a_second_zoho_one_organization_has_its_standard_members_as_external_ones(acts: Acts):
    text = ZOHO_ONE.replace("ROLE", "standard")

    assert "create member ewa@zylker.example: role: standard, kind: external" in done(acts, text)
    assert members(acts, "first")[EWA] == ("standard", "internal")
    assert members(acts, "second")[EWA] == ("standard", "external")
    assert said(plan(acts, text)) == []


def test_administrators_come_first_so_that_they_are_the_internal_ones(acts: Acts):
    done(acts, ZOHO_ONE.replace("ROLE", "admin"))

    assert members(acts, "first")[EWA] == ("standard", "external")
    assert members(acts, "second")[EWA] == ("admin", "internal")


def test_nobody_becomes_an_administrator_of_a_second_zoho_one_organization(acts: Acts):
    done(acts, ZOHO_ONE.replace("ROLE", "standard"))

    result = plan(acts, ZOHO_ONE.replace("ROLE", "admin"))

    assert refused(result) == [("external.standard_only", EWA, "setup.yaml:15:9")]


def test_another_kind_is_unlinking_and_inviting_anew_and_the_default_stays(acts: Acts):
    done(acts, ZOHO_ONE.replace("ROLE", "standard"))
    swapped = ZOHO_ONE.replace(
        "role: standard}\n  - url", "role: standard, kind: external}\n  - url"
    ).replace("role: ROLE}", "role: standard, kind: internal}")

    assert done(acts, swapped) == [
        "change member ewa@zylker.example: kind: internal -> external",
        "change member ewa@zylker.example: kind: external -> internal",
    ]
    assert acts.rows(
        "SELECT o.url FROM users u JOIN organizations o ON o.id = u.default_organization_id WHERE u.email = :ewa",
        ewa=EWA,
    ) == [("first",)]


def test_crm_plus_goes_from_one_organization_of_a_creator_to_another(acts: Acts):
    text = (
        "version: 1\norganizations:\n"
        "  - {url: a-new, edition: crm-plus, licenses: 5, members: [{email: anna@zylker.example, role: superadmin}]}\n"
        "  - {url: b-old, edition: EDITION, licenses: 5, members: [{email: anna@zylker.example, role: superadmin}]}\n"
    )
    done(acts, text.replace("crm-plus", "enterprise").replace("EDITION", "crm-plus"))

    assert refused(plan(acts, text.replace("EDITION", "crm-plus"))) == [
        ("limit.crm_plus_created", "a-new", "setup.yaml:3:5")
    ]
    assert done(acts, text.replace("EDITION", "ultimate")) == [
        "change organization b-old: edition: crm-plus -> ultimate, licenses: 5 -> 5",
        "change organization a-new: edition: enterprise -> crm-plus, licenses: 5 -> 5",
    ]


# --prune


def test_without_prune_nothing_is_removed(acts: Acts):
    done(acts, HOLDING)

    assert done(acts, HOLDING.replace("      - {email: ewa@zylker.example}\n", "")) == []


@pytest.mark.parametrize("gone, allowed", [(1, None), (2, 2), (2, 3)])
def test_a_quarter_of_the_members_may_go_and_more_if_so_many_are_allowed(
    acts: Acts, gone: int, allowed: int | None
):
    everybody = [f"{name}@zylker.example" for name in "abcdefgh"[: 4 if gone == 1 else 7]]
    head = f"org,email,role\nzylker,{ANNA},superadmin\n" if gone == 2 else "org,email,role\n"
    roles = ["superadmin" if gone == 1 and at == 0 else "standard" for at in range(len(everybody))]
    lines = [f"zylker,{email},{role}\n" for email, role in zip(everybody, roles, strict=True)]
    apply(acts, head + "".join(lines), name="people.csv")

    result = apply(acts, head + "".join(lines[:-gone]), name="people.csv", prune=True, max_removals=allowed)

    assert (result.refused, result.applied) == ((), gone)


@pytest.mark.parametrize("allowed", [None, 1])
def test_more_than_a_quarter_is_refused_unless_so_many_are_allowed(acts: Acts, allowed: int | None):
    done(acts, HOLDING + "      - {email: ola@zylker.example}\n")
    text = HOLDING.replace("      - {email: ewa@zylker.example}\n", "")

    result = apply(acts, text, prune=True, max_removals=allowed)

    assert refused(result) == [("plan.too_many_removals", "zylker", "setup.yaml:4:5")]
    assert "--max-removals 2" in str(result.refused[0].hint)
    assert len(members(acts, "zylker")) == 4


def test_prune_revokes_invitations_and_unlinks_accounts_that_the_file_names_no_more(acts: Acts):
    more = HOLDING + (
        "    invitations:\n      - {email: ola@zylker.example}\n"
        "    integrations:\n      - {app: desk, account: support}\n"
    )
    done(acts, more)

    roster = "".join(
        f"zylker,{email},{role}\n"
        for email, role in ((ANNA, "superadmin"), (EWA, "standard"), (JAN, "admin"))
    )
    assert done(acts, "org,email,role\n" + roster, prune=True, name="people.csv") == []
    assert done(acts, HOLDING) == []
    assert done(acts, HOLDING, prune=True) == [
        "revoke invitation ola@zylker.example: role: standard",
        "remove integration desk: account: support, from: crm, user: anna@zylker.example",
    ]
    assert acts.rows("SELECT state FROM outbox") == [("cancelled",)]


def test_only_prune_organizations_deletes_those_that_the_file_does_not_name(acts: Acts):
    acts.sign_up(OLA, "other")
    acts.join(EWA, "other", by=OLA)

    assert not [change for change in done(acts, HOLDING, prune=True) if change.startswith("remove")]
    assert done(acts, HOLDING, prune_organizations=True) == ["remove organization other: members: 2"]
    assert acts.rows("SELECT url FROM organizations") == [("zylker",)]
    assert acts.rows("SELECT email FROM users WHERE default_organization_id IS NULL ORDER BY email") == [
        (EWA,),
        (OLA,),
    ]


# invitations


INVITING = HOLDING + "    invitations:\n      - {email: ola@other.example, role: admin, language: pl}\n"
ELSEWHERE = "ola@other.example"


def test_an_invitation_of_the_file_is_mailed_once(acts: Acts):
    assert done(acts, INVITING)[-1] == "invite invitation ola@other.example: role: admin"
    assert acts.rows(
        "SELECT i.email, i.role, i.status, i.language, w.email, b.state FROM invitations i "
        "JOIN outbox b ON b.invitation_id = i.id JOIN users w ON w.id = i.inviter_id"
    ) == [(ELSEWHERE, "admin", "pending", "pl", ANNA, "queued")]
    assert len(acts.tokens) == 1

    assert done(acts, INVITING) == []
    assert len(acts.tokens) == 1


def test_an_invitation_with_another_role_is_revoked_and_sent_again(acts: Acts):
    done(acts, INVITING)

    assert done(acts, INVITING.replace("role: admin, language", "role: standard, language")) == [
        "revoke invitation ola@other.example: role: admin",
        "invite invitation ola@other.example: role: standard",
    ]


def test_an_accepted_invitation_asks_for_nothing_more(acts: Acts):
    done(acts, INVITING)
    acts.accept_by_token(acts.tokens[-1])

    result = plan(acts, INVITING)

    assert (result.changes, result.refused) == ((), ())
    assert noted(result) == ["skip invitation ola@other.example: accepted: a member now"]


def test_an_expired_invitation_is_noted_and_sent_again_only_if_asked_for(acts: Acts):
    done(acts, INVITING)
    late = acts.at(timedelta(days=7))

    result = plan(late, INVITING)

    assert (result.changes, result.refused) == ((), ())
    assert noted(result) == ["skip invitation ola@other.example: expired: not sent again (--reinvite does)"]
    assert done(late, INVITING, reinvite=True) == ["invite invitation ola@other.example: role: admin"]
    assert acts.rows("SELECT status FROM invitations WHERE email = :ola ORDER BY status", ola=ELSEWHERE) == [
        ("expired",),
        ("pending",),
    ]
    assert done(late, INVITING, reinvite=True) == []


def test_whoever_was_invited_and_becomes_a_member_by_the_file_accepts_that_invitation(acts: Acts):
    done(acts, INVITING)
    text = HOLDING + "      - {email: ola@other.example, role: admin}\n"

    assert done(acts, text) == ["create member ola@other.example: role: admin"]
    assert acts.rows("SELECT status FROM invitations WHERE email = :ola", ola=ELSEWHERE) == [("accepted",)]
    assert acts.rows("SELECT state FROM outbox") == [("cancelled",)]


def test_somebody_else_invites_if_the_file_says_so_and_may(acts: Acts):
    by_jan = INVITING.replace("language: pl", "invited_by: jan@zylker.example")
    done(acts, by_jan)

    assert ("invitation:sent", JAN, ELSEWHERE) in history(acts, "zylker")
    assert refused(
        plan(acts, by_jan.replace("jan@zylker.example}\n", "ewa@zylker.example}\n").replace("ola@", "olga@"))
    ) == [("role.not_admin", "olga@other.example", "setup.yaml:12:9")]


# integrations, sample data, users


def test_links_are_made_once_and_start_where_they_can(acts: Acts):
    text = HOLDING + (
        "    integrations:\n"
        "      - {app: desk, account: support}\n"
        "      - {app: ms-teams, feature: tab, account: portal/sales, user: ewa@zylker.example}\n"
    )

    done(acts, text)

    assert acts.rows(
        "SELECT l.app, l.feature, l.account, l.started_from, u.email FROM links l JOIN users u ON u.id = l.user_id "
        "ORDER BY l.app"
    ) == [("desk", "", "support", "crm", ANNA), ("ms-teams", "tab", "portal/sales", "app", EWA)]
    assert done(acts, text) == []
    assert refused(plan(acts, text + "      - {app: desk, account: second}\n")) == [
        ("integrate.cardinality", "desk", "setup.yaml:14:9")
    ]
    assert refused(plan(acts, text.replace("user: ewa@", "user: nobody@").replace("/sales", "/other"))) == [
        ("not_found.user", "ms-teams/tab", "setup.yaml:13:9")
    ]


def test_what_a_user_has_in_one_organization_at_a_time_is_not_asked_for_in_two(acts: Acts):
    link = "integrations: [{app: ms-teams, feature: message-extension, account: bot}]"
    text = "version: 1\norganizations:\n" + "".join(
        f"  - url: {url}\n    {link}\n    members: [{{email: anna@zylker.example, role: superadmin}}]\n"
        for url in ("one", "two")
    )

    assert refused(plan(acts, text)) == [
        ("integrate.cardinality", "ms-teams/message-extension", "setup.yaml:7:20")
    ]


def test_sample_data_is_loaded_where_there_is_none(acts: Acts):
    text = HOLDING.replace("name: Zylker", "sample_data: [leads, deals]")

    assert done(acts, text)[-1] == "create sample-data zylker: modules: leads, deals"
    assert acts.rows("SELECT DISTINCT module FROM records ORDER BY module") == [("deals",), ("leads",)]
    assert history(acts, "zylker")[-1] == ("sample-data:loaded", ANNA, "zylker")
    assert done(acts, text) == []
    assert done(acts, HOLDING.replace("name: Zylker", "sample_data: true")) == [
        "create sample-data zylker: modules: accounts, contacts"
    ]


USERS = """users:
  - {email: ewa@zylker.example, name: Ewa Zielińska, language: pl, default: zylker}
  - {email: ola@zylker.example, name: Ola}
"""


def test_people_get_the_names_and_defaults_that_the_file_gives_them(acts: Acts):
    acts.sign_up(EWA, "own")
    text = HOLDING.replace("version: 1\n", f"version: 1\n{USERS}")

    changes = done(acts, text)

    assert changes[:3] == [
        "change user ewa@zylker.example: name: Ewa -> Ewa Zielińska",
        "change user ewa@zylker.example: language: none -> pl",
        "create user ola@zylker.example: name: Ola",
    ]
    assert changes[-1] == "change user ewa@zylker.example: default organization: own -> zylker"
    assert done(acts, text) == []
    assert done(acts, text.replace("default: zylker", "default: null")) == [
        "change user ewa@zylker.example: default organization: zylker -> none"
    ]
    assert refused(plan(acts, text.replace("name: Ola}", "name: Ola, default: zylker}"))) == [
        ("not_found.organization", OLA, "setup.yaml:5:5")
    ]


# how it is done


def test_the_number_of_statements_does_not_depend_on_how_many_members_there_are(
    acts: Acts, monkeypatch: pytest.MonkeyPatch
):
    counted = []
    for name in ("all", "run", "many", "insert"):
        real = getattr(acts.store.driver, name)
        monkeypatch.setattr(
            acts.store.driver, name, lambda *args, real=real: (counted.append(args[0]), real(*args))[1]
        )

    def statements(people: int, of: str) -> tuple[int, int]:
        text = "\n".join(["org,email,role", *a_roster(people, 4, of=of)])
        found = []
        for _ in range(2):
            counted.clear()
            apply(acts, text, name="people.csv")
            found.append(len(counted))
        return found[0], found[1]

    few = statements(30, "few")

    assert statements(300, "many") == few


def test_progress_is_told_and_ends_at_the_end(acts: Acts):
    told: list[tuple[int, int]] = []

    apply(acts, HOLDING, progress=lambda now, total: told.append((now, total)))

    assert told
    assert all(now <= total == 6 for now, total in told)
    assert told == sorted(told)


def test_a_file_that_is_refused_leaves_nothing_even_if_its_transaction_is_committed(acts: Acts):
    before = acts.rows("SELECT COUNT(*) FROM audit")

    result = apply(
        acts, HOLDING.replace("{email: ewa@zylker.example}", "{email: ewa@zylker.example, kind: external}")
    )

    assert refused(result) == [("external.not_zoho_one", EWA, "setup.yaml:10:9")]
    assert acts.rows("SELECT COUNT(*) FROM audit") == before
