"""What admins set, the logo among it."""

from typing import Any

import flask

from polydesk.core import settings as kept
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.dialects.openhelpdesk import auth, logo
from polydesk.dialects.openhelpdesk.schemas import settings as schemas
from polydesk.dialects.openhelpdesk.settings import DIALECT, all_of
from polydesk.kit.routes import Routes

routes = Routes("settings", tag="Settings", prefix="/api/admin", errors=(401, 403), at=auth.admin)

LOGO = "/api/v1/logo"
_MASKED = {"saml_key_pem": ""}


@routes.get("/settings", gives=schemas.SHOWN)
def show(desk: Desk) -> Any:
    """All settings, one flat object; the SAML key is never shown.

    Source: REST reference, "Admin: settings"; contract 6.7, row 64, and 4.13.
    """
    return {**all_of(desk), **_MASKED}


@routes.patch("/settings", json=schemas.Changes(), gives=schemas.SHOWN, errors=(400,))
def change(desk: Desk, json: dict[str, Any]) -> Any:
    """Change what is given, and answer all; unknown settings are kept as given.

    Source: REST reference, "Admin: settings"; contract 6.7, row 65, and 4.13.
    """
    for name, value in json.items():
        kept.put(desk, DIALECT, name, value)
    return show(desk)


@routes.post("/settings/logo", files=("logo",), gives=schemas.Logo(), errors=(400, 413))
def upload(desk: Desk) -> Any:
    """Take a logo: PNG, JPG, GIF or SVG by its content, of at most 2 MB.

    Pictures are scaled down to fit into 320 by 64 and kept as PNG.
    Source: admin guide, "Branding"; contract 6.8, D1.
    """
    sent = flask.request.files.get("logo")
    if sent is None:
        raise Invalid({"logo": ["missing file field 'logo'"]})
    logo.put(desk, logo.read(sent.stream.read(logo.MOST_BYTES + 1)))
    kept.put(desk, DIALECT, "site_logo_url", LOGO)
    return {"url": LOGO}


@routes.delete("/settings/logo", status=204)
def delete_logo(desk: Desk) -> Any:
    """Forget the logo, if there is one.

    Source: admin guide, "Branding"; contract 6.8, D2.
    """
    logo.remove(desk)
    kept.put(desk, DIALECT, "site_logo_url", "")
