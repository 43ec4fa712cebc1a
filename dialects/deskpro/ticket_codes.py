"""What a ticket has been called since it was made: codes that its id and its ULID make."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

_REF = re.compile(r"[A-Z]{4}-(\d{4,18})-[A-Z]{4}", re.ASCII)
_LETTERS = str.maketrans("0123456789", "ILOUABCDEF")
"""The digits of a ULID as letters: those it has not, and some that it has."""
_KEPT = 1000
"""How many tickets' codes are kept."""


@lru_cache(_KEPT)
def codes(id: int, ulid: str) -> Mapping[str, str]:
    """All of them, under the keys that they are shown with."""
    digest = hashlib.sha1(ulid.encode(), usedforsecurity=False).hexdigest()
    code = digest.upper()
    return {
        "ref": ref(id, ulid),
        "auth": code[:15],
        "ticket_hash": digest,
        "access_code": code[15:18] + code[:15],
    }


def ref(id: int, ulid: str) -> str:
    """What clients quote a ticket by: `ABCD-0028-EFGH`. Source: canonical words 5."""
    letters = ulid.translate(_LETTERS)
    return f"{letters[-8:-4]}-{id:04}-{letters[-4:]}"


def id_of_ref(text: str) -> int | None:
    """The id in a `ref`, in any letter case; whether it is that ticket's is for `ref` to say."""
    found = _REF.fullmatch(text.strip().upper())
    return None if found is None else int(found[1])
