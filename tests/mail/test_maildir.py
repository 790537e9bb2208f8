from __future__ import annotations

import errno
import mailbox
import os
import stat
import subprocess
import sys

import pytest

from orgctl.domain.refusals import Code
from orgctl.mail import maildir
from orgctl.mail.failures import Stopped
from orgctl.mail.maildir import MaildirTransport
from orgctl.mail.message import build
from tests.mail.mails import NOW, a_mail


def deliver(path, *numbers):
    with MaildirTransport(path) as transport:
        for number in numbers:
            send(transport, number)
        transport.flush()


def send(transport, number):
    message_id = f"<{number}.1@corp.example>"
    message = build(a_mail(invitation_id=str(number), message_id=message_id), date=NOW)
    transport.send("ewa@other.example", message, message_id=message_id)


def send_and_flush(transport, number):
    send(transport, number)
    transport.flush()


def files(path):
    return {part: sorted(each.name for each in (path / part).iterdir()) for part in ("tmp", "new", "cur")}


def invitations(path):
    box = mailbox.Maildir(path, create=False)
    return sorted(int(message["X-Orgctl-Invitation"]) for message in box)


@pytest.mark.parametrize("count", [1, 16, 17, 200])
def test_what_is_delivered_is_read_by_the_standard_library(tmp_path, count):
    path = tmp_path / "deep" / "mail"

    deliver(path, *range(count))

    assert invitations(path) == list(range(count))
    assert files(path)["tmp"] == []


def test_the_octets_arrive_as_they_were_given(tmp_path):
    message = "Subject: x\n\nzażółć\n.\nFrom me\n".encode()

    with MaildirTransport(tmp_path / "mail") as transport:
        transport.send("ewa@other.example", message, message_id="<1.1@localhost>")
        transport.flush()

    assert (tmp_path / "mail" / "new" / "1.1.localhost").read_bytes() == message


def test_nothing_is_delivered_before_the_flush(tmp_path):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        send(transport, 1)
        before = files(path)
        transport.flush()

    assert before["new"] == []
    assert files(path)["new"] == ["1.1.corp.example"]


def test_what_was_never_flushed_leaves_nothing_behind(tmp_path):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        send(transport, 1)

    assert files(path) == {"tmp": [], "new": [], "cur": []}


def test_without_a_message_no_folder_is_made(tmp_path):
    with MaildirTransport(tmp_path / "mail") as transport:
        transport.flush()

    assert not (tmp_path / "mail").exists()


def test_the_same_message_again_is_one_message(tmp_path):
    path = tmp_path / "mail"

    deliver(path, 1, 2)
    deliver(path, 2, 2, 3)

    assert invitations(path) == [1, 2, 3]


def test_the_same_message_again_leaves_one_that_was_read_alone(tmp_path):
    path = tmp_path / "mail"
    deliver(path, 1)
    (path / "new" / "1.1.corp.example").rename(path / "cur" / "1.1.corp.example:2,S")

    deliver(path, 1)

    assert files(path) == {"tmp": [], "new": [], "cur": ["1.1.corp.example:2,S"]}


def test_another_generation_is_another_message(tmp_path):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        for message_id in ("<1.1@corp.example>", "<1.2@corp.example>"):
            transport.send("x", b"Subject: x\n\n", message_id=message_id)
        transport.flush()

    assert len(files(path)["new"]) == 2


@pytest.mark.parametrize(
    "message_id",
    ["<../../etc/passwd@x>", "<a/b@x>", "<.hidden@x>", "<1.1@[IPv6:::1]>", "<:2,S@x>", "<" + "9" * 300],
)
def test_no_message_id_leaves_the_folder_or_looks_like_a_flag(tmp_path, message_id):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        transport.send("x", b"Subject: x\n\n", message_id=message_id)
        transport.flush()

    (name,) = files(path)["new"]
    assert not set(name) & set("/:,")
    assert not name.startswith(".")
    assert [each.name for each in tmp_path.iterdir()] == ["mail"]


def test_folders_and_messages_are_their_owners_alone(tmp_path):
    path = tmp_path / "mail"
    before = os.umask(0)
    try:
        deliver(path, 1)
    finally:
        os.umask(before)

    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, *path.iterdir())} == {0o700}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path / "new").iterdir()} == {0o600}


def test_a_draft_that_a_crash_left_is_written_anew(tmp_path):
    path = tmp_path / "mail"
    deliver(path, 1)
    draft = path / "tmp" / f"2.1.corp.example.{os.getpid()}"
    draft.write_text("half a mess")

    deliver(path, 2)

    assert invitations(path) == [1, 2]
    assert files(path)["tmp"] == []


def test_a_draft_that_is_a_link_is_not_followed(tmp_path):
    path = tmp_path / "mail"
    deliver(path, 1)
    (tmp_path / "precious").write_text("precious")
    (path / "tmp" / f"2.1.corp.example.{os.getpid()}").symlink_to(tmp_path / "precious")

    deliver(path, 2)

    assert (tmp_path / "precious").read_text() == "precious"
    assert invitations(path) == [1, 2]


CRASH = """
import os, sys
from pathlib import Path
from orgctl.mail.maildir import MaildirTransport
with MaildirTransport(Path(sys.argv[1])) as transport:
    for number in range(40):
        transport.send("x", b"X-Orgctl-Invitation: %d\\n\\n" % number, message_id=f"<{number}.1@corp.example>")
    renames = 0
    rename = os.rename
    def dying(*names):
        global renames
        if renames == int(sys.argv[2]):
            os.kill(os.getpid(), 9)
        renames += 1
        rename(*names)
    os.rename = dying
    transport.flush()
"""


@pytest.mark.parametrize("renames", [0, 1, 39])
def test_delivering_again_after_a_kill_makes_each_message_one(tmp_path, renames):
    path = tmp_path / "mail"

    killed = subprocess.run([sys.executable, "-c", CRASH, path, str(renames)], check=False)
    after_the_kill = invitations(path)
    deliver(path, *range(40))

    assert killed.returncode == -9
    assert len(after_the_kill) == renames
    assert invitations(path) == list(range(40))


def test_every_message_is_durable_before_it_has_its_name(tmp_path, monkeypatch):
    events = []
    real = {name: getattr(os, name) for name in ("fsync", "rename")}
    monkeypatch.setattr(os, "fsync", lambda fd: (events.append("fsync"), real["fsync"](fd))[1])
    monkeypatch.setattr(os, "rename", lambda *names: (events.append("rename"), real["rename"](*names))[1])

    deliver(tmp_path / "mail", 1, 2)

    assert events == ["fsync", "fsync", "rename", "rename", "fsync"]


def test_many_messages_are_made_durable_by_one_call_where_there_is_one(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(
        maildir, "_syncfs", lambda: lambda _: synced.append(len(files(tmp_path / "mail")["new"]))
    )

    deliver(tmp_path / "mail", *range(50))

    assert synced == [0]
    assert len(files(tmp_path / "mail")["new"]) == 50


def test_many_messages_are_made_durable_one_by_one_where_there_is_no_such_call(tmp_path, monkeypatch):
    count = 0
    fsync = os.fsync

    def counted(descriptor):
        nonlocal count
        count += 1
        fsync(descriptor)

    monkeypatch.setattr(maildir, "_syncfs", lambda: None)
    monkeypatch.setattr(os, "fsync", counted)

    deliver(tmp_path / "mail", *range(50))

    assert count == 51


def failing(name, number, monkeypatch):
    def fail(*_args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)


@pytest.mark.parametrize("call", ["write", "fsync", "rename", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_stops_the_run_and_says_why(tmp_path, monkeypatch, call, number):
    path = tmp_path / "mail"
    deliver(path, 1)

    with MaildirTransport(path) as transport, monkeypatch.context() as patch:
        failing(call, number, patch)
        with pytest.raises(Stopped) as failure:
            send_and_flush(transport, 2)

    assert failure.value.code is Code.MAIL_UNAVAILABLE
    assert str(path) in failure.value.reason
    assert os.strerror(number) in failure.value.reason
    assert files(path) == {"tmp": [], "new": ["1.1.corp.example"], "cur": []}


def test_a_failed_sync_of_the_file_system_delivers_nothing(tmp_path, monkeypatch):
    path = tmp_path / "mail"

    def fail(_descriptor):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(maildir, "_syncfs", lambda: fail)

    with pytest.raises(Stopped):
        deliver(path, *range(20))

    assert files(path) == {"tmp": [], "new": [], "cur": []}


def test_a_file_in_the_place_of_the_folder_stops_the_run(tmp_path):
    (tmp_path / "mail").write_text("a file")

    with pytest.raises(Stopped) as failure:
        deliver(tmp_path / "mail", 1)

    assert failure.value.code is Code.MAIL_UNAVAILABLE
    assert (tmp_path / "mail").read_text() == "a file"


def test_a_write_that_takes_a_part_is_continued(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:1000]))

    deliver(tmp_path / "mail", 1)

    raw = build(a_mail(invitation_id="1", message_id="<1.1@corp.example>"), date=NOW)
    assert (tmp_path / "mail" / "new" / "1.1.corp.example").read_bytes() == raw


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="syncfs is Linux's")
def test_the_call_that_makes_many_durable_reports_its_failures():
    sync = maildir._syncfs()  # noqa: SLF001 (its failures cannot be brought about from outside)

    assert sync is not None
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync(9999)


def test_a_draft_that_somebody_cleared_away_stops_the_run(tmp_path):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        send(transport, 1)
        for draft in (path / "tmp").iterdir():
            draft.unlink()
        with pytest.raises(Stopped):
            transport.flush()

    assert files(path) == {"tmp": [], "new": [], "cur": []}


def test_a_message_that_cannot_be_written_takes_none_before_it_along(tmp_path, monkeypatch):
    path = tmp_path / "mail"

    with MaildirTransport(path) as transport:
        send(transport, 1)
        with monkeypatch.context() as patch:
            failing("write", errno.ENOSPC, patch)
            with pytest.raises(Stopped):
                send(transport, 2)
        transport.flush()

    assert files(path) == {"tmp": [], "new": ["1.1.corp.example"], "cur": []}


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_flush_that_failed_never_succeeds_afterwards(tmp_path, monkeypatch, call):
    with MaildirTransport(tmp_path / "mail") as transport:
        send(transport, 1)
        with monkeypatch.context() as patch:
            failing(call, errno.EIO, patch)
            with pytest.raises(Stopped):
                transport.flush()

        with pytest.raises(Stopped):
            transport.flush()
