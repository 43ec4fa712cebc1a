"""Webhooks, and what has been delivered to them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core import outbox
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Delivery, Webhook
from polydesk.dialects.openhelpdesk import auth
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import webhooks as schemas
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit.routes import Routes

routes = Routes("webhooks", tag="Webhooks", prefix="/api/admin", errors=(401, 403), at=auth.admin)


def _webhook(desk: Desk, id: str) -> Mapping[str, Any]:
    """For `at`: a webhook of this dialect, for admins."""
    auth.admin(desk)
    webhook = desk.get(Webhook, id)
    if webhook.dialect != DIALECT:
        raise NotFound("webhook", id)
    return {"webhook": webhook}


def _delivery(desk: Desk, id: str, delivery_id: str) -> Mapping[str, Any]:
    """For `at`: a delivery to that webhook, for admins."""
    webhook = _webhook(desk, id)["webhook"]
    delivery = desk.get(Delivery, delivery_id)
    if delivery.webhook_id != webhook.id:
        raise NotFound("delivery", delivery_id)
    return {"delivery": delivery}


@routes.get("/webhooks", gives=schemas.Webhook(), pages=PAGED)
def index(desk: Desk) -> Any:
    """All webhooks, oldest first, the disabled too.

    Source: REST reference, "Admin: webhooks"; contract 6.7, row 56.
    """
    return select(Webhook).filter_by(dialect=DIALECT).order_by(Webhook.id)


@routes.post(
    "/webhooks",
    json=schemas.NewWebhook(),
    gives=schemas.Webhook(),
    status=201,
    errors=(400,),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a webhook, which is told from now on.

    Source: REST reference, "Admin: webhooks"; contract 6.7, row 57.
    """
    return desk.add(Webhook(dialect=DIALECT, **json))


@routes.patch(
    "/webhooks/<ulid:id>",
    at=_webhook,
    json=schemas.WebhookChange(partial=True),
    gives=schemas.Webhook(),
    errors=(400, 404),
)
def change(desk: Desk, webhook: Webhook, json: dict[str, Any]) -> Any:
    """Change a webhook.

    Source: REST reference, "Admin: webhooks"; contract 6.7, row 58.
    """
    for column, value in json.items():
        setattr(webhook, column, value)
    desk.touch(webhook)
    return webhook


@routes.delete("/webhooks/<ulid:id>", at=_webhook, status=204, errors=(404,))
def delete(desk: Desk, webhook: Webhook) -> Any:
    """Delete a webhook with its deliveries, also those not sent yet.

    Source: REST reference, "Admin: webhooks"; contract 6.7, row 59.
    """
    outbox.drop_webhook(desk, webhook)


@routes.get(
    "/webhooks/<ulid:id>/deliveries",
    at=_webhook,
    gives=schemas.Delivery(),
    pages=PAGED,
    errors=(404,),
)
def deliveries(desk: Desk, webhook: Webhook) -> Any:
    """The deliveries of a webhook, newest first.

    Source: admin guide, "Webhooks", without a path; contract 6.9, X7.
    """
    return outbox.deliveries(webhook)


@routes.post(
    "/webhooks/<ulid:id>/deliveries/<ulid:delivery_id>/retry",
    at=_delivery,
    gives=schemas.Delivery(),
    status=202,
    errors=(404,),
)
def retry(desk: Desk, delivery: Delivery) -> Any:
    """Send a delivery once more: the same body under the same id.

    Source: admin guide, "Webhooks", without a path; contract 6.9, X8.
    """
    outbox.retry(desk, delivery)
    return delivery
