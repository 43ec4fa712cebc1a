"""Sets of ticket filters, and how much passes these. Source: contract 12."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Person, Ticket
from polydesk.dialects.deskpro import filter_terms
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.counting import count
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Line, Number, Truth
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.records import Kept, all_of, family, me
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.routes.filters import filters
from polydesk.dialects.deskpro.routes.tickets import of_filter
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_SETS = "ticket_filter_sets"


def _of(path: str, stem: str, verbs: str) -> Collection:
    return family(
        path,
        stem=stem,
        chapter="TicketFilters",
        given={"title": Line(required=True), "display_order": Number()},
        absent={"display_order": 0},
        name=_SETS,
        verbs=verbs,
    )


sets = _of(f"/{_SETS}", "tickets.ticket_filter_sets", "LG#")
new_sets = _of(f"/new/{_SETS}", "tickets.new_filter_sets", "LCGUD#")
new_filters = replace(
    filters,
    path="/new/ticket_filters",
    stem="tickets.new_filters",
    source="contract 12, row `/ticket_filter_sets`",
    linked=None,
)
new_tickets = replace(
    of_filter,
    path=f"/new{of_filter.path}",
    stem="tickets.tickets_of_new_filters",
    source="contract 12, row `/ticket_filter_sets`",
)
prefs = family(
    "/new/ticket_filters/prefs",
    stem="tickets.filter_prefs",
    chapter="TicketFilterPreferences",
    given={
        "ticket_filter": Kept(filter_terms.COLLECTION, required=True),
        "person": Ref(Person, allow_none=True),
        "display_order": Number(),
        "is_visible": Truth(),
    },
    absent={"person": me, "display_order": 0, "is_visible": True},
    filters={"ticket_filter": None, "person": None},
    points={"person": ("person",)},
    name="ticket_filter_prefs",
    note="they are kept, and order and hide nothing; the keys are ours",
)
_counts = Routes("tickets.filter_counts", tag="TicketFilters", prefix=BASE, errors=(401, 403))


@_counts.get(
    "/ticket_filters_counts",
    aliases=(
        "/new/ticket_filters_counts",
        f"/{_SETS}/all/counts",
        f"/new/{_SETS}/all/counts",
    ),
    gives={"type": "object"},
)
def list_all(desk: Desk) -> Any:
    """Count the tickets that pass each filter: `{id of the filter: number}`.

    Source: contract 12, row `/ticket_filter_sets`; the shape is ours.
    """
    return Answer(whole(_passing(desk, all_of(desk, filter_terms.COLLECTION))))


@_counts.get(
    f"/{_SETS}/<int:id>/count",
    aliases=(f"/new/{_SETS}/<int:id>/count",),
    gives={"type": "object"},
    errors=(404,),
)
def get_count(desk: Desk, id: int) -> Any:
    """Count the tickets that pass the filters of a set, each with its own number below.

    Source: contract 12, row `/ticket_filter_sets`.
    """
    found = _filters(desk, id)
    passing = _passing(desk, found)
    nested = [
        count(passing[str(one["id"])], id=one["id"], type="ticket_filter", title=one["title"])
        for one in found
    ]
    return Answer(whole(count(sum(passing.values()), nested=nested)))


@_counts.get(
    f"/{_SETS}/<int:id>/filters",
    aliases=(f"/new/{_SETS}/<int:id>/filters",),
    gives=filters.shows,
    errors=(404,),
)
def list_filters(desk: Desk, id: int) -> Any:
    """List the filters of a set.

    Source: contract 12, row `/ticket_filter_sets`.
    """
    return Answer(whole([filters.shows.dump(one) for one in _filters(desk, id)]))


def _filters(desk: Desk, id: int) -> Sequence[Mapping[str, Any]]:
    """The filters of a set, as they are shown. Raises NotFound."""
    if records.find(desk, DIALECT, _SETS, id) is None:
        raise NotFound(_SETS, id)
    found = all_of(desk, filter_terms.COLLECTION)
    return [one for one in found if one.get("ticket_filter_set") == id]


def _passing(desk: Desk, found: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many tickets pass each filter, by the filter's id; in one statement."""
    if not found:
        return {}
    living = select(func.count()).select_from(Ticket).where(Ticket.deleted_at.is_(None))
    counted = [
        living.where(*filter_terms.conditions(desk, one.get("term") or [])).scalar_subquery()
        for one in found
    ]
    row = desk.session.execute(select(*(one.label(f"n{at}") for at, one in enumerate(counted))))
    return {str(one["id"]): n for one, n in zip(found, row.one(), strict=True)}


ROUTES = (
    _counts,
    sets.routes,
    new_sets.routes,
    new_filters.routes,
    new_tickets.routes,
    prefs.routes,
)
