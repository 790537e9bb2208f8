"""Everything that may happen, with the way to each edge of the policy, which chance alone would seldom go."""

from __future__ import annotations

from tests.stateful.edges_of_apps import EdgesOfApps
from tests.stateful.edges_of_editions import EdgesOfEditions
from tests.stateful.edges_of_invitations import EdgesOfInvitations
from tests.stateful.edges_of_numbers import EdgesOfNumbers
from tests.stateful.edges_of_roles import EdgesOfRoles


class OrgctlAtItsEdges(EdgesOfNumbers, EdgesOfEditions, EdgesOfInvitations, EdgesOfApps, EdgesOfRoles):
    """What the walk walks with."""
