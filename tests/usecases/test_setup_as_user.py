"""Files applied by a user: what that user may do, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from orgctl.domain.values import Edition, Role
from orgctl.usecases import accounts
from tests.usecases.acts import ANNA, EWA, JAN, OLA
from tests.usecases.setup_help import apply, noted, plan, refused, said

if TYPE_CHECKING:
    from tests.usecases.acts import Acts

FILE = """
version: 1
organizations:
  - url: zylker
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: jan@zylker.example, role: admin}
      - {email: ewa@zylker.example}
"""


def test_missing_members_are_invited_by_mail_and_waited_for(acts: Acts):
    acts.sign_up(ANNA, "zylker")

    result = apply(acts, FILE, who=ANNA)

    assert said(result) == [
        "invite invitation jan@zylker.example: role: admin",
        "invite invitation ewa@zylker.example: role: standard",
    ]
    assert acts.rows("SELECT COUNT(*) FROM memberships") == [(1,)]
    assert acts.rows("SELECT COUNT(*) FROM outbox WHERE state = 'queued'") == [(2,)]
    again = apply(acts, FILE, who=ANNA)
    assert (again.changes, again.refused) == ((), ())
    assert noted(again) == [
        "wait member jan@zylker.example: invited, not answered yet",
        "wait member ewa@zylker.example: invited, not answered yet",
    ]


def test_a_member_who_declined_is_invited_again_only_if_asked_for(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    apply(acts, FILE, who=ANNA)
    acts.decline_by_token(acts.tokens[0])

    result = plan(acts, FILE, who=ANNA)

    assert result.changes == ()
    assert (
        noted(result)[0] == "skip invitation jan@zylker.example: declined: not sent again (--reinvite does)"
    )
    assert said(plan(acts, FILE, reinvite=True, who=ANNA)) == [
        "invite invitation jan@zylker.example: role: admin"
    ]


def test_a_missing_organization_is_created_by_the_user_and_active_then(acts: Acts):
    acts.sign_up(ANNA, "home")

    result = apply(
        acts, FILE.replace("url: zylker", "url: zylker\n    created_by: jan@zylker.example"), who=ANNA
    )

    assert said(result)[0] == "create organization zylker: created by anna@zylker.example"
    assert acts.rows("SELECT creator_slot FROM organizations WHERE url = 'zylker'") == [(1,)]
    assert acts.ask(accounts.who, ANNA).active == "zylker"


def test_a_user_creates_no_more_than_the_limits_allow(acts: Acts):
    acts.sign_up(ANNA, "home")
    lists = "".join(
        f"  - {{url: org-{number}, members: [{{email: {ANNA}, role: superadmin}}]}}\n" for number in range(6)
    )

    assert refused(apply(acts, f"version: 1\norganizations:\n{lists}", who=ANNA)) == [
        ("limit.created", "org-5", "setup.yaml:8:5")
    ]


def test_the_role_of_super_administrator_waits_for_the_invited(acts: Acts):
    acts.sign_up(JAN, "home")

    result = apply(acts, FILE, who=JAN)

    assert result.refused == ()
    assert "invite invitation anna@zylker.example: role: admin" in said(result)
    assert (
        "wait organization zylker: super administrator: anna@zylker.example, once the invitation is accepted"
        in (noted(result))
    )

    acts.accept_by_token(acts.tokens[0])

    assert said(apply(acts, FILE, who=JAN)) == [
        "change organization zylker: super administrator: jan@zylker.example -> anna@zylker.example"
    ]
    assert said(plan(acts, FILE, who=JAN)) == []


def test_a_standard_member_changes_nothing(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA)

    result = apply(acts, FILE.replace("url: zylker", "url: zylker\n    name: Mine"), who=EWA)

    assert refused(result) == [
        ("role.not_admin", "zylker", "setup.yaml:4:5"),
        ("role.not_admin", JAN, "setup.yaml:8:9"),
    ]


def test_an_administrator_does_not_take_the_super_administrators_role(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    text = FILE.replace("anna@zylker.example, role: superadmin", "anna@zylker.example, role: admin").replace(
        "jan@zylker.example, role: admin", "jan@zylker.example, role: superadmin"
    )

    assert refused(plan(acts, text, who=JAN)) == [("role.not_superadmin", "zylker", "setup.yaml:7:9")]


def test_an_organization_of_others_is_as_if_its_access_url_were_taken(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(OLA, "other")

    assert refused(plan(acts, FILE, who=OLA)) == [("url.taken", "zylker", "setup.yaml:4:5")]
    both = f"{FILE}  - url: other\n"
    assert refused(plan(acts, both, prune_organizations=True, who=OLA)) == [
        ("url.taken", "zylker", "setup.yaml:4:5")
    ]


def test_a_plan_does_not_tell_what_other_organizations_the_invited_are_in(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    for number in range(2):
        acts.sign_up(f"boss-{number}@other.example", f"org-{number}-0")
        for each in range(1, 6):
            acts.create(f"boss-{number}@other.example", f"org-{number}-{each}")
    for number in range(10):
        acts.join(EWA, f"org-{number % 2}-{number // 2}", by=f"boss-{number % 2}@other.example")
    stranger = FILE.replace(EWA, "nobody@zylker.example")

    of_ewa, of_nobody = plan(acts, FILE, who=ANNA), plan(acts, stranger, who=ANNA)

    assert [said(each)[-1].split(":", 1)[1] for each in (of_ewa, of_nobody)] == [" role: standard"] * 2


def test_nobody_prunes_their_own_way_in(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    text = FILE.replace("      - {email: jan@zylker.example, role: admin}\n", "")

    result = apply(acts, text, prune=True, max_removals=5, who=JAN)

    assert result.refused == ()
    assert any(note.subject == JAN and note.action == "skip" for note in result.notes)
    assert acts.rows("SELECT COUNT(*) FROM memberships") == [(2,)]


def test_prune_organizations_deletes_only_ones_own(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "old")
    acts.sign_up(OLA, "other")

    assert (
        said(apply(acts, FILE, prune_organizations=True, who=ANNA))[0]
        == "remove organization old: members: 1"
    )
    assert acts.rows("SELECT url FROM organizations ORDER BY url") == [("other",), ("zylker",)]


def test_a_user_sets_the_own_default_and_nobody_elses_name(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "second")
    acts.join(EWA, "zylker", by=ANNA)
    text = (
        "version: 1\nusers:\n"
        "  - {email: anna@zylker.example, name: Somebody, default: second}\n"
        "  - {email: ewa@zylker.example, name: Somebody, default: second}\n"
        "organizations:\n  - url: second\n"
    )

    assert said(apply(acts, text, who=ANNA)) == [
        "change user anna@zylker.example: default organization: zylker -> second"
    ]
    assert acts.rows("SELECT name FROM users ORDER BY name") == [("Anna",), ("ewa@zylker.example",)]


def test_what_another_user_alone_can_link_is_left_alone(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    links = "    integrations: [{app: ms-teams, feature: message-extension, account: bot, user: ewa@zylker.example}]\n"

    result = plan(acts, FILE.split("    members", maxsplit=1)[0] + links, who=ANNA)

    assert (result.changes, result.refused) == ((), ())
    assert noted(result) == [
        "skip integration ms-teams/message-extension: only ewa@zylker.example can link this"
    ]


def test_kinds_of_membership_are_left_alone(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.subscribe(ANNA, "zylker", Edition.ZOHO_ONE)
    acts.join(EWA, "zylker", by=ANNA)

    result = plan(acts, FILE.replace("ewa@zylker.example", "ewa@zylker.example, kind: external"), who=ANNA)

    assert not any(EWA in line for line in said(result))
    assert noted(result) == [
        "skip member ewa@zylker.example: kind: internal (unlink and invite again to change it)"
    ]


def test_an_invitation_that_the_user_cannot_answer_for_stays_pending(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.send(ANNA, JAN, org="zylker", role=Role.ADMIN)

    result = apply(acts.at(timedelta(days=1)), FILE, who=ANNA)

    assert said(result) == ["invite invitation ewa@zylker.example: role: standard"]
