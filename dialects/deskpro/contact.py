"""How people and organizations are reached: e-mail, telephone and all that is `contact_data`.

The first address and the first telephone number are the core's, so that every dialect has them.
Source: contract 8, rows `contact_data` and "phone numbers"; which keys there are is
contract 8, row `contact_type`, and a choice of ours.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from marshmallow import ValidationError

from polydesk.core.models import Organization, Person
from polydesk.dialects.deskpro import extras
from polydesk.dialects.deskpro.fields import Value, is_email, whole
from polydesk.dialects.deskpro.flaws import Flaw

TYPES: Mapping[str, Sequence[str]] = {
    "address": ("address", "city", "state", "zip", "country"),
    "facebook": ("profile_url",),
    "phone": ("number", "code", "type"),
    "instant_message": ("service", "username"),
    "linked_in": ("profile_url",),
    "twitter": ("username",),
    "website": ("url",),
}
"""What is shown of each type in any case."""
MORE = ("extension", "display_feed")
KEYS = tuple(dict.fromkeys([*(key for keys in TYPES.values() for key in keys), *MORE]))
_COLUMNS = {
    "address": "address",
    "city": "city",
    "state": "region",
    "zip": "postal_code",
    "country": "country",
}
_LENGTHS = {"city": 120, "state": 120, "zip": 40, "country": 80, "number": 80, "label": 80}
_MOST = 100
"""How many addresses, numbers and the like one may have."""
_LARGEST = 2**53

Owner = Person | Organization
Entry = dict[str, Any]


class Emails(Value):
    """E-mail addresses, the primary one first."""

    kind = "array"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        given = [value] if isinstance(value, str) else _list(self, value)
        wrong = {at: [Flaw("bad_email")] for at, one in enumerate(given) if not _is_email(one)}
        if wrong:
            raise ValidationError(wrong)
        return [one.strip() for one in given]


def _is_email(given: Any) -> bool:
    return isinstance(given, str) and is_email(given.strip())


def _list(field: Value, value: Any) -> list[Any]:
    """A list, or an object keyed by places in one. Raises ValidationError."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, list) or len(value) > _MOST:
        raise field.make_error("invalid")
    return value


class PhoneNumbers(Value):
    """Telephone numbers: `[{"number": …, "label": …}]`, or just the numbers."""

    kind = "array"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Entry]:
        found, wrong = [], {}
        for at, one in enumerate(_list(self, value)):
            given = one if isinstance(one, Mapping) else {"number": one}
            kept = {key: given.get(key) for key in ("number", "label", "extension", "type")}
            flaws = _flaws(kept) or (
                {} if str(kept["number"] or "").strip() else {"number": [Flaw("required")]}
            )
            if flaws:
                wrong[at] = flaws
            found.append({"number": kept.pop("number"), **{k: v or "" for k, v in kept.items()}})
        if wrong:
            raise ValidationError(wrong)
        return found


class ContactData(Value):
    """What is given of some types, as `{type: [entry]}`; or all of it, as `[entry]`.

    Read as pairs of a type and its entries, or as the list. An entry has at most `KEYS`.
    """

    kind = "object"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, list[Entry]] | list[Entry]:
        if isinstance(value, list):
            return _entries(_list(self, value), None)
        if not isinstance(value, Mapping):
            raise self.make_error("invalid")
        wrong: dict[str, Any] = {}
        found = {}
        for type_, given in value.items():
            if type_ in TYPES:
                try:
                    found[type_] = _entries(_list(self, given), type_)
                except ValidationError as error:
                    wrong[type_] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return found


def _entries(given: list[Any], type_: str | None) -> list[Entry]:
    """The entries of a type, or each of its own. Raises ValidationError."""
    found, wrong = [], {}
    for at, one in enumerate(given):
        flaws = {"_schema": [Flaw("invalid")]} if not isinstance(one, Mapping) else flaws_of(one)
        if not flaws and type_ is None and one.get("contact_type") not in [*TYPES]:
            flaws = {"contact_type": [Flaw("bad_choice")]}
        if flaws:
            wrong[at] = flaws
        else:
            found.append({**kept(one), "contact_type": type_ or one["contact_type"]})
    if wrong:
        raise ValidationError(wrong)
    return found


def flaws_of(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with an entry, by key."""
    return _flaws({key: given[key] for key in ("comment", *KEYS) if key in given})


def kept(given: Mapping[str, Any]) -> Entry:
    """What is kept of an entry: its id, if it has one, and what it says."""
    said = {key: given[key] for key in ("comment", *KEYS) if key in given}
    id = whole(given.get("id"))
    return {**({} if id is None else {"id": id}), **said}


def _flaws(given: Mapping[str, Any]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    for key, value in given.items():
        if not _is_plain(value):
            wrong[key] = [Flaw("invalid")]
        elif len(str(value or "")) > _LENGTHS.get(key, 255):
            wrong[key] = [Flaw("too_long")]
    return wrong


def _is_plain(value: Any) -> bool:
    """Whether it is a text, a truth, nothing, or a number that every client can read."""
    if isinstance(value, int | float):
        return -_LARGEST < value < _LARGEST
    return value is None or isinstance(value, str)


def entries(row: Owner) -> list[Entry]:
    """What is known of how to reach somebody, with what other dialects know of their address."""
    found = [dict(one) for one in extras.of(row).get("contact_data", ())]
    first = next((one for one in found if one["contact_type"] == "address"), None)
    known = {key: getattr(row, column) for key, column in _COLUMNS.items()}
    if first is None and any(known.values()):
        first = {"id": _last(row) + 1, "contact_type": "address"}
        found.append(first)
    if first is not None:
        first |= {k: v or "" for k, v in known.items() if (v or "") != str(first.get(k) or "")}
    return found


def shown(row: Owner) -> list[Entry]:
    """As clients see it."""
    return [
        {
            "id": one["id"],
            "contact_type": one["contact_type"],
            "comment": one.get("comment") or "",
            **{key: one.get(key, "") for key in TYPES[one["contact_type"]]},
            **{k: v for k, v in one.items() if k not in ("id", "contact_type", "comment")},
        }
        for one in entries(row)
    ]


def with_(row: Owner | None, given: Mapping[str, list[Entry]] | list[Entry]) -> list[Entry]:
    """The entries once these are put: all of the types that are given, or all there are.

    One without an id is the one that stands at its place among those of its type.
    """
    held = [] if row is None else entries(row)
    of_types: defaultdict[str, list[Entry]] = defaultdict(list)
    if isinstance(given, list):
        for one in given:
            of_types[one["contact_type"]].append(one)
        others = []
    else:
        of_types |= given
        others = [one for one in held if one["contact_type"] not in given]
    mine = {one["id"]: one["contact_type"] for one in held}
    found = [*others]
    for type_, wanted in of_types.items():
        ids = [id for id, its in mine.items() if its == type_]
        named = {one.get("id") for one in wanted} & {*ids}
        free = iter([id for id in ids if id not in named])
        for one in wanted:
            id = one.get("id")
            known = id if id in named else next(free, None)
            named.discard(id)
            found.append({**one, "id": known})
    return found


def values(row: Owner | None, wanted: Sequence[Entry]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The extras and the columns of somebody who has these entries; new ones get their ids."""
    held = [] if row is None else entries(row)
    last = max([_last(row), *(one["id"] for one in held)])
    ids = count(last + 1)
    found = sorted(
        ({**one, "id": next(ids) if one.get("id") is None else one["id"]} for one in wanted),
        key=lambda one: one["id"],
    )
    address: Mapping[str, Any] = next(
        (one for one in found if one["contact_type"] == "address"), {}
    )
    columns = {column: _text(address.get(key)) for key, column in _COLUMNS.items()}
    return {"contact_data": found, "contact_last": next(ids) - 1}, columns


def _last(row: Owner | None) -> int:
    """The largest id that an entry of theirs has ever had."""
    return 0 if row is None else int(extras.of(row).get("contact_last", 0))


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def phones(row: Owner) -> Iterator[Entry]:
    """Telephone numbers as clients see them; the first is the core's."""
    stored = [dict(one) for one in extras.of(row).get("phone_numbers", ())]
    if _text(stored[0]["number"] if stored else None) != row.phone:
        first = [] if row.phone is None else [{"number": row.phone}]
        stored = [*first, *stored[1:]]
    for one in stored:
        yield {
            "number": one["number"],
            "label": one.get("label", ""),
            "extension": one.get("extension", ""),
            **({"person": row.id} if isinstance(row, Person) else {}),
            "type": one.get("type") or "phone",
        }


def phone_values(given: Sequence[Entry]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The extras and the columns of somebody who has these telephone numbers."""
    number = _text(given[0]["number"]) if given else None
    return {"phone_numbers": list(given)}, {"phone": number}
