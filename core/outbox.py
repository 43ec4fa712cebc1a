"""What is to be sent to other people's servers: written down with what it is about, sent later.

Deliveries are rows of the transaction that they tell of, so nothing is sent of what was rolled
back, and nothing is lost of what was committed. `polydesk.delivery` sends them.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.exc import DBAPIError

from polydesk.core.desk import Desk, Told
from polydesk.core.models import Delivery, DeliveryStatus, Mail, Webhook

log = logging.getLogger(__name__)

ALL = "*"
"""As a webhook's event: all of them."""
DELAYS = (1, 2, 4, 8)
"""How many seconds after a failed attempt the next one is due, if there is to be one."""
MOST_TRIES = len(DELAYS) + 1
"""How often a webhook's delivery is tried; no other is tried more often."""
LONGEST_SECONDS = 10
"""The longest that an attempt may take."""
KEPT_BYTES = 1024
"""How much of an answer is kept."""


@dataclass(frozen=True)
class Notice:
    """Something that happened in a vendor's words: the event's name, and what is told of it."""

    event: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Wording:
    """How a dialect tells its webhooks what happened, whichever dialect it came through.

    `notices` words what a transaction has told, in the order of sending. It is asked once, before
    the commit, where the dialect has an enabled webhook; it may read, and must not write.
    `request` makes of a notice and the delivery's ULID the body, which is sent as JSON, and the
    headers; `signature` is the name of the header that signs it, see `sign`.
    """

    notices: Callable[[Desk, Sequence[Told]], Iterable[Notice]]
    request: Callable[[Notice, str], tuple[Mapping[str, Any], Mapping[str, str]]]
    signature: str | None = None


Wordings = Mapping[str, Wording]
"""By dialect name."""


@dataclass(frozen=True)
class Hook:
    """An enabled webhook, as processes remember it."""

    id: int
    dialect: str
    url: str
    events: frozenset[str]

    def wants(self, event: str) -> bool:
        """Whether it is to be told."""
        return event in self.events or ALL in self.events


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours to try, as it is to be sent; `headers` have the signature."""

    id: int
    ulid: str
    until: datetime
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    seconds: int


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: a status with the beginning of the answer, or why there is none."""

    at: datetime
    duration_ms: int
    http_status: int | None = None
    response_body: str | None = None
    error: str | None = None

    @property
    def arrived(self) -> bool:
        """Whether it was taken: any 2xx."""
        return self.http_status is not None and 200 <= self.http_status < 300


def sign(secret: str, body: bytes) -> str:
    """The value of a signature header: `sha256=` and the HMAC-SHA256 in hex."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def queue(desk: Desk, wordings: Wordings) -> None:
    """Write down deliveries of what the desk has told, for all webhooks that want to know.

    A wording that fails costs its own deliveries, and is logged; the work goes on.
    """
    if not desk.told or not wordings:
        return
    hooks = desk.recall("webhooks", lambda: _hooks(desk))
    for dialect in dict.fromkeys(hook.dialect for hook in hooks):
        if dialect in wordings:
            ours = [hook for hook in hooks if hook.dialect == dialect]
            _queue_of(desk, dialect, wordings[dialect], ours)


def _hooks(desk: Desk) -> tuple[Hook, ...]:
    rows = desk.session.scalars(select(Webhook).filter_by(enabled=True).order_by(Webhook.id))
    return tuple(Hook(row.id, row.dialect, row.url, frozenset(row.events)) for row in rows)


def _queue_of(desk: Desk, dialect: str, wording: Wording, hooks: Sequence[Hook]) -> None:
    try:
        rows = [
            _row(desk, wording, notice, hook)
            for notice in wording.notices(desk, tuple(desk.told))
            for hook in hooks
            if hook.wants(notice.event)
        ]
    except DBAPIError:
        raise  # the transaction cannot go on, or begins again
    except Exception:
        log.exception("%s cannot tell its webhooks what happened", dialect)
        return
    for row in rows:
        post(desk, dialect=dialect, **row)


def _row(desk: Desk, wording: Wording, notice: Notice, hook: Hook) -> dict[str, Any]:
    ulid = desk.make_ulid(desk.now())
    body, headers = wording.request(notice, ulid)
    return {
        "ulid": ulid,
        "event": notice.event,
        "url": hook.url,
        "headers": {"Content-Type": "application/json", **headers},
        "body": orjson.dumps(body).decode(),
        "webhook_id": hook.id,
        "signature": wording.signature,
    }


def post(
    desk: Desk,
    *,
    dialect: str,
    event: str,
    url: str,
    body: str,
    headers: Mapping[str, str],
    method: str = "POST",
    webhook_id: int | None = None,
    signature: str | None = None,
    ulid: str | None = None,
    tries: int = MOST_TRIES,
    seconds: int = 5,
) -> int:
    """Write down a request to be sent once this transaction is committed; the delivery's id.

    Without a webhook it goes to the URL unsigned. There are at most `tries` attempts (1 to
    `MOST_TRIES`), and each may take `seconds` (1 to `LONGEST_SECONDS`).
    """
    desk.posted = True
    return desk.insert(
        Delivery,
        ulid=ulid or desk.make_ulid(desk.now()),
        dialect=dialect,
        event=event,
        method=method,
        url=url,
        headers=dict(headers),
        body=body,
        webhook_id=webhook_id,
        signature=signature,
        tries=tries,
        seconds=seconds,
        next_at=desk.now(),
    )


def retry(desk: Desk, delivery: Delivery) -> None:
    """Let a delivery be tried again at once, whatever has come of it; attempts are counted on."""
    delivery.status, delivery.next_at = DeliveryStatus.PENDING, desk.now()
    delivery.claimed_until = None
    delivery.updated_at = desk.now()
    desk.posted = True
    desk.flush()


def deliveries(webhook: Webhook) -> Select[Delivery]:
    """The deliveries of a webhook, newest first: to be paged."""
    return select(Delivery).filter_by(webhook_id=webhook.id).order_by(Delivery.id.desc())


def drop_webhook(desk: Desk, webhook: Webhook) -> None:
    """Take a webhook out of the world, and its deliveries, also those not sent yet."""
    desk.session.execute(delete(Delivery).where(Delivery.webhook_id == webhook.id))
    desk.session.delete(webhook)
    desk.flush()


def clear(desk: Desk) -> None:
    """Forget all mails and deliveries, also those not sent yet."""
    desk.session.execute(delete(Delivery))
    desk.session.execute(delete(Mail))


_PENDING = Delivery.status == DeliveryStatus.PENDING


def next_due(desk: Desk) -> datetime | None:
    """When the next attempt of any delivery is due, by the world's clock; None for never."""
    return desk.session.scalar(select(func.min(Delivery.next_at)).where(_PENDING))


def last_id(desk: Desk) -> int:
    """The id of the newest delivery; 0 for none."""
    return desk.session.scalar(select(func.max(Delivery.id))) or 0


def due_urls(desk: Desk, *, by: datetime, up_to: int) -> Sequence[str]:
    """The addresses that have something due `by` then, among the deliveries up to an id."""
    query = select(Delivery.url).where(_PENDING, Delivery.next_at <= by, Delivery.id <= up_to)
    return desk.all(query.group_by(Delivery.url).order_by(func.min(Delivery.id)))


def claim(
    desk: Desk, url: str, *, by: datetime, up_to: int, at: datetime, until: datetime
) -> Claim | None:
    """The first of an address's deliveries that is due, now ours to try; None if there is none.

    `at` and `until` are of the machine's clock: whose process dies loses its claim then. While
    somebody has a claim on one, the later ones wait, so that they arrive in order.
    """
    earlier = select(func.min(Delivery.id)).where(
        _PENDING, Delivery.url == url, Delivery.next_at <= by, Delivery.id <= up_to
    )
    query = select(Delivery).where(
        Delivery.id == earlier.scalar_subquery(),
        _PENDING,
        Delivery.next_at <= by,
        or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= at),
    )
    found = desk.session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
    if found is None:
        return None
    found.claimed_until = until
    headers = dict(found.headers)
    hook = desk.session.get(Webhook, found.webhook_id) if found.webhook_id else None
    if hook is not None:
        found.url = hook.url  # it may have moved since
        if hook.secret and found.signature:
            headers[found.signature] = sign(hook.secret, found.body.encode())
    return Claim(
        id=found.id,
        ulid=found.ulid,
        until=until,
        method=found.method,
        url=found.url,
        headers=headers,
        body=found.body.encode(),
        seconds=found.seconds,
    )


def record(desk: Desk, claim: Claim, outcome: Outcome) -> bool:
    """Write down what came of a claim; False if it is no longer ours, and nothing is written.

    A failed attempt is followed by another one after `DELAYS`, till there have been `tries`.
    """
    delivery = desk.find(Delivery, claim.ulid)
    if delivery is None or delivery.claimed_until != claim.until:
        return False
    delivery.attempts += 1
    delivery.claimed_until = delivery.next_at = None
    delivery.last_attempt_at = outcome.at
    delivery.duration_ms = outcome.duration_ms
    delivery.http_status = outcome.http_status
    delivery.response_body = outcome.response_body
    delivery.error = outcome.error
    delivery.updated_at = desk.now()
    if outcome.arrived:
        delivery.status = DeliveryStatus.SUCCESS
    elif delivery.attempts >= delivery.tries:
        delivery.status = DeliveryStatus.FAILED
    else:
        delivery.next_at = desk.now() + timedelta(seconds=DELAYS[delivery.attempts - 1])
    return True
