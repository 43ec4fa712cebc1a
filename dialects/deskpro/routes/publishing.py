"""News, downloads and the like, which the core knows nothing of. Source: contract 12."""

from polydesk.core.models import Person
from polydesk.dialects.deskpro.fields import Body, Choice, Id, Line, Ref
from polydesk.dialects.deskpro.records import family

_STATUSES = (
    "published",
    "archived",
    "hidden.unpublished",
    "hidden.draft",
    "hidden.deleted",
    "hidden.spam",
)

news = family(
    "/news",
    stem="content.news",
    chapter="Content",
    given={
        "title": Line(required=True),
        "content": Body(required=True),
        "person": Ref(Person, allow_none=True),
        "language": Id(allow_none=True),
        "content_input_type": Choice(("rte", "html", "text")),
        "status": Choice(_STATUSES),
        "category": Id(allow_none=True),
    },
    absent={"status": "published", "content_input_type": "rte"},
    points={"person": ("person",)},
)
ROUTES = (news.routes,)
