"""What each process of a race does: one attempt after the other, counted by how it ended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Failure
from orgctl.domain.values import Edition, Side
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import integrations, invitations, members, organizations, switching
from tests.races.variants import VARIANTS
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Attempt = tuple[str, ...]


def attack(url: str, variant: str, attempts: Sequence[Attempt]) -> Counter[str]:
    """`done`, a refusal's code, or an error's name, and how often; a kind of attempt and its arguments each."""
    store = VARIANTS[variant](Store.open(url))
    acts = Acts(store)
    ended: Counter[str] = Counter()
    for kind, *arguments in attempts:
        try:
            ended[_KINDS[kind](acts, *arguments) or "done"] += 1
        except Failure as failure:
            ended[failure.code.value] += 1
        except Exception as error:  # noqa: BLE001 (a control's error is counted, not raised)
            ended[type(error).__name__] += 1
    store.close()
    return ended


def _accept(acts: Acts, who: str, url: str) -> None:
    acts.accept(who, url)


def _accept_by_token(acts: Acts, token: str) -> None:
    acts.accept_by_token(token)


def _decline_by_token(acts: Acts, token: str) -> None:
    acts.decline_by_token(token)


def _revoke(acts: Acts, who: str, url: str, email: str) -> None:
    acts.do(invitations.revoke, who, org=url, email=parse_address(email))


def _resend(acts: Acts, who: str, url: str, email: str) -> None:
    acts.resend(who, email, org=url)


def _send(acts: Acts, who: str, url: str, email: str) -> str | None:
    failed = acts.send(who, email, org=url).failed
    return failed[0].code if failed else None


def _sign_up(acts: Acts, email: str, url: str) -> None:
    acts.sign_up(email, url)


def _create(acts: Acts, who: str, url: str) -> None:
    acts.create(who, url)


def _subscribe(acts: Acts, who: str, url: str, edition: str) -> None:
    acts.subscribe(who, url, Edition(edition), 1000)


def _transfer(acts: Acts, who: str, url: str, email: str) -> None:
    acts.do(organizations.transfer, who, org=url, email=parse_address(email))


def _leave(acts: Acts, who: str, url: str) -> None:
    acts.do(members.leave, who, org=url)


def _unlink(acts: Acts, who: str, url: str, email: str) -> None:
    acts.unlink(who, email, org=url)


def _delete(acts: Acts, who: str, url: str) -> None:
    acts.do(organizations.delete, who, organization=url)


def _switch(acts: Acts, who: str, url: str) -> None:
    acts.do(switching.switch, who, organization=url)


def _set_default(acts: Acts, who: str, url: str) -> None:
    acts.do(switching.set_default, who, organization=url)


def _link(acts: Acts, who: str, url: str, app: str, account: str) -> None:
    acts.do(integrations.add, who, org=url, app=app, account=account, feature=None, side=Side.CRM)


_KINDS: dict[str, Callable[..., str | None]] = {
    "accept": _accept,
    "accept by token": _accept_by_token,
    "decline by token": _decline_by_token,
    "revoke": _revoke,
    "resend": _resend,
    "send": _send,
    "sign up": _sign_up,
    "create": _create,
    "subscribe": _subscribe,
    "transfer": _transfer,
    "leave": _leave,
    "unlink": _unlink,
    "delete": _delete,
    "switch": _switch,
    "set default": _set_default,
    "link": _link,
}
