"""Policies: what is promised for new tickets."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core import categories, sla
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import SlaPolicy
from polydesk.dialects.openhelpdesk import auth, vocabulary
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import sla as schemas
from polydesk.kit.routes import Routes

routes = Routes("sla", tag="SLA policies", prefix="/api/admin", errors=(401, 403), at=auth.admin)


def _policy(desk: Desk, id: str) -> Mapping[str, Any]:
    """For `at`: the policy that the URL names, for admins."""
    auth.admin(desk)
    return {"policy": desk.get(SlaPolicy, id)}


def _resolved(desk: Desk, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values with ids in place of the word and the ULID; raises Invalid for unknown ones."""
    columns = dict(given)
    if "priority" in columns:
        columns["priority_id"] = _priority_id(desk, columns.pop("priority"))
    if "category_id" in columns:
        columns["category_id"] = _category_id(desk, columns["category_id"])
    return columns


def _priority_id(desk: Desk, word: str | None) -> int | None:
    if word is None:
        return None
    id = vocabulary.priority_id(desk, word)
    if id is None:
        raise Invalid({"priority": ["invalid priority"]})
    return id


def _category_id(desk: Desk, ulid: str | None) -> int | None:
    if ulid is None:
        return None
    tops = {node.ulid: node.id for node in categories.children(desk, None)}
    if ulid not in tops:
        raise Invalid({"category_id": ["category not found"]})
    return tops[ulid]


@routes.get("/sla-policies", gives=schemas.Policy(), pages=PAGED)
def index(desk: Desk) -> Any:
    """All policies, oldest first, whether or not `sla_enabled` is on.

    Source: REST reference, "Admin: SLA"; contract 6.7, row 52.
    """
    return select(SlaPolicy).order_by(SlaPolicy.id)


@routes.post(
    "/sla-policies",
    json=schemas.NewPolicy(),
    gives=schemas.Policy(),
    status=201,
    errors=(400,),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a policy, for tickets to come.

    Source: REST reference, "Admin: SLA"; contract 6.7, row 53, and 4.9.
    """
    return sla.create(desk, **_resolved(desk, json))


@routes.patch(
    "/sla-policies/<ulid:id>",
    at=_policy,
    json=schemas.PolicyChange(partial=True),
    gives=schemas.Policy(),
    errors=(400, 404),
)
def change(desk: Desk, policy: SlaPolicy, json: dict[str, Any]) -> Any:
    """Change a policy; deadlines that there are stay.

    Source: REST reference, "Admin: SLA"; contract 6.7, row 54.
    """
    sla.change(desk, policy, **_resolved(desk, json))
    return policy


@routes.delete("/sla-policies/<ulid:id>", at=_policy, status=204, errors=(404,))
def delete(desk: Desk, policy: SlaPolicy) -> Any:
    """Delete a policy; deadlines that there are stay.

    Source: REST reference, "Admin: SLA"; contract 6.7, row 55.
    """
    sla.erase(desk, policy)
