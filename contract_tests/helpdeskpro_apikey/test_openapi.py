"""HelpDesk Pro `apikey`, 2.11: the OpenAPI document."""

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate

from contract_tests.helpdeskpro_apikey.things import (
    ARTICLE_FIELDS,
    CLIENT_FIELDS,
    HARDWARE,
    KINDS,
    SOFTWARE,
    TICKET_FIELDS,
)

SOFTWARE_FIELDS = {*KINDS[SOFTWARE].texts, *KINDS[SOFTWARE].others}
HARDWARE_FIELDS = {*KINDS[HARDWARE].texts, *KINDS[HARDWARE].others}
SERVERS_OWN = {"id", "assigned_to_name", "created_at", "updated_at"}
SCHEMAS = {
    "ApiClient": {*CLIENT_FIELDS},
    "Ticket": {*TICKET_FIELDS},
    "TicketResponse": {"ticket"},
    "KnowledgeArticle": {*ARTICLE_FIELDS},
    "KnowledgeResponse": {"article"},
    "SoftwareAsset": SOFTWARE_FIELDS | SERVERS_OWN,
    "SoftwareAssetInput": SOFTWARE_FIELDS,
    "SoftwareResponse": {"software"},
    "SoftwareList": {"software"},
    "HardwareAsset": HARDWARE_FIELDS | SERVERS_OWN,
    "HardwareAssetInput": HARDWARE_FIELDS,
    "HardwareResponse": {"hardware"},
    "HardwareList": {"hardware"},
}
# method and path, tag, statuses at least, schema of the success ("" is an inline one)
OPERATIONS = {
    ("get", "/status"): ("Meta", {"200", "401"}, ""),
    ("get", "/tickets"): ("Tickets", {"200", "401", "404"}, ""),
    ("post", "/tickets"): ("Tickets", {"201", "400", "401", "404"}, "TicketResponse"),
    ("get", "/tickets/{ticket_id}"): ("Tickets", {"200", "401", "404"}, "TicketResponse"),
    ("patch", "/tickets/{ticket_id}"): ("Tickets", {"200", "400", "401", "404"}, "TicketResponse"),
    ("delete", "/tickets/{ticket_id}"): ("Tickets", {"200", "401", "404"}, ""),
    ("get", "/knowledge"): ("Knowledge", {"200", "400", "401"}, ""),
    ("post", "/knowledge"): ("Knowledge", {"201", "400", "401"}, "KnowledgeResponse"),
    ("get", "/inventory/software"): ("Software", {"200", "401"}, "SoftwareList"),
    ("post", "/inventory/software"): ("Software", {"201", "400", "401"}, "SoftwareResponse"),
    ("get", "/inventory/software/{asset_id}"): (
        "Software",
        {"200", "401", "404"},
        "SoftwareResponse",
    ),
    ("patch", "/inventory/software/{asset_id}"): (
        "Software",
        {"200", "400", "401", "404"},
        "SoftwareResponse",
    ),
    ("delete", "/inventory/software/{asset_id}"): ("Software", {"200", "401", "404"}, ""),
    ("get", "/inventory/hardware"): ("Hardware", {"200", "401"}, "HardwareList"),
    ("post", "/inventory/hardware"): ("Hardware", {"201", "400", "401"}, "HardwareResponse"),
    ("get", "/inventory/hardware/{asset_id}"): (
        "Hardware",
        {"200", "401", "404"},
        "HardwareResponse",
    ),
    ("patch", "/inventory/hardware/{asset_id}"): (
        "Hardware",
        {"200", "400", "401", "404"},
        "HardwareResponse",
    ),
    ("delete", "/inventory/hardware/{asset_id}"): ("Hardware", {"200", "401", "404"}, ""),
}
QUERIES = {
    "/status": {},
    "/tickets": {"status": False, "department": False, "assigned_to": False},
    "/knowledge": {"q": True},
    "/inventory/software": {"vendor": False, "name": False},
    "/inventory/hardware": {"manufacturer": False, "category": False},
}
VERBS = {"get", "put", "post", "patch", "delete", "head", "options", "trace"}


@pytest.fixture(scope="module")
def document(shared):
    """As served; no test changes it."""
    return shared.get("/openapi.json").json


def resolved(document, node):
    """The node, or what it refers to."""
    while "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def schema_of(document, response):
    return resolved(document, response)["content"]["application/json"]["schema"]


def body_schema(document, operation):
    body = resolved(document, operation["requestBody"])
    return resolved(document, body["content"]["application/json"]["schema"])


def self_contained(document, schema):
    """A schema that a validator can read alone: its references reach into itself."""
    return {**schema, "components": document["components"]}


def test_the_document_is_valid(document):
    """OpenAPI 3.0 says how it must look."""
    validate(document)


def test_the_document_says_what_it_is(document):
    """Version, title, and one way to prove oneself."""
    assert ("3.0.3", "Helpdesk Pro API", "1.0.0") == (
        document["openapi"],
        document["info"]["title"],
        document["info"]["version"],
    )
    assert document["info"]["description"]
    assert [{"ApiKeyAuth": []}] == document["security"]
    scheme = document["components"]["securitySchemes"]["ApiKeyAuth"]
    assert ("apiKey", "header", "X-API-Key") == (scheme["type"], scheme["in"], scheme["name"])
    assert ["ApiKeyAuth"] == list(document["components"]["securitySchemes"])


@pytest.mark.parametrize(
    "base_url", ["http://localhost", "https://helpdesk.example.com", "http://127.0.0.1:8080"]
)
def test_the_server_is_where_it_was_asked(shared, base_url):
    """Scheme and host of the request, then the base path."""
    servers = shared.get("/openapi.json", base_url=base_url).json["servers"]

    assert 1 == len(servers)
    assert servers[0]["url"].startswith(f"{base_url}/")
    assert servers[0]["url"].endswith("/api/v1")


def test_the_operations_are_the_vendors(document):
    """No PUT and no openapi.json among them."""
    assert set(OPERATIONS) == {
        (method, path) for path, item in document["paths"].items() for method in VERBS & set(item)
    }


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_has_its_tag_statuses_and_body(document, method, path):
    """What succeeds, what is refused, and in which shape."""
    tag, statuses, name = OPERATIONS[method, path]
    operation = document["paths"][path][method]
    success = min(statuses)

    schema = schema_of(document, operation["responses"][success])

    assert [tag] == operation["tags"]
    assert statuses <= set(operation["responses"])
    assert not name or {"$ref": f"#/components/schemas/{name}"} == schema


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_refusal_has_the_error_schema(document, method, path):
    """`{"error": "<message>"}`."""
    responses = document["paths"][path][method]["responses"]
    refusals = [responses[status] for status in responses if status[0] in "45"]

    schemas = [resolved(document, schema_of(document, refusal)) for refusal in refusals]

    assert schemas
    assert [({"error"}, "string")] * len(schemas) == [
        (set(schema["properties"]), schema["properties"]["error"]["type"]) for schema in schemas
    ]


@pytest.mark.parametrize(
    ("path", "nouns", "name"),
    [("/tickets", "tickets", "Ticket"), ("/knowledge", "results", "KnowledgeArticle")],
)
def test_an_inline_list_holds_references(document, path, nouns, name):
    """An object with one array of the named schema."""
    schema = resolved(
        document, schema_of(document, document["paths"][path]["get"]["responses"]["200"])
    )

    assert {nouns} == set(schema["properties"])
    assert ("array", {"$ref": f"#/components/schemas/{name}"}) == (
        schema["properties"][nouns]["type"],
        schema["properties"][nouns]["items"],
    )


@pytest.mark.parametrize("path", QUERIES)
def test_the_query_parameters_are_documented(document, path):
    """Names, and whether they are required."""
    parameters = document["paths"][path]["get"].get("parameters", [])

    assert QUERIES[path] == {
        each["name"]: each.get("required", False)
        for each in (resolved(document, parameter) for parameter in parameters)
        if each["in"] == "query"
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tickets/{ticket_id}", "ticket_id"),
        ("/inventory/software/{asset_id}", "asset_id"),
        ("/inventory/hardware/{asset_id}", "asset_id"),
    ],
)
@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_the_id_in_a_path_is_an_integer(document, path, name, method):
    """And required, as every part of a path."""
    item = document["paths"][path]
    parameters = [*item.get("parameters", []), *item[method].get("parameters", [])]

    assert [(name, "integer", True)] == [
        (each["name"], each["schema"]["type"], each["required"])
        for each in (resolved(document, parameter) for parameter in parameters)
        if each["in"] == "path"
    ]


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("/tickets", {"subject", "description"}),
        ("/knowledge", {"title", "content"}),
        ("/inventory/software", {"name"}),
        ("/inventory/hardware", set()),
    ],
)
def test_what_a_creation_needs_is_documented(document, path, required):
    """The required fields, alone or beside the named input schema."""
    operation = document["paths"][path]["post"]
    body = resolved(document, operation["requestBody"])
    schema = body["content"]["application/json"]["schema"]
    parts = [resolved(document, part) for part in [schema, *schema.get("allOf", [])]]

    assert required == {name for part in parts for name in part.get("required", [])}
    assert bool(required) == body.get("required", False)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (
            "/tickets",
            {
                "subject",
                "description",
                "priority",
                "department",
                "status",
                "created_by",
                "assigned_to",
            },
        ),
        (
            "/knowledge",
            {"title", "content", "summary", "category", "tags", "is_published", "created_by"},
        ),
    ],
)
def test_what_a_creation_takes_is_documented(document, path, fields):
    """Every field of 2.4."""
    schema = body_schema(document, document["paths"][path]["post"])

    assert fields == set(schema["properties"])


def test_what_a_change_of_a_ticket_takes_is_documented(document):
    """Every field of 2.4."""
    schema = body_schema(document, document["paths"]["/tickets/{ticket_id}"]["patch"])

    assert {
        "subject",
        "description",
        "priority",
        "status",
        "department",
        "assigned_to",
        "closed_at",
    } == set(schema["properties"])


def test_tags_are_arrays_of_strings(document):
    """In the article and in what makes one (Q-A1)."""
    shown = resolved(document, document["components"]["schemas"]["KnowledgeArticle"])
    taken = body_schema(document, document["paths"]["/knowledge"]["post"])

    assert [("array", "string")] * 2 == [
        (tags["type"], tags["items"]["type"])
        for tags in (shown["properties"]["tags"], taken["properties"]["tags"])
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_has_the_fields_of_its_thing(document, name):
    """Names as the vendor's document has them, fields as 2.5."""
    assert SCHEMAS[name] == set(document["components"]["schemas"][name]["properties"])


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("post", "/tickets", "created_by"),
        ("post", "/tickets", "assigned_to"),
        ("patch", "/tickets/{ticket_id}", "assigned_to"),
        ("post", "/knowledge", "created_by"),
    ],
)
def test_a_user_reference_is_typed_string(document, method, path, field):
    """Though a number is taken too."""
    schema = body_schema(document, document["paths"][path][method])

    assert "string" == schema["properties"][field]["type"]


@pytest.mark.parametrize("name", ["SoftwareAssetInput", "HardwareAssetInput"])
def test_the_assignee_of_an_asset_is_typed_string(document, name):
    """Though a number is taken too."""
    schema = document["components"]["schemas"][name]

    assert "string" == schema["properties"]["assigned_to"]["type"]


@pytest.mark.parametrize(
    ("method", "path", "body", "operation"),
    [
        ("get", "/status", None, "/status"),
        ("get", "/tickets", None, "/tickets"),
        ("post", "/tickets", {"subject": "s", "description": "d"}, "/tickets"),
        ("get", "/tickets/1", None, "/tickets/{ticket_id}"),
        ("patch", "/tickets/1", {"status": None, "priority": None}, "/tickets/{ticket_id}"),
        ("delete", "/tickets/1", None, "/tickets/{ticket_id}"),
        ("get", "/tickets/99", None, "/tickets/{ticket_id}"),
        ("get", "/knowledge?q=t", None, "/knowledge"),
        ("get", "/knowledge", None, "/knowledge"),
        ("post", "/knowledge", {"title": "t", "content": "c", "tags": ["a"]}, "/knowledge"),
        ("post", "/knowledge", {}, "/knowledge"),
        ("post", "/inventory/software", {"name": "x", "seats": 5}, "/inventory/software"),
        ("post", "/inventory/software", {"name": "x"}, "/inventory/software"),
        ("get", "/inventory/software", None, "/inventory/software"),
        ("post", "/inventory/hardware", {"assigned_to": "maria"}, "/inventory/hardware"),
        ("get", "/inventory/hardware", None, "/inventory/hardware"),
    ],
)
def test_what_is_answered_fits_the_document(apikey, document, method, path, body, operation):
    """Live bodies are valid against the documented schema of their status."""
    apikey.post("/tickets", json={"subject": "s", "description": "d", "assigned_to": "maria"})
    apikey.post("/knowledge", json={"title": "t", "content": "c"})

    response = getattr(apikey, method)(path, json=body)

    documented = document["paths"][operation][method]["responses"][str(response.status_code)]
    schema = self_contained(document, schema_of(document, documented))
    assert [] == [error.message for error in OAS30Validator(schema).iter_errors(response.json)]
