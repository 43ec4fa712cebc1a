"""Talking to the control plane of a running server."""

import json
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from polydesk.settings import is_loopback

_SECONDS = 120


class RemoteError(Exception):
    """What a server answered instead of doing it, or that it did not answer."""


class Control:
    """The control plane at `url`, such as http://127.0.0.1:8080; `token` where it needs one."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._token = token
        local = is_loopback(urlsplit(url).hostname or "")
        self._open = (build_opener(ProxyHandler({})) if local else build_opener()).open

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        """The body of the answer; `path` is below `/_polydesk`. Raises RemoteError."""
        headers = {"Content-Type": kind} if body is not None else {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            request = Request(f"{self._url}/_polydesk{path}", body, headers, method=method)
            with self._open(request, timeout=_SECONDS) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            with error:
                raise RemoteError(f"{self._url}: {_said(error)}") from error
        except (URLError, ValueError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise RemoteError(f"{self._url}: no answer: {reason}") from error


def _said(error: HTTPError) -> str:
    """The server's own words, with the details: `invalid: … (tickets[3].requester: no person)`."""
    text = error.read().decode(errors="replace")
    try:
        said = json.loads(text)["error"]
        details = said.get("details") or {}
        return f"{said['code']}: {said['message']}{_listed(details)}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{error.code} {error.reason}: {text[:200]}"


def _listed(details: dict[str, object]) -> str:
    lines = [
        f"\n  {name}: {'; '.join(map(str, reasons)) if isinstance(reasons, list) else reasons}"
        for name, reasons in details.items()
    ]
    return "".join(lines)
