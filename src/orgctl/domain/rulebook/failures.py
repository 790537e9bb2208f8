"""What each code means that no rule refuses with: not found (exit 5), sign-in (4), input and usage (2), faults (1)."""

from __future__ import annotations

from typing import Final

from orgctl.domain.limits import LICENSES_AT_MOST
from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import Explanation

_NOTHING_CHANGED: Final = "Nothing was changed."

EXPLANATIONS: Final = (
    Explanation(
        Code.NOT_FOUND_ORGANIZATION,
        "There is no such organization, or none that this user is in: the same answer, so that nobody learns which "
        "exist. A pin or variable that no longer works is this error too.",
        "`orgctl org list` shows your organizations. Name one by its access URL, or by its name where only one has it.",
        "D1",
    ),
    Explanation(
        Code.NOT_FOUND_USER,
        "There is no such user, or no such member of the organization.",
        "`orgctl member list` shows the members.",
    ),
    Explanation(
        Code.NOT_FOUND_INVITATION,
        "There is no such invitation, or none that this user may see; or the token has died because the invitation "
        "was sent again.",
        "Use the command in the latest e-mail; `orgctl invite list` shows what can be answered from the list.",
    ),
    Explanation(
        Code.NOT_FOUND_APP,
        "The catalogue has no such app.",
        "`orgctl integrate apps` shows the catalogue.",
    ),
    Explanation(
        Code.NOT_FOUND_LINK,
        "The organization isn't linked with that account.",
        "`orgctl integrate list` shows the links of the organization that is acted in.",
    ),
    Explanation(
        Code.NOT_FOUND_RULE,
        "There is no rule and no code of that name.",
        "Codes are in errors (`limit.created`), rules in their hints and in the documentation (`B6`).",
    ),
    Explanation(
        Code.AUTH_REQUIRED,
        "Nobody is signed in.",
        "`orgctl login EMAIL`; without a keyring set ORGCTL_TOKEN; for the store's owner `--as EMAIL`.",
    ),
    Explanation(
        Code.AUTH_FAILED,
        "The address or the password is wrong, or the user has no password: it isn't said which.",
        "Try again. The store's owner can set a password: `orgctl --as EMAIL password`.",
    ),
    Explanation(
        Code.AUTH_EXPIRED,
        "The sign-in is over: signed out elsewhere, or not used for 30 days.",
        "Sign in again: `orgctl login EMAIL`.",
    ),
    Explanation(
        Code.AUTH_THROTTLED,
        "Too many sign-ins with this address have failed in a row; this one was not looked at.",
        "Wait as long as the hint says, a minute at most, and try again.",
    ),
    Explanation(
        Code.AUTH_NO_KEYRING,
        "No keyring of the operating system keeps the session.",
        "`orgctl login --print-token` with ORGCTL_TOKEN, or `orgctl login --insecure-storage`.",
    ),
    Explanation(
        Code.AUTH_STORAGE,
        "The private file that keeps the sign-in can't be read, changed or trusted.",
        "Give the file to the right user with mode 0600, or remove it and sign in again.",
    ),
    Explanation(
        Code.AUTH_NOT_OWNER,
        "Only the store's owner acts without a sign-in: the owner of the SQLite file or of the PostgreSQL schema.",
        "Sign in, or run the command as the owner.",
    ),
    Explanation(
        Code.INPUT_NAME,
        "A name is 1 to 120 characters, none of them control, bidirectional or zero-width.",
        "Give another name. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_EMAIL,
        "This isn't exactly one e-mail address.",
        "Give it as name@domain, without a display name. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_TIMEZONE,
        "There is no such time zone.",
        "Give an IANA name such as Europe/Warsaw. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_NETWORK,
        "This isn't a network in CIDR notation without host bits.",
        "Write it as 203.0.113.0/24 or 2001:db8::/32. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_ACCOUNT,
        "An app's account is 1 to 200 printable characters; a tab is PORTAL/TAB.",
        "Give another name. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_LICENSES,
        f"A number of licenses is a whole number up to {LICENSES_AT_MOST}.",
        "Give another number. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_TEXT,
        "The text is too long, or holds control, bidirectional or zero-width characters.",
        "Give a shorter or plainer text. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_PASSWORD,
        "This password can't be set.",
        "The message says what a password needs. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_FILE,
        "The file can't be read, or says something that isn't understood; every such place is named.",
        "Mend the places that the message names; `orgctl schema` describes the file. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.INPUT_USER_EXISTS,
        "A user with this address has signed up already.",
        "Sign in: `orgctl login EMAIL`; another organization is made with `orgctl org create`.",
    ),
    Explanation(
        Code.USAGE_ARGUMENT,
        "The command was called with something that it doesn't take.",
        "`orgctl COMMAND --help` shows what it takes. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.USAGE_MISSING,
        "The command needs something that it wasn't given.",
        "`orgctl COMMAND --help` shows what it takes. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.USAGE_PROMPT,
        "The command would ask a question, and there is no terminal to ask on, or `--no-input` forbids it.",
        "Give the flag that the message names. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.USAGE_CONFIRM,
        "The command removes or hands over something, and nobody has confirmed it.",
        "Answer the question, or give `--yes`. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_UNAVAILABLE,
        "The store can't be reached.",
        "Check `--store` or ORGCTL_STORE, the file's folder, or the server and the network.",
    ),
    Explanation(
        Code.STORE_BUSY,
        "Other processes kept the store for themselves for too long.",
        "Try again; if it stays so, look for a stopped program that holds it. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_FULL,
        "There is no room to write the store.",
        "Free space on its disk and try again. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_READ_ONLY,
        "The store can't be written by this user, or here.",
        "Make it writable, or name another store with `--store`. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_DAMAGED,
        "The store's file is damaged.",
        "Copy it aside, then `orgctl store check`, and `orgctl store restore BACKUP`.",
    ),
    Explanation(
        Code.STORE_NOT_A_STORE,
        "What lies there is no orgctl store; it was left as it is.",
        "Move it away, or name another store with `--store`.",
    ),
    Explanation(
        Code.STORE_NEWER,
        "A newer orgctl has written the store; it was left as it is.",
        "Install the newest orgctl.",
    ),
    Explanation(
        Code.STORE_OUTDATED,
        "Another orgctl has migrated the store while this command ran.",
        "Run the command again with the newer orgctl. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_ISOLATION,
        "The database server doesn't isolate transactions in a way that the limits hold in.",
        "Lift what overrides the isolation level: READ COMMITTED and SERIALIZABLE are good. "
        + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_INVARIANT,
        "The store itself refused a change, by a constraint that backs a rule.",
        "Try again; if it comes back, report it with the command. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_IN_USE,
        "Other processes have the store open, and this needs it alone.",
        "Wait until they have ended, or end them, and try again. " + _NOTHING_CHANGED,
    ),
    Explanation(
        Code.STORE_UNSUPPORTED,
        "No engine serves a store of that kind, or this one doesn't do that.",
        "Give a file's path, sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE.",
    ),
    Explanation(
        Code.STORE_FAULT,
        "The store failed in a way that has no code of its own.",
        "Try again; if it comes back, report it with the output of `--debug`.",
    ),
    Explanation(
        Code.MAIL_UNAVAILABLE,
        "The mail server, or the folder that mail goes to, can't be used now. The invitation stands; its mail is queued.",
        "Try again: `orgctl mail send`; `orgctl mail list` shows the outbox.",
    ),
    Explanation(
        Code.MAIL_REFUSED,
        "The mail server refused the message or the sign-in for good.",
        "Check the address and ORGCTL_MAIL, then `orgctl invite resend EMAIL`.",
    ),
    Explanation(
        Code.MAIL_SETTINGS,
        "The settings of the mail, or the key of the outbox, can't be used.",
        "Check ORGCTL_MAIL: maildir:PATH, smtp://USER@HOST:PORT or smtps://USER@HOST:PORT.",
    ),
    Explanation(
        Code.OUTPUT_FAILED,
        "The result can't be written to standard output. The command itself may be done: the message says so.",
        "Check the disk or the program that reads the output.",
    ),
    Explanation(
        Code.INTERNAL,
        "A fault in orgctl itself.",
        "Report it, with the output of `--debug`.",
    ),
    Explanation(
        Code.INTERRUPTED,
        "The command was interrupted.",
        "Run it again: what it changes, it changes wholly or not at all.",
    ),
)
