"""The message as its reader gets it: whatever names there are, in the reader's language, for nobody else."""

from __future__ import annotations

import html
import json

import pytest

from tests.journeys.stage import ANNA, EWA

HOSTILE = [
    'Zażółć "gęślą", Jaźń',
    "O'Neill & Sons, Ltd. <b>bold</b>",
    "<script>alert(1)</script>",
    "A, B; C: <x@evil.example>",
    "=?utf-8?q?trick?=",
    "Ω東京🎉",
    "orgctl invite accept --token orgi_stolen",
    "[link](https://evil.example) *bold* `code`",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_what_it_is_in_headers_text_and_html(stage, name):
    anna = stage.person(ANNA, "zylker", name=name, organization_name=name)

    anna.ok("invite", "send", EWA)

    (letter,) = anna.mails()
    assert letter.to == EWA
    assert [each.addr_spec for each in letter.message["To"].addresses] == [EWA]
    (sender,) = letter.message["From"].addresses
    assert sender.domain == "localhost"
    shown = name.replace("--token", "\N{NON-BREAKING HYPHEN}" * 2 + "token")
    assert shown in letter.subject
    assert shown in letter.text.replace("\n", " ")
    assert html.escape(shown, quote=False) in letter.html.replace("&#x27;", "'").replace("&quot;", '"')
    assert "<script" not in letter.html
    assert "<b>bold" not in letter.html
    # one line each to accept and to decline, whatever the names say
    assert letter.text.count("--token ") == 2
    assert letter.token != "orgi_stolen"
    assert len(letter.message.defects) == 0


def test_who_speaks_polish_is_written_to_in_polish_and_may_be_asked_for(stage):
    stage.person(EWA, "ewas", language="pl")
    anna = stage.person(ANNA, "zylker")

    anna.ok("invite", "send", EWA)
    anna.ok("invite", "send", "one@other.example", "--language", "pl")
    anna.ok("invite", "send", "two@other.example")

    polish, asked, english = anna.mails()
    for letter in (polish, asked):
        assert "Jak zaakceptować" in letter.text
        assert "Jak zaakceptować" in letter.html
        assert 'lang="pl"' in letter.html
    assert "Jak zaakceptować" not in english.text
    assert 'lang="en"' in english.html
    error = anna.refused("usage.argument", "invite", "send", "three@other.example", "--language", "xx")
    assert "en" in error["message"]


def test_until_when_is_said_in_the_organizations_zone_and_in_utc(stage):
    stage.acts.sign_up(ANNA, "zylker", timezone="America/New_York")
    anna = stage.orgctl.acting(ANNA).at("2025-03-05T04:30:00Z")

    anna.ok("invite", "send", EWA)

    (letter,) = anna.mails()
    for part in (letter.text, letter.html):
        # a week after the evening of the 4th, clocks have been put forward
        assert "12 March 2025" in part
        assert "00:30" in part
        assert "EDT (America/New_York)" in part
        assert "04:30" in part


def test_the_invitees_other_organizations_are_for_the_invitee_alone(stage):
    ewa = stage.person(EWA, "ewas", organization_name="Canary One")
    stage.acts.create(EWA, "canary-two")
    anna = stage.person(ANNA, "zylker")
    seen = []

    def see(*argv, **options):
        done = anna.run(*argv, "-o", "json", **options)
        seen.append(done.out + done.err)
        return done

    see("invite", "send", EWA)
    see("invite", "send", EWA)
    see("invite", "resend", EWA)
    see("invite", "send", EWA, env={"ORGCTL_MAIL": "smtp://127.0.0.1:1"})
    see("invite", "list", "--sent")
    see("member", "list")
    see("audit")
    see("limits")
    see("org", "list")

    first, again = anna.mails(EWA)
    for letter in (first, again):
        for part in (letter.text, letter.html):
            assert "Canary One" in part
            assert "Canary-Two" in part
        assert "Canary" not in str(letter.message["Subject"]) + str(letter.message["From"])
    assert "anary" not in "".join(seen)
    # nor once she has answered
    ewa.ok("invite", "accept", "zylker")
    see("member", "list")
    see("audit")
    see("invite", "list", "--sent")
    assert "anary" not in "".join(seen)
    assert "ewas" not in "".join(seen)
    assert [member["email"] for member in json.loads(seen[-3])] == [ANNA, EWA]


def test_somebody_in_no_other_organization_is_told_of_none(stage):
    anna = stage.person(ANNA, "zylker")

    anna.ok("invite", "send", EWA)

    (letter,) = anna.mails()
    assert "other organization" not in letter.text.lower()
