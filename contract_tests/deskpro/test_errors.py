"""What is said of what is wrong. Source: contract 3."""

import pytest

from contract_tests.deskpro.conftest import refused
from polydesk.core.errors import Conflict, Invalid
from polydesk.dialects.deskpro.envelope import error
from polydesk.dialects.deskpro.flaws import UNKNOWN, Flaw, described, dupe_email, out_of_range
from polydesk.kit.problem import Problem

GONE = "sam@example.com"
"""The address of somebody who is deleted."""
NEWS = {"title": "New door", "content": "<p>It opens.</p>"}
REQUIRED = {"code": "required", "message": "This value should not be blank."}


def test_a_refusal_says_all_that_is_wrong(deskpro):
    """The whole body, in the vendor's words."""
    answer = deskpro.post("/news", json={"name": 1, "content": "", "status": "x"})

    assert {
        "status": 400,
        "code": "invalid_input",
        "message": "Request input is invalid.",
        "errors": {
            "errors": [{"code": "extra_fields", "message": "Unexpected field names: name"}],
            "fields": {
                "title": {"errors": [REQUIRED]},
                "content": {"errors": [REQUIRED]},
                "status": {
                    "errors": [
                        {
                            "code": "bad_choice",
                            "message": "One or more of the given values is invalid.",
                        }
                    ]
                },
            },
        },
    } == answer.json


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            {"date": {"day": [out_of_range(1, 31)]}},
            {"date.day": ("out_of_range", "Must be a number between 1 and 31")},
        ),
        (
            {"emails": {0: [dupe_email("dave@test.com")]}},
            {
                "emails.emails_0": (
                    "dupe_email",
                    'Email "dave@test.com" is already in use by other user.',
                )
            },
        ),
        (
            {"fields": {"11": [Flaw("invalid_date")]}},
            {"fields.fields_11": ("invalid_date", "This date is invalid")},
        ),
        (
            {"fields": {"fields": {"11": [Flaw("required")]}}},
            {"fields.fields.fields_11": ("required", "This value should not be blank.")},
        ),
        ({"_schema": [Flaw("dupe_ticket")]}, {"": ("dupe_ticket", "Duplicate ticket.")}),
        (
            {"b": [UNKNOWN], "_schema": [UNKNOWN], "a": [UNKNOWN]},
            {"": ("extra_fields", "Unexpected field names: b, _schema, a")},
        ),
        (
            {"email": [Flaw("bad_email")]},
            {"email": ("bad_email", "This value is not a valid email address.")},
        ),
        ({"x": ["Somehow."]}, {"x": ("invalid", "Somehow.")}),
    ],
)
def test_a_flaw_is_found_where_it_is(found, expected):
    """Parts by their name, items and keys of maps behind that of what they are in."""
    assert expected == flat(described(found))


def flat(said, path=""):
    """The only flaw of each part, by its path."""
    here = {}
    for one in said.get("errors", ()):
        here[path] = (one["code"], one["message"])
    for name, part in said.get("fields", {}).items():
        assert part
        here |= flat(part, f"{path}.{name}".lstrip("."))
    return here


@pytest.mark.parametrize(
    "body", [b"{half", b"[]", b"5", b"null", b'"x"', b"\xff", b'{"a": "\\ud800"}']
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/news"), ("PUT", "/news/1")])
def test_what_is_no_object_is_refused(deskpro, method, path, body):
    """And changes nothing."""
    deskpro.make("/news", **NEWS)

    answer = deskpro.open(method, path, data=body)

    said = {"status": 400, "code": "invalid_json_body", "message": "Invalid JSON body"}
    assert (400, said) == (answer.status_code, answer.json)
    assert 1 == deskpro.data("/news/counts")["count"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nothing", "Not Found"),
        ("/news/3432", "#3432 Not Found"),
        ("/news/x", "Not Found"),
        ("", "Not Found"),
    ],
)
def test_what_is_not_there_is_not_found(deskpro, path, message):
    """An id is named."""
    answer = deskpro.get(path)

    said = {"status": 404, "code": "not_found", "message": message}
    assert (404, said) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("cause", "status", "code", "message"),
    [
        (Invalid({}), 400, "invalid_input", "Request input is invalid."),
        (Conflict("person", "taken"), 400, "invalid_input", "Request input is invalid."),
        (ZeroDivisionError(), 500, "server_error", "Internal Server Error"),
    ],
)
def test_every_error_has_a_status_a_code_and_a_message(cause, status, code, message):
    """Whatever went wrong."""
    body, answered = error(Problem.of(cause))

    assert (status, {"status": status, "code": code, "message": message}) == (
        answered,
        {name: body[name] for name in ("status", "code", "message")},
    )


def test_what_went_well_has_no_status(deskpro):
    """Clients take it for an error."""
    deskpro.make("/news", **NEWS)

    bodies = [deskpro.get(path).json for path in ("/news", "/news/1", "/me", "/helpdesk/discover")]

    assert [] == [body for body in bodies if "status" in body]


@pytest.mark.parametrize(
    ("given", "flaws"),
    [
        ({"person": GONE}, {"person.email": ["dupe_email"]}),
        ({"cc": [5, GONE]}, {"cc.cc_1.email": ["dupe_email"]}),
        (
            {"message": {"message": "a", "person": GONE}},
            {"message.person.email": ["dupe_email"]},
        ),
        (
            {"message": {"message": "a", "person": GONE, "is_note": True}},
            {"message.person.email": ["dupe_email"]},
        ),
        (
            {"labels": ["a", 1, None]},
            {"labels.labels_1": ["invalid"], "labels.labels_2": ["invalid"]},
        ),
        (
            {"fields": {"abc": 1, "9": 1}},
            {"fields.fields_abc": ["bad_choice"], "fields.fields_9": ["bad_choice"]},
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(deskpro, given, flaws):
    """Items of lists and keys of maps under the name of what they are in. Source: contract 3."""
    deskpro.ticket()
    deskpro.delete("/people/4")

    answers = [
        deskpro.post("/tickets", json={"subject": "A"} | given),
        deskpro.put("/tickets/1", json=given),
    ]

    assert [flaws] * 2 == [refused(answer) for answer in answers]


@pytest.mark.parametrize("title", [[], {}, True, None, "a\0", "x" * 10_000, {"a": ["\0"]}])
def test_no_value_breaks_the_server(deskpro, title):
    """It is refused, and nothing is made."""
    assert 400 == deskpro.post("/news", json=NEWS | {"title": title}).status_code
    assert 0 == deskpro.data("/news/counts")["count"]
