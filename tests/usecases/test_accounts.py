from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.domain.attempts import FORGOTTEN_AFTER_SECONDS
from orgctl.session.location import Choice
from orgctl.session.tokens import hash_token
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, organizations, switching
from orgctl.usecases.acting import Actor, signed_in
from tests.builders import NOON
from tests.usecases.acts import ANNA, EWA, refused


def _who(tx, actor):
    return accounts.who(tx, actor)


def _sign_out(*, everywhere):
    return lambda tx, actor: accounts.sign_out(tx, actor, everywhere=everywhere, now=NOON)


def test_signing_up_makes_a_person_the_super_administrator_of_a_first_organization(acts):
    result = acts.sign_up(ANNA, "zylker")

    assert (result.url, result.role, result.kind, result.default) == (
        "zylker",
        "superadmin",
        "internal",
        True,
    )
    assert (result.edition, result.trial, result.licenses, result.members) == ("enterprise", True, None, 1)
    assert result.trial_ends_at == NOON + timedelta(days=15)


def test_the_organization_of_a_sign_up_takes_none_of_the_five_places(acts):
    acts.sign_up(ANNA, "zylker")

    assert acts.rows("SELECT creator_slot FROM organizations") == [(None,)]


@pytest.mark.parametrize("typed", [ANNA, "ANNA@Zylker.Example", "anna@zylker.EXAMPLE"])
def test_an_address_has_one_account_however_its_letters_are_cased(acts, typed):
    acts.sign_up(ANNA, "zylker")

    refused("input.user_exists", acts.sign_up, typed, "other")


def test_nobody_signs_up_with_an_access_url_that_is_taken(acts):
    acts.sign_up(ANNA, "zylker")

    refused("url.taken", acts.sign_up, EWA, "zylker")

    assert acts.rows("SELECT COUNT(*) FROM users") == [(1,)]


def test_signing_in_makes_the_default_active(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")

    who = acts.sign_in(ANNA, "orgs_one")

    assert (who.active, who.default, who.from_, who.operator) == ("zylker", "zylker", "session", None)


def test_signing_in_with_an_access_url_makes_that_one_active(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")

    who = acts.sign_in(ANNA, "orgs_one", url="https://crm.example/services")

    assert (who.active, who.default) == ("services", "zylker")


def test_signing_in_to_an_organization_of_others_is_refused_like_one_that_is_not_there(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "other")

    theirs = refused("not_found.organization", acts.sign_in, ANNA, "orgs_one", url="other")
    nobodys = refused("not_found.organization", acts.sign_in, ANNA, "orgs_one", url="nobody")

    assert str(theirs.message).replace("other", "nobody") == str(nobodys.message)
    assert acts.rows("SELECT COUNT(*) FROM sessions") == [(0,)]


def test_an_unknown_address_fails_like_a_wrong_password(acts):
    refused("auth.failed", acts.sign_in, ANNA, "orgs_one")


def test_each_sign_in_has_its_own_active_organization(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_in(ANNA, "orgs_one")
    acts.sign_in(ANNA, "orgs_two")

    acts.signed_in(
        "orgs_one", lambda tx, actor: switching.switch(tx, actor, organization="services", now=NOON)
    )

    assert acts.signed_in("orgs_one", _who).active == "services"
    assert acts.signed_in("orgs_two", _who).active == "zylker"
    assert acts.ask(accounts.who, ANNA).active == "services"  # what --as remembers, since the creation


def test_a_sign_in_of_another_store_is_unknown(acts):
    acts.sign_up(ANNA, "zylker")

    refused("auth.required", acts.signed_in, "orgs_one", _who)


def test_a_sign_in_expires_when_it_was_not_used_for_thirty_days(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_in(ANNA, "orgs_one")
    idle = timedelta(days=30)

    just_in_time = acts.at(idle - timedelta(microseconds=1)).signed_in("orgs_one", _who)

    assert just_in_time.email == ANNA
    refused("auth.expired", acts.at(idle).signed_in, "orgs_one", _who)


def test_using_a_sign_in_begins_its_thirty_days_anew(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_in(ANNA, "orgs_one")

    acts.at(timedelta(days=29)).signed_in(
        "orgs_one",
        lambda tx, actor: switching.switch(tx, actor, organization="zylker", now=NOON + timedelta(days=29)),
    )

    assert acts.at(timedelta(days=58)).signed_in("orgs_one", _who).email == ANNA


def test_a_read_writes_the_last_use_down_again_after_ten_minutes_only(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_in(ANNA, "orgs_one")

    def stale(after: timedelta) -> bool:
        later = NOON + after
        actor: Actor = acts.read(lambda tx: signed_in(tx, hash_token("orgs_one"), choice=Choice(), now=later))
        return actor.is_stale(later)

    assert not stale(timedelta(minutes=10) - timedelta(microseconds=1))
    assert stale(timedelta(minutes=10))


def test_signing_out_ends_one_sign_in(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_in(ANNA, "orgs_one")
    acts.sign_in(ANNA, "orgs_two")

    acts.signed_in("orgs_one", _sign_out(everywhere=False))

    refused("auth.required", acts.signed_in, "orgs_one", _who)
    assert acts.signed_in("orgs_two", _who).email == ANNA


def test_signing_out_everywhere_ends_every_sign_in_of_this_user_and_nobody_elses(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "other")
    for secret in ("orgs_one", "orgs_two"):
        acts.sign_in(ANNA, secret)
    acts.sign_in(EWA, "orgs_ewa")

    acts.signed_in("orgs_one", _sign_out(everywhere=True))

    for secret in ("orgs_one", "orgs_two"):
        refused("auth.required", acts.signed_in, secret, _who)
    assert acts.signed_in("orgs_ewa", _who).email == EWA


def test_signing_out_everywhere_leaves_what_the_owner_acts_with(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_in(ANNA, "orgs_one")

    acts.signed_in("orgs_one", _sign_out(everywhere=True))

    assert acts.ask(accounts.who, ANNA).active == "services"


def test_a_new_password_ends_the_other_sign_ins(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_in(ANNA, "orgs_one")
    acts.sign_in(ANNA, "orgs_two")

    acts.signed_in(
        "orgs_one", lambda tx, actor: accounts.set_password(tx, actor, password_hash="hash", now=NOON)
    )

    refused("auth.required", acts.signed_in, "orgs_two", _who)
    assert acts.signed_in("orgs_one", _who).email == ANNA
    assert acts.rows("SELECT password_hash FROM users") == [("hash",)]


def test_a_flag_that_names_no_organization_of_the_user_is_no_other_one(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "other")

    failure = refused("not_found.organization", acts.ask, accounts.who, ANNA, org="other")

    assert "--org names other" in str(failure.message)


def test_a_mistyped_organization_is_guessed(acts):
    acts.sign_up(ANNA, "zylker")

    failure = refused("not_found.organization", acts.do, organizations.rename, ANNA, org="zyker", name="Z")

    assert "zylker" in str(failure.hint)


def _failed(acts, email):
    acts.write(lambda tx: accounts.note_failure(tx, hash_token(email), acts.now))


def _known(acts, email):
    address = parse_address(email)
    return acts.read(lambda tx: accounts.credentials(tx, address, hash_token(email)))


def test_failures_count_for_an_address_whether_or_not_anybody_has_it(acts):
    acts.sign_up(ANNA, "zylker")
    for email in (ANNA, EWA):
        for _ in range(3):
            _failed(acts, email)

    assert _known(acts, ANNA).failures == _known(acts, EWA).failures == 3


def test_a_good_sign_in_begins_the_count_anew(acts):
    acts.sign_up(ANNA, "zylker")
    _failed(acts, ANNA)

    acts.sign_in(ANNA, "orgs_one")

    assert _known(acts, ANNA).failures == 0


def test_old_failures_of_anybody_are_dropped_by_the_next_one(acts):
    _failed(acts, ANNA)

    _failed(acts.at(timedelta(seconds=FORGOTTEN_AFTER_SECONDS + 1)), EWA)

    assert acts.rows("SELECT failures FROM login_attempts") == [(1,)]


def test_the_store_keeps_no_address_of_those_who_failed(acts):
    _failed(acts, ANNA)

    assert ANNA not in str(acts.rows("SELECT * FROM login_attempts"))
