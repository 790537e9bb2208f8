"""Each rule taken out in turn: the walk must notice. A walk that misses one would prove nothing.

Where the store's own constraints stop a broken rule first, that counts as noticed too: the program then
fails where the model refuses.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from orgctl.domain import creation, integrations, invitations, membership, roles
from orgctl.domain.values import Status
from orgctl.usecases import invitations as invitation_acts
from tests.stateful.edges import OrgctlAtItsEdges
from tests.support import stores

EXAMPLES = 120
STEPS = 60


def _nothing(*_facts: object, **_more: object) -> None:
    return None


def _late(invitation, now):
    if invitation.status is Status.PENDING and now > invitation.expires_at:
        return Status.EXPIRED
    return invitation.status


def _joined_default(_had: int, _default: int | None, new: int) -> int:
    return new


MUTANTS = [
    ("B1: anybody creates", creation, "refuse_creation_unless_admin", _nothing),
    ("B3: nobody needs a license", membership, "refuse_unlicensed", _nothing),
    ("B5: an eleventh membership", membership, "refuse_another_membership", _nothing),
    ("B6: a sixth creation", creation, "refuse_sixth_creation", _nothing),
    ("B2: joining after the trial", membership, "refuse_after_trial", _nothing),
    ("B2: inviting after the trial", invitations, "refuse_after_trial", _nothing),
    ("R1: the super administrator leaves", roles, "refuse_leave", _nothing),
    ("R2: anybody administers", roles, "refuse_unless_admin", _nothing),
    ("C1: a member is invited", invitations, "refuse_second_membership", _nothing),
    ("C2: pending at the very second of expiry", invitations, "status_at", _late),
    ("C2: a second longer", invitations, "expires_at", lambda sent: sent + timedelta(days=7, seconds=1)),
    ("C3: anybody's token", invitations, "refuse_answer_by", _nothing),
    ("C4: everything is listed", invitations, "listed", lambda _organization: True),
    ("D2: each new membership is the default", invitation_acts, "default_after_joining", _joined_default),
    ("E3: from any side", integrations, "_refuse_side", _nothing),
]


@pytest.mark.parametrize(
    "module, name, mutant", [each[1:] for each in MUTANTS], ids=[each[0] for each in MUTANTS]
)
def test_a_rule_taken_out_is_noticed(module, name, mutant, run_folder, tmp_path, monkeypatch):
    machine = type(
        "Orgctl",
        (OrgctlAtItsEdges,),
        {
            "counts": Counter(),
            "made": {},
            "folder": tmp_path,
            "template": stores.sqlite_template(run_folder),
        },
    )
    seed(1)(machine)
    monkeypatch.setattr(module, name, mutant)

    with pytest.raises(Exception):  # noqa: B017, PT011 (the walk's own difference, or the store's constraint)
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
