"""What of a response is compared."""

from typing import Any

from werkzeug.test import TestResponse


def answer(response: TestResponse) -> tuple[int, Any]:
    """Status and body."""
    return response.status_code, response.json


def worded(response: TestResponse) -> tuple[int, dict[str, type]]:
    """Status and shape: the types by key, for what may be worded in many ways."""
    body: dict[str, Any] = response.json or {}
    return response.status_code, {name: type(value) for name, value in body.items()}
