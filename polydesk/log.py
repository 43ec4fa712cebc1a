"""The request log: one line a request, on stderr, as text or as JSON.

It says who asked for what and what came of it, never a secret: values of query parameters that
are named like one are replaced.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Write = Callable[[bytes], object]

_SECRET = re.compile(
    "pass|pwd|secret|token|key|auth|sign|hash|code|otp|session|credential", re.IGNORECASE
)
_SAFE = "/~:@!$&'()*+,;=%?[]"


class RequestLog:
    """A WSGI application around another one, telling of each request when its answer is done.

    The inner application may leave `polydesk.dialect`, `polydesk.world` and `polydesk.actor` in
    the environ it was called with.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        form: Literal["text", "json"] = "text",
        write: Write | None = None,
    ) -> None:
        self._app = app
        self._line = _text if form == "text" else _json
        self._write = write or _to_stderr

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        asked = _Asked(environ)
        statuses: list[str] = []

        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            statuses.append(status)
            if exc_info is None:
                return start_response(status, headers)
            return start_response(status, headers, exc_info)

        try:
            body = self._app(environ, start)
        except BaseException:
            self._tell(asked, 500, 0)
            raise
        if isinstance(body, list):
            self._tell(asked, _number(statuses), sum(map(len, body)))
            return body
        return _Counted(body, lambda size: self._tell(asked, _number(statuses), size))

    def _tell(self, asked: "_Asked", status: int, size: int) -> None:
        self._write(self._line(asked, status, size).encode())


class _Asked:
    """A request as it came in: the path is read before a dispatcher cuts it."""

    __slots__ = ("began", "environ", "path")

    def __init__(self, environ: "WSGIEnvironment") -> None:
        self.began = time.perf_counter()
        self.environ = environ
        self.path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")


class _Counted:
    """A body that tells its size in bytes when it is closed."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int], None]) -> None:
        self._body = body
        self._tell = tell
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._size += len(part)
            yield part

    def close(self) -> None:
        close = getattr(self._body, "close", None)
        try:
            if close is not None:
                close()
        finally:
            self._tell(self._size)


def without_secrets(query: str) -> str:
    """A query string whose parameters named like secrets have `[redacted]` for a value."""
    if not _SECRET.search(query) and "%" not in query:
        return query
    return "&".join(map(_without_secret, query.split("&")))


def _without_secret(part: str) -> str:
    name, given, _ = part.partition("=")
    return f"{name}=[redacted]" if given and _SECRET.search(unquote(name)) else part


def _text(asked: _Asked, status: int, size: int) -> str:
    environ, took = asked.environ, (time.perf_counter() - asked.began) * 1000
    query = environ.get("QUERY_STRING")
    path = f"{asked.path}?{without_secrets(query)}" if query else asked.path
    dialect, world = environ.get("polydesk.dialect", "-"), environ.get("polydesk.world", "main")
    actor = str(environ.get("polydesk.actor", "-"))
    return (
        f"{_now()} {dialect} {_plain(world)} {environ['REQUEST_METHOD']} {_plain(path)} "
        f"{status} {took:.1f}ms {size}B {_plain(actor)}\n"
    )


def _json(asked: _Asked, status: int, size: int) -> str:
    import orjson

    environ, took = asked.environ, (time.perf_counter() - asked.began) * 1000
    actor = environ.get("polydesk.actor")
    line = {
        "time": _now(),
        "dialect": environ.get("polydesk.dialect"),
        "world": environ.get("polydesk.world", "main"),
        "method": environ["REQUEST_METHOD"],
        "path": _plain(asked.path),
        "query": _plain(without_secrets(environ.get("QUERY_STRING", ""))),
        "status": status,
        "duration_ms": round(took, 1),
        "bytes": size,
        "actor": None if actor is None else str(actor),
    }
    return orjson.dumps(line).decode() + "\n"


def _plain(text: str) -> str:
    """Text of a request without anything that could end the line or forge another one."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    # a path in WSGI is bytes spelled as latin-1, a name of an actor need not be
    return quote(text.encode("latin-1" if max(text, default="") <= "\xff" else "utf-8"), _SAFE)


def _now() -> str:
    """The machine's time, not a world's: UTC, in milliseconds."""
    now = time.time()
    return f"{_second(int(now))}.{int(now % 1 * 1000):03d}Z"


_last_second = (0, "")


def _second(second: int) -> str:
    global _last_second
    known, text = _last_second
    if known != second:
        text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        _last_second = (second, text)
    return text


def _number(statuses: list[str]) -> int:
    return int(statuses[-1][:3]) if statuses else 500


def _to_stderr(line: bytes) -> None:
    with suppress(OSError):  # a reader that went away must not fail the requests
        os.write(sys.stderr.fileno(), line)
