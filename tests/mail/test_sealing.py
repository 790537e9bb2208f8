from __future__ import annotations

import errno
import multiprocessing
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.refusals import Code, Fault
from orgctl.mail.sealing import key_id, load_key, seal, sealed_by, unseal

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
NONCE = b"n" * 16
TOKEN = "orgi_k3Jx0P9f_zq8wYb2LrT5uN1vE7sHcA4dM6gQyXiOzBe"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=16, max_size=16))
def test_what_was_sealed_opens_again_whatever_its_length(token, nonce):
    assert unseal(KEY, seal(KEY, token, nonce)) == token


def test_the_sealed_text_shows_nothing_of_the_token():
    sealed = seal(KEY, TOKEN, NONCE)

    assert TOKEN not in sealed
    assert not any(TOKEN[at : at + 6] in sealed for at in range(len(TOKEN) - 6))


def test_two_tokens_sealed_with_one_key_share_no_keystream():
    first, second = seal(KEY, "a" * 64, NONCE), seal(KEY, "a" * 64, b"m" * 16)

    assert first != second


def test_another_key_opens_nothing():
    assert unseal(OTHER_KEY, seal(KEY, TOKEN, NONCE)) is None


def test_a_sealed_text_says_which_key_it_is_for():
    sealed = seal(KEY, TOKEN, NONCE)

    assert sealed_by(sealed) == key_id(KEY)
    assert sealed_by(sealed) != key_id(OTHER_KEY)


def test_no_changed_character_of_a_sealed_text_goes_unnoticed():
    sealed = seal(KEY, "token", NONCE)

    for at in range(len(sealed)):
        for sign in "Ab0_-.":
            changed = sealed[:at] + sign + sealed[at + 1 :]
            assert changed == sealed or unseal(KEY, changed) is None


@pytest.mark.parametrize("text", ["", ".", "nothing", "12345678.", "12345678.AAAA", "12345678.ą", "ą.AAAA"])
def test_what_was_never_sealed_is_nobodys(text):
    assert unseal(KEY, text) is None
    assert sealed_by(text) is None


def test_a_nonce_of_another_length_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="nonce"):
        seal(KEY, TOKEN, b"short")


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "data" / "outbox.key"

    made = load_key(path, None, random_bytes=os.urandom)

    assert len(made) == 32
    assert load_key(path, None, random_bytes=os.urandom) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["outbox.key"]


def _made_at_once(path, barrier, results):
    barrier.wait()
    results.put(load_key(path, None, random_bytes=os.urandom))


def test_processes_that_start_at_once_come_back_with_one_key(tmp_path):
    context = multiprocessing.get_context("fork")
    for attempt in range(5):
        path = tmp_path / f"{attempt}.key"
        barrier, results = context.Barrier(4), context.Queue()
        racers = [context.Process(target=_made_at_once, args=(path, barrier, results)) for _ in range(4)]

        for racer in racers:
            racer.start()
        keys = {results.get(timeout=30) for _ in racers}
        for racer in racers:
            racer.join()

        assert len(keys) == 1


def test_the_variable_wins_over_the_file_and_takes_what_the_file_holds(tmp_path):
    path = tmp_path / "outbox.key"
    made = load_key(path, None, random_bytes=os.urandom)

    from_variable = load_key(tmp_path / "none.key", path.read_text(), random_bytes=os.urandom)

    assert from_variable == made
    assert not (tmp_path / "none.key").exists()


def test_the_variable_may_hold_hexadecimal_digits(tmp_path):
    assert load_key(tmp_path / "none.key", KEY.hex(), random_bytes=os.urandom) == KEY


@pytest.mark.parametrize("value", ["short", "x" * 64, "ą" * 43, "=" * 43, KEY.hex() + "00"])
def test_a_variable_without_a_key_is_refused_and_not_repeated(tmp_path, value):
    with pytest.raises(Fault) as fault:
        load_key(tmp_path / "outbox.key", value, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_SETTINGS
    assert value not in str(fault.value)


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "outbox.key"
    load_key(path, None, random_bytes=os.urandom)
    path.chmod(0o640)

    with pytest.raises(Fault) as fault:
        load_key(path, None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_SETTINGS
    assert f"chmod 600 {path}" in str(fault.value.hint)


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 43, b"A" * 10_000])
def test_a_damaged_key_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "outbox.key"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(Fault) as fault:
        load_key(path, None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_SETTINGS
    assert path.read_bytes() == content


def test_a_key_behind_a_link_is_refused(tmp_path):
    load_key(tmp_path / "elsewhere", None, random_bytes=os.urandom)
    (tmp_path / "outbox.key").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Fault) as fault:
        load_key(tmp_path / "outbox.key", None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_UNAVAILABLE


def test_a_pipe_in_the_place_of_the_key_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "outbox.key", 0o600)

    with pytest.raises(Fault) as fault:
        load_key(tmp_path / "outbox.key", None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_SETTINGS


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(Fault) as fault:
        load_key(tmp_path / "data" / "outbox.key", None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_UNAVAILABLE
    assert str(tmp_path / "data" / "outbox.key") in str(fault.value)


def test_a_key_that_another_process_made_in_between_is_the_key(tmp_path):
    path = tmp_path / "outbox.key"

    def slow(count):
        if not path.exists():
            load_key(path, None, random_bytes=os.urandom)
        return b"x" * count

    assert (
        load_key(path, None, random_bytes=slow) == load_key(path, None, random_bytes=os.urandom) != b"x" * 32
    )
    assert [each.name for each in tmp_path.iterdir()] == ["outbox.key"]


def test_a_key_that_cannot_be_kept_is_not_used(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)

    with pytest.raises(Fault) as fault:
        load_key(tmp_path / "outbox.key", None, random_bytes=os.urandom)

    assert fault.value.code is Code.MAIL_UNAVAILABLE
    assert list(tmp_path.iterdir()) == []
