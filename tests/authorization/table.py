"""Who may do what, as data: `docs/security.md` shows this table, and each of its cells is run."""

from __future__ import annotations

from typing import NamedTuple

from tests.authorization.scene import ROLES

SHORT = {
    "yes": "yes",
    "-org": "not_found.organization",
    "-inv": "not_found.invitation",
    "in?": "auth.required",
    "pw": "auth.failed",
    "own": "auth.not_owner",
    "adm": "role.not_admin",
    "sup": "role.not_superadmin",
    "url": "url.not_superadmin",
    "keep": "role.superadmin_required",
    "make": "create.not_admin",
    "taken": "url.taken",
    "done": "invite.not_pending",
    "mail": "invite.email_only",
    "gone": "store.unavailable",
}


class Row(NamedTuple):
    """A command; what each role gets in its own organization, and in another (None: it names none).

    In `argv`, `{org}` is the organization, `{me}` the role's address. For who is in no organization
    here, the own one is the one that the invited person is invited to.
    """

    command: str
    argv: str
    own: str
    other: str | None = None
    stdin: str = ""

    def cells(self) -> list[tuple[str, str, str]]:
        """Role, `own` or `other`, and the expected code (`yes`: exit 0)."""
        found = []
        for where, row in (("own", self.own), ("other", self.other)):
            if row is not None:
                shorts = row.split()
                assert len(shorts) == len(ROLES), self.command
                found += [(role, where, SHORT[short]) for role, short in zip(ROLES, shorts, strict=True)]
        return found


_NOWHERE = "-org -org -org -org -org -org in? in?"
_MEMBERS = "yes yes yes yes -org -org in? in?"
_ADMINS = "yes yes adm adm -org -org in? in?"
_SIGNED_IN = "yes yes yes yes yes yes in? in?"
_ANYBODY = "yes yes yes yes yes yes yes yes"
_OWNER = "own own own own own own own yes"

_PASSWORD = "correct horse battery staple\n"
_FILE = "version: 1\norganizations:\n  - {{url: {org}, name: New, timezone: UTC}}\n"


def _of_members(command: str, argv: str) -> Row:
    return Row(command, argv, _MEMBERS, _NOWHERE)


def _of_admins(command: str, argv: str) -> Row:
    return Row(command, argv, _ADMINS, _NOWHERE)


TABLE = (
    Row("signup", "signup new@x.example --name N --org-name N --org-url new --no-password", _ANYBODY),
    Row(
        "login",
        "login {me} --password-stdin --insecure-storage --url {org}",
        "yes yes yes yes -org -org pw pw",
        "-org -org -org -org -org -org pw pw",
        stdin=_PASSWORD,
    ),
    Row("logout", "logout", _SIGNED_IN),
    _of_members("whoami", "whoami --org {org}"),
    Row("password", "password --password-stdin", _SIGNED_IN, stdin=_PASSWORD),
    Row("org create", "org create New --url new", "yes yes make yes yes yes in? in?"),
    Row("org list", "org list", _SIGNED_IN),
    _of_members("org show", "org show {org}"),
    _of_admins("org rename", "org rename New --org {org}"),
    Row("org set-url", "org set-url new --org {org}", "yes url url url -org -org in? in?", _NOWHERE),
    _of_admins("org set-timezone", "org set-timezone UTC --org {org}"),
    _of_admins("org subscribe", "org subscribe professional --licenses 50 --org {org}"),
    _of_admins("org licenses", "org licenses 60 --org {org}"),
    _of_admins("org restrict-ip", "org restrict-ip 192.0.2.0/24 --org {org}"),
    Row(
        "org transfer",
        "org transfer admin@x.example --yes --org {org}",
        "yes sup sup sup -org -org in? in?",
        _NOWHERE,
    ),
    _of_admins("org delete", "org delete {org} --yes"),
    _of_admins("org sample-data load", "org sample-data load --org {org}"),
    _of_members("org sample-data list", "org sample-data list --org {org}"),
    _of_admins("org sample-data clear", "org sample-data clear --yes --org {org}"),
    _of_members("member list", "member list --org {org}"),
    _of_admins("member set-role", "member set-role target@x.example admin --org {org}"),
    _of_admins("member unlink", "member unlink target@x.example --yes --org {org}"),
    Row("member leave", "member leave --yes --org {org}", "keep yes yes yes -org -org in? in?", _NOWHERE),
    _of_admins("invite send", "invite send new@x.example --org {org}"),
    Row("invite list", "invite list", _SIGNED_IN),
    _of_admins("invite list --sent", "invite list --sent --org {org}"),
    Row(
        "invite accept",
        "invite accept {org}",
        "-inv done done mail yes -inv in? in?",
        "-inv -inv -inv -inv -inv -inv in? in?",
    ),
    Row(
        "invite decline",
        "invite decline {org}",
        "-inv done done mail yes -inv in? in?",
        "-inv -inv -inv -inv -inv -inv in? in?",
    ),
    _of_admins("invite revoke", "invite revoke waiting@x.example --org {org}"),
    _of_admins("invite resend", "invite resend waiting@x.example --org {org}"),
    _of_members("switch", "switch {org}"),
    _of_members("current", "current --org {org}"),
    _of_members("pin", "pin {org}"),
    _of_members("exec", "exec {org} -- true"),
    _of_members("default set", "default set {org}"),
    Row("default show", "default show", _SIGNED_IN),
    _of_admins("integrate add", "integrate add desk support --org {org}"),
    _of_members("integrate list", "integrate list --org {org}"),
    _of_admins("integrate remove", "integrate remove slack {org} --org {org}"),
    Row("integrate apps", "integrate apps", _ANYBODY),
    Row(
        "plan",
        "plan -",
        "yes yes adm adm taken taken own yes",
        "taken taken make taken taken taken own yes",
        stdin=_FILE,
    ),
    Row(
        "apply",
        "apply - --yes",
        "yes yes adm adm taken taken own yes",
        "taken taken make taken taken taken own yes",
        stdin=_FILE,
    ),
    Row(
        "export",
        "export --org {org}",
        "yes yes yes yes -org -org own yes",
        "-org -org -org -org -org -org own yes",
    ),
    Row("export --owner", "export --owner --org {org}", _OWNER, _OWNER),
    Row("schema", "schema", _ANYBODY),
    _of_members("limits", "limits --org {org}"),
    Row("explain", "explain B5", _ANYBODY),
    *(Row(f"completion {shell}", f"completion {shell}", _ANYBODY) for shell in ("bash", "zsh", "fish")),
    Row("completion install", "completion install bash --dry-run", _ANYBODY),
    Row("completion uninstall", "completion uninstall bash --dry-run", _ANYBODY),
    Row("prompt", "prompt bash", _ANYBODY),
    _of_members("audit", "audit --org {org}"),
    Row("mail list", "mail list", _OWNER),
    Row("mail send", "mail send", _OWNER),
    Row("store info", "store info", _OWNER),
    Row("store check", "store check", _OWNER),
    Row("store backup", "store backup copy.db", _OWNER),
    Row("store restore", "store restore absent.db --yes", "gone gone gone gone gone gone gone gone"),
    Row("store migrate", "store migrate", _ANYBODY),
    Row("store copy", "store copy {store} copy.db", _OWNER),
)


def markdown() -> str:
    """The table as docs/security.md shows it: one line a command and place, one column a role."""
    lines = [f"| command | where | {' | '.join(ROLES)} |", "| --- " * (len(ROLES) + 2) + "|"]
    for row in TABLE:
        for where in ("own", "other"):
            shown = [
                code if code == "yes" else f"`{code}`" for _, place, code in row.cells() if place == where
            ]
            if shown:
                place = "any" if row.other is None else {"own": "own", "other": "another"}[where]
                lines.append(f"| `{row.command}` | {place} | {' | '.join(shown)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown())  # noqa: T201 (to be pasted into docs/security.md)
