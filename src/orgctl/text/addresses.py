"""E-mail addresses: exactly one, as RFC 5322 and IDNA have it, and the key that two are compared by.

Readings. Quoted local parts (`"a b"@zylker.example`) and domain literals (`a@[192.0.2.1]`) are addresses
to RFC 5322 too; they are refused, because mail software that splits at their spaces, commas and at-signs
sends to somebody else. Reserved domains (`.example`, `.test`, `.local`) are accepted: whether mail
arrives is the mail server's to say.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from orgctl.domain.refusals import Code, InvalidInput, Sentence, say
from orgctl.text.characters import Character, code_point, refused_character, visible

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

ADDRESS_OCTETS: Final = 254
"""RFC 5321, 4.5.3.1.3 (a path of 256 octets, less its angle brackets): as UTF-8."""

LOCAL_OCTETS: Final = 64
"""RFC 5321, 4.5.3.1.1: what is before the @, as UTF-8."""


class Address(NamedTuple):
    """An address as mail goes to it, and the key that it is compared by: never mail to the key.

    The key folds case so that nobody is two people, and no further than case goes both ways, so that
    no two mailboxes are one person (`fold_local_part`); its domain is IDNA's ASCII form.
    """

    email: str
    key: str

    @property
    def envelope(self) -> str:
        """The address as SMTP wants it: what is before the @ as it is, the domain in ASCII."""
        return f"{self.email.rpartition('@')[0]}@{self.key.rpartition('@')[2]}"


# Narrower than what the library accepts, on purpose: what matches is what the library would answer
# without changing a character (a property test holds the two equal). Up to 64 characters in all, so that
# no length needs a check; no doubled hyphen, so that no label is Punycode or reserved.
_PLAIN: Final = re.compile(
    r"[a-z0-9_+-]++(?:\.[a-z0-9_+-]++)*+@(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)+[a-z]{2,}"
).fullmatch
_PLAIN_CHARACTERS: Final = 64

# RFC 2142: the same mailbox in any case, so that the library writes them small.
_ROLE_MAILBOXES: Final = frozenset(
    {"info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster"}
    | {"usenet", "news", "webmaster", "www", "uucp", "ftp"}
)


def parse_address(text: str) -> Address:
    """The one address that the text is. No display name, comment, comma or space comes with it.

    Raises InvalidInput `input.email`. Fast for plain ASCII (rosters have a million), thorough otherwise.
    """
    if len(text) <= _PLAIN_CHARACTERS:
        if _PLAIN(text):
            return Address(text, text)
        lowered = text.lower()
        if text.isascii() and _PLAIN(lowered):
            at = lowered.index("@")
            local = lowered[:at] if lowered[:at] in _ROLE_MAILBOXES else text[:at]
            return Address(local + lowered[at:], lowered)
    return parse_thoroughly(text)


def fold_local_part(local: str) -> str:
    """The part before the @ as it is compared: composed (NFC), case folded where folding goes both ways.

    A letter is folded if its lower case is one letter whose upper case is that letter again. So ŁUKASZ
    and łukasz are one, while sharp s stays apart from ss, long s from s, dotless i from i and the fi
    ligature from fi: full case folding makes one of them, a mail server need not, and a secret meant
    for one would be the other's (CVE-2019-19844).
    """
    return normalize("NFC", "".join(map(_fold, normalize("NFC", local))))


def _fold(character: str) -> str:
    if character.isascii():
        return character.lower()
    lower = character.lower()
    goes_back = len(lower) == 1 and not lower.isascii() and lower.upper() == character
    return lower if goes_back else character


def parse_thoroughly(text: str) -> Address:
    """What `parse_address` answers, by way of the library alone: some fifty times slower."""
    if not text:
        raise _invalid(text, say("it is empty"))
    if len(text) > ADDRESS_OCTETS:
        raise _invalid(text, say("it is longer than {limit} octets", limit=ADDRESS_OCTETS))
    hidden = refused_character(text) or _disguised(text)
    if hidden is not None:
        shown = text.replace(text[hidden.position - 1], f"<{hidden.name}>")
        raise _invalid(
            shown,
            say(
                "it holds {character} at position {position}", character=hidden.name, position=hidden.position
            ),
        )
    checked = _checked(text)
    local, domain = checked.local_part, checked.domain
    if len(local.encode()) > LOCAL_OCTETS:
        raise _invalid(text, say("it is longer than {limit} octets before the @", limit=LOCAL_OCTETS))
    return Address(f"{local}@{domain}", f"{fold_local_part(local)}@{checked.ascii_domain}")


def _disguised(text: str) -> Character | None:
    """A character that composing (NFC) turns into ASCII: as an address it is another one than it looks."""
    if text.isascii():
        return None
    return next(
        (
            Character(code_point(character), position)
            for position, character in enumerate(text, start=1)
            if not character.isascii() and normalize("NFC", character).isascii()
        ),
        None,
    )


def _checked(text: str) -> ValidatedEmail:
    from email_validator import EmailNotValidError

    _accept_reserved_domains()
    from email_validator import validate_email

    try:
        return validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError as problem:
        raise _invalid(text, _problem(str(problem).rstrip("."))) from None


def _problem(text: str) -> Sentence:
    """What the library says, known by heart where it is said often, so that it can be translated."""
    said, colon, characters = visible(text, limit=200).partition(": ")
    known = (
        say("An email address must have an @-sign"),
        say("There must be something before the @-sign"),
        say("There must be something after the @-sign"),
        say("There can't be anything after the email address"),
        say("An email address cannot have two periods in a row"),
        say("An email address cannot have a period and a hyphen next to each other"),
        say("An email address cannot end with a period"),
        say("An email address cannot start with a period"),
        say("An email address cannot have a period immediately before the @-sign"),
        say("An email address cannot have a period immediately after the @-sign"),
        say("An email address cannot have a hyphen immediately after the @-sign"),
        say("The part after the @-sign is not valid. It should have a period"),
        say("The part after the @-sign is not valid. It is not within a valid top-level domain"),
        say("A display name and angle brackets around the email address are not permitted here"),
        say(
            "The email address contains invalid characters before the @-sign: {characters}",
            characters=characters,
        ),
        say("The part after the @-sign contains invalid characters: {characters}", characters=characters),
    )
    whole = said + colon + characters
    return next((each for each in known if str(each) == whole), say("{problem}", problem=whole))


@cache
def _accept_reserved_domains() -> None:
    # The library's own switch for it: it has no parameter but for `.test`, and a list to be edited.
    import email_validator

    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def _invalid(text: str, reason: Sentence) -> InvalidInput:
    return InvalidInput(
        Code.INPUT_EMAIL,
        say("{text} is no e-mail address: {reason}.", text=visible(text) or "''", reason=reason),
        say("Give one address, such as anna@zylker.example, without a name or a comment."),
    )
