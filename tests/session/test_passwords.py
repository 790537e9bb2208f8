from __future__ import annotations

import unicodedata

import pytest

from orgctl.domain.refusals import Code, Fault, InvalidInput
from orgctl.session.passwords import (
    RFC_9106_LOW_MEMORY,
    Cost,
    Verified,
    clean_password,
    hash_password,
    verify,
)

CHEAP = Cost(passes=1, memory_kib=8, lanes=1)


def test_the_cost_is_the_low_memory_option_of_rfc_9106():
    hashed = hash_password("secret")

    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert RFC_9106_LOW_MEMORY == (3, 65_536, 4)


def test_a_hash_holds_a_salt_of_16_bytes_and_a_tag_of_32():
    *_, salt, tag = hash_password("secret", CHEAP).split("$")

    assert (len(salt), len(tag)) == (22, 43)


def test_the_right_password_is_right():
    assert verify(hash_password("secret", CHEAP), "secret", CHEAP) == Verified(ok=True, rehash=None)


@pytest.mark.parametrize("wrong", ["Secret", "secret ", "secre", "", "secret\0"])
def test_any_other_password_is_wrong(wrong):
    assert verify(hash_password("secret", CHEAP), wrong, CHEAP) == Verified(ok=False, rehash=None)


def test_one_password_has_another_hash_each_time():
    assert hash_password("secret", CHEAP) != hash_password("secret", CHEAP)


def test_whoever_has_no_hash_has_no_right_password():
    assert verify(None, "secret", CHEAP) == Verified(ok=False, rehash=None)


@pytest.mark.parametrize("cost", [CHEAP, Cost(passes=2, memory_kib=64, lanes=2), RFC_9106_LOW_MEMORY])
def test_having_no_hash_costs_one_hash_of_the_current_cost_as_a_wrong_password_does(cost, monkeypatch):
    import argon2

    looked_at = []
    real = argon2.PasswordHasher.verify

    def watched(hasher, hashed, password):
        looked_at.append(argon2.extract_parameters(hashed))
        return real(hasher, hashed, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", watched)
    verify(None, "secret", cost)
    verify(hash_password("other", cost), "secret", cost)

    unknown, wrong = looked_at
    assert unknown == wrong


def test_a_right_password_whose_hash_is_out_of_date_is_hashed_anew():
    old = hash_password("secret", CHEAP)
    dearer = Cost(passes=2, memory_kib=16, lanes=1)

    verified = verify(old, "secret", dearer)

    assert verified.ok
    assert verified.rehash is not None
    assert verify(verified.rehash, "secret", dearer) == Verified(ok=True, rehash=None)


def test_a_wrong_password_is_never_hashed_anew():
    old = hash_password("secret", CHEAP)

    assert verify(old, "wrong", Cost(passes=2, memory_kib=16, lanes=1)) == Verified(ok=False, rehash=None)


@pytest.mark.parametrize("stored", ["", "secret", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_a_hash_that_is_none_is_damage_and_not_a_wrong_password(stored):
    with pytest.raises(Fault) as caught:
        verify(stored, "secret", CHEAP)

    assert caught.value.code is Code.STORE_DAMAGED
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["x", "pw", "a" * 1024, "correct horse", "żółć", "🦄" * 1024])
def test_a_password_of_1_to_1024_characters_is_taken_as_it_is(text):
    assert clean_password(text) == text


def test_space_around_a_password_belongs_to_it():
    assert clean_password("  a ") == "  a "


def test_a_password_is_the_same_however_its_letters_were_composed():
    composed = clean_password(unicodedata.normalize("NFC", "zażółć"))
    decomposed = clean_password(unicodedata.normalize("NFD", "zażółć"))

    assert composed == decomposed


def test_compatible_characters_stay_different():
    assert clean_password("ﬁ²") == "ﬁ²"


def test_a_wide_space_is_a_space():
    assert clean_password("a\u3000b\u00a0c") == "a b c"


@pytest.mark.parametrize("text", ["", "a" * 1025, "one\ntwo", "tab\t", "\0", "\x7f", "\udcff"])
def test_a_password_that_is_none_is_invalid_input_and_is_not_repeated(text):
    with pytest.raises(InvalidInput) as caught:
        clean_password(text)

    assert caught.value.code is Code.INPUT_PASSWORD
    assert not text or text not in f"{caught.value} {caught.value.hint}"


def test_length_is_counted_in_characters_as_composed():
    assert len(clean_password(unicodedata.normalize("NFD", "ó" * 1024))) == 1024
