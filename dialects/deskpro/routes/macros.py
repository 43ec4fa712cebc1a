"""Changes of tickets by their name, and what several tickets are about. Source: contract 12."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Ticket
from polydesk.dialects.deskpro.fields import Json, Line, Truth
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.records import family
from polydesk.dialects.deskpro.routes.tickets import tickets
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.parse import load
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

macros = family(
    "/ticket_macros",
    stem="tickets.ticket_macros",
    chapter="Tickets",
    given={"title": Line(required=True), "actions": Json(), "is_enabled": Truth()},
    absent={"actions": [], "is_enabled": True},
    verbs="LG#",
)
problems = family(
    "/ticket_problems",
    stem="tickets.ticket_problems",
    chapter="Tickets",
    given={"title": Line(required=True), "is_open": Truth()},
    absent={"is_open": True},
    filters={"is_open": None},
)


def _of_problem(desk: Desk, id: int) -> Mapping[str, Any]:
    return {"problem": [str(problems.row(desk, id).id)]}


of_problem = replace(
    tickets,
    path="/ticket_problems/<int:id>/tickets",
    stem="tickets.tickets_of_ticket_problems",
    source="contract 12, row `/ticket_problems`",
    parent=_of_problem,
    linked=None,
    verbs="L#",
)
_apply = Routes("tickets.macros", tag="Tickets", prefix=BASE, errors=(400, 401, 403, 404))


@_apply.post("/ticket_macros/<int:id>/apply/<int:ticket_id>", gives=tickets.shows)
def put_applied(desk: Desk, id: int, ticket_id: int) -> Any:
    """Do to a ticket what a macro says, and answer with it.

    An action is `{"type": …, "value": …}`: anything that a ticket is changed with, `reply` or
    `note` with a text, `add_labels` or `remove_labels`.

    Source: contract 12, row `/ticket_macros`; the actions and the answer are ours.
    """
    macro = records.get(desk, DIALECT, "ticket_macros", id)
    assert tickets.find is not None
    assert tickets.change is not None
    assert tickets.changes is not None
    ticket = tickets.find(desk, ticket_id)
    for given in _changes(ticket, macro.data.get("actions")):
        tickets.change(desk, ticket, load(tickets.changes, given))
    desk.flush()
    return Answer(tickets.single(desk, tickets.one(desk, ticket.id)))


def _changes(ticket: Ticket, actions: Any) -> Sequence[Mapping[str, Any]]:
    """What a ticket is changed with, then what is said. Raises Invalid for what is no action."""
    given: dict[str, Any] = {}
    said: list[Mapping[str, Any]] = []
    labels = [use.name for use in ticket.tag_uses]
    for at, action in enumerate(actions if isinstance(actions, list) else [actions]):
        if not isinstance(action, Mapping) or not isinstance(action.get("type"), str):
            raise Invalid({"actions": {at: [Flaw("bad_choice")]}})  # type: ignore[dict-item]
        type_, value = action["type"], action.get("value")
        if type_ in ("reply", "note"):
            said.append({"message": {"message": value, "is_note": type_ == "note"}})
        elif type_ in ("add_labels", "remove_labels"):
            named = (
                [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
            )
            kept = [label for label in labels if label not in named]
            labels = kept + (named if type_ == "add_labels" else [])
            given["labels"] = labels
        else:
            given[type_] = value
    return [given, *said]


ROUTES = (_apply, macros.routes, problems.routes, of_problem.routes)
