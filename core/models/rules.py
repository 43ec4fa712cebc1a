"""What a desk does by itself: rules, and what they have seen."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Base, Entity, Remembered


class Trigger(enum.StrEnum):
    """What a rule waits for. `OVERDUE` and `IDLE` come by the world's clock alone."""

    CREATED = "created"
    OVERDUE = "overdue"
    IDLE = "idle"
    CLOSED = "closed"
    REPLY = "reply"
    CATEGORY = "category"
    ASSIGNED = "assigned"
    STATUS = "status"
    PRIORITY = "priority"
    REQUESTER_REPLY = "requester_reply"
    REOPENED = "reopened"
    CUSTOM = "custom"
    DUE = "due"
    RULE = "rule"


class Rule(Remembered, Entity):
    """When `trigger` happens to a ticket that meets the conditions, the actions are done in order.

    All conditions must hold (`match_all`), or one of them; without any it fires always.
    A condition or action is a dict of `type` and what that type needs: see `polydesk.core.steps`.
    `dialect` is in whose words its requests are. `minutes` is after how long without a change
    `IDLE` happens. `checked_at` is when the clock was last looked at for it.
    """

    __tablename__ = "rule"

    dialect: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    enabled: Mapped[bool] = mapped_column(default=True)
    trigger: Mapped[Trigger]
    minutes: Mapped[int] = mapped_column(default=30)
    match_all: Mapped[bool] = mapped_column(default=True)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    actions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]

    remembered = frozenset(
        {"dialect", "name", "enabled", "trigger", "minutes", "match_all"}
        | {"conditions", "actions", "position"}
    )


class RuleMark(Base):
    """That a rule has seen a ticket cross a moment, `at`: its due date, or its last change."""

    __tablename__ = "rule_mark"
    __table_args__ = (UniqueConstraint("ticket_id", "rule_id"), {"sqlite_autoincrement": True})

    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id", ondelete="CASCADE"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    at: Mapped[datetime]
