"""What web pages are asked for with. Source: contract 3.6, 6.9 and 12."""

import re
from typing import Any

from polydesk.dialects.desteksitesi.fields import Flag, Int, Line, Text
from polydesk.dialects.desteksitesi.schemas.users import fits, line
from polydesk.kit.fields import Schema

_ID = re.compile(r"\d+(?=-|\Z)", re.ASCII)


class Slug(Int):
    """An id, with perhaps a dash and words behind it."""

    def _deserialize(self, value: Any, *given: Any, **kwargs: Any) -> int:
        found = _ID.match(value) if isinstance(value, str) else None
        return super()._deserialize(found[0] if found else None, *given, **kwargs)


class TokenQuery(Schema):
    """How the token is to be shown."""

    json = Flag(load_default=False)


class SignOn(Schema):
    """Who is to be let in, as another site has signed it, and where to."""

    username = Line(validate=fits)
    email = Line(validate=fits)
    userHash = Text(attribute="hash", load_default="")
    FirstName = line("first_name")
    LastName = line("last_name")
    CompanyName = line("company")
    new_ticket = Flag(load_default=False)
    ReturnUrl = Text(attribute="target")


class TicketPage(Schema):
    """Which ticket."""

    id = Int(required=True)


class ArticlePage(Schema):
    """Which article."""

    id = Slug(required=True)
