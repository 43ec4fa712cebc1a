"""Keys, tokens and sessions: made, found, used up.

Secrets are long and random, so their SHA-256 is kept and looked up; only passwords are hashed
slowly.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from polydesk.core import accounts
from polydesk.core.desk import Account, Caller, Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Credential, Person

SESSION = "session"
"""The kind, in any dialect, that ends when a person is disabled or gets another password."""

_GOOD = select(*(getattr(Credential, field.name) for field in fields(Caller))).where(
    Credential.dialect == bindparam("dialect"),
    Credential.kind == bindparam("kind"),
    Credential.revoked_at.is_(None),
)
_BY_DIGEST = _GOOD.where(Credential.digest == bindparam("key"))
_BY_ULID = _GOOD.where(Credential.ulid == bindparam("key"))


@dataclass(frozen=True)
class Holder:
    """A credential that is good, and the person it acts for, who may enter."""

    credential: Caller
    account: Account


def digest(secret: str) -> str:
    """The SHA-256 of a secret, in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def issue(
    desk: Desk,
    *,
    dialect: str,
    kind: str,
    secret: str,
    name: str = "",
    description: str | None = None,
    prefix: str | None = None,
    owner: Person | Account | None = None,
    expires_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> Credential:
    """A new credential for a secret that the dialect has made; raises nothing."""
    credential = Credential(
        dialect=dialect,
        kind=kind,
        name=name,
        description=description,
        prefix=prefix,
        digest=digest(secret),
        owner_id=None if owner is None else owner.id,
        expires_at=expires_at,
        data=dict(data or {}),
    )
    desk.add(credential)
    desk.tell("credential.issued", credential)
    return credential


def find(desk: Desk, dialect: str, kind: str, secret: str) -> Caller | None:
    """The credential of this secret, if it is neither expired nor revoked.

    Whoever owns it is not asked for: that is for machines, which outlive the person in whose name
    they are. For what acts as its owner see `find_held`.
    """
    return _find(desk, _BY_DIGEST, dialect, kind, digest(secret))


def find_by_ulid(desk: Desk, dialect: str, kind: str, ulid: str) -> Caller | None:
    """As `find`, for a credential that another proof has named, such as the client of a token."""
    return _find(desk, _BY_ULID, dialect, kind, ulid)


def find_held(desk: Desk, dialect: str, kind: str, secret: str) -> Holder | None:
    """As `find`, with its owner as they are now; None if they are gone, or may not enter."""
    found = find(desk, dialect, kind, secret)
    if found is None or found.owner_id is None:
        return None
    account = accounts.find(desk, found.owner_id)
    return Holder(found, account) if account is not None and account.may_enter else None


def get(desk: Desk, dialect: str, kind: str, ulid: str) -> Credential:
    """The credential of this kind that is not revoked; raises NotFound(kind)."""
    found = desk.find(Credential, ulid)
    if found is None or (found.dialect, found.kind) != (dialect, kind) or found.revoked_at:
        raise NotFound(kind, ulid)
    return found


def listed(dialect: str, kind: str) -> Select[Credential]:
    """The credentials of a kind that are not revoked, the newest first."""
    query = select(Credential).filter_by(dialect=dialect, kind=kind, revoked_at=None)
    return query.order_by(Credential.id.desc())


def last_used(desk: Desk, credential: Credential) -> datetime | None:
    """When the credential was last used, also where that is not written down yet."""
    return desk.memory.used.get(credential.id, credential.last_used_at)


def _find(desk: Desk, query: Select[Any], dialect: str, kind: str, key: str) -> Caller | None:
    found = desk.recall((dialect, kind, key), lambda: _read(desk, query, dialect, kind, key))
    if found is None or (found.expires_at is not None and found.expires_at <= desk.now()):
        return None
    return found


def _read(desk: Desk, query: Select[Any], dialect: str, kind: str, key: str) -> Caller | None:
    rows = desk.rows(query, dialect=dialect, kind=kind, key=key)
    return Caller(*rows[0]) if rows else None


def change(
    desk: Desk, credential: Credential, *, data: Mapping[str, Any], expires_at: datetime | None
) -> None:
    """Other data and another end: a session that goes from one state to the next."""
    credential.data, credential.expires_at = dict(data), expires_at
    desk.touch(credential)
    desk.session.flush()
    desk.tell("credential.changed", credential)


def revoke(desk: Desk, credential: Credential) -> None:
    """Let the credential open nothing any more."""
    credential.revoked_at = desk.now()
    desk.touch(credential)
    desk.session.flush()
    desk.tell("credential.revoked", credential)


def revoke_all(
    desk: Desk,
    person: Person | Account,
    *,
    dialect: str | None = None,
    kinds: Collection[str] | None = None,
    but: Caller | None = None,
) -> None:
    """Let none of a person's credentials open anything: of one dialect, of some kinds, or all.

    That which the caller holds can be spared.
    """
    query = select(Credential).where(
        Credential.owner_id == person.id, Credential.revoked_at.is_(None)
    )
    if dialect is not None:
        query = query.where(Credential.dialect == dialect)
    if kinds is not None:
        query = query.where(Credential.kind.in_(kinds))
    if but is not None:
        query = query.where(Credential.id != but.id)
    found = desk.all(query.order_by(Credential.id).with_for_update())
    if not found:
        return
    for credential in found:
        credential.revoked_at = desk.now()
        desk.touch(credential)
    desk.session.flush()
    ids = [credential.id for credential in found]
    desk.tell_of("person.signed_out", Person, person.id, credentials=ids)


def rotate(desk: Desk, credential: Credential, *, secret: str, prefix: str | None) -> None:
    """A new secret, at once the only one; a revoked credential is good again."""
    credential.digest = digest(secret)
    credential.prefix = prefix
    credential.revoked_at = None
    desk.touch(credential)
    desk.session.flush()
    desk.tell("credential.rotated", credential)
