"""A run of random acts: where it begins, what counts as a step, and who may be meant by a number."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.stateful import scenes
from tests.stateful.model import Organization, Who
from tests.stateful.scenes import PEOPLE
from tests.stateful.twins import Twins

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

T = TypeVar("T")

some = st.integers(0, 59)
"""Which of those that there are: taken modulo their number, so that every draw means something."""

Act = tuple[str, dict[str, Any]]

AT_A_TIME = 4
"""So many acts a step at most, where a limit is filled up: a run has more to do."""

SESSION_LASTS = timedelta(days=29)


def drawn(**strategies: st.SearchStrategy[Any]) -> Callable[[T], T]:
    """An act, and what its parameters are drawn from."""

    def note(act: T) -> T:
        act.drawn = strategies  # type: ignore[attr-defined]
        return act

    return note


def any_of(*acts: Callable[..., None]) -> st.SearchStrategy[Act]:
    """One of these acts and its parameters, each act as often as another.

    Hypothesis leaves out some rules in each run, at random. That is why a rule is a family of acts: were
    each act a rule, most would be missing from most runs.
    """
    return st.one_of(
        *(st.tuples(st.just(act.__name__), st.fixed_dictionaries(act.drawn)) for act in acts)  # type: ignore[attr-defined]
    )


class Run(RuleBasedStateMachine):
    """A run without rules. Its class is told where stores lie; `machine.Orgctl` has what may happen."""

    scenes: ClassVar[tuple[str, ...]] = tuple(scenes.SCENES)
    counts: ClassVar[Counter[str]]
    made: ClassVar[dict[str, tuple[bytes, Path]]]
    folder: ClassVar[Path]
    template: ClassVar[Path]

    twins: Twins

    def __init__(self) -> None:
        super().__init__()
        self.signed_in: dict[str, tuple[int, datetime]] = {}
        self.acts = 0
        self.fresh = 0

    @initialize(scene=some)
    def begin(self, scene: int) -> None:
        """In one of the scenes."""
        name = self.scenes[scene % len(self.scenes)]
        if name not in self.made:
            self.made[name] = scenes.make(name, self.template, self.folder / f"{name}.db")
        self.twins = Twins.copy(self.made[name], self.folder / "run.db", self.counts)

    def teardown(self) -> None:
        """Nothing is left open."""
        if hasattr(self, "twins"):
            self.twins.program.close()

    @invariant()
    def counted(self) -> None:
        """Only a step that did something is one."""
        if hasattr(self, "twins") and self.twins.acts > self.acts:
            self.counts["steps"] += 1
            self.acts = self.twins.acts

    def perform(self, act: Act) -> None:
        """Do what was drawn."""
        name, given = act
        getattr(self, name)(**given)

    # who and where

    def its(self, number: int) -> Organization:
        """One of the organizations."""
        world = self.twins.world
        handles = list(world.organizations)
        return world.organizations[handles[number % len(handles)]]

    def url(self) -> str:
        """An access URL that nothing ever had."""
        self.fresh += 1
        return f"fresh-{self.fresh:03}"

    def user(self, number: int) -> str:
        """Somebody with a login."""
        emails = list(self.twins.world.defaults)
        return emails[number % len(emails)]

    def nearest(self, count: Callable[[str], int], number: int) -> str:
        """One of the three people that a limit is nearest for, half of the time the first of them."""
        return sorted(PEOPLE, key=lambda email: -count(email))[(0, 0, 1, 2)[number % 4]]

    def someone(self, its: Organization, role: str, number: int) -> str:
        """One of its members in a role, or no member; its super administrator, where there is none such."""
        outside = [email for email in self.twins.world.defaults if email not in its.members]
        found = (outside if role == "outsider" else its.with_role(role)) or its.with_role("superadmin")
        return found[number % len(found)]

    def who(self, email: str, org: str | None = None) -> Who:
        """The user, signed in or under `--as`."""
        number, began = self.signed_in.get(email, (None, self.twins.world.now))
        if self.twins.world.now - began > SESSION_LASTS:
            number = None
        return Who(email, number, org)

    def doer(self, its: Organization, role: str, number: int, how: str = "url") -> Who:
        """Somebody in an organization, which is named or happens to be active."""
        return self.who(self.someone(its, role, number), {"url": its.url, "name": its.name}.get(how))

    def offer(self, number: int) -> tuple[int, str, str] | None:
        """An invitation, its access URL then and its address: often one that is pending."""
        twins = self.twins
        pending = [
            handle
            for handle, each in twins.world.invitations.items()
            if twins.world.status(each) == "pending"
        ]
        handles = pending if pending and number % 4 else list(twins.names)
        if not handles:
            return None
        handle = handles[number % len(handles)]
        url, email = twins.names[handle]
        offer = twins.world.invitations.get(handle)
        return handle, url if offer is None else twins.organization(offer.organization).url, email

    def inviting(self, handle: int) -> Organization | None:
        """The organization that an invitation is of, if it exists still."""
        offer = self.twins.world.invitations.get(handle)
        return None if offer is None else self.twins.organization(offer.organization)

    def answer_with(self, found: tuple[int, str, str], way: str) -> None:
        """Answer an invitation in one of `machine.WAYS`."""
        twins, (handle, url, email) = self.twins, found
        tokens = twins.tokens[handle]
        login = self.who(email) if email in twins.world.defaults else None
        if way in ("list", "decline") and login is not None:
            twins.do("accept" if way == "list" else "decline", login, organization=url)
        elif way == "decline by token":
            twins.do("decline_by_token", login, token=tokens[-1])
        elif way == "another":
            twins.do("accept_by_token", self.who(self.user(handle)), token=tokens[-1])
        elif way == "old token":
            twins.do("accept_by_token", login, token=tokens[0])
        else:
            twins.do("accept_by_token", login if way == "token" else None, token=tokens[-1])

    def has_room(self, its: Organization) -> bool:
        """Whether one more internal member fits in."""
        return not self.twins.world.trial_over(its) if its.licenses is None else its.licenses > its.internal

    def host(self, email: str) -> int | None:
        """An organization that may well invite somebody: where there is none, one is made, if it may be."""
        world = self.twins.world
        for its in world.organizations.values():
            if (
                email not in its.members
                and self.has_room(its)
                and its.edition not in ("crm-plus", "zoho-one")
            ):
                return its.handle
        for other in PEOPLE:
            if other != email and other not in world.defaults:
                return self.twins.sign_up(other, self.url())
        for other in world.defaults:
            administers = any(its.members[other].role != "standard" for its in world.of(other))
            if other != email and administers and world.created(other) < 5 and len(world.of(other)) < 10:
                return self.twins.create(other, self.url())
        return None
