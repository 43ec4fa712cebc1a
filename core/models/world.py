"""The world about itself: its clock, its chance, its settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Base, Remembered


class World(Base):
    """One row a world. Read at the start of every request, so it stays small.

    `schema` is the number of the tables' layout; a world with another one is refused.
    `clock_offset` is in seconds, added to the machine's clock; `frozen_at` stops it instead.
    `seed` makes ids and secrets repeatable, `draws` counts those drawn so far.
    `tracked` is the last tracking number given out.
    `secret` signs tokens where there is no seed, 64 hex digits, from the first token on; no export
    has it, and a reset world signs with another.
    `version` is another random number whenever a `Remembered` row has changed: equal numbers
    mean equal rows, even where a snapshot was restored between.
    """

    __tablename__ = "world"

    schema: Mapped[int]
    clock_offset: Mapped[float] = mapped_column(default=0.0)
    frozen_at: Mapped[datetime | None]
    seed: Mapped[int | None]
    draws: Mapped[int] = mapped_column(default=0)
    tracked: Mapped[int] = mapped_column(default=1000)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    secret: Mapped[str | None] = mapped_column(String(64))


class Setting(Remembered, Base):
    """One setting that is not at its default: `dialect` is a dialect's name, or `world`."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("dialect", "name"), {"sqlite_autoincrement": True})

    dialect: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
