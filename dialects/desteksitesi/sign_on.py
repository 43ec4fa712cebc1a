"""Links by which another site lets its users in. Source: contract 12."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

from polydesk.core import accounts, addresses
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Invalid, Unauthenticated
from polydesk.dialects.desteksitesi import auth, members, settings

_LENGTH = 28
_HERE = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")
"""A path of this server: nobody is led elsewhere, since the place is not signed."""


def account(desk: Desk, given: Mapping[str, Any], address: str) -> Account:
    """Who is let in, made if there is none. `given` is of `schemas.web.SignOn`.

    Raises Unauthenticated for a bad signature, which counts as a wrong password, Forbidden for an
    address that is blocked, and Invalid where nobody is named.
    """
    auth.refuse_blocked(desk, address)
    if not _is_signed(desk, given):
        auth.note_failure(desk, address)
        raise Unauthenticated("the link is not signed")
    auth.forgive(desk, address)
    username, email = given.get("username"), given.get("email")
    found = _find(desk, username, email)
    if found is None and email is None:
        raise Invalid({"email": ["is required"]})
    if found is None:
        found = accounts.find(desk, members.create(desk, {**given, "welcome": False}).id)
    if found is None or not found.may_enter:
        raise Unauthenticated("who is named may not enter")
    return found


def _find(desk: Desk, username: str | None, email: str | None) -> Account | None:
    found = None if username is None else accounts.find_by_username(desk, username)
    return found or (None if email is None else addresses.account(desk, email))


def _is_signed(desk: Desk, given: Mapping[str, Any]) -> bool:
    """Whether the hash is today's. Without a shared secret there is nothing to sign with."""
    secret: str = settings.of(desk, "shared_secret")
    said = f"{given.get('username', '')}{given.get('email', '')}{secret}{desk.now():%d%m}"
    good = hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]
    sent = given["hash"].lower().encode()
    return bool(secret) and hmac.compare_digest(good.encode(), sent)


def target(given: Mapping[str, Any], root: str) -> str:
    """Where to go then: as asked, if that is here, else to the start or the new ticket's page."""
    asked = given.get("target", "")
    if _HERE.fullmatch(asked):
        return str(asked)
    return f"{root}/Ticket/New" if given["new_ticket"] else f"{root}/"
