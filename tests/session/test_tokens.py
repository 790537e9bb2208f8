from __future__ import annotations

import hashlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.session.tokens import hash_token, looks_like_token, new_invitation_token, new_session_secret

BOTH = pytest.mark.parametrize("make", [new_session_secret, new_invitation_token])


def test_a_prefix_says_what_a_token_opens():
    assert new_session_secret().startswith("orgs_")
    assert new_invitation_token().startswith("orgi_")


@BOTH
def test_no_two_tokens_are_alike(make):
    tokens = {make() for _ in range(1_000)}

    assert len(tokens) == 1_000


@BOTH
def test_a_token_has_256_bits_in_43_characters_that_need_no_quoting(make):
    random = make()[5:]

    assert len(random) == 43
    assert random.replace("-", "a").replace("_", "a").isalnum()
    assert random.isascii()


@BOTH
def test_every_one_bit_change_of_a_token_changes_its_hash(make):
    token = make().encode()
    changed = [
        token[:at] + bytes([token[at] ^ 1 << bit]) + token[at + 1 :]
        for at in range(len(token))
        for bit in range(8)
    ]

    hashes = {hash_token(each.decode("utf-8", "surrogateescape")) for each in changed}

    assert len(hashes) == len(token) * 8
    assert hash_token(token.decode()) not in hashes


def test_the_hash_is_sha256_of_the_whole_text_prefix_included():
    assert hash_token("orgs_abc") == hashlib.sha256(b"orgs_abc").hexdigest()


def test_the_hash_is_the_same_where_the_interpreter_has_no_code_of_its_own_for_it(monkeypatch):
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)

    assert hash_token("orgs_abc") == hashlib.sha256(b"orgs_abc").hexdigest()


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_has_a_hash_even_bytes_that_were_no_utf8(text):
    assert len(hash_token(text)) == 64


@BOTH
def test_a_token_looks_like_one(make):
    assert looks_like_token(make())


@pytest.mark.parametrize("text", ["", "zylker", "orgs_", "orgx_" + "a" * 43, "orgs_" + "a" * 42])
def test_what_is_no_token_does_not_look_like_one(text):
    assert not looks_like_token(text)


@pytest.mark.parametrize("last", ["a\n", "=", " ", "ä", "+"])
def test_no_character_from_outside_the_alphabet_looks_like_a_token(last):
    text = "orgs_" + "a" * (43 - len(last)) + last

    assert len(text) == 48
    assert not looks_like_token(text)
