"""Commands as they go through the store, for tests of what each costs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.values import Edition, Role, Side, Status
from orgctl.session.location import Choice
from orgctl.session.tokens import hash_token
from orgctl.text.addresses import parse_address
from orgctl.usecases import (
    accounts,
    answers,
    delivery,
    editions,
    integrations,
    invitations,
    members,
    organizations,
    overview,
    reading,
    switching,
    tree,
)
from orgctl.usecases.acting import signed_in
from orgctl.usecases.answers import Newcomer
from orgctl.usecases.expiry import write_down_expired
from tests.mail.memory import MemoryTransport
from tests.usecases.acts import ANNA, EWA, JAN, OLA, Acts

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor


class Command(NamedTuple):
    """How a command goes through the store, and the most round trips that it may take.

    Those that hold other users' rows may be run again once, with these held first: keys are random.
    """

    run: Callable[[Acts], object]
    at_most: int


def prepare(acts: Acts) -> None:
    """Anna's Zylker with Ewa (administrator) and Jan, Ola's olas, and invitations to both; all signed in."""
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_up(OLA, "olas")
    acts.sign_up(JAN, "jans")
    acts.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "zylker", by=ANNA)
    acts.send(ANNA, OLA, "newcomer@x.example", "other@x.example", org="zylker")
    for who in (ANNA, EWA, JAN, OLA):
        acts.sign_in(who, f"orgs_{who}")


def _of(
    act: Callable[..., object], who: str, *, org: str | None = None, **given: object
) -> Callable[[Acts], object]:
    def run(acts: Acts) -> object:
        return acts.signed_in(f"orgs_{who}", lambda tx, actor: act(tx, actor, now=acts.now, **given), org=org)

    return run


def _question(work: Callable[[Transaction, Actor, Acts], object], who: str) -> Callable[[Acts], object]:
    def run(acts: Acts) -> object:
        return acts.store.read(
            lambda tx: work(tx, signed_in(tx, hash_token(f"orgs_{who}"), choice=Choice(), now=acts.now), acts)
        )

    return run


def _send(acts: Acts, *emails: str) -> object:
    return _of(
        invitations.send,
        ANNA,
        org="zylker",
        items=[(parse_address(email), Role.STANDARD) for email in emails],
        external=False,
        language=None,
        new_token=acts.new_token,
    )(acts)


def _newcomer(acts: Acts) -> object:
    return acts.accept_by_token(acts.tokens[3], newcomer=Newcomer("New", "hash", hash_token("orgs_new")))


def _deliver(acts: Acts) -> object:
    return delivery.deliver(
        acts.store,
        MemoryTransport(batch=2),
        lambda message, _others: (f"<{message.id}@x>", b""),
        ids=None,
        now=acts.now,
        key_id="00000000",
    )


COMMANDS: dict[str, Command] = {
    "switch": Command(_of(switching.switch, ANNA, organization="services"), 5),
    "switch by name": Command(_of(switching.switch, ANNA, organization="Services"), 5),
    "current": Command(_question(lambda tx, actor, _: accounts.who(tx, actor), ANNA), 4),
    "org list": Command(
        _question(lambda tx, actor, acts: reading.list_organizations(tx, actor, now=acts.now), OLA), 5
    ),
    "org list --tree": Command(
        _question(lambda tx, actor, acts: tree.organization_tree(tx, actor, now=acts.now), ANNA), 7
    ),
    "orgctl": Command(_question(lambda tx, actor, acts: overview.overview(tx, actor, now=acts.now), OLA), 5),
    "org show": Command(
        _question(lambda tx, actor, _: reading.show_organization(tx, actor, organization=None), ANNA), 4
    ),
    "member list": Command(_question(lambda tx, actor, _: reading.list_members(tx, actor), ANNA), 5),
    "invite list": Command(
        _question(
            lambda tx, actor, acts: reading.list_invitations(
                tx, actor, sent=False, status=Status.PENDING, now=acts.now
            ),
            OLA,
        ),
        4,
    ),
    "invite list --sent": Command(
        _question(
            lambda tx, actor, acts: reading.list_invitations(tx, actor, sent=True, status=None, now=acts.now),
            ANNA,
        ),
        5,
    ),
    "audit list": Command(_question(lambda tx, actor, _: reading.read_audit(tx, actor, limit=50), ANNA), 5),
    "limits": Command(_question(lambda tx, actor, _: reading.limits(tx, actor), ANNA), 5),
    "integrate list": Command(
        _question(lambda tx, actor, _: reading.list_links(tx, actor, app=None), ANNA), 5
    ),
    "signup": Command(lambda acts: acts.sign_up("new@x.example", "new"), 10),
    "login": Command(lambda acts: acts.sign_in(ANNA, "orgs_again"), 8),
    "logout --everywhere": Command(_of(accounts.sign_out, ANNA, everywhere=True), 6),
    "default set": Command(_of(switching.set_default, ANNA, organization="services"), 6),
    "invite send": Command(lambda acts: _send(acts, "one@x.example"), 10),
    "invite accept": Command(_of(answers.accept, OLA, organization="zylker"), 11),
    "invite accept --token": Command(lambda acts: acts.accept_by_token(acts.tokens[2]), 11),
    "invite accept --token, newcomer": Command(_newcomer, 11),
    "invite decline": Command(
        _of(answers.decline, OLA, organization="zylker", token_hash=None, reason=None), 7
    ),
    "invite revoke": Command(_of(invitations.revoke, ANNA, email=parse_address(OLA)), 9),
    "invite resend": Command(
        lambda acts: _of(invitations.resend, ANNA, email=parse_address(OLA), new_token=acts.new_token)(acts),
        10,
    ),
    "org create": Command(
        _of(
            organizations.create,
            ANNA,
            name="New",
            url="new",
            timezone="UTC",
            sample_data=False,
            if_not_exists=False,
        ),
        10,
    ),
    "org rename": Command(_of(organizations.rename, ANNA, name="New"), 8),
    "org set-url": Command(_of(organizations.set_url, ANNA, url="new"), 9),
    "org subscribe": Command(_of(editions.subscribe, ANNA, edition=Edition.CRM_PLUS, licenses=99), 20),
    "org licenses, after subscribing": Command(
        lambda acts: (
            _of(editions.subscribe, ANNA, edition=Edition.ENTERPRISE, licenses=9)(acts),
            _of(editions.set_licenses, ANNA, licenses=5)(acts),
        ),
        16,
    ),
    "org transfer": Command(_of(organizations.transfer, ANNA, org="zylker", email=parse_address(EWA)), 11),
    "org delete": Command(_of(organizations.delete, ANNA, organization="zylker"), 16),
    "member set-role": Command(
        _of(members.set_role, ANNA, org="zylker", email=parse_address(JAN), role=Role.ADMIN), 8
    ),
    "member unlink": Command(_of(members.unlink, ANNA, org="zylker", email=parse_address(JAN)), 16),
    "member leave": Command(_of(members.leave, JAN, org="zylker"), 7),
    "integrate add": Command(
        _of(integrations.add, ANNA, app="slack", account="team", feature=None, side=Side.CRM), 9
    ),
    "mail send": Command(_deliver, 10),
    "writing expiry down": Command(
        lambda acts: acts.store.write(lambda tx: write_down_expired(tx, acts.now)), 4
    ),
    "a failed login": Command(
        lambda acts: acts.write(lambda tx: accounts.note_failure(tx, hash_token("x"), acts.now)), 6
    ),
}
