"""Section 2 of the policy, and what of section 5 follows it: organizations, editions, licenses, switching."""

from __future__ import annotations

from tests.stateful.model import (
    NO_ORGANIZATION,
    No,
    Organization,
    Session,
    Who,
    World,
    organization_seen,
    refused,
)

Answer = No | dict[str, object]
MODULES = ("leads", "accounts", "contacts", "deals")


def _found(world: World, email: str, *, url: str, name: str, as_signup: bool) -> Organization:
    its = Organization(
        handle=world.number(),
        url=url,
        name=name,
        timezone="Europe/Warsaw",
        creator=email,
        as_signup=as_signup,
        created_at=world.second,
    )
    world.organizations[its.handle] = its
    world.begin(its, email, "superadmin", "internal")
    return its


def sign_up(world: World, who: Who, *, url: str, name: str) -> Answer:
    """A person's first organization, as a newcomer: one of the ten, none of the five (B5, B6)."""
    no = refused(
        ("input.user_exists", who.email in world.defaults),
        ("url.taken", world.url_taken(url)),
    )
    if no:
        return no
    world.defaults[who.email] = None
    its = _found(world, who.email, url=url, name=name, as_signup=True)
    return organization_seen(world, who, its)


def create(world: World, who: Who, *, url: str, name: str, if_not_exists: bool, sample_data: bool) -> Answer:
    """B1, B2, B4 to B6, B9."""
    mine = world.of(who.email)
    if if_not_exists:
        there = [each for each in mine if each.url == url]
        if there:
            world.make_active(who, there[0].handle)
            return organization_seen(world, who, there[0])
    no = refused(
        ("create.not_admin", all(each.members[who.email].role == "standard" for each in mine)),
        ("limit.memberships", len(mine) >= 10),
        ("limit.created", world.created(who.email) >= 5),
        ("url.taken", world.url_taken(url)),
    )
    if no:
        return no
    its = _found(world, who.email, url=url, name=name, as_signup=False)
    world.make_active(who, its.handle)
    if sample_data:
        its.modules = set(MODULES)
    return organization_seen(world, who, its)


def rename(world: World, who: Who, *, name: str) -> Answer:
    """What an organization is called is its administrators' to say; names need not differ."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    if its.members[who.email].role == "standard":
        return No({"role.not_admin"})
    its.name = name
    return organization_seen(world, who, its)


def set_url(world: World, who: Who, *, url: str) -> Answer:
    """B4, R2: unique, and the super administrator's alone."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    no = refused(
        ("url.not_superadmin", its.members[who.email].role != "superadmin"),
        ("url.taken", world.url_taken(url, by_other_than=its.handle)),
    )
    if no:
        return no
    its.url = url
    return organization_seen(world, who, its)


def restrict_ip(world: World, who: Who, *, networks: tuple[str, ...]) -> Answer:
    """R2."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    if its.members[who.email].role == "standard":
        return No({"role.not_admin"})
    its.restrict_ip = networks
    return organization_seen(world, who, its)


def subscribe(world: World, who: Who, *, edition: str, licenses: int) -> Answer:
    """B2, B3, B7, B8: ends the trial, changes the edition, and with it some members' kind."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    kinds = {email: member.kind for email, member in its.members.items()}
    made_external: list[str] = []
    stuck_in_zoho_one = created_two = in_nine = False
    if edition != its.edition:
        if its.edition == "zoho-one":
            kinds = dict.fromkeys(kinds, "internal")
        if edition == "zoho-one":
            others = [email for email in kinds if world.zoho_one_internal(email, but=its.handle)]
            stuck_in_zoho_one = any(its.members[email].role != "standard" for email in others)
            made_external = [email for email in others if its.members[email].role == "standard"]
            kinds.update(dict.fromkeys(made_external, "external"))
        if edition == "crm-plus":
            created_two = world.crm_plus_created(its.creator, but=its.handle) >= 1
            in_nine = any(
                email != its.creator and world.crm_plus_joined(email, but=its.handle) >= 9 for email in kinds
            )
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("limit.zoho_one", stuck_in_zoho_one),
        ("limit.crm_plus_created", created_two),
        ("limit.crm_plus_invited", in_nine),
        ("license.too_few", licenses < list(kinds.values()).count("internal")),
    )
    if no:
        return no
    its.edition, its.licenses = edition, licenses
    for email, kind in kinds.items():
        its.members[email].kind = kind
    return organization_seen(world, who, its) | {"made_external": tuple(sorted(made_external))}


def set_licenses(world: World, who: Who, *, licenses: int) -> Answer:
    """B3: bought for each organization; never fewer than internal members."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("license.on_trial", its.licenses is None),
        ("license.too_few", its.licenses is not None and licenses < its.internal),
    )
    if no:
        return no
    its.licenses = licenses
    return organization_seen(world, who, its) | {"made_external": ()}


def delete(world: World, who: Who, *, organization: str) -> Answer:
    """R2, D4: it is gone, its creator's place is free again, and it is nobody's default."""
    its = world.find(who.email, organization)
    if its is None:
        return NO_ORGANIZATION
    if its.members[who.email].role == "standard":
        return No({"role.not_admin"})
    seen = organization_seen(world, who, its)
    del world.organizations[its.handle]
    for email in its.members:
        world.lose(its.handle, email)
    world.invitations = {
        handle: each for handle, each in world.invitations.items() if each.organization != its.handle
    }
    world.links = [link for link in world.links if link.organization != its.handle]
    # Whether it is still called active in the answer about what it was is nobody's promise.
    return {key: value for key, value in seen.items() if key not in ("active", "default")}


def switch(world: World, who: Who, *, organization: str) -> Answer:
    """D1; `-` is the organization that was active before."""
    if organization == "-":
        previous = world.session_of(who).previous
        if previous is None or not world.is_in(who.email, previous):
            return NO_ORGANIZATION
        its = world.organizations[previous]
    else:
        found = world.find(who.email, organization)
        if found is None:
            return NO_ORGANIZATION
        its = found
    world.make_active(who, its.handle)
    return organization_seen(world, who, its)


def set_default(world: World, who: Who, *, organization: str) -> Answer:
    """D2: any of the user's organizations."""
    its = world.find(who.email, organization)
    if its is None:
        return NO_ORGANIZATION
    world.defaults[who.email] = its.handle
    return organization_seen(world, who, its)


def sign_in(world: World, who: Who, *, url: str | None) -> Answer:
    """D2 to D4: the default is active, or the organization of the access URL, or none."""
    active = world.default(who.email)
    if url is not None:
        its = next((each for each in world.of(who.email) if each.url == url), None)
        if its is None:
            return NO_ORGANIZATION
        active = its.handle
    number = world.number()
    world.sessions[number] = Session(who.email, active, None, world.now)
    default = world.default(who.email)
    return {
        "email": who.email,
        "active": None if active is None else world.organizations[active].url,
        "default": None if default is None else world.organizations[default].url,
        "session": number,
    }


def load_sample_data(world: World, who: Who) -> Answer:
    """B9 and the trial's end: an administrator's act."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("trial.expired", world.trial_over(its)),
    )
    if no:
        return no
    its.modules = set(MODULES)
    return {"modules": frozenset(its.modules)}


def clear_sample_data(world: World, who: Who, *, module: str | None) -> Answer:
    """An administrator's act, which no trial's end stops."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    if its.members[who.email].role == "standard":
        return No({"role.not_admin"})
    gone = its.modules & (set(MODULES) if module is None else {module})
    its.modules -= gone
    return {"modules": frozenset(gone)}
