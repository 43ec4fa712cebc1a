"""What the vendor's web pages do for clients of the API. Source: contract 1.1, 3.6, 6.9, 12."""

from html import escape
from typing import Any

import flask
from flask import Response

from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Forbidden
from polydesk.dialects.desteksitesi import articles, auth, sight, sign_on
from polydesk.dialects.desteksitesi.schemas import web as schemas
from polydesk.kit.routes import Routes

routes = Routes("web", tag="Web", errors=(401, 403))

_HTML = ("text/html",)
_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body>{body}</body></html>
"""


def _page(title: str, body: str) -> Response:
    """A page; the title is text, the body HTML."""
    page = _PAGE.format(title=escape(title), body=body)
    return Response(page, content_type="text/html; charset=utf-8")


@routes.get(
    "/User/Token", given=schemas.TokenQuery(), also=("POST",), writes=True, media_types=_HTML
)
def token(desk: Desk, given: dict[str, Any]) -> Any:
    """Show the caller's own token.

    Source: contract 3.6.
    """
    if not isinstance(desk.actor, Account):
        raise Forbidden("token")
    found = auth.token(desk, desk.actor)
    if given["json"]:
        return {"token": found}
    body = f'<p>Your API token:</p><pre id="token">{escape(found)}</pre>'
    return _page("API token", body)


@routes.get(
    "/User/AutoLogin",
    given=schemas.SignOn(),
    also=("POST",),
    writes=True,
    public=True,
    status=302,
    media_types=_HTML,
    errors=(400,),
)
def sign_in(desk: Desk, given: dict[str, Any]) -> Any:
    """Let in who brings a link that another site has signed.

    Source: contract 12, and 3.8 for those who guess.
    """
    request = flask.request
    account = sign_on.account(desk, given, request.remote_addr or "")
    response = flask.redirect(sign_on.target(given, request.script_root))
    token = auth.token(desk, account)
    response.set_cookie(auth.COOKIE, token, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@routes.get("/", also=("POST",), media_types=_HTML)
def start(desk: Desk) -> Any:
    """Greet the caller, whom a sign-on link leads here.

    Source: contract 12.
    """
    return _page("Help desk", f"<h1>{escape(desk.actor.name if desk.actor else '')}</h1>")


@routes.get("/Ticket/New", also=("POST",), media_types=_HTML)
def new_ticket(_: Desk) -> Any:
    """Stand in for the page where tickets are written.

    Source: contract 12.
    """
    return _page("New ticket", "<h1>New ticket</h1>")


@routes.get(
    "/Ticket/<id>", also=("POST",), given=schemas.TicketPage(), media_types=_HTML, errors=(400, 404)
)
def ticket(desk: Desk, given: dict[str, Any]) -> Any:
    """Show the subject of a ticket, which the API's URLs lead to.

    Source: contract 6.9.
    """
    found = sight.get(desk, given["id"])
    return _page(found.subject, f"<h1>{escape(found.subject)}</h1>")


@routes.get(
    "/KB/View/<id>",
    also=("POST",),
    given=schemas.ArticlePage(),
    media_types=_HTML,
    errors=(400, 404),
)
def article(desk: Desk, given: dict[str, Any]) -> Any:
    """Show the subject of an article, which the API's URLs lead to.

    Source: contract 6.9.
    """
    title = articles.detail(desk, given["id"])["title"]
    return _page(title, f"<h1>{escape(title)}</h1>")
