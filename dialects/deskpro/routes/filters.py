"""Filters that agents keep of tickets. Source: contract 9.3, row `/ticket_filters`."""

from typing import Any

from marshmallow import ValidationError
from sqlalchemy import func, select

from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.deskpro import filter_terms
from polydesk.dialects.deskpro.counting import count
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Id, Line, Number, Value
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.records import family
from polydesk.kit.perform import Answer


class Terms(Value):
    """`[{"type", "op", "options"}]`: what tickets must fulfil, all of it."""

    kind = "array"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > filter_terms.MOST:
            raise self.make_error("invalid")
        wrong = {at: flaws for at, term in enumerate(value) if (flaws := _flaws(term))}
        if wrong:
            raise ValidationError(wrong)
        return [{key: term.get(key) for key in ("type", "op", "options")} for term in value]


def _flaws(term: Any) -> dict[str, list[Flaw]]:
    if not isinstance(term, dict):
        return {"type": [Flaw("required")]}
    flaws = {key: [Flaw("required")] for key in ("type", "op") if term.get(key) in (None, "")}
    if flaws:
        return flaws
    if not filter_terms.knows(str(term["type"])):
        return {"type": [Flaw("bad_choice")]}
    if not filter_terms.knows(str(term["type"]), str(term["op"])):
        return {"op": [Flaw("bad_choice")]}
    values = list(filter_terms.leaves(term.get("options", {})))
    return {"options": [Flaw("invalid")]} if len(values) > filter_terms.MOST else {}


filters = family(
    f"/{filter_terms.COLLECTION}",
    stem="tickets.ticket_filters",
    chapter="TicketFilters",
    given={
        "title": Line(required=True),
        "sys_name": Line(allow_none=True),
        "display_order": Number(),
        "ticket_filter_set": Id(allow_none=True),
        "term": Terms(),
    },
    absent={"display_order": 0, "term": [], "filter_views": [], "filter_preferences": []},
)


@filters.routes.get(
    "/ticket_filters/<int:id>/count",
    aliases=("/new/ticket_filters/<int:id>/count",),
    gives={"type": "object"},
    errors=(404,),
)
def get_count(desk: Desk, id: int) -> Any:
    """Count the tickets that pass a filter.

    Source: contract 9.3, row `/ticket_filters`.
    """
    met = filter_terms.conditions(desk, filter_terms.of_filter(desk, id))
    passing = select(func.count()).select_from(Ticket).where(Ticket.deleted_at.is_(None), *met)
    return Answer(whole(count(desk.session.scalar(passing) or 0)))


ROUTES = (filters.routes,)
