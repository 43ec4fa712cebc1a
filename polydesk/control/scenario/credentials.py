"""Credentials of a scenario: their kinds, their secrets, and how they are told."""

from typing import Any

from polydesk.control.scenario.read import Draft, Problems
from polydesk.core import access
from polydesk.core.desk import Desk
from polydesk.core.models import Base, Credential
from polydesk.kit.credentials import CredentialKind, CredentialKinds

_PREFIX_LENGTH = 60


def check(drafts: list[Draft], kinds: CredentialKinds, problems: Problems) -> None:
    """Note kinds that no dialect has, and secrets that will not do."""
    for draft in _credentials(drafts):
        if "default_user" in draft.also:
            if "owner_id" in draft.values:
                problems.add(f"{draft.path}.default_user", "is another word for person")
            draft.values["owner_id"] = draft.also["default_user"]
        kind = _check_kind(draft, kinds, problems)
        if "secret" in draft.also:
            if "digest" in draft.values:
                problems.add(f"{draft.path}.digest", "is that of the secret")
            if kind is not None:
                _check_secret(draft, draft.also["secret"], kind, problems)


def _check_kind(draft: Draft, kinds: CredentialKinds, problems: Problems) -> CredentialKind | None:
    dialect, name = draft.values.get("dialect"), draft.values.get("kind")
    if dialect is None or name is None or (dialect, name) in kinds:
        return kinds.get((dialect or "", name or ""))
    if dialect in [known for known, _ in kinds]:
        if "digest" in draft.values and "secret" not in draft.also:
            return None  # of a world that was exported: links and the like, which nobody makes here
        problems.add(f"{draft.path}.kind", f'{dialect} has no kind "{name}"')
    else:
        problems.add(f"{draft.path}.dialect", f'no dialect "{dialect}" with credentials')
    return None


def _check_secret(draft: Draft, secret: str, kind: CredentialKind, problems: Problems) -> None:
    reason = kind.check(secret)
    if reason is None and len(kind.prefix(secret) or "") > _PREFIX_LENGTH:
        reason = "its prefix is too long"
    if reason is not None:
        problems.add(f"{draft.path}.secret", reason)
        return
    _keep(draft, secret, kind)


def make_secrets(desk: Desk, drafts: list[Draft], kinds: CredentialKinds) -> dict[Draft, str]:
    """The secrets by credential, where they are known; those that nobody has given are made."""
    secrets = {}
    for draft in _credentials(drafts):
        if "secret" in draft.also:
            secrets[draft] = draft.also["secret"]
        elif "digest" not in draft.values:
            kind = kinds[draft.values["dialect"], draft.values["kind"]]
            secrets[draft] = kind.make(desk)
            _keep(draft, secrets[draft], kind)
    return secrets


def describe(
    drafts: list[Draft],
    secrets: dict[Draft, str],
    rows: dict[Draft, Base],
    kinds: CredentialKinds,
) -> list[dict[str, Any]]:
    """What a client needs to send each credential; the only time that a secret is told."""
    people = {draft.id: draft.key for draft in drafts if draft.schema.noun == "person"}
    return [_describe(rows[draft], people, secret, kinds) for draft, secret in secrets.items()]


def _describe(
    row: Base, people: dict[int, str | None], secret: str, kinds: CredentialKinds
) -> dict[str, Any]:
    assert isinstance(row, Credential)
    header, value = kinds[row.dialect, row.kind].header(row, secret)
    return {
        "dialect": row.dialect,
        "kind": row.kind,
        "name": row.name,
        "person": None if row.owner_id is None else people[row.owner_id],
        "header": header,
        "value": value,
        "id": row.id,
        "secret": secret,
    }


def _credentials(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.schema.model is Credential]


def _keep(draft: Draft, secret: str, kind: CredentialKind) -> None:
    draft.values["digest"] = access.digest(secret)
    draft.values["prefix"] = kind.prefix(secret)
