"""Plans that are kept and applied later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from orgctl.domain.planning.scene import Options
from orgctl.domain.refusals import InvalidInput, Refused
from orgctl.domain.values import Role
from orgctl.manifest.reading import read
from orgctl.usecases import setup_keeping
from tests.usecases.acts import ANNA, EWA, JAN
from tests.usecases.setup_help import acting

if TYPE_CHECKING:
    from orgctl.usecases.results import AppliedResult
    from tests.usecases.acts import Acts

FILE = """
version: 1
users:
  - {email: ewa@zylker.example, name: Ewa, language: pl}
organizations:
  - url: zylker
    edition: zoho-one
    licenses: 5
    created_by: jan@zylker.example
    sample_data: [leads]
    restrict_ip: [203.0.113.0/24]
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: ewa@zylker.example, kind: external}
    invitations:
      - {email: ola@other.example, role: admin, invited_by: anna@zylker.example}
    integrations:
      - {app: ms-teams, feature: portal, account: holding, from: app, user: anna@zylker.example}
"""


def kept(acts: Acts, text: str = FILE, *, who: str | None = None, **options: Any) -> bytes:
    wanted = read(text.encode(), name="setup.yaml")
    _, document = acts.read(
        lambda tx: setup_keeping.keep(tx, acting(tx, who), wanted, Options(**options), now=acts.now)
    )
    return document


def applied(acts: Acts, document: bytes, *, who: str | None = None, **options: Any) -> AppliedResult:
    plan = setup_keeping.read(document, "holding.plan")
    facts = {"operator": "root", "new_token": acts.new_token, "now": acts.now} | options
    return acts.write(lambda tx: setup_keeping.apply_kept(tx, acting(tx, who), plan, **facts))


def stale(acts: Acts, document: bytes, **options: Any) -> bool:
    with pytest.raises(Refused) as refused:
        applied(acts, document, **options)
    return refused.value.code == "plan.stale"


def test_a_kept_plan_is_the_file_and_its_options_again(acts: Acts):
    document = kept(acts, prune=True, max_removals=3)

    plan = setup_keeping.read(document, "holding.plan")

    assert setup_keeping.is_kept(document)
    assert not setup_keeping.is_kept(FILE.encode())
    assert plan.manifest == read(FILE.encode(), name="setup.yaml")
    assert [each.line for each in plan.manifest.organizations[0].members or ()] == [13, 14]
    assert (plan.options.prune, plan.options.max_removals, plan.acts_for) == (True, 3, None)


def test_a_kept_plan_is_applied_while_nothing_has_changed(acts: Acts):
    document = kept(acts)

    result = applied(acts.at(timedelta(hours=1)), document)

    assert (result.refused, result.applied) == ((), len(result.changes))
    assert stale(acts, document)


def test_a_plan_is_stale_once_anything_that_it_rests_on_has_changed(acts: Acts):
    acts.sign_up(ANNA, "home")
    acts.join(EWA, "home", by=ANNA)
    document = kept(acts)

    acts.sign_up("stranger@other.example", "elsewhere")
    assert not setup_keeping.read(document, "plan").acts_for
    fresh = kept(acts)
    assert fresh == document

    acts.unlink(ANNA, EWA, org="home")
    assert stale(acts, document)


def test_a_plan_is_stale_when_time_has_changed_what_it_does(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    document = kept(acts, "version: 1\norganizations:\n  - url: zylker\n    sample_data: true\n")

    assert stale(acts.at(timedelta(days=15)), document)


def test_a_plan_is_applied_by_whom_it_was_made_for(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    text = "version: 1\norganizations:\n  - url: zylker\n    name: Holding\n"
    document = kept(acts, text, who=ANNA)

    assert stale(acts, document)
    assert stale(acts, document, who=JAN)
    assert applied(acts, document, who=ANNA).applied == 1


def test_a_users_plan_does_not_rest_on_what_others_are_elsewhere(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA)
    text = "version: 1\norganizations:\n  - url: zylker\n    name: Holding\n"
    document = kept(acts, text, who=ANNA)

    acts.sign_up(JAN, "other")
    acts.join(EWA, "other", by=JAN)

    assert kept(acts, text, who=ANNA) == document


@pytest.mark.parametrize("cut", [20, 200, -10])
def test_a_plan_that_was_cut_short_is_no_plan(acts: Acts, cut: int):
    document = kept(acts)

    with pytest.raises(InvalidInput) as refused:
        setup_keeping.read(document[:cut], "holding.plan")

    assert refused.value.code == "input.file"
