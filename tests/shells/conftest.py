from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.usecases import integrations, organizations
from tests.journeys.stage import ANNA, EWA, JAN, OLA, Stage

if TYPE_CHECKING:
    from orgctl.store.transaction import Store
    from tests.support.run import Orgctl

HOSTILE_NAME = 'It\'s "Z" $HOME `id` \\n %F{red} [x](y) 日本'
ACCOUNTS = ["Sales report", "a:b", 'it\'s "q" $HOME `id` \\t !x *?', "żółw {1,2} ~ # & ; | > <"]
ODD = "o'neil+x{y}&$z@zylker.example"


@pytest.fixture
def stage(store: Store, orgctl: Orgctl) -> Stage:
    """An empty store, now."""
    return Stage.today(store, orgctl)


@pytest.fixture
def scene(stage: Stage) -> Stage:
    """Anna has zylker and services, with people, links and invitations; Ewa and Ola have what she must not see."""
    acts = stage.acts
    acts.sign_up(ANNA, "zylker")
    acts.do(organizations.rename, ANNA, name=HOSTILE_NAME)
    acts.create(ANNA, "zylker-services")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join("std@zylker.example", "zylker", by=ANNA)
    acts.join(ODD, "zylker", by=ANNA)
    acts.send(ANNA, "waits@other.example", "revoked@other.example", org="zylker")
    for account in ACCOUNTS:
        acts.do(
            integrations.add,
            ANNA,
            org="zylker",
            app="analytics",
            account=account,
            feature=None,
            side=Side.CRM,
        )
    acts.sign_up(EWA, "hidden-plus")
    acts.subscribe(EWA, "hidden-plus", Edition.CRM_PLUS)
    acts.send(EWA, ANNA)
    acts.sign_up(OLA, "olas")
    acts.send(OLA, ANNA)
    return stage


@pytest.fixture
def anna(scene: Stage) -> Orgctl:
    """The program, signed in as Anna, acting in zylker."""
    return scene.signed_in(ANNA).with_env(ORGCTL_ORG="zylker")
