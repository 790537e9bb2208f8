from __future__ import annotations

from datetime import datetime

import pytest

from orgctl.domain.values import Kind, Role
from orgctl.mail.failures import Permanent
from orgctl.mail.headers import message_id
from orgctl.mail.message import build
from tests.mail.mails import NOW, TOKEN, a_mail, built, page, plain, read

POLISH = {
    "language": "pl",
    "organization": "Żabka Polska",
    "inviter_name": "Łukasz Żółć",
    "invitee_name": None,
    "role": Role.ADMIN,
    "other_organizations": ("Zylker", "Acme & Söhne"),
}


def test_the_headers_say_who_writes_to_whom_and_about_what():
    message = built()

    assert [(name, str(value)) for name, value in message.items() if name != "Content-Type"] == [
        ("From", "orgctl <orgctl@corp.example>"),
        ("To", "Ewa Kowalska <ewa@other.example>"),
        ("Subject", "Anna Nowak invites you to Zylker"),
        ("Date", "Wed, 25 Nov 2026 12:05:33 +0000"),
        ("Message-ID", "<42.1@corp.example>"),
        ("X-Orgctl-Invitation", "7130000000000000001"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "en"),
        ("MIME-Version", "1.0"),
        ("Content-Transfer-Encoding", "7bit"),
    ]


def test_it_has_a_text_and_an_html_alternative_and_nothing_else():
    message = built(**POLISH)

    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.defects == []
    assert [each.defects for each in message.iter_parts()] == [[], []]


def test_no_header_leads_a_reply_to_the_inviter():
    message = built()

    assert not {"Reply-To", "Cc", "Bcc", "Sender", "Return-Path"} & set(message.keys())
    assert all("anna@zylker.example" not in str(value) for value in message.values())


def test_the_english_text_in_full():
    assert (
        plain(other_organizations=("Acme",))
        == f"""\
Hello Ewa Kowalska,

Anna Nowak invites you to join the organization Zylker

  Organization:   Zylker
  Access URL:     zylker
  Invited by:     Anna Nowak <anna@zylker.example>
  Your role:      standard member
  Membership:     internal: uses one of the organization's licenses
  Answer before:  Wednesday, 2 December 2026, 13:05 CET (Europe/Warsaw)
                  Wednesday, 2 December 2026, 12:05 UTC

To accept
---------
Run this in a terminal. If orgctl is not set up there, ask the person
who invites you.

orgctl invite accept --token {TOKEN}

You keep your sign-in and your organizations; the command orgctl switch
takes you from one to another.

To decline
----------
Run this instead. Declining cannot be undone, but you can be invited
again.

orgctl invite decline --token {TOKEN}

If you do nothing
-----------------
The invitation expires at the time given above, and nothing changes for
you.

Your other organizations
------------------------
You belong to 1 other organization:
  - Acme
Accepting changes nothing there, and you need not leave any. This list
is for you alone: the inviter does not see it.

Please note
-----------
Both commands hold a personal token: whoever has it can answer for you.
So do not forward this message, and do not reply to it. To ask
something, write a new message to anna@zylker.example.

This message went to ewa@other.example. If you did not expect it, do
nothing.
"""
    )


def test_the_polish_text_in_full():
    assert (
        plain(**POLISH)
        == f"""\
Dzień dobry,

Łukasz Żółć zaprasza Cię do organizacji Żabka Polska

  Organizacja:        Żabka Polska
  Adres URL dostępu:  zylker
  Zaprasza:           Łukasz Żółć <anna@zylker.example>
  Twoja rola:         administrator: zarządza członkami i ustawieniami
  Członkostwo:        wewnętrzne: zajmuje jedną z licencji organizacji
  Czas na odpowiedź:  do środy, 2 grudnia 2026 r., godz. 13:05 CET (Europe/Warsaw)
                      do środy, 2 grudnia 2026 r., godz. 12:05 UTC

Jak zaakceptować
----------------
Uruchom w terminalu poniższe polecenie. Jeśli nie ma tam programu
orgctl, zapytaj o niego osobę, która Cię zaprasza.

orgctl invite accept --token {TOKEN}

Nie masz jeszcze konta w orgctl. Zaakceptowanie zaproszenia utworzy je
dla adresu ewa@other.example; polecenie zapyta o imię i nazwisko oraz o
hasło.

Jak odrzucić
------------
Uruchom zamiast tego poniższe polecenie. Odrzucenia nie można cofnąć,
ale można otrzymać nowe zaproszenie.

orgctl invite decline --token {TOKEN}

Jeśli nic nie zrobisz
---------------------
Zaproszenie wygaśnie w podanym wyżej czasie i nic się dla Ciebie nie
zmieni.

Twoje pozostałe organizacje
---------------------------
Należysz do 2 innych organizacji:
  - Zylker
  - Acme & Söhne
Zaakceptowanie zaproszenia niczego w nich nie zmieni i żadnej z nich nie
trzeba opuszczać. Ta lista jest tylko dla Ciebie: osoba, która Cię
zaprasza, jej nie widzi.

Ważne
-----
Oba polecenia zawierają osobisty token: kto go zna, może odpowiedzieć za
Ciebie. Dlatego nie przekazuj tej wiadomości dalej i nie odpowiadaj na
nią. Aby o coś zapytać, napisz nową wiadomość na adres
anna@zylker.example.

Ta wiadomość została wysłana na adres ewa@other.example. Jeśli się jej
nie spodziewasz, nic nie rób.
"""
    )


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("part", [plain, page])
def test_each_command_stands_alone_on_one_line_of_each_part(part, language):
    lines = part(language=language, organization="Żabka").splitlines()

    assert lines.count(f"orgctl invite accept --token {TOKEN}") == 1
    assert lines.count(f"orgctl invite decline --token {TOKEN}") == 1
    assert sum("--token" in line for line in lines) == 2


def test_both_parts_can_be_read_and_copied_from_the_file_as_it_lies_there():
    message = build(a_mail(**POLISH), date=NOW).decode()

    assert message.count(f"\norgctl invite accept --token {TOKEN}\n") == 2
    assert message.count(f"\norgctl invite decline --token {TOKEN}\n") == 2


@pytest.mark.parametrize("part", [plain, page])
def test_somebody_in_no_other_organization_reads_of_none(part):
    assert "other organization" not in part(other_organizations=())


@pytest.mark.parametrize(
    "language,count,sentence",
    [
        ("en", 1, "You belong to 1 other organization:"),
        ("en", 2, "You belong to 2 other organizations:"),
        ("pl", 1, "Należysz do 1 innej organizacji:"),
        ("pl", 2, "Należysz do 2 innych organizacji:"),
        ("pl", 5, "Należysz do 5 innych organizacji:"),
        ("pl", 9, "Należysz do 9 innych organizacji:"),
    ],
)
@pytest.mark.parametrize("part", [plain, page])
def test_the_other_organizations_are_counted_in_the_right_form(part, language, count, sentence):
    names = tuple(f"Organization {number}" for number in range(count))

    text = part(language=language, other_organizations=names)

    assert sentence in text
    assert all(name in text for name in names)


@pytest.mark.parametrize("part", [plain, page])
def test_only_a_newcomer_reads_that_accepting_makes_a_login(part):
    note = "You have no orgctl login yet"

    assert note in part(invitee_name=None)
    assert note not in part(invitee_name="Ewa")


@pytest.mark.parametrize("part", [plain, page])
def test_role_and_kind_are_said_in_words(part):
    text = part(role=Role.STANDARD, kind=Kind.EXTERNAL)

    assert "standard member" in text
    assert "external: a guest, needs no license" in text


@pytest.mark.parametrize(
    "timezone,deadline",
    [
        ("Europe/Warsaw", "Wednesday, 2 December 2026, 13:05 CET (Europe/Warsaw)\n"),
        ("America/New_York", "Wednesday, 2 December 2026, 07:05 EST (America/New_York)\n"),
        ("Pacific/Auckland", "Thursday, 3 December 2026, 01:05 NZDT (Pacific/Auckland)\n"),
        ("America/Sao_Paulo", "Wednesday, 2 December 2026, 09:05 UTC-03:00 (America/Sao_Paulo)\n"),
        ("Asia/Kathmandu", "Wednesday, 2 December 2026, 17:50 UTC+05:45 (Asia/Kathmandu)\n"),
    ],
)
def test_the_deadline_is_told_in_the_organizations_zone_and_in_utc(timezone, deadline):
    text = plain(timezone=timezone)

    assert f"Answer before:  {deadline}" in text
    assert "\n                  Wednesday, 2 December 2026, 12:05 UTC\n" in text


@pytest.mark.parametrize("timezone", ["UTC", "Etc/UTC", "Nowhere/Atlantis", "../../etc/passwd", ""])
def test_a_zone_that_is_utc_or_gone_leaves_utc_alone(timezone):
    assert "Answer before:  Wednesday, 2 December 2026, 12:05 UTC\n\n" in plain(timezone=timezone)


def test_the_abbreviation_is_the_one_of_that_day():
    summer = datetime.fromisoformat("2026-07-01T10:00:00+00:00")

    assert "12:00 CEST (Europe/Warsaw)" in plain(expires_at=summer)


@pytest.mark.parametrize(
    "month,named", list(enumerate(("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"), start=1))
)
def test_polish_months_are_in_the_genitive(month, named):
    expires_at = datetime.fromisoformat(f"2027-{month:02}-15T10:00:00+00:00")

    assert f", 15 {named} 2027 r., godz. " in plain(language="pl", expires_at=expires_at)


def test_an_unknown_language_is_english():
    assert plain(language="tlh") == plain(language="en")
    assert built(language="tlh")["Content-Language"] == "en"


def test_the_same_mail_is_the_same_octets():
    assert build(a_mail(), date=NOW) == build(a_mail(), date=NOW)


def test_prose_keeps_to_72_columns():
    text = plain(**POLISH)

    too_long = [
        line for line in text.splitlines() if len(line) > 72 and not line.startswith(("orgctl", "  "))
    ]
    assert too_long == []


def test_a_message_id_is_one_for_each_outbox_row_and_generation():
    first = message_id(42, 1, "orgctl@corp.example")

    assert first == message_id(42, 1, "orgctl@corp.example") == "<42.1@corp.example>"
    assert (
        len({first, message_id(42, 2, "orgctl@corp.example"), message_id(43, 1, "orgctl@corp.example")}) == 3
    )


def test_an_international_domain_is_ascii_in_the_header_and_as_written_in_the_text():
    message = built(invitee_email="ewa@żabka.example", invitee_name=None)

    assert str(message["To"]) == "ewa@xn--abka-99a.example"
    assert "went to ewa@żabka.example" in plain(invitee_email="ewa@żabka.example")


def test_a_local_part_beyond_ascii_stays_itself():
    raw = build(a_mail(invitee_email="żółw@other.example", invitee_name=None), date=NOW)

    assert "To: żółw@other.example\n".encode() in raw


@pytest.mark.parametrize(
    "address",
    ["", "ewa", "ewa@a.example, jan@b.example", "ewa@other.example\nBcc: x@y.example", "<e@o.example>"],
)
def test_what_is_not_one_address_gets_no_mail(address):
    with pytest.raises(Permanent) as failure:
        build(a_mail(invitee_email=address), date=NOW)

    assert "\n" not in failure.value.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"token": ""},
        {"token": "a b"},
        {"token": "a&b"},
        {"token": "a\nb"},
        {"token": "ż"},
        {"invitation_id": "1\nBcc: x@y.example"},
        {"message_id": "<1@x>\nBcc: x@y.example"},
        {"sender": "a@b.example, c@d.example"},
    ],
)
def test_a_token_or_id_that_the_program_never_makes_is_a_mistake(changes):
    with pytest.raises(ValueError, match="none does"):
        build(a_mail(**changes), date=NOW)


def test_very_long_lines_are_encoded_so_that_no_server_breaks_them():
    raw = build(a_mail(organization="🎉" * 120, inviter_name="🎁" * 120), date=NOW)

    assert max(map(len, raw.split(b"\n"))) <= 998
    assert "🎉" * 120 in read(raw).get_body(("html",)).get_content()
