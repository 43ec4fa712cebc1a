"""Passwords: hashed slowly, checked so that nobody learns who has an account.

The slow hash is scrypt as `werkzeug.security` writes it, with a salt of the world's chance. Who
sends the password with every request pays for it once: the process remembers a keyed digest of
the last good password and the hash it fits, so it is worth nothing outside of the process, and
nothing here once the password is another one or the world is.

Hashing takes a tenth of a second, so all that hashes may raise `Aside`.
"""

import hashlib
import secrets
from functools import cache

from werkzeug.security import check_password_hash

from polydesk.core import access, text
from polydesk.core.aside import aside
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Person

_N, _R, _P = 2**15, 8, 1
_MEMORY = 132 * _N * _R * _P  # bytes; what werkzeug allows to check it
_KEY = secrets.token_bytes(32)


def make_hash(desk: Desk, plain: str) -> str:
    """The slow hash of a password, with a salt of its own."""
    salt = desk.random_bytes(16).hex()
    return aside(desk, ("hash", plain), lambda: _scrypt(plain, salt))


def _scrypt(plain: str, salt: str) -> str:
    hashed = hashlib.scrypt(plain.encode(), salt=salt.encode(), n=_N, r=_R, p=_P, maxmem=_MEMORY)
    return f"scrypt:{_N}:{_R}:{_P}${salt}${hashed.hex()}"


def set(desk: Desk, person: Person, plain: str) -> None:
    """Give a person a password; how long it must be is for the dialects.

    Their sessions are over, but for the one that this is done in.
    Raises Invalid for one that is no text: with NUL characters or lone surrogates.
    """
    if not text.is_storable(plain):
        raise Invalid({"password": ["is no text"]})
    person.password_hash = make_hash(desk, plain)
    person.password_changed_at = desk.now()
    desk.touch(person)
    desk.session.flush()
    access.revoke_all(desk, person, kinds=[access.SESSION], but=desk.credential)
    desk.tell("person.password", person)


def check(desk: Desk, person: Person | Account | None, plain: str) -> bool:
    """Whether the person signs in with this password: it is theirs, and they may enter.

    A wrong one takes as long for nobody (None), for those without a password and for the disabled
    as for anybody else.
    """
    stored = None if person is None else person.password_hash
    good = _fits(desk, 0 if person is None else person.id, stored or _nobody(), plain)
    return good and stored is not None and person is not None and _may_enter(person)


def _may_enter(person: Person | Account) -> bool:
    deleted = isinstance(person, Person) and person.deleted_at is not None
    return person.can_sign_in and not person.disabled and not deleted


def _fits(desk: Desk, id: int, stored: str, plain: str) -> bool:
    if not text.is_storable(plain):
        plain = ""  # no password is like this one, which is checked all the same
        stored = _nobody()
    fast = hashlib.blake2b(f"{stored}\0{plain}".encode(), key=_KEY).digest()
    known = desk.memory.passwords.get(id)
    if known is not None and secrets.compare_digest(known, fast):
        return True
    good = aside(desk, fast, lambda: check_password_hash(stored, plain))
    if good:
        desk.memory.passwords[id] = fast
    return good


@cache
def _nobody() -> str:
    """The hash of a password that nobody knows."""
    return _scrypt(secrets.token_hex(32), secrets.token_hex(16))
