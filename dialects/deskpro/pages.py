"""The pages that are for people with a browser: HTML that asks for nothing from elsewhere."""

import json
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any

from flask import Response

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
label, input, button {{ display: block; font: inherit }}
input {{ margin-bottom: 1rem; padding: .4rem; width: 20rem; max-width: 100% }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
_LOGIN = """<form method="post" action="{action}">
{said}<label for="email">E-mail address or user name</label>
<input id="email" name="email" value="{email}" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>"""
_CALL = """<p>You are signed in. You can close this window.</p>
<script nonce="{nonce}">
window.sendPayload = window.sendPayload || function () {{}};
sendPayload({payload});
</script>"""


def page(title: str, body: str, status: int = 200, *, nonce: str | None = None) -> Response:
    """A page; `body` is HTML. Only the script with the nonce may run in it, if there is one."""
    scripts = "" if nonce is None else f"; script-src 'nonce-{nonce}'"
    answer = Response(_PAGE.format(title=escape(title), body=body), status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        f"frame-ancestors 'none'; base-uri 'none'{scripts}"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def login(action: str, *, email: str = "", said: str = "", status: int = 200) -> Response:
    """A form that signs somebody in at a URL; `said` is why the last attempt was refused."""
    told = f"<p><strong>{escape(said)}</strong></p>\n" if said else ""
    form = _LOGIN.format(action=escape(action), email=escape(email), said=told)
    return page("Sign in", form, status)


def handed_over(payload: Mapping[str, Any]) -> Response:
    """A page that gives a payload to the app in whose window it is, by `sendPayload`."""
    nonce = secrets.token_urlsafe(16)
    written = json.dumps(payload).replace("<", "\\u003c")
    return page("Signed in", _CALL.format(nonce=nonce, payload=written), nonce=nonce)
