"""Keys and tokens: listed, made, replaced, revoked."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from polydesk import registry
from polydesk.control import schemas
from polydesk.control.context import kinds, site
from polydesk.core import access, people
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Credential, Person
from polydesk.kit.credentials import CredentialKind
from polydesk.kit.routes import Routes

routes = Routes("credentials", errors=(401, 404))


@routes.get("/worlds/<world>/credentials", gives=schemas.Credential(many=True), desk=False)
def index(world: str) -> Any:
    """All credentials of a world, the revoked too; no secrets."""
    site().store.write_used(world)
    query = select(Credential).options(joinedload(Credential.owner)).order_by(Credential.id)
    with site().store.desk(world, writes=False) as desk:
        return desk.all(query)


@routes.post(
    "/worlds/<world>/credentials",
    json=schemas.NewCredential(),
    gives=schemas.Secret(),
    status=201,
    desk=False,
    errors=(400, 422),
)
def create(world: str, json: dict[str, Any]) -> Any:
    """Make a credential; without a secret one is made, and told this once."""
    kind = _kind(json["dialect"], json["kind"])
    with site().store.desk(world) as desk:
        secret = json.get("secret") or kind.make(desk)
        _check(desk, kind, secret)
        credential = access.issue(
            desk,
            dialect=json["dialect"],
            kind=kind.name,
            secret=secret,
            name=json["name"],
            description=json["description"],
            prefix=kind.prefix(secret),
            owner=_person(desk, json["person"]),
            expires_at=json["expires_at"],
            data=json["data"],
        )
        return _told(credential, kind, secret)


@routes.post("/worlds/<world>/credentials/<int:id>/rotate", gives=schemas.Secret(), desk=False)
def rotate(world: str, id: int) -> Any:
    """A new secret, told this once; the old one is dead, and a revoked credential is good again."""
    with site().store.desk(world) as desk:
        credential = desk.get(Credential, id)
        kind = _kind(credential.dialect, credential.kind)
        secret = kind.make(desk)
        access.rotate(desk, credential, secret=secret, prefix=kind.prefix(secret))
        return _told(credential, kind, secret)


@routes.delete("/worlds/<world>/credentials/<int:id>", status=204, desk=False)
def delete(world: str, id: int) -> Any:
    """Revoke a credential; it stays in the list."""
    with site().store.desk(world) as desk:
        access.revoke(desk, desk.get(Credential, id))


def _kind(dialect: str, name: str) -> CredentialKind:
    kind = kinds().get((dialect, name))
    if kind is None:
        # of what is installed, not only of what is served: credentials are made for all
        there = ", ".join(f"{d} {n}" for d, one in registry.find().items() for n in one.credentials)
        raise Invalid({"kind": [f"there is no {dialect} {name}; there are: {there}"]})
    return kind


def _check(desk: Desk, kind: CredentialKind, secret: str) -> None:
    flaw = kind.check(secret)
    query = select(Credential.id).filter_by(digest=access.digest(secret))
    if flaw is None and desk.session.scalars(query).first() is not None:
        flaw = "is another credential's"
    if flaw is not None:
        raise Invalid({"secret": [flaw]})


def _person(desk: Desk, reference: object) -> Person | None:
    if reference is None:
        return None
    person = None
    if type(reference) is int:
        person = desk.find(Person, reference)
    elif isinstance(reference, str):
        person = people.find_by_username(desk, reference) or people.find_by_email(desk, reference)
    if person is None:
        raise Invalid({"person": [f"there is no person {reference!r}"]})
    return person


def _told(credential: Credential, kind: CredentialKind, secret: str) -> dict[str, Any]:
    header, value = kind.header(credential, secret)
    return {
        "dialect": credential.dialect,
        "kind": credential.kind,
        "name": credential.name,
        "person": credential.owner.shown_username if credential.owner else None,
        "header": header,
        "value": value,
        "id": credential.id,
        "secret": secret,
    }
