"""What an app subscribes to. Source: contract 9.1, rows `/apps/zapier/hooks`."""

from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields

from polydesk.dialects.deskpro import hooks
from polydesk.dialects.deskpro.fields import Choice, Given, Line
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.sideload import Shows


class Url(Line):
    """An address of the web."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        url = super()._deserialize(value, attr, data, **kwargs).strip()
        if not _is_web(url):
            raise ValidationError(Flaw("invalid"))
        return url


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_host and url.isprintable() and " " not in url


class Hook(Shows):
    """A subscription."""

    id = fields.Int(required=True)
    target_url = fields.Str(required=True)
    event = fields.Str(required=True)
    params = fields.Raw(required=True)


class NewHook(Given):
    """A subscription to be made."""

    reads = Hook

    target_url = Url(required=True, most=2000)
    event = Choice(hooks.EVENTS, required=True)
    params = fields.Raw(load_default=None)
