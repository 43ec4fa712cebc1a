"""The world's clock: the machine's, shifted, or stopped. The only file that reads real time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """`offset` is in seconds, added to real time; `frozen_at` stops the clock there instead."""

    offset: float = 0.0
    frozen_at: datetime | None = None

    @property
    def mode(self) -> str:
        """`real`, `shifted` or `frozen`."""
        if self.frozen_at is not None:
            return "frozen"
        return "shifted" if self.offset else "real"

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        if self.frozen_at is not None:
            return self.frozen_at
        real = datetime.now(UTC)
        return real + timedelta(seconds=self.offset) if self.offset else real

    def frozen(self, at: datetime | None = None) -> "Clock":
        """Stopped at the given moment, or at the present one."""
        return Clock(self.offset, at or self.now())

    def running(self, at: datetime | None = None) -> "Clock":
        """Running, from the given moment on, or from where it is."""
        return Clock(((at or self.now()) - datetime.now(UTC)).total_seconds())

    def advanced(self, seconds: float) -> "Clock":
        """The same clock, that much later; frozen stays frozen."""
        if self.frozen_at is not None:
            return Clock(self.offset, self.frozen_at + timedelta(seconds=seconds))
        return Clock(self.offset + seconds)
