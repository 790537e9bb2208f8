"""What `orgctl` alone tells: of one's own, and only what the lists would show."""

from __future__ import annotations

from datetime import timedelta

from orgctl.domain.values import Edition, Role
from orgctl.usecases import overview
from tests.store.recording import recorded
from tests.usecases.acts import ANNA, EWA, JAN, OLA


def test_what_it_asks_of_the_store_does_not_grow(acts):
    acts.sign_up(EWA, "ewas")

    def count():
        recording = recorded(acts.store)
        acts.ask(overview.overview, EWA, now=acts.now)
        return len(recording.statements)

    few = count()
    for number in range(8):
        acts.sign_up(f"owner-{number}@x.example", f"no-{number}")
        acts.join(EWA, f"no-{number}", by=f"owner-{number}@x.example", role=Role.ADMIN)
        acts.sign_up(f"inviter-{number}@x.example", f"inviter-{number}")
        acts.send(f"inviter-{number}@x.example", EWA)

    assert count() == few <= 4


def test_it_speaks_of_what_one_administers_and_may_see(acts):
    acts.sign_up(ANNA, "zylker")
    acts.subscribe(ANNA, "zylker", Edition.ENTERPRISE, 3)
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join("std@x.example", "zylker", by=ANNA)
    acts.create(ANNA, "services")
    acts.sign_up(EWA, "plus")
    acts.subscribe(EWA, "plus", Edition.CRM_PLUS)
    acts.sign_up(OLA, "olas")
    for inviter in (EWA, OLA):
        acts.send(inviter, ANNA, "std@x.example")
    late = acts.at(timedelta(days=6))
    later = acts.at(timedelta(days=10))

    seen = late.ask(overview.overview, ANNA, now=late.now)
    plain = late.ask(overview.overview, "std@x.example", now=late.now)

    assert [each.url for each in seen.invitations] == ["olas"]
    assert [(each.url, each.used, each.licenses) for each in seen.licenses] == [("zylker", 3, 3)]
    assert seen.trials == ()
    assert [each.url for each in later.ask(overview.overview, ANNA, now=later.now).trials] == ["services"]
    assert (plain.organizations, plain.licenses, plain.trials) == (1, (), ())
    assert [each.url for each in plain.invitations] == ["olas"]


def test_where_one_is_is_what_every_command_would_act_in(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_up(OLA, "olas")

    def place(org):
        its = acts.ask(overview.overview, ANNA, org=org, now=acts.now)
        return its.who.active, its.who.from_, its.organization and its.organization.url

    assert place(None) == ("services", "session", "services")
    assert place("ZYLKER") == ("zylker", "flag", "zylker")
    assert place("olas") == (None, None, None)
