"""What is found out where a scenario does not say it, so that what it says is whole."""

import hashlib
import mimetypes
from datetime import datetime
from typing import Any

from polydesk.control.scenario.lists import BY_NAME, MESSAGES
from polydesk.control.scenario.read import Draft, Problems
from polydesk.core import files, mfa, passwords
from polydesk.core.desk import Desk
from polydesk.core.models import ChatStatus, Kind, MessageKind, Role

_TYPES = mimetypes.MimeTypes()
_WEBHOOKS_OF = "openhelpdesk"
_RULES_OF = "desteksitesi"


def open_ticket(ticket: Draft, problems: Problems) -> None:
    """Make of a ticket's own text and files its opening message, and settle the messages' kinds."""
    messages = ticket.parts.setdefault("messages", [])
    openings = [m for m in messages if m.values.get("kind") is MessageKind.OPENING]
    if "body" in ticket.also or ticket.parts.get("files"):
        opening = Draft(MESSAGES, ticket.path, 0, ticket, "ticket_id")
        opening.values = {"kind": MessageKind.OPENING, "body": ticket.also.get("body", "")}
        opening.parts["files"] = ticket.parts.pop("files", [])
        for file in opening.parts["files"]:
            file.owner = opening
        if "requester_id" in ticket.values:
            opening.values["author_id"] = ticket.values["requester_id"]
        messages.insert(0, opening)
        openings.insert(0, opening)
    ticket.parts.pop("files", None)
    for extra in openings[1:]:
        problems.add(f"{extra.path}.kind", "a ticket has one opening")
    for message in messages:
        if "internal" in message.also and "kind" in message.values:
            problems.add(f"{message.path}.internal", "is said by kind")
        kind = MessageKind.NOTE if message.also.get("internal") else MessageKind.REPLY
        message.values.setdefault("kind", kind)


def times(draft: Draft, now: datetime) -> None:
    """Let what is inside of an entry happen after it, in order, and it be last changed then."""
    at = draft.values.setdefault("created_at", now)
    last = at
    for message in draft.parts.get("messages", ()):
        message.values.setdefault("created_at", last)
        last = max(last, message.values["created_at"])
        times(message, last)
    for file in draft.parts.get("files", ()):
        file.values.setdefault("created_at", at)
    draft.values.setdefault("updated_at", last)


def person(draft: Draft, desk: Desk) -> None:
    """Names and places of addresses; what is kept of a password and a second factor."""
    first, _, last = draft.values["name"].partition(" ")
    draft.values.setdefault("first_name", first)
    draft.values.setdefault("last_name", last)
    if "password" in draft.also:
        draft.values["password_hash"] = passwords.make_hash(desk, draft.also["password"])
        draft.values.setdefault("password_changed_at", draft.values["created_at"])
    if "mfa" in draft.also:
        draft.values["mfa_secret"] = draft.also["mfa"]
        draft.values.setdefault("mfa_confirmed_at", draft.values["created_at"])
    for one in draft.parts.get("emails", ()):
        one.values.setdefault("position", one.index)
    if "recovery_codes" in draft.also:
        digests = [mfa.recovery_digest(code) for code in draft.also["recovery_codes"]]
        draft.values["mfa_codes"] = digests


def ticket(draft: Draft, new: int, kinds: dict[int, Kind], people: dict[int, Draft]) -> None:
    """Status, organization, and the times that follow from the status and the replies.

    `new` is the id of the status `NEW`, `kinds` are those of all statuses by id.
    """
    values = draft.values
    values.setdefault("status_id", new)
    values.setdefault("status_at", values["created_at"])
    values.setdefault("organization_id", people[values["requester_id"]].get("organization_id"))
    kind = kinds.get(values["status_id"])
    changed = values["updated_at"]
    for column, is_so in (("resolved_at", Kind.RESOLVED), ("closed_at", Kind.CLOSED)):
        values.setdefault(column, changed if kind is is_so else None)
    assigned = values["created_at"] if values.get("assignee_id") else None
    values.setdefault("first_assigned_at", assigned)
    is_new = kind in (None, Kind.NEW)
    by_agents, by_users = _replies(draft, people)
    begun = [values["created_at"]] if assigned or not is_new else by_agents
    values.setdefault("started_at", min(begun, default=None))
    _mark(draft, people, is_closed=kind is Kind.CLOSED)
    values.setdefault("first_agent_reply_at", min(by_agents, default=None))
    values.setdefault("last_agent_reply_at", max(by_agents, default=None))
    values.setdefault("last_user_reply_at", max(by_users, default=None))


def _replies(draft: Draft, people: dict[int, Draft]) -> tuple[list[datetime], list[datetime]]:
    """When agents and when users replied, as `polydesk.core.moves.note_reply` counts."""
    times: tuple[list[datetime], list[datetime]] = ([], [])
    for message in draft.parts["messages"]:
        if message.values["kind"] is MessageKind.REPLY:
            by_user = _is_by_user(message.values, people)
            times[by_user].append(message.values["created_at"])
    return times


def _mark(draft: Draft, people: dict[int, Draft], *, is_closed: bool) -> None:
    """Whose the last word was, as `polydesk.core.moves` keeps it."""
    said = [
        m.values for m in draft.parts["messages"] if m.values["kind"] is not MessageKind.OPENING
    ]
    said.sort(key=lambda values: values["created_at"])
    by_user = by_staff = noted = False
    for values in said:
        if values["kind"] is MessageKind.NOTE:
            noted = True
        elif values["kind"] is MessageKind.REPLY:
            by_user = _is_by_user(values, people)
            by_staff, noted = not by_user, noted and by_user
    marks = {"updated_by_user": by_user, "updated_by_staff": by_staff, "noted": noted}
    for column, holds in marks.items():
        draft.values.setdefault(column, holds and not is_closed)
    draft.values.setdefault("changed_by_id", said[-1].get("author_id") if said else None)


def _is_by_user(message: dict[str, Any], people: dict[int, Draft]) -> bool:
    author = people.get(message.get("author_id") or 0)
    return author is not None and author.values["role"] is Role.USER


def assign(asset: Draft, problems: Problems) -> None:
    """Make of an asset's `assignee` the first, and only, of its people."""
    if "assignee" not in asset.also:
        return
    if "people" in asset.parts:
        problems.add(f"{asset.path}.assignee", "is another word for people")
    (people, column) = BY_NAME["assets"].parts["people"]
    asset.parts["people"] = [Draft(people, f"{asset.path}.assignee", 0, asset, column)]


def hand_over(asset: Draft) -> None:
    """Say who that is, once it is known."""
    if "assignee" in asset.also:
        asset.parts["people"][0].values["person_id"] = asset.also["assignee"]


def limit(person: Draft, problems: Problems) -> None:
    """Who has a list of categories is technician of no others."""
    if "tech_categories" not in person.parts:
        return
    if person.values.get("all_categories"):
        problems.add(f"{person.path}.tech_categories", "are all categories")
    person.values["all_categories"] = False


def reach(person: Draft, problems: Problems) -> None:
    """Further addresses stand beside a primary one."""
    if person.parts.get("emails") and person.values.get("email") is None:
        problems.add(f"{person.path}.emails", "need an email beside them")


def webhook(draft: Draft) -> None:
    """The dialect whose names of events are those of the file format."""
    draft.values.setdefault("dialect", _WEBHOOKS_OF)


def custom_field(draft: Draft) -> None:
    """Its place is that in the list, as that of its options; without categories it is for all."""
    draft.values.setdefault("everywhere", not draft.parts.get("categories"))
    for one in (draft, *draft.parts.get("options", ())):
        one.values.setdefault("position", one.index + 1)


def conversation(draft: Draft) -> None:
    """When it ended, if it is no longer active, and when something was said last."""
    values = draft.values
    is_active = values.get("status", ChatStatus.ACTIVE) is ChatStatus.ACTIVE
    values.setdefault("ended_at", None if is_active else values["updated_at"])
    said = [message.values["created_at"] for message in draft.parts.get("messages", ())]
    values.setdefault("last_message_at", max(said, default=None))


def rule(draft: Draft) -> None:
    """The dialect whose masks are those of the file format."""
    draft.values.setdefault("dialect", _RULES_OF)


def article(draft: Draft) -> None:
    """Version 1: how the article was made."""
    if "versions" not in draft.parts:
        (versions, _) = BY_NAME["articles"].parts["versions"]
        version = Draft(versions, f"{draft.path}.versions[0]", 0, draft, "article_id")
        for column in ("title", "summary", "body", "author_id"):
            version.values[column] = draft.get(column)
        version.values["number"] = 1
        draft.parts["versions"] = [version]


def file(draft: Draft, data: bytes) -> str:
    """Media type by the name's ending, and what can be read of the file; gives the SHA-256."""
    guessed = _TYPES.guess_type(draft.values["name"])[0] or "application/octet-stream"
    media_type = draft.values.setdefault("media_type", guessed)
    draft.values["size"] = len(data)
    if "text" not in draft.values:
        draft.values["text"] = files.read_text(data, media_type)
    return hashlib.sha256(data).hexdigest()
