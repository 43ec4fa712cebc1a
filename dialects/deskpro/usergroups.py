"""The groups that people have their permissions by: those that every installation has.

Source: contract 9.4, row `/agent_groups`, and 10.3; which there are is a choice of ours.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from polydesk.core.desk import Desk

EVERYONE = 1
FOR_USERS: Mapping[int, str] = {EVERYONE: "Everyone", 2: "Registered"}
"""Titles by id."""
FOR_AGENTS: Mapping[int, str] = {3: "All Permissions", 4: "All Non-Destructive Permissions"}
ALL_PERMISSIONS, NON_DESTRUCTIVE = FOR_AGENTS


def shown(titles: Mapping[int, str]) -> Sequence[Mapping[str, Any]]:
    """Groups as clients see them."""
    return [
        {"id": id, "title": title, "is_agent_group": id in FOR_AGENTS}
        for id, title in titles.items()
    ]


def beside(_: Desk, ids: Collection[int]) -> Mapping[int, Any]:
    """Those of these ids, of users or of agents, by id; for `include=usergroup`."""
    return {one["id"]: one for one in shown({**FOR_USERS, **FOR_AGENTS}) if one["id"] in ids}
