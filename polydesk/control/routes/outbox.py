"""What a world sends: mail that is only kept, and deliveries to webhooks."""

from typing import Any

from sqlalchemy import select

from polydesk import delivery
from polydesk.control import schemas
from polydesk.control.context import site
from polydesk.core import outbox
from polydesk.core.models import Delivery, Mail
from polydesk.kit.routes import Routes

routes = Routes("outbox", errors=(401, 404))


@routes.get("/worlds/<world>/outbox", gives=schemas.Outbox(), desk=False)
def show(world: str) -> Any:
    """All mails and deliveries of a world, oldest first."""
    with site().store.desk(world, writes=False) as desk:
        return {
            "mails": desk.all(select(Mail).order_by(Mail.id)),
            "deliveries": desk.all(select(Delivery).order_by(Delivery.id)),
        }


@routes.delete("/worlds/<world>/outbox", status=204, desk=False)
def delete(world: str) -> Any:
    """Forget all mails and deliveries, also those not sent yet."""
    with site().store.desk(world) as desk:
        outbox.clear(desk)


@routes.post("/worlds/<world>/outbox/deliver", gives=schemas.Tried(), desk=False)
def deliver(world: str) -> Any:
    """Send what is due now, by the world's clock; answers what was tried, when all has been."""
    store = site().store
    tried = delivery.deliver(store, world)
    with store.desk(world, writes=False) as desk:
        query = select(Delivery).where(Delivery.id.in_(tried)).order_by(Delivery.id)
        return {"tried": desk.all(query)}
