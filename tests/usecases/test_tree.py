"""The tree shows one's own organizations, and of each what its lists show."""

from __future__ import annotations

from orgctl.domain.values import Edition, Role, Side
from orgctl.text.addresses import parse_address
from orgctl.usecases import integrations, organizations, tree
from tests.store.recording import recorded
from tests.usecases.acts import ANNA, EWA, JAN, OLA


def the_tree(acts, who):
    return acts.ask(tree.organization_tree, who, now=acts.now)


def link(acts, who, url, app, account):
    acts.do(integrations.add, who, org=url, app=app, account=account, feature=None, side=Side.CRM)


def test_each_organization_has_its_creator_and_its_links_and_nobody_elses(acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA)
    acts.sign_up(OLA, "olas")
    link(acts, ANNA, "zylker", "desk", "annas")
    link(acts, OLA, "olas", "desk", "olas")
    acts.sign_up(EWA, "plus")
    acts.subscribe(EWA, "plus", Edition.CRM_PLUS)
    acts.send(OLA, JAN)
    acts.send(EWA, JAN)

    seen = the_tree(acts, JAN)

    assert [(each.url, each.created_by, each.created_by_me) for each in seen.organizations] == [
        ("zylker", ANNA, False)
    ]
    assert [(each.app, each.account) for each in seen.organizations[0].links] == [("desk", "annas")]
    assert [each.url for each in seen.invitations] == ["olas"]
    assert the_tree(acts, ANNA).organizations[0].created_by_me


def test_who_created_it_and_left_is_known_to_administrators_alone(acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "zylker", by=ANNA)
    acts.do(organizations.transfer, ANNA, org="zylker", email=parse_address(EWA))
    acts.unlink(EWA, ANNA, org="zylker")

    def creator(who):
        return [each.created_by for each in the_tree(acts, who).organizations]

    assert (creator(EWA), creator(JAN)) == ([ANNA], [None])


def test_what_it_asks_of_the_store_does_not_grow(acts):
    acts.sign_up(EWA, "ewas")

    def count():
        recording = recorded(acts.store)
        the_tree(acts, EWA)
        return len(recording.statements)

    few = count()
    for number in range(6):
        acts.sign_up(f"owner-{number}@x.example", f"no-{number}")
        acts.join(EWA, f"no-{number}", by=f"owner-{number}@x.example", role=Role.ADMIN)
        link(acts, EWA, f"no-{number}", "analytics", f"report {number}")
        link(acts, EWA, f"no-{number}", "desk", f"portal-{number}")

    assert count() == few <= 6
