"""What every table shares: two names for a row, its times, and the types of the columns."""

import enum
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

MAX_ID = 2**63 - 1
"""The largest id a row may have; no row is found behind a larger number."""


class Utc(TypeDecorator[datetime]):
    """Aware in Python, naive UTC in the store."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """SQLite's text is read at once, in a third of the time."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class UtcText(TypeDecorator[str]):
    """A column of `Utc` read as text: `2025-05-01T08:02:02`, then `zone`.

    It is cut to the second, unless `timespec` is `microseconds`, of which six digits are read.
    """

    impl = DateTime
    cache_ok = True

    def __init__(self, zone: str, timespec: str = "seconds") -> None:
        super().__init__()
        self.zone, self.timespec = zone, timespec

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat(timespec=self.timespec) + self.zone

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """SQLite's text needs but another letter between day and time."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        zone, end = self.zone, 19 if self.timespec == "seconds" else 26
        return lambda text: text and f"{text[:10]}T{text[11:end]}{zone}"


class Base(DeclarativeBase):
    """A row with an id: small, ascending per table, never used again, not even after a deletion."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        int: BigInteger().with_variant(Integer, "sqlite"),
        datetime: Utc,
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, length=20),
    }
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)


class Entity(Base):
    """A row that clients can name, and its two names: `id`, and `ulid`, unique everywhere.

    `extras` holds what one vendor alone has and no rule reads, by dialect name; it is not
    tracked, so give it a new dict to change it.
    """

    __abstract__ = True

    ulid: Mapped[str] = mapped_column(String(26), unique=True, sort_order=-8)
    created_at: Mapped[datetime] = mapped_column(sort_order=-7)
    updated_at: Mapped[datetime] = mapped_column(sort_order=-6)
    extras: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, sort_order=9)


class Remembered:
    """A row that processes may keep in memory: a change of one changes the world's `version`.

    `remembered` names the columns that are kept, where it is not all of them: to change another
    column of a row that is there already changes no version.
    """

    remembered: ClassVar[frozenset[str] | None] = None
