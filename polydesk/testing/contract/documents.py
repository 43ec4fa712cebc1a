"""What every dialect, and the control plane, says of itself: its document, and its README."""

import re
from collections import Counter
from typing import Any

from openapi_spec_validator import validate

from polydesk import registry
from polydesk.kit import coverage
from polydesk.kit.settings import Setting
from polydesk.testing.contract.apis import Api, Contract


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """All of a document, as (METHOD, path, operation)."""
    return [
        (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def is_open(operation: dict[str, Any]) -> bool:
    """Whether the document says that it may be called without credentials."""
    ways = operation.get("security")
    return ways is not None and (ways == [] or {} in ways)


def test_the_document_is_valid(api: Api) -> None:
    """As the OpenAPI specification has it."""
    document = api.document()

    validate(document)


def test_operation_ids_are_unique(api: Api) -> None:
    """Each names one operation."""
    names = [operation["operationId"] for _, _, operation in operations(api.document())]

    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_operation_has_a_summary(api: Api) -> None:
    """One line that says what it is for, without a full stop."""
    found = [
        (method, path)
        for method, path, operation in operations(api.document())
        if not operation["summary"] or operation["summary"].endswith(".")
    ]

    assert found == []


def test_every_schema_has_one_name(api: Api) -> None:
    """None is called `Ticket1` for want of a name of its own."""
    names = set(api.document()["components"].get("schemas", {}))

    assert set() == {name for name in names if name.rstrip("0123456789") in names - {name}}


def test_the_server_of_the_document_is_where_it_was_asked_for(api: Api) -> None:
    """With the mount and the world in it, so that a client made of it finds the same place."""
    (server,) = api.document()["servers"]

    assert f"http://localhost{api.root}" == server["url"]


def test_every_operation_is_in_the_coverage_table(api: Api) -> None:
    """The table has every documented operation; the method and the path are unique."""
    rows = [(row["method"], row["path"]) for row in coverage.table(api.dialect)]
    documented = {(m, api.dialect.root + path) for m, path, _ in operations(api.document())}

    assert len(set(rows)) == len(rows)
    assert set() == documented - set(rows)


def test_the_coverage_of_a_dialect_is_asked_of_the_control_plane(vendor: Api) -> None:
    """The rows as the kit has them, under `operations`."""
    answer = vendor.control("GET", f"/dialects/{vendor.name}/coverage")

    rows = coverage.table(vendor.dialect)
    assert (200, {"operations": rows}) == (answer.status_code, answer.json)


def test_the_document_of_a_dialect_is_asked_of_the_control_plane(vendor: Api) -> None:
    """The same one, of the world `main`."""
    answer = vendor.control("GET", f"/dialects/{vendor.name}/openapi.json")

    servers = [{"url": f"http://localhost/{vendor.name}{vendor.dialect.root}"}]
    assert {**vendor.document(), "servers": servers} == answer.json


def page(contract: Contract) -> str:
    """The README of a dialect."""
    return (registry.folder(contract.name) / "README.md").read_text(encoding="utf-8")


def test_a_dialects_page_has_the_coverage_that_is_declared(contract: Contract) -> None:
    """Between two marks; `polydesk coverage NAME --write` puts it there."""
    text = page(contract)

    assert coverage.written_into(text, contract.dialect) == text


def test_a_dialects_page_lists_its_settings(contract: Contract) -> None:
    """With default, allowed values and what they are for."""
    text = page(contract)

    assert [
        name
        for name, one in contract.dialect.settings.items()
        if not re.search(_row_of(name, one), text, re.MULTILINE)
    ] == []


def _row_of(name: str, setting: Setting) -> str:
    return (
        rf"^\| `{name}` \| `{re.escape(str(setting.default))}` \|.*\| {re.escape(setting.help)} \|$"
    )
