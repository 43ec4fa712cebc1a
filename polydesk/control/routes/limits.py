"""Rate limits and lockouts."""

from typing import Any

from polydesk.control.context import site
from polydesk.kit.routes import Routes

routes = Routes("limits", errors=(401, 404))


@routes.post("/worlds/<world>/limits/reset", status=204, desk=False)
def reset(world: str) -> Any:
    """Forget how often limits were spent, and who is locked out."""
    site().store.require(world)
    site().store.memory(world).counts.clear()
