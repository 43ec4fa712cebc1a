"""The dialects that are mounted."""

import pytest


def test_every_mounted_dialect_is_listed(plane):
    """With where it is found, and how far it is done."""
    listed = plane.get("/dialects").json

    assert list(plane.site.dialects) == [one["name"] for one in listed]
    for one in listed:
        dialect = plane.site.dialects[one["name"]]
        url = f"http://localhost/{dialect.name}{dialect.root}"
        rows = plane.get(f"/dialects/{dialect.name}/coverage").json["operations"]
        assert {
            "name": dialect.name,
            "title": dialect.title,
            "root": dialect.root,
            "base_url": url,
            "openapi_url": url + dialect.document.path,
            "operations": len(rows),
            "implemented": sum(row["status"] != "none" for row in rows),
        } == one


def test_coverage_is_a_row_an_operation(plane):
    """With method, path, status, note and source."""
    rows = plane.get("/dialects/helpdeskpro-apikey/coverage").json["operations"]

    assert {"method", "path", "status", "note", "source"} == set(rows[0])
    assert {"full", "partial", "none"} >= {row["status"] for row in rows}


@pytest.mark.parametrize("path", ["openapi.json", "coverage"])
def test_an_unknown_dialect_is_not_found(plane, path):
    """The error says its name."""
    answer = plane.get(f"/dialects/zendesk/{path}")

    assert 404 == answer.status_code
    assert {
        "error": {
            "code": "not_found",
            "message": "there is no such dialect: zendesk",
            "details": {},
        }
    } == answer.json
