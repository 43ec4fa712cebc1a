"""What the scenarios of tests are made of, and what is asked of them."""

from typing import Any

import pytest
from sqlalchemy import func, select

from polydesk.control import scenario
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Base
from polydesk.kit.credentials import CredentialKind, CredentialKinds

KINDS: CredentialKinds = {
    ("toy", "key"): CredentialKind(
        name="key",
        make=lambda desk: f"toy_{desk.random_bytes(16).hex()}",
        prefix=lambda secret: secret[:6],
        header=lambda credential, secret: ("X-Toy", f"{credential.id}:{secret}"),
        check=lambda secret: None if secret.startswith("toy_") else "must begin with toy_",
    )
}
ADA = {"key": "ada", "name": "Ada Lee", "email": "ada@x.example", "role": "admin"}
SAM = {"key": "sam", "name": "Sam van der Ortiz", "role": "user"}
TICKET = {"subject": "Lamp", "requester": "sam"}


def refused(desk: Desk, given: Any) -> dict[str, list[str]]:
    """What is said against a scenario."""
    with pytest.raises(Invalid) as caught:
        scenario.seed(desk, given, KINDS)
    return {path: list(reasons) for path, reasons in caught.value.fields.items()}


def count(desk: Desk) -> int:
    """How many rows the world has."""
    mappers = Base.registry.mappers
    return sum(desk.session.scalar(select(func.count(m.class_.id))) or 0 for m in mappers)
