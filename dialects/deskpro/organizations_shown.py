"""Organizations as clients see them, many at once: one statement, and one each for custom fields,
for parents and for pictures where there are any.

Source: contract 10.4.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Conversation, File, Organization, Person, Ticket, Usage
from polydesk.core.prepared import among
from polydesk.dialects.deskpro import contact, custom_values, extras
from polydesk.dialects.deskpro.people_shown import counted, counts

_COUNTS = counted(
    select(Ticket.organization_id.label("id")).where(Ticket.deleted_at.is_(None)),
    select(Person.organization_id.label("id"))
    .join(Conversation, Conversation.person_id == Person.id)
    .where(Conversation.deleted_at.is_(None)),
)
_LIVING = select(Organization.id).where(
    among(Organization.id, "ids"), Organization.deleted_at.is_(None)
)
_PICTURES = select(File.id).where(among(File.id, "ids"))


def show(desk: Desk, organizations: Sequence[Organization]) -> Sequence[Mapping[str, Any]]:
    """What `schemas.organizations.Organization` writes of each."""
    numbers = counts(desk, _COUNTS, [one.id for one in organizations])
    custom = custom_values.shown(desk, Usage.ORGANIZATION, organizations)
    parents = [id for one in organizations if (id := parent_of(one)) is not None]
    living = {row.id for row in desk.rows(_LIVING, ids=parents)} if parents else set()
    pictures = [id for one in organizations if (id := _picture_of(one)) is not None]
    there = {row.id for row in desk.rows(_PICTURES, ids=pictures)} if pictures else set()
    return [
        {
            **_shown(one),
            "parent": parent_of(one) if parent_of(one) in living else None,
            "picture_blob": _picture_of(one) if _picture_of(one) in there else None,
            "fields": custom[one.id],
            "tickets_count": numbers[one.id][0],
            "chats_count": numbers[one.id][1],
        }
        for one in organizations
    ]


def parent_of(organization: Organization) -> int | None:
    """The organization that it is a part of, as it was said; it may be gone."""
    found: int | None = extras.of(organization).get("parent")
    return found


def _picture_of(organization: Organization) -> int | None:
    found: int | None = extras.of(organization).get("picture_blob")
    return found


def _shown(organization: Organization) -> dict[str, Any]:
    own = extras.of(organization)
    return {
        "id": organization.id,
        "name": organization.name,
        "summary": organization.notes or "",
        "importance": own.get("importance", 0),
        "labels": own.get("labels", []),
        "user_groups": own.get("user_groups", []),
        "email_domains": organization.domains,
        "contact_data": contact.shown(organization),
        "emails": None,
        "phone_numbers": list(contact.phones(organization)),
        "date_created": organization.created_at,
    }
