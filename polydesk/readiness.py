"""Whether the server may be used yet, and if not, why."""

import threading


class Readiness:
    """`reason` is what is still being waited for, or None once all is ready.

    Any thread may read or change it.
    """

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self._changed = threading.Condition()

    def become(self, reason: str | None) -> None:
        """Wait for something else now, or for nothing more (None)."""
        with self._changed:
            self.reason = reason
            self._changed.notify_all()

    def wait(self, seconds: float) -> str | None:
        """The reason, once it is None or the time is over."""
        if self.reason is not None:
            with self._changed:
                self._changed.wait_for(lambda: self.reason is None, seconds)
        return self.reason
