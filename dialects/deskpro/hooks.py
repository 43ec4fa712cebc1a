"""What is told to webhooks, whichever dialect it came through. Source: contract 9.1."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk, Told
from polydesk.core.models import Message
from polydesk.core.outbox import Notice, Wording
from polydesk.core.prepared import among
from polydesk.dialects.deskpro import sideload
from polydesk.kit.dump import dump

CREATED, UPDATED, REPLIED = "ticket_created", "ticket_update", "new_ticket_reply"
EVENTS = (CREATED, UPDATED, REPLIED)
_CHANGES = frozenset(
    f"ticket.{change}"
    for change in (
        "assigned",
        "changed",
        "status",
        "custom",
        "locked",
        "unlocked",
        "merged",
        "restored",
        "subscribed",
        "unsubscribed",
        "linked",
        "unlinked",
    )
)
"""What the core tells that is an update of a ticket; what is said in it is none."""
_MESSAGES = select(Message).where(among(Message.id, "ids"))


def notices(desk: Desk, told: Sequence[Told]) -> Iterable[Notice]:
    """What has happened, in the vendor's events; nothing of what is gone by now.

    A ticket is told of as it is at the end, once for all that has changed in it.
    """
    ours = [one for one in told if one.about == "ticket" and _event(one) is not None]
    return list(_worded(desk, ours)) if ours else []


def _event(told: Told) -> str | None:
    if told.kind == "ticket.created":
        return CREATED
    if told.kind == "ticket.reply":
        return REPLIED
    return UPDATED if told.kind in _CHANGES else None


def _worded(desk: Desk, told: Sequence[Told]) -> Iterator[Notice]:
    tickets = sideload.several(desk, "ticket", {one.about_id for one in told})
    messages = _messages(desk, [one.data["message"] for one in told if _event(one) == REPLIED])
    done = {one.about_id for one in told if _event(one) == CREATED}
    for one in told:
        event = _event(one)
        ticket = tickets.get(one.about_id)
        if ticket is None or (event == UPDATED and one.about_id in done):
            continue
        if event == UPDATED:
            done.add(one.about_id)
        if event != REPLIED:
            yield Notice(str(event), {"data": ticket})
        elif one.data["message"] in messages:
            yield Notice(REPLIED, messages[one.data["message"]])


def _messages(desk: Desk, ids: Sequence[int]) -> Mapping[int, Any]:
    """The messages of these ids as they are shown, by id; without what is not there."""
    from polydesk.dialects.deskpro.routes.messages import messages  # which imports the auth

    if not ids:
        return {}
    found = desk.session.scalars(_MESSAGES, {"ids": list(ids)}).all()
    shown = [dump(messages.shows, one) for one in messages.show(desk, found)]
    return {one["id"]: one for one in shown}


def request(notice: Notice, _: str) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The body of a delivery; nothing but what it is of."""
    return notice.body, {}


wording = Wording(notices, request)
