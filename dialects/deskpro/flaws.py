"""What is wrong with what a client sends: the vendor's codes and sentences. Source: contract 3."""

from collections.abc import Mapping
from typing import Any, Self

SENTENCES: Mapping[str, str] = {
    "required": "This value should not be blank.",
    "bad_choice": "One or more of the given values is invalid.",
    "bad_email": "This value is not a valid email address.",
    "invalid_date": "This date is invalid",
    "invalid": "This value is not valid.",
    "too_long": "This value is too long.",
    "dupe_ticket": "Duplicate ticket.",
}


class Flaw(str):
    """Why a value will not do: a sentence, which knows the code that goes before it."""

    code: str

    def __new__(cls, code: str, sentence: str | None = None) -> Self:
        self = super().__new__(cls, sentence or SENTENCES[code])
        self.code = code
        return self


def out_of_range(least: int, most: int) -> Flaw:
    """A number that is none of those allowed."""
    return Flaw("out_of_range", f"Must be a number between {least} and {most}")


def dupe_email(address: str) -> Flaw:
    """An address that somebody has already."""
    return Flaw("dupe_email", f'Email "{address}" is already in use by other user.')


def described(found: Any, name: str = "") -> dict[str, Any]:
    """The `errors` and `fields` of what is wrong with an input called `name`; no empty parts.

    `found` is as marshmallow and the core say it: reasons, or `{part: what is wrong with it}`.
    Items and keys of a map are called `<name>_<key>`, parts by their own name.
    """
    said: list[Any] = []
    unknown: list[str] = []
    parts: dict[str, Any] = {}
    children = found if isinstance(found, Mapping) else {"_schema": found}
    for key, reasons in children.items():
        if reasons == [UNKNOWN]:
            unknown.append(str(key))
        elif key == "_schema":
            said += [reasons] if isinstance(reasons, str) else list(reasons)
        else:
            part = f"{name}_{key}" if str(key).isdecimal() else str(key)
            parts[part] = described(reasons, part)
    if unknown:
        said.append(Flaw("extra_fields", f"Unexpected field names: {', '.join(unknown)}"))
    errors = [{"code": getattr(one, "code", "invalid"), "message": str(one)} for one in said]
    return ({"errors": errors} if errors else {}) | ({"fields": parts} if parts else {})


UNKNOWN = "Unknown field."
"""What marshmallow says of a key that a schema does not know."""
