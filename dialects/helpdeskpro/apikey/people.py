"""In whose name a key writes."""

from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.people import Reference
from polydesk.dialects.helpdeskpro.apikey import vocabulary

NOBODY = "created_by must reference a valid user or configure a default user for this API key."


def author(desk: Desk, reference: int | str | None) -> Reference:
    """The user referred to, else the key's default user; raises Invalid where there is neither.

    Source: contract 2.7: an unknown user is silently the default one.
    """
    person = vocabulary.user(desk, reference) or vocabulary.user(desk, desk.person_id)
    if person is None:
        raise Invalid({"_schema": [NOBODY]})
    return person
