"""Mail that is never sent: what would have been is kept, for those who test to read."""

from collections.abc import Mapping
from typing import Any

from polydesk.core.desk import Desk
from polydesk.core.models import Mail


def send(
    desk: Desk, *, to: str, subject: str, text: str, data: Mapping[str, Any] | None = None
) -> int:
    """Keep a mail, by its id; `data` are the token and the link in it, so nobody has to parse."""
    return desk.insert(Mail, to=to, subject=subject, text=text, data=dict(data or {}))
