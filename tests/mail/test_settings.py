from __future__ import annotations

from pathlib import Path

import pytest

from orgctl.domain.refusals import Code, Fault
from orgctl.mail.maildir import MaildirTransport
from orgctl.mail.settings import MaildirSettings, SmtpSettings, parse_setting
from orgctl.mail.smtp import SmtpTransport
from orgctl.mail.transport import open_transport

DEFAULT = Path("/data/mail")


def parsed(setting):
    return parse_setting(setting, default_maildir=DEFAULT)


@pytest.mark.parametrize("setting", [None, ""])
def test_without_a_setting_mail_goes_to_the_default_maildir(setting):
    assert parsed(setting) == MaildirSettings(DEFAULT)


@pytest.mark.parametrize(
    "setting,path",
    [
        ("maildir:/var/mail/orgctl", "/var/mail/orgctl"),
        ("MAILDIR:relative/folder", "relative/folder"),
        ("maildir:/with space/and:colon/%20", "/with space/and:colon/%20"),
    ],
)
def test_a_maildir_is_named_by_its_path(setting, path):
    assert parsed(setting) == MaildirSettings(Path(path))


def test_a_tilde_is_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/anna")

    assert parsed("maildir:~/Mail") == MaildirSettings(Path("/home/anna/Mail"))


@pytest.mark.parametrize(
    "setting,host,port,user,encrypted,sender",
    [
        ("smtp://mail.corp.example", "mail.corp.example", 587, None, False, "orgctl@mail.corp.example"),
        ("smtps://mail.corp.example", "mail.corp.example", 465, None, True, "orgctl@mail.corp.example"),
        ("smtp://bot@mail.example:2525", "mail.example", 2525, "bot", False, "orgctl@mail.example"),
        ("SMTP://bot@Mail.Example:25/", "mail.example", 25, "bot", False, "orgctl@mail.example"),
        (
            "smtp://bot%40corp.example@mx.example",
            "mx.example",
            587,
            "bot@corp.example",
            False,
            "bot@corp.example",
        ),
        (
            "smtp://bot@corp.example@mx.example",
            "mx.example",
            587,
            "bot@corp.example",
            False,
            "bot@corp.example",
        ),
        ("smtp://u%3Av%2Fw@mx.example", "mx.example", 587, "u:v/w", False, "orgctl@mx.example"),
        ("smtp://[::1]:1025", "::1", 1025, None, False, "orgctl@[IPv6:::1]"),
        ("smtp://[fe80::1%25eth0]", "fe80::1%25eth0", 587, None, False, "orgctl@[IPv6:fe80::1%25eth0]"),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, None, False, "orgctl@[127.0.0.1]"),
        ("smtp://k@mx.example?from=hr%40corp.example", "mx.example", 587, "k", False, "hr@corp.example"),
        (
            "smtp://k@mx.example/?from=hr@żabka.example",
            "mx.example",
            587,
            "k",
            False,
            "hr@xn--abka-99a.example",
        ),
    ],
)
def test_a_server_is_named_by_a_url(setting, host, port, user, encrypted, sender):
    assert parsed(setting) == SmtpSettings(host, port, user, encrypted, sender)


@pytest.mark.parametrize("setting", ["smtp://bot:hunter2@mail.example", "smtps://bot:@mail.example"])
def test_a_password_in_the_url_is_refused_and_not_repeated(setting):
    with pytest.raises(Fault) as fault:
        parsed(setting)

    assert fault.value.code is Code.MAIL_SETTINGS
    assert "ORGCTL_SMTP_PASSWORD" in str(fault.value.hint)
    assert "hunter2" not in f"{fault.value} {fault.value.hint}"


@pytest.mark.parametrize(
    "setting",
    [
        "mail",
        "maildir:",
        "maildir:\0",
        "smtp:",
        "smtp:mail.example",
        "smtp://",
        "smtp://@",
        "smtp://:25",
        "smtp://mail.example:0",
        "smtp://mail.example:70000",
        "smtp://mail.example:port",
        "smtp://mail.example/path",
        "smtp://mail.example#part",
        "smtp://mail.example?tls=no",
        "smtp://mail.example?from=nobody",
        "smtp://mail.example?from=a%40b.example&from=c%40d.example",
        "smtp://bot%0Amail@mail.example",
        "smtp://mail%20host",
        "smtp://[::1",
        "http://mail.example",
        "sendmail:/usr/sbin/sendmail",
    ],
)
def test_anything_else_is_refused_with_the_forms_that_are_taken(setting):
    with pytest.raises(Fault) as fault:
        parsed(setting)

    assert fault.value.code is Code.MAIL_SETTINGS
    assert "maildir:PATH" in str(fault.value.hint)


def test_each_setting_has_its_transport():
    def password(_user, _host):
        raise AssertionError("nobody signs in yet")

    def opened(setting):
        return open_transport(setting, password=password, default_maildir=DEFAULT)

    assert isinstance(opened(None), MaildirTransport)
    assert isinstance(opened("maildir:elsewhere"), MaildirTransport)
    assert isinstance(opened("smtp://bot@mail.example"), SmtpTransport)
    assert isinstance(opened("smtps://bot@mail.example"), SmtpTransport)
    assert opened(None).sender == "orgctl@localhost"
    assert opened("smtp://bot@corp.example@mail.example").sender == "bot@corp.example"
