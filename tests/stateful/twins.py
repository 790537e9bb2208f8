"""The model and the program side by side: each act is done in both, and both must answer alike."""

from __future__ import annotations

import pickle
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.stateful import (
    boundaries,
    model_invitations,
    model_links,
    model_members,
    model_organizations,
    observed,
)
from tests.stateful.invariants import broken
from tests.stateful.model import Either, No, Organization, Who, World
from tests.stateful.program import Program, Said

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

MODEL = (model_organizations, model_members, model_invitations, model_links)
OURS_ALONE = {"handle", "session"}
"""What the model's answers tell the tests and the program's don't have."""

REHEARSED = 7
"""Each act of this number is a dry run first."""


class Difference(AssertionError):
    """The program did not do what the policy says."""


class Twins:
    """A world and a store in which the same things have happened."""

    def __init__(self, world: World, path: Path, counts: Counter[str]) -> None:
        self.world = world
        self.path = path
        self.program = Program(str(path))
        self.counts = counts
        self.acts = 0
        self.names: dict[int, tuple[str, str]] = {}
        """What each invitation was: the organization's access URL and the address, though it be gone."""
        self.tokens: dict[int, list[str]] = {}
        self.ids: dict[int, str] = {}
        self.once_hidden: set[int] = set()
        self._seen_changes = -1

    # keeping and copying

    def save(self) -> tuple[bytes, Path]:
        """Everything as it is now, for `copy`; closes the store."""
        self.program.close()
        state = (self.world, self.names, self.tokens, self.ids, self.once_hidden)
        return pickle.dumps(state), self.path

    @classmethod
    def copy(cls, saved: tuple[bytes, Path], path: Path, counts: Counter[str]) -> Twins:
        """Twins that begin where others were saved."""
        shutil.copyfile(saved[1], path)
        world, names, tokens, ids, once_hidden = pickle.loads(saved[0])  # noqa: S301 (our own bytes)
        twins = cls(world, path, counts)
        twins.names, twins.tokens, twins.ids, twins.once_hidden = names, tokens, ids, once_hidden
        return twins

    # acts

    def do(self, act: str, who: Who | None, **given: Any) -> Any:
        """Do it in both; the model's answer, if the program's is right. Raises Difference."""
        self.acts += 1
        if self.acts % REHEARSED == 0:
            self._once(act, who, given, dry=True)
        return self._once(act, who, given, dry=False)

    def _once(self, act: str, who: Who | None, given: dict[str, Any], *, dry: bool) -> Any:
        world = pickle.loads(pickle.dumps(self.world)) if dry else self.world  # noqa: S301 (our own bytes)
        before = boundaries.facts(world, act, who, given)
        expected = _rule(act)(world, who, **given)
        extra = {"number": world.made} if act == "sign_in" else {}
        seen = self.program.do(act, who, world.now, dry=dry, **given, **extra)
        said = f"{'dry run of ' if dry else ''}{act}({who}, {given}) at {world.now}"
        self._compare(said, expected, seen)
        if isinstance(seen, Said):
            self._keeps_silent(said, who, given, seen)
        if not dry:
            self._note(expected, seen)
            self.counts.update(boundaries.labels(act, before, expected, seen, self.once_hidden))
        if not isinstance(seen, Said) or dry or self._changes() != self._seen_changes:
            self.check(said)
        return expected

    def check(self, said: str) -> None:
        """Compare all that there is, and hold the invariants against it. Raises Difference."""
        for what in observed.TABLES:
            model, program = (
                observed.of_world(self.world, what),
                observed.of_store(self.program, self.world.now, what),
            )
            if model != program:
                raise Difference(
                    f"{said}: {what} differ\n  only in the model: {model - program}\n"
                    f"  only in the program: {program - model}"
                )
        if found := broken(self.program):
            raise Difference(f"{said}: broken in the store: {found}")
        self._seen_changes = self._changes()

    def _changes(self) -> int:
        return int(self.program.store.driver.connection.total_changes)  # type: ignore[attr-defined]

    def _compare(self, said: str, expected: Any, seen: Any) -> None:
        either = expected if isinstance(expected, Either) else None
        no = either[0] if either else expected
        if isinstance(seen, Said):
            if not isinstance(no, No) or seen not in no:
                raise Difference(f"{said}: {str(seen)!r} ({seen.words}), where the policy says {expected}")
            return
        facts = either[1] if either else expected
        if isinstance(facts, No):
            raise Difference(f"{said}: done, where the policy refuses: {set(facts)}")
        self._compare_facts(said, facts, seen)

    def _compare_facts(self, said: str, facts: dict[str, Any], seen: dict[str, Any]) -> None:
        for name in facts.keys() - OURS_ALONE:
            mine, its = facts[name], seen[name]
            if name == "sent":
                if len(mine) != len(its):
                    raise Difference(f"{said}: sent {its}, where the policy says {mine}")
                for one, other in zip(mine, its, strict=True):
                    self._compare_facts(said, one, other)
            elif name == "failed":
                if [each[0] for each in mine] != [each[0].lower() for each in its]:
                    raise Difference(f"{said}: failed {its}, where the policy says {mine}")
                for (_, codes), (_, code) in zip(mine, its, strict=True):
                    self._compare(said, codes, code)
            elif name in ("email", "user"):
                if mine != its.lower():
                    raise Difference(f"{said}: {name} {its}, where the policy says {mine}")
            elif mine != its:
                raise Difference(f"{said}: {name} {its!r}, where the policy says {mine!r}")
        if facts.get("handle") in self.world.invitations:
            # which it is not where a dry run sent it
            known = self.ids.setdefault(facts["handle"], seen["id"])
            if known != seen["id"]:
                raise Difference(f"{said}: the invitation's id was {known} and is {seen['id']}")

    def _keeps_silent(self, said: str, who: Who | None, given: dict[str, Any], seen: Said) -> None:
        """A3: a refusal names no organization that the caller neither is in, nor named, nor is invited by."""
        if who is None:
            return
        for its in self.world.organizations.values():
            named = its.url in map(str, given.values()) or who.org in (its.url, its.name)
            invited = self.world.latest(its.handle, who.email) is not None or "token" in given
            if who.email not in its.members and not named and not invited and its.url in seen.words:
                raise Difference(f"{said}: {seen.words!r} tells of {its.url}")

    def _note(self, expected: Any, seen: Any) -> None:
        for offer in expected.get("sent", []) if isinstance(expected, dict) else []:
            self.names[offer["handle"]] = (offer["url"], offer["email"])
            self.tokens[offer["handle"]] = self.world.invitations[offer["handle"]].tokens
        self.once_hidden |= {
            its.handle for its in self.world.organizations.values() if self.world.email_only(its)
        }

    # what is done so often that it has a name

    def organization(self, handle: int) -> Organization:
        """An organization that exists."""
        return self.world.organizations[handle]

    def token(self) -> str:
        """A token that no mail had before."""
        return f"token-{self.world.number()}"

    def superadmin(self, handle: int) -> Who:
        """Who may do everything in an organization, in it."""
        its = self.organization(handle)
        return Who(its.with_role("superadmin")[0], None, its.url)

    def sign_up(self, email: str, url: str) -> int:
        """A newcomer's organization."""
        self.do("sign_up", Who(email), url=url, name=named(url))
        return self.world.made

    def create(self, email: str, url: str) -> int:
        """Another organization of a user."""
        given: dict[str, Any] = {"url": url, "name": named(url), "if_not_exists": False}
        self.do("create", Who(email), **given, sample_data=False)
        return self.world.made

    def invite(self, handle: int, *emails: str, role: str = "standard", external: bool = False) -> list[int]:
        """What was sent of this."""
        tokens = tuple(self.token() for _ in emails)
        answer = self.do(
            "send", self.superadmin(handle), emails=emails, role=role, external=external, tokens=tokens
        )
        return [] if isinstance(answer, No) else [offer["handle"] for offer in answer["sent"]]

    def join(self, handle: int, email: str, role: str = "standard") -> None:
        """Accept by mail what is pending, or an invitation that is sent for this."""
        latest = self.world.latest(handle, email)
        waits = latest is not None and self.world.status(latest) == "pending"
        offers = [latest.handle] if latest is not None and waits else self.invite(handle, email, role=role)
        for offer in offers:
            self.do("accept_by_token", None, token=self.tokens[offer][-1])

    def subscribe(self, handle: int, edition: str, licenses: int) -> None:
        """By the super administrator."""
        self.do("subscribe", self.superadmin(handle), edition=edition, licenses=licenses)

    def until(self, instant: datetime) -> None:
        """Let time pass; it never goes back."""
        self.world.now = max(self.world.now, instant)


def named(url: str) -> str:
    """A name that nothing said of the organization can be taken for its access URL by."""
    return url.upper().replace("-", " ")


def _rule(act: str) -> Any:
    return next(getattr(module, act) for module in MODEL if hasattr(module, act))
