"""How a method of the vendor's is declared: a name below `/api`, for GET and POST alike."""

from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import Schema

from polydesk.kit.routes import Routes, V

_OTHER = {"GET": "POST", "POST": "GET"}


class Nothing(Schema):
    """A method without parameters."""


class Methods(Routes):
    """The methods of one chapter. Source: contract 1.

    Each is at `/api/<name>` and, with an id in the path, at `/api/<name>/<id>`.
    """

    def method(
        self,
        verb: str,
        name: str,
        *,
        given: Schema | None = None,
        both: bool = True,
        errors: Sequence[int] = (),
        **declared: Any,
    ) -> Callable[[V], V]:
        """Declare a view for a method, by its documented verb; it writes if that is POST.

        `both`: the other verb reaches it too, which is so for all but the three names that read
        by GET and create by POST.
        """
        return self.route(
            verb,
            f"/api/{name}",
            aliases=[f"/api/{name}/<id>"],
            also=(_OTHER[verb],) if both else (),
            given=given or Nothing(),
            errors=(400, 401, 403, 429, *errors),
            **declared,
        )
