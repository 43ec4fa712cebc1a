"""Answers put into bytes."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response
from werkzeug.urls import iri_to_uri

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PLAIN_URL = re.compile(r"[\w\-.~:/?=&]*", re.ASCII)


class Whole(Response):
    """A response whose bytes and headers are all there, and are sent as they are.

    werkzeug copies and looks through the headers of each response once more; it does so here only
    where the status forbids a body. One without a body has no type.
    """

    default_mimetype = None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if self.status_code in (204, 304):
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return self.get_app_iter(environ)


def as_json(body: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A body as a response; nothing where the status says so. A `Location` becomes a plain URL."""
    if status == 204:
        return Whole(status=204, headers=headers)
    data = orjson.dumps(body)
    response = Whole([data], status, content_type="application/json")
    response.headers["Content-Length"] = str(len(data))
    for name, value in (headers or {}).items():
        plain = name != "Location" or _PLAIN_URL.fullmatch(value)
        response.headers[name] = value if plain else iri_to_uri(value)
    return response
