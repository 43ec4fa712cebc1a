"""The document, and the coverage table, made of the declarations."""

from dataclasses import replace

import pytest
from openapi_spec_validator import validate

from polydesk.kit import coverage
from polydesk.kit.openapi import describe
from polydesk.kit.routes import Routes
from tests.kit.conftest import TOY, TagSchema


@pytest.fixture
def document(toy):
    return toy.get("/openapi.json", headers={}).json


def test_the_document_is_valid_and_open_to_all(toy, document):
    """It says where it is, and how to prove oneself."""
    validate(document)

    assert "Toy API" == document["info"]["title"]
    assert [{"url": "http://localhost/toy"}] == document["servers"]
    assert [{"Name": []}] == document["security"]


def test_an_operation_is_described_by_its_declaration(document):
    """Summary, body, answer, refusals."""
    create = document["paths"]["/tags"]["post"]

    assert ("tags-create", "Make a tag", ["Tags"]) == (
        create["operationId"],
        create["summary"],
        create["tags"],
    )
    assert {"201", "400", "401"} == set(create["responses"])
    body = create["requestBody"]
    assert (True, ["application/json"]) == (body["required"], list(body["content"]))


def test_an_operation_says_what_proves_who_calls(document):
    """One for everybody nothing, one that looks by itself those that it names; others nothing."""
    schemes = document["components"]["securitySchemes"]

    ways = [
        document["paths"][path][method].get("security")
        for path, method in (("/raw", "post"), ("/seldom", "get"), ("/whoami", "get"))
    ]

    assert {"Name", "Ticket"} == set(schemes)
    assert [[], [{}, {"Name": []}, {"Ticket": []}], None] == ways


def test_a_url_part_is_a_number_or_text(document):
    """By its converter."""
    (part,) = document["paths"]["/tags/{id}"]["get"]["parameters"]

    expected = {"in": "path", "name": "id", "required": True}
    assert {**expected, "schema": {"type": "integer", "minimum": 1}} == part


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tags", {"page": 1, "per_page": 2}),
        ("/some", {"offset": 0, "count": 2}),
    ],
)
def test_the_parameters_of_paging_are_described(document, path, expected):
    """With their defaults."""
    parameters = document["paths"][path]["get"]["parameters"]

    assert expected == {one["name"]: one["schema"]["default"] for one in parameters}


def test_words_are_an_enum_each_once(document):
    """Numbers as numbers."""
    parameters = document["paths"]["/places"]["get"]["parameters"]
    schemas = {one["name"]: one["schema"] for one in parameters}

    assert ("string", ["low", "normal"]) == (schemas["Rank"]["type"], schemas["Rank"]["enum"])
    assert ("integer", [3, 1]) == (schemas["State"]["type"], schemas["State"]["enum"])
    assert {"Rank": True, "State": False} == {n["name"]: n["required"] for n in parameters[:2]}


def test_a_form_may_be_sent_in_two_ways(document):
    """And `values` are marked, since they may stand in either place."""
    form = document["paths"]["/places/form"]["post"]["requestBody"]
    values = document["paths"]["/places/values"]

    kinds = {"application/x-www-form-urlencoded", "multipart/form-data"}
    assert (kinds, True) == (set(form["content"]), form["required"])
    assert (kinds, False) == (
        set(values["post"]["requestBody"]["content"]),
        values["post"]["requestBody"]["required"],
    )
    assert [True, True] == [values[method]["x-either-place"] for method in ("get", "post")]
    assert "requestBody" not in values["get"]
    assert {"tags-values-get", "tags-values-post"} == {
        values[method]["operationId"] for method in ("get", "post")
    }


def test_what_is_undocumented_is_not_in_the_document(document):
    """Operations, and further methods of one."""
    assert "/open" not in document["paths"]
    assert {"get", "delete"} == set(document["paths"]["/tags/{id}"])


def test_the_coverage_table_has_every_operation(toy):
    """The undocumented too, with note and source; the document itself at last."""
    (dialect,) = toy.app.extensions["polydesk.dialects"]

    rows = {(row["method"], row["path"]): row for row in coverage.table(dialect)}

    made, gone = rows["POST", "/toy/tags"], rows["DELETE", "/toy/tags/{id}"]
    assert ("full", "", "The toy's manual, page 1.") == (
        made["status"],
        made["note"],
        made["source"],
    )
    assert ("partial", "No bin.", "") == (gone["status"], gone["note"], gone["source"])
    assert {("POST", "/toy/tags/{id}"), ("GET", "/toy/open")} < set(rows)
    assert ("GET", "/toy/openapi.json") == list(rows)[-1]


def test_the_coverage_table_is_written_in_markdown(toy):
    """A row a path, below a head; one for each status where its methods have several."""
    given = [("GET", "/a", "full"), ("GET", "/b", "full"), ("POST", "/a", "full")]
    given.append(("PUT", "/a", "partial"))
    rows = [
        {"method": method, "path": path, "status": status, "note": "", "source": "x"}
        for method, path, status in given
    ]

    lines = coverage.markdown(rows).splitlines()

    assert [
        "| method | path | status | note |",
        "| --- | --- | --- | --- |",
        "| GET POST | /a | full |  |",
        "| GET | /b | full |  |",
        "| PUT | /a | partial |  |",
    ] == lines


def test_a_body_that_the_view_reads_is_described(document):
    """By `reads`; an alias is not described."""
    body = document["paths"]["/raw"]["post"]["requestBody"]

    assert ["application/json"] == list(body["content"])
    assert "/v1/raw" not in document["paths"]


def test_an_alias_is_in_the_coverage_table(toy):
    """A row of its own."""
    (dialect,) = toy.app.extensions["polydesk.dialects"]

    rows = coverage.table(dialect)

    assert [("POST", "/toy/raw"), ("POST", "/toy/v1/raw")] == [
        (row["method"], row["path"]) for row in rows if row["path"].endswith("/raw")
    ]


def test_an_operation_may_have_two_statuses():
    """One with a body, and 204 without."""
    routes = Routes("two")
    routes.put("/two", gives=TagSchema(), status=204, or_status=200)(lambda _: None)

    responses = describe(replace(TOY, routes=[routes]), "")["paths"]["/two"]["put"]["responses"]

    assert {"204": False, "200": True} == {
        status: "content" in said for status, said in responses.items()
    }


def test_what_is_taken_as_json_may_come_with_files():
    """The same fields, in a multipart body with the files beside them."""
    routes = Routes("files")
    routes.post("/files", json=TagSchema(), files=("logo",))(lambda _: None)

    post = describe(replace(TOY, routes=[routes]), "")["paths"]["/files"]["post"]

    content = post["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    logo = {"logo": {"type": "string", "format": "binary"}}
    assert [schema, {"type": "object", "properties": logo}] == content["multipart/form-data"][
        "schema"
    ]["allOf"]
