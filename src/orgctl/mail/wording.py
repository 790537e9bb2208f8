"""The words of the invitation, in each language that it can be written in.

A text is a format template. Polish keeps names in the nominative (after a word that is declined instead)
and verbs in the present tense, so that neither a name nor a person's gender has to be guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from orgctl.domain.values import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. `until` takes weekday, day, month, year and time; weekdays start on Monday.

    `others` takes the number of organizations: `[0]` for one, `[1]` for more.
    """

    code: str
    subject: str
    greeting: str
    greeting_by_name: str
    offer: str
    organization: str
    url: str
    inviter: str
    role: str
    kind: str
    deadline: str
    until: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    roles: Mapping[Role, str]
    kinds: Mapping[Kind, str]
    to_accept: str
    how_to_accept: str
    newcomer: str
    signed_in: str
    to_decline: str
    how_to_decline: str
    if_nothing: str
    nothing: str
    your_others: str
    others: tuple[str, str]
    others_stay: str
    note: str
    personal: str
    unexpected: str

    def moment(self, local: datetime) -> str:
        """A local instant to the minute, rounded down: what it names is never too late."""
        return self.until.format(
            weekday=self.weekdays[local.weekday()],
            day=local.day,
            month=self.months[local.month - 1],
            year=local.year,
            time=f"{local.hour:02}:{local.minute:02}",
        )


ENGLISH: Final = Wording(
    code="en",
    subject="{inviter} invites you to {organization}",
    greeting="Hello,",
    greeting_by_name="Hello {name},",
    offer="{inviter} invites you to join the organization {organization}",
    organization="Organization",
    url="Access URL",
    inviter="Invited by",
    role="Your role",
    kind="Membership",
    deadline="Answer before",
    until="{weekday}, {day} {month} {year}, {time}",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    roles={
        Role.SUPERADMIN: "super administrator",
        Role.ADMIN: "administrator: manages members and settings",
        Role.STANDARD: "standard member",
    },
    kinds={
        Kind.INTERNAL: "internal: uses one of the organization's licenses",
        Kind.EXTERNAL: "external: a guest, needs no license",
    },
    to_accept="To accept",
    how_to_accept="Run this in a terminal. If orgctl is not set up there, ask the person who invites you.",
    newcomer=(
        "You have no orgctl login yet. Accepting makes one for {invitee}; "
        "the command asks for your name and a password."
    ),
    signed_in=(
        "You keep your sign-in and your organizations; "
        "the command orgctl switch takes you from one to another."
    ),
    to_decline="To decline",
    how_to_decline="Run this instead. Declining cannot be undone, but you can be invited again.",
    if_nothing="If you do nothing",
    nothing="The invitation expires at the time given above, and nothing changes for you.",
    your_others="Your other organizations",
    others=(
        "You belong to 1 other organization:",
        "You belong to {count} other organizations:",
    ),
    others_stay=(
        "Accepting changes nothing there, and you need not leave any. "
        "This list is for you alone: the inviter does not see it."
    ),
    note="Please note",
    personal=(
        "Both commands hold a personal token: whoever has it can answer for you. "
        "So do not forward this message, and do not reply to it. "
        "To ask something, write a new message to {inviter_email}."
    ),
    unexpected="This message went to {invitee}. If you did not expect it, do nothing.",
)

POLISH: Final = Wording(
    code="pl",
    subject="{inviter} zaprasza Cię do organizacji {organization}",
    greeting="Dzień dobry,",
    greeting_by_name="Dzień dobry,",
    offer="{inviter} zaprasza Cię do organizacji {organization}",
    organization="Organizacja",
    url="Adres URL dostępu",
    inviter="Zaprasza",
    role="Twoja rola",
    kind="Członkostwo",
    deadline="Czas na odpowiedź",
    until="do {weekday}, {day} {month} {year} r., godz. {time}",
    weekdays=("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli"),
    months=(
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ),
    roles={
        Role.SUPERADMIN: "superadministrator",
        Role.ADMIN: "administrator: zarządza członkami i ustawieniami",
        Role.STANDARD: "użytkownik standardowy",
    },
    kinds={
        Kind.INTERNAL: "wewnętrzne: zajmuje jedną z licencji organizacji",
        Kind.EXTERNAL: "zewnętrzne: gościnne, nie wymaga licencji",
    },
    to_accept="Jak zaakceptować",
    how_to_accept=(
        "Uruchom w terminalu poniższe polecenie. Jeśli nie ma tam programu orgctl, "
        "zapytaj o niego osobę, która Cię zaprasza."
    ),
    newcomer=(
        "Nie masz jeszcze konta w orgctl. Zaakceptowanie zaproszenia utworzy je dla adresu {invitee}; "
        "polecenie zapyta o imię i nazwisko oraz o hasło."
    ),
    signed_in=(
        "Logujesz się tak jak dotąd i pozostajesz w swoich organizacjach; "
        "między nimi przełącza polecenie orgctl switch."
    ),
    to_decline="Jak odrzucić",
    how_to_decline=(
        "Uruchom zamiast tego poniższe polecenie. Odrzucenia nie można cofnąć, "
        "ale można otrzymać nowe zaproszenie."
    ),
    if_nothing="Jeśli nic nie zrobisz",
    nothing="Zaproszenie wygaśnie w podanym wyżej czasie i nic się dla Ciebie nie zmieni.",
    your_others="Twoje pozostałe organizacje",
    others=(
        "Należysz do 1 innej organizacji:",
        "Należysz do {count} innych organizacji:",
    ),
    others_stay=(
        "Zaakceptowanie zaproszenia niczego w nich nie zmieni i żadnej z nich nie trzeba opuszczać. "
        "Ta lista jest tylko dla Ciebie: osoba, która Cię zaprasza, jej nie widzi."
    ),
    note="Ważne",
    personal=(
        "Oba polecenia zawierają osobisty token: kto go zna, może odpowiedzieć za Ciebie. "
        "Dlatego nie przekazuj tej wiadomości dalej i nie odpowiadaj na nią. "
        "Aby o coś zapytać, napisz nową wiadomość na adres {inviter_email}."
    ),
    unexpected="Ta wiadomość została wysłana na adres {invitee}. Jeśli się jej nie spodziewasz, nic nie rób.",
)

LANGUAGES: Final[Mapping[str, Wording]] = {"en": ENGLISH, "pl": POLISH}
"""The languages of the mail; any other wish is answered in English."""
