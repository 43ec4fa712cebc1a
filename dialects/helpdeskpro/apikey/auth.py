"""API keys: `X-API-Key: hp_…` or `Authorization: Bearer hp_…`. Any active key may do everything."""

import base64
import re

from flask import Request

from polydesk.core import access
from polydesk.core.desk import Actor, Desk, Machine
from polydesk.core.errors import Unauthenticated
from polydesk.core.models import Credential
from polydesk.dialects.helpdeskpro.apikey.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.credentials import CredentialKind


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """The client of the key, in the name of its default user.

    A non-empty X-API-Key wins, even a bad one over a good Bearer.
    """
    key = auth.header(request, "X-API-Key") or auth.bearer(request)
    if key is None:
        return None
    desk.credential = access.find(desk, DIALECT, "api_key", key)
    if desk.credential is None:
        raise Unauthenticated("unknown, revoked or malformed API key")
    return Machine(desk.credential.name, desk.credential.owner_id)


def make_key(desk: Desk) -> str:
    """A fresh key: a prefix of 12 hex digits, a secret of 43 URL-safe characters."""
    raw = desk.random_bytes(38)
    secret = base64.urlsafe_b64encode(raw[6:]).decode().rstrip("=")
    return f"hp_{raw[:6].hex()}_{secret}"


def prefix(key: str) -> str | None:
    """The part between the first two underscores."""
    parts = key.split("_", 2)
    return parts[1] if len(parts) == 3 else None


def send(_: Credential, secret: str) -> tuple[str, str]:
    """The header that a client sends."""
    return "X-API-Key", secret


def flaw(key: str) -> str | None:
    """Why a key cannot be used."""
    good = re.fullmatch(r"hp_[A-Za-z0-9]{1,60}_[A-Za-z0-9_-]+", key)
    return None if good else "must look like hp_<prefix>_<secret>"


api_key = CredentialKind("api_key", make=make_key, prefix=prefix, header=send, check=flaw)
