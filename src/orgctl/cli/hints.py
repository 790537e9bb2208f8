"""Hints name commands. Typed as it stands, such a command must act in the organization of the refused one."""

from __future__ import annotations

import re
import shlex

_ACTS_IN_ONE = re.compile(
    r"`(orgctl (?:audit|member|integrate (?:add|list|remove)|invite (?:send|revoke|resend)"
    r"|org (?:rename|set-url|set-timezone|subscribe|licenses|restrict-ip|transfer|sample-data))\b"
    r"(?![^`]*--org\b)[^`]*)`"
)


def acting_in(hint: str, organization: str) -> str:
    """The hint, whose commands name the organization as the command line named it."""
    return _ACTS_IN_ONE.sub(lambda found: f"`{found[1]} --org {shlex.quote(organization)}`", hint)
