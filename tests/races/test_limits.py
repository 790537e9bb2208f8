"""Eight processes reach for the same places: nothing over a limit, and not one place left over."""

from __future__ import annotations

from collections import Counter

import pytest

from orgctl.store.transaction import Store
from orgctl.usecases import upkeep
from tests.races.attempts import attack
from tests.races.crew import SIZE
from tests.races.scenes import Scene
from tests.usecases.acts import Acts

EACH = 3
"""How often each process tries for each place: 24 attempts at every one of a hundred contested limits."""

HUNDRED = range(100)


def race(crew, url: str, scene: Scene, attempts, variant: str = "the program") -> Counter[str]:
    """Write the scene, let eight processes at it (`attempts(process)` each), and count how it ended."""
    store = Store.open(url)
    store.write(scene.write)
    store.close()
    ended: Counter[str] = Counter()
    for each in crew.run(attack, [(url, variant, list(attempts(process))) for process in range(SIZE)]):
        ended += each
    return ended


@pytest.fixture
def after(any_url):
    """The store when the race is over: nothing in it may break a rule."""
    stores = []

    def opened() -> Acts:
        stores.append(Store.open(any_url))
        assert upkeep.check(stores[0]) == upkeep.CheckResult(ok=True, problems=())
        return Acts(stores[0])

    yield opened
    for store in stores:
        store.close()


def test_memberships_nobody_gets_an_eleventh_and_everybody_the_tenth(crew, any_url, after):
    scene = Scene()
    for number in range(SIZE * EACH):
        scene.organization(f"org-{number}", f"owner-{number}@x.example")
    for user in HUNDRED:
        scene.organization(f"own-{user}", f"user-{user}@x.example")
        for number in range(SIZE * EACH):
            scene.invitation(f"org-{number}", f"user-{user}@x.example")

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [
            ("accept", f"user-{user}@x.example", f"org-{process * EACH + turn}")
            for turn in range(EACH)
            for user in HUNDRED
        ],
    )

    assert ended == {"done": 900, "limit.memberships": 1500}
    full = "SELECT COUNT(*) FROM memberships GROUP BY user_id HAVING COUNT(*) > 1"
    assert after().rows(full) == [(10,)] * 100


def test_creations_nobody_makes_a_sixth_and_everybody_the_fifth(crew, any_url, after):
    scene = Scene()
    for user in HUNDRED:
        scene.organization(f"own-{user}", f"user-{user}@x.example")

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [
            ("create", f"user-{user}@x.example", f"org-{user}-{process}-{turn}")
            for turn in range(EACH)
            for user in HUNDRED
        ],
    )

    assert ended == {"done": 500, "limit.created": 1900}
    assert after().rows("SELECT COUNT(*) FROM organizations GROUP BY creator_id") == [(6,)] * 100


def test_licenses_are_all_used_and_never_outnumbered(crew, any_url, after):
    scene = Scene()
    for number in HUNDRED:
        scene.organization(f"org-{number}", f"owner-{number}@x.example", licenses=10)
        for place in range(SIZE * EACH):
            scene.invitation(f"org-{number}", f"user-{number}-{place}@x.example")

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [
            ("accept", f"user-{number}-{process * EACH + turn}@x.example", f"org-{number}")
            for turn in range(EACH)
            for number in HUNDRED
        ],
    )

    assert ended == {"done": 900, "license.none_free": 1500}
    assert after().rows("SELECT internal_members FROM organizations") == [(10,)] * 100


def test_access_urls_go_to_one_each(crew, any_url, after):
    ended = race(
        crew,
        any_url,
        Scene(),
        lambda process: [
            ("sign up", f"user-{process}-{turn}-{number}@x.example", f"org-{number}")
            for turn in range(EACH)
            for number in HUNDRED
        ],
    )

    assert ended == {"done": 100, "url.taken": 2300}
    assert len(after().table("users")) == 100


def test_addresses_have_one_pending_invitation_each(crew, any_url, after):
    scene = Scene()
    for number in range(10):
        admins = [f"admin-{number}-{process}@x.example" for process in range(SIZE)]
        scene.organization(f"org-{number}", f"owner-{number}@x.example", admins=admins)

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [
            ("send", f"admin-{user % 10}-{process}@x.example", f"org-{user % 10}", f"user-{user}@x.example")
            for _ in range(EACH)
            for user in HUNDRED
        ],
    )

    assert ended == {"done": 100, "invite.already_pending": 2300}
    assert len(after().table("outbox")) == 100


def test_tokens_are_answered_once(crew, any_url, after):
    """Four processes accept with them, two decline with them, two revoke what they belong to."""
    scene = Scene()
    for number in range(30):
        admins = [f"admin-{number}-{process}@x.example" for process in (6, 7)]
        scene.organization(f"org-{number}", f"owner-{number}@x.example", admins=admins)
    for token in range(300):
        scene.invitation(f"org-{token % 30}", f"user-{token}@x.example", f"token-{token}")

    def attempts(process: int):
        for token in range(300):
            if process < 4:
                yield "accept by token", f"token-{token}"
            elif process < 6:
                yield "decline by token", f"token-{token}"
            else:
                org = token % 30
                yield "revoke", f"admin-{org}-{process}@x.example", f"org-{org}", f"user-{token}@x.example"

    ended = race(crew, any_url, scene, attempts)

    assert ended == {"done": 300, "invite.not_pending": 2100}
    acts = after()
    accepted = acts.rows("SELECT email_key FROM invitations WHERE status = 'accepted' ORDER BY email_key")
    joined = acts.rows(
        "SELECT u.email_key FROM users u JOIN memberships m ON m.user_id = u.id "
        "WHERE m.role = 'standard' ORDER BY u.email_key"
    )
    assert joined == accepted
    assert acts.rows("SELECT COUNT(*) FROM invitations WHERE status = 'pending'") == [(0,)]


def test_crm_plus_goes_to_one_organization_of_each_creator(crew, any_url, after):
    """Eight administrators, none of them the creator, subscribe six organizations of each."""
    scene = Scene()
    for user in range(40):
        for number in range(6):
            scene.organization(
                f"org-{user}-{number}",
                f"user-{user}@x.example",
                admins=[f"admin-{user}-{process}@x.example" for process in range(SIZE)],
                creator_slot=number or None,
            )

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [
            ("subscribe", f"admin-{user}-{process}@x.example", f"org-{user}-{process % 6}", "crm-plus")
            for user in range(40)
        ],
    )

    assert set(ended) == {"done", "limit.crm_plus_created"}
    crm_plus = "SELECT creator_id FROM organizations WHERE edition = 'crm-plus'"
    assert len({*after().rows(crm_plus)}) == len(after().rows(crm_plus)) == 40


def test_zoho_one_has_each_user_internal_once(crew, any_url, after):
    scene = Scene()
    for number in range(SIZE):
        scene.organization(f"org-{number}", f"owner-{number}@x.example", edition="zoho-one", licenses=1000)
        for user in range(50):
            scene.invitation(f"org-{number}", f"user-{user}@x.example", f"token-{number}-{user}")

    ended = race(
        crew,
        any_url,
        scene,
        lambda process: [("accept by token", f"token-{process}-{user}") for user in range(50)],
    )

    assert ended == {"done": 400}
    kinds = "SELECT kind, COUNT(*) FROM memberships WHERE role = 'standard' GROUP BY kind ORDER BY kind"
    assert after().rows(kinds) == [("external", 350), ("internal", 50)]


def test_every_organization_keeps_its_super_administrator(crew, any_url, after):
    """Half of the processes hand the role to an administrator who leaves in the other half."""
    scene = Scene()
    for number in HUNDRED:
        scene.organization(f"org-{number}", f"owner-{number}@x.example", admins=[f"admin-{number}@x.example"])

    ended = race(crew, any_url, scene, hand_over_or_leave)

    assert ended["done"] == 100
    assert set(ended) <= {
        "done",
        "role.transfer_target",
        "role.superadmin_required",
        "role.not_superadmin",
        "not_found.organization",
    }
    after()


def hand_over_or_leave(process: int):
    for number in HUNDRED:
        if process % 2:
            yield "leave", f"admin-{number}@x.example", f"org-{number}"
        else:
            yield "transfer", f"owner-{number}@x.example", f"org-{number}", f"admin-{number}@x.example"
