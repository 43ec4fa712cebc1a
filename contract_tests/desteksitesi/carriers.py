"""The carriers of parameters, as werkzeug's client takes them. Source: contract 2.2."""

from typing import Any


def query(**given: Any) -> dict[str, Any]:
    """In the URL, with no body."""
    return {"query_string": given}


def form(**given: Any) -> dict[str, Any]:
    """In an urlencoded body."""
    return {"data": given}


def multipart(**given: Any) -> dict[str, Any]:
    """In parts of a body."""
    return {"data": given, "content_type": "multipart/form-data"}


def in_json(**given: Any) -> dict[str, Any]:
    """In an object of JSON."""
    return {"json": given}


CARRIERS = [query, form, multipart, in_json]
