"""What goes out: webhooks, what is posted to them or anywhere else, and mail."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Entity, Remembered


class Webhook(Remembered, Entity):
    """An address that is told what happens, in the words of one dialect.

    `events` are the vendor's names of events, `*` stands for all. `secret` signs what is posted;
    it is kept as it is, and None or empty signs nothing.
    """

    __tablename__ = "webhook"

    dialect: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[str | None] = mapped_column(Text)
    events: Mapped[list[str]] = mapped_column(JSON, default=list)
    enabled: Mapped[bool] = mapped_column(default=True)


class DeliveryStatus(enum.StrEnum):
    """How far a delivery is: to be tried, arrived, or given up."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"


class Delivery(Entity):
    """One request to somebody else's server, kept until it has arrived or is given up.

    `body` in UTF-8 is what is sent, the same in every attempt. There are at most `tries` of them,
    each of which may take `seconds`. `signature` names the header for
    `sha256=` and the HMAC of the body with the webhook's secret; it is worked out when sending.
    While it is `pending` the next attempt is due at `next_at`, of the world's clock; and nobody
    else tries before `claimed_until`, of the machine's clock, since clocks of worlds may stand.
    Of the last attempt: `http_status` and the first 1024 bytes of the answer as `response_body`,
    or as `error` why there was none; `duration_ms` by the world's clock.
    """

    __tablename__ = "delivery"

    dialect: Mapped[str] = mapped_column(String(60))
    webhook_id: Mapped[int | None] = mapped_column(ForeignKey("webhook.id"), index=True)
    event: Mapped[str] = mapped_column(String(120))
    method: Mapped[str] = mapped_column(String(10), default="POST")
    url: Mapped[str] = mapped_column(Text)
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    body: Mapped[str] = mapped_column(Text)
    signature: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[DeliveryStatus] = mapped_column(default=DeliveryStatus.PENDING)
    tries: Mapped[int] = mapped_column(default=5)
    seconds: Mapped[int] = mapped_column(default=5)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    claimed_until: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    http_status: Mapped[int | None]
    response_body: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    duration_ms: Mapped[int | None]


class Mail(Entity):
    """What would have been mailed; `data` has the token or the link that the text has."""

    __tablename__ = "mail"

    to: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
