"""What anybody may know of the site."""

from typing import Any

from flask import Response

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.dialects.openhelpdesk import logo
from polydesk.dialects.openhelpdesk.schemas import settings as schemas
from polydesk.dialects.openhelpdesk.settings import all_of
from polydesk.kit.routes import Routes

routes = Routes("site", tag="Site")

VERSION = "1.0.0"
"""That of the vendor's API which is spoken here."""
_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
"""An SVG runs nothing even where it is opened as a page."""


@routes.get("/api/v1/site", aliases=("/api/site",), public=True, gives=schemas.Site())
def show(desk: Desk) -> Any:
    """The site's name, where its logo is, and the version.

    Source: admin guide, "Branding"; contract 6.8, D3.
    """
    known = all_of(desk)
    return {
        "name": known["site_name"],
        "logo_url": known["site_logo_url"],
        "version": VERSION,
    }


@routes.get(
    "/api/v1/logo",
    aliases=("/api/logo",),
    public=True,
    gives={"type": "string", "format": "binary"},
    media_types=("image/png", "image/svg+xml"),
    errors=(404,),
)
def show_logo(desk: Desk) -> Any:
    """The logo's bytes.

    Source: admin guide, "Branding"; contract 6.8, D4.
    """
    found = logo.find(desk)
    if found is None:
        raise NotFound("logo")
    return Response(found.data, mimetype=found.media_type), _HEADERS


@routes.get("/health", public=True, desk=False, gives=schemas.Health())
def health() -> Any:
    """Whether the server answers.

    Source: getting started, "Health"; contract 6.8, D7.
    """
    return {"status": "ok"}
