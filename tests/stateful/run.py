"""A run of random acts: where it begins, what counts as a step, and who may be meant by a number."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.stateful import scenes
from tests.stateful.model import Organization, Who
from tests.stateful.twins import Twins

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

T = TypeVar("T")

some = st.integers(0, 59)
"""Which of those that there are: taken modulo their number, so that every draw means something."""

Act = tuple[str, dict[str, Any]]

EVERY = 20
"""After half as many steps a run goes to an edge, and then again after so many, whichever is next."""

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


def edge(act: T) -> T:
    """An act that goes to an edge of the policy in one go, from wherever the run is."""
    act.is_edge = True  # type: ignore[attr-defined]
    return act


class Run(RuleBasedStateMachine):
    """A run without rules. Its class is told where stores lie; `machine.Orgctl` has what may happen."""

    scenes: ClassVar[tuple[str, ...]] = tuple(scenes.SCENES)
    edges: ClassVar[tuple[str, ...]] = ()
    """The edges to go to; each that there is, where none is named."""
    turn: ClassVar[int] = 0
    """Which of the edges is the first to go to; one that Hypothesis chose would not come to all of them."""
    every: ClassVar[int] = EVERY
    counts: ClassVar[Counter[str]]
    made: ClassVar[dict[str, tuple[bytes, Path]]]
    folder: ClassVar[Path]
    template: ClassVar[Path]

    twins: Twins

    def __init__(self) -> None:
        super().__init__()
        self.signed_in: dict[str, tuple[int, datetime]] = {}
        self.acts = 0
        self.steps = 0
        self.fresh = 0

    @initialize(scene=some, chance=st.integers(0, 2**32 - 1))
    def begin(self, scene: int, chance: int) -> None:
        """In one of the scenes. What edges leave open is decided by a chance of its own."""
        name = self.scenes[scene % len(self.scenes)]
        if name not in self.made:
            self.made[name] = scenes.make(name, self.template, self.folder / f"{name}.db")
        self.twins = Twins.copy(self.made[name], self.folder / "run.db", self.counts)
        self.chance = Random(f"{self.turn} {chance}")  # noqa: S311 (what is drawn is no secret)

    @classmethod
    def all_edges(cls) -> list[str]:
        """The names of the edges to go to."""
        return [*cls.edges] or [name for name in dir(cls) if hasattr(getattr(cls, name), "is_edge")]

    def teardown(self) -> None:
        """Nothing is left open."""
        if hasattr(self, "twins"):
            self.twins.program.close()

    @invariant()
    def counted(self) -> None:
        """Only a step that did something is one. Some are followed by a walk to an edge."""
        if hasattr(self, "twins") and self.twins.acts > self.acts:
            self.count()
            if self.steps % self.every == self.every // 2:
                edges = self.all_edges()
                self.go_to(edges[(self.turn + self.steps // self.every) % len(edges)])

    def count(self) -> None:
        """One step more."""
        self.steps += 1
        self.counts["steps"] += 1
        self.acts = self.twins.acts

    def go_to(self, name: str) -> None:
        """Go to an edge; all the acts of its way are one step."""
        note(f"state.{name}()")
        getattr(self, name)()
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
