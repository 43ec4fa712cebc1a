"""People as clients name them: by id, by e-mail address, or told of. Source: contract 10.1, 11."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from polydesk.core import accounts, addresses, text
from polydesk.core.desk import Account, Desk, current_desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Person
from polydesk.dialects.deskpro.auth import is_agent
from polydesk.dialects.deskpro.fields import Id, Value, is_email, whole
from polydesk.dialects.deskpro.flaws import Flaw, dupe_email

_KINDS = ("integer", "string", "object")


@dataclass(frozen=True)
class Named:
    """Somebody there is, by id; or somebody who is to be found or made by an e-mail address."""

    id: int | None = None
    email: str = ""
    name: str = ""


class Who(Value):
    """A person: an id, an e-mail address, `{"id": 1}`, or `{"email": …, "name": …}`.

    An id that names nobody is refused here; see `resolve` for an address.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"oneOf": [{"type": kind} for kind in _KINDS]})
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Named:
        if isinstance(value, Mapping):
            if value.get("id") is not None:
                return self._by_id(value["id"])
            return _told(value)
        if isinstance(value, str) and "@" in value:
            return _told({"email": value})
        return self._by_id(value)

    def _by_id(self, value: Any) -> Named:
        id = whole(value)
        if id is None or accounts.find(current_desk(), id) is None:
            raise ValidationError(Flaw("bad_choice"))
        return Named(id)


def _told(value: Mapping[str, Any]) -> Named:
    """Somebody by what a client tells of them."""
    email = value.get("email") or value.get("primary_email")
    if not isinstance(email, str) or not is_email(email.strip()) or not text.is_storable(email):
        raise ValidationError({"email": [Flaw("required" if email in (None, "") else "bad_email")]})
    names = [value.get(part) for part in ("first_name", "last_name")]
    name = value.get("name") or " ".join(one for one in names if isinstance(one, str) and one)
    if not isinstance(name, str) or not text.is_storable(name):
        raise ValidationError({"name": [Flaw("invalid")]})
    if len(name) > 255:
        raise ValidationError({"name": [Flaw("too_long")]})
    return Named(None, email.strip(), name.strip())


def resolve(desk: Desk, named: Named, *place: str | int) -> Account | Person:
    """The person; one who is only told of is found by any address of theirs, or made.

    Raises Invalid for the address of somebody deleted, which nobody else can have; `place` is where
    they are named: the keys from the outermost on, `person` if none.
    """
    if named.id is not None:
        account = accounts.find(desk, named.id)
        assert account is not None, "the field has looked"
        return account
    owner = addresses.owner(desk, named.email)
    if owner is not None and owner.deleted_at is not None:
        found: Any = {"email": [dupe_email(named.email)]}
        for key in reversed(place or ("person",)):
            found = {key: found}
        raise Invalid(found)
    return addresses.find_or_make(desk, named.email, name=named.name or named.email)


class Agent(Id):
    """An active agent, by id or by e-mail address; the id inside."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        desk = current_desk()
        if isinstance(value, str) and "@" in value:
            account = addresses.account(desk, value)
        else:
            account = accounts.find(desk, super()._deserialize(value, attr, data, **kwargs))
        if account is None or not is_agent(account):
            raise ValidationError(Flaw("bad_choice"))
        return account.id
