"""The groups that people have their permissions by: those that every installation has.

Source: contract 9.4, row `/agent_groups`, and 10.3; which there are is a choice of ours.
"""

from collections.abc import Mapping

EVERYONE = 1
FOR_USERS: Mapping[int, str] = {EVERYONE: "Everyone", 2: "Registered"}
"""Titles by id."""
FOR_AGENTS: Mapping[int, str] = {3: "All Permissions", 4: "All Non-Destructive Permissions"}
ALL_PERMISSIONS, NON_DESTRUCTIVE = FOR_AGENTS
