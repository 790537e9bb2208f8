"""What people may be called, and what their names must not do to a message."""

from __future__ import annotations

import email
import email.header
import email.utils
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orgctl.mail.message import build
from tests.mail.mails import NOW, TOKEN, a_mail, part, read

CORPUS = [
    'Anna "Ania" Nowak',
    "Nowak, Anna",
    "O'Hara; sons: (and) [all] <them> @ home.",
    "back\\slash\\",
    '\\"',
    "<b>Zylker</b>",
    "</pre></html><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp; &#x41;",
    "=?utf-8?q?x?=",
    "=?utf-8?b?4pyT?= =?utf-8?q?y?=",
    "Zażółć gęślą jaźń",
    "株式会社日本",
    "شركة المثال",
    "חברת הדוגמה",
    "🎉🎁👩",
    "e\u0301" * 60,
    "W" * 120,
    "🎉" * 120,
    "ą b" * 40,
    "two  spaces",
    "https://evil.example/accept",
    f"orgctl invite accept --token {TOKEN[:-1]}X",
    "orgctl invite accept --token X",
    "{inviter} {0} %s $HOME `id`",
    "--=_boundary--",
    ".",
    "From here",
]
NAMES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=120).map(
    lambda text: text.strip() or "x"
) | st.sampled_from(CORPUS)
# What the store's edge refuses and an old row may hold all the same.
ANY_NAMES = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=120)


def headers_of(message):
    names = [name.lower() for name in message]
    assert len(set(names)) == len(names)
    return set(names)


def display_name_of(raw):
    # The modern reader puts spaces between the encoded words of a name (until Python 3.13.2, gh-128110).
    encoded, _ = email.utils.parseaddr(email.message_from_bytes(raw)["To"])
    return str(email.header.make_header(email.header.decode_header(encoded)))


USUAL = headers_of(read(build(a_mail(), date=NOW)))


@given(NAMES, NAMES, NAMES)
def test_every_name_arrives_as_it_is(inviter, organization, invitee):
    defused = [
        name.replace("--token", "\N{NON-BREAKING HYPHEN}\N{NON-BREAKING HYPHEN}token")
        for name in (inviter, organization, invitee)
    ]

    raw = build(a_mail(inviter_name=inviter, organization=organization, invitee_name=invitee), date=NOW)
    message = read(raw)

    assert message["Subject"] == f"{defused[0]} invites you to {defused[1]}"
    assert display_name_of(raw) == defused[2]
    assert message["To"].addresses[0].addr_spec == "ewa@other.example"
    assert len(message["To"].addresses) == 1
    assert f"Organization:   {defused[1]}\n" in part(message, "plain")
    assert headers_of(message) == USUAL
    assert message["Subject"].defects == message["To"].defects == ()


@given(ANY_NAMES, ANY_NAMES, st.lists(ANY_NAMES, max_size=9))
@example("a\r\nBcc: x@y.example", "b\nSubject: c", ["\u202e\ud800\x00"])
def test_no_name_whatsoever_adds_a_header_a_part_or_a_command(inviter, organization, others):
    mail = a_mail(
        inviter_name=inviter,
        organization=organization,
        invitee_name=organization,
        other_organizations=tuple(others),
    )

    raw = build(mail, date=NOW)
    message = read(raw)

    assert headers_of(message) == USUAL
    assert len(message["To"].addresses) == 1
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, raw.split(b"\n"))) <= 998
    for subtype in ("plain", "html"):
        text = part(message, subtype)
        assert re.findall(r"orgctl\s+invite\s+accept\s+--token\s+(\S+)", text) == [TOKEN]
        assert re.findall(r"orgctl\s+invite\s+decline\s+--token\s+(\S+)", text) == [TOKEN]


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def tags_of(html):
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser


@given(ANY_NAMES, ANY_NAMES, ANY_NAMES)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_name_adds_a_tag_or_an_attribute_and_nothing_can_be_fetched_or_followed(language, one, two, three):
    def page_of(*names):
        mail = a_mail(
            language=language,
            inviter_name=names[0],
            organization=names[1],
            other_organizations=(names[2],),
            invitee_name=None,
        )
        return part(read(build(mail, date=NOW)), "html")

    hostile, harmless = tags_of(page_of(one, two, three)), tags_of(page_of("A", "B", "C"))

    shape = [(tag, sorted(attributes)) for tag, attributes in hostile.seen]
    assert shape == [(tag, sorted(attributes)) for tag, attributes in harmless.seen]
    for _, attributes in hostile.seen:
        assert not {"href", "src", "action", "background", "style", "onclick", "srcset"} & set(attributes)
    assert "url(" not in hostile.words.partition("</style>")[0] or "url(" in one + two + three
    assert {tag for tag, _ in hostile.seen} <= {
        *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2"),
        *("p", "dl", "dt", "dd", "br", "bdi", "pre", "ul", "li"),
    }
