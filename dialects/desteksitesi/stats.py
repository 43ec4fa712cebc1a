"""How many tickets there are of each sort, counted at once. Source: contract 7.17."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, not_

from polydesk.core import tickets
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.desteksitesi import filters, sight
from polydesk.dialects.desteksitesi.filters import MINE, NEW, UNANSWERED, UNCLOSED

_COUNTED = {
    "TotalTickets": func.count(),
    "Closed": func.count().filter(not_(UNCLOSED)),
    "NewTickets": func.count().filter(NEW),
    "Unanswered": func.count().filter(UNANSWERED),
    "Unassigned": func.count().filter(UNCLOSED, Ticket.assignee_id.is_(None)),
    "Unclosed": func.count().filter(UNCLOSED),
    "HandledByMe": func.count().filter(UNCLOSED, MINE),
    "SubmittedByMe": func.count().filter(Ticket.requester_id == bindparam("person")),
}


def counted(desk: Desk, *, for_caller: bool) -> dict[str, int]:
    """The numbers by the vendor's names: of all tickets for technicians, else of those in sight.

    `for_caller`: of those in sight in any case.
    """
    seen, values = sight.scope(desk)
    if sight.is_tech(desk) and not for_caller:
        seen, values = tickets.ALL, {}
    found = desk.rows(_counts(seen), **{**values, **filters.base(desk)})[0]._asdict()
    return {**found, "InProcess": found["Unclosed"] - found["NewTickets"]}


@cache
def _counts(seen: Select[Ticket]) -> Select[Any]:
    columns: list[Any] = [count.label(name) for name, count in _COUNTED.items()]
    return seen.with_only_columns(*columns, maintain_column_froms=True)
