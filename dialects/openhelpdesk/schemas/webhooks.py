"""Webhooks and their deliveries. Source: contract 4.10 and 5."""

from typing import Any
from urllib.parse import urlsplit

from marshmallow import fields

from polydesk.core.outbox import ALL
from polydesk.dialects.openhelpdesk.fields import Line, Stamp, Truth
from polydesk.kit.fields import Schema

EVENTS = (
    "ticket.created",
    "ticket.assigned",
    "ticket.status_changed",
    "ticket.reply_added",
    "ticket.note_added",
    "ticket.resolved",
    "ticket.closed",
    "ticket.reopened",
)
STATUSES = ("pending", "success", "failed")


class Url(Line):
    """An http or https URL with a host."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        url = super()._deserialize(value, attr, data, **kwargs)
        if not _is_web(url):
            raise self.make_error("invalid")
        return url


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_host and url.isprintable() and " " not in url


class Events(fields.Field[Any]):
    """Names of events, or `*` for all; at least one."""

    default_error_messages = {  # noqa: RUF012
        "required": "events is required",
        "null": "events is required",
        "invalid": "invalid events",
        "unknown": "unknown event: {event}",
    }

    def __init__(self, **kwargs: Any) -> None:
        item = {"type": "string", "enum": [*EVENTS, ALL]}
        super().__init__(metadata={"type": "array", "items": item, "minItems": 1}, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(event, str) for event in value):
            raise self.make_error("invalid")
        if not value:
            raise self.make_error("required")
        for event in value:
            if event not in EVENTS and event != ALL:
                raise self.make_error("unknown", event=event)
        return value


class Webhook(Schema):
    """A webhook; its secret is never shown."""

    id = fields.Str(attribute="ulid")
    url = fields.Str()
    events = Events()
    enabled = fields.Bool()
    created_at = Stamp()


class NewWebhook(Schema):
    """A webhook to be made; without a secret nothing is signed."""

    url = Url("url", required=True)
    secret = Line("secret", trimmed=False, allow_none=True)
    events = Events(required=True)
    enabled = Truth("enabled")


class WebhookChange(NewWebhook):
    """Changes of a webhook; `""` as secret signs nothing any more."""


class Delivery(Schema):
    """What has come of one event for one webhook."""

    id = fields.Str(attribute="ulid")
    event = fields.Str()
    status = fields.Str(metadata={"enum": list(STATUSES)})
    attempts = fields.Int()
    http_status = fields.Int(allow_none=True)
    response_body = fields.Str(allow_none=True)
    duration_ms = fields.Int(allow_none=True)
    created_at = Stamp()
    last_attempt_at = Stamp(allow_none=True)
