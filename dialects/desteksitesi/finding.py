"""Finding tickets by the words in them. Source: contract 6.2, method 10, and 8."""

from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, bindparam, exists, or_

from polydesk.core import text
from polydesk.core.errors import Invalid
from polydesk.core.models import Message, MessageKind, SearchDocument, Ticket, TicketTag
from polydesk.core.search import folded, has_part

MOST_WORDS = 100
"""How many different words may be searched for at once."""


def words(query: str) -> tuple[list[str], dict[str, Any]]:
    """The different words that are searched for, and the binds of `saying`.

    Raises Invalid for none, and for more than `MOST_WORDS`.
    """
    found = list(dict.fromkeys(query.split()))
    if not found:
        raise Invalid({"query": ["is blank"]})
    if len(found) > MOST_WORDS:
        raise Invalid({"query": [f"has more than {MOST_WORDS} words"]})
    values: dict[str, Any] = {
        "number": int(query) if query.strip().isdecimal() and len(query) < 19 else None,
    }
    for at, word in enumerate(found):
        values |= {f"word{at}": word, f"folded{at}": text.fold(word)}
    return found, values


def saying(count: int, *, with_notes: bool) -> ColumnElement[bool]:
    """The condition that so many words occur, or that the ticket has the number.

    Tickets are to be joined with their documents, which hold notes too: without notes, what is
    found there is looked for in what is public.
    """
    return or_(
        and_(*(_occurs(at, with_notes) for at in range(count))), Ticket.id == bindparam("number")
    )


def _occurs(at: int, with_notes: bool) -> ColumnElement[bool]:
    part = folded(bindparam(f"word{at}"))
    said: ColumnElement[bool] = has_part(SearchDocument.text, bindparam(f"folded{at}"))
    if not with_notes:
        said = and_(said, or_(has_part(folded(Ticket.subject), part), _is_public(part)))
    tagged = exists().where(
        TicketTag.ticket_id == Ticket.id, has_part(folded(TicketTag.name), part)
    )
    return or_(said, tagged.correlate(Ticket))


def _is_public(part: Any) -> Exists:
    """That it is said in a message which is no note."""
    return (
        exists()
        .where(
            Message.ticket_id == Ticket.id,
            Message.deleted_at.is_(None),
            Message.kind != MessageKind.NOTE,
            has_part(folded(Message.body), part),
        )
        .correlate(Ticket)
    )
