"""Artificial intelligence, which is never pretended. Source: contract 1.4."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import MOMENT, invalid, refused
from tests.core.test_concurrency import at_once
from tests.counting import counting

DEFAULT = {
    "priority": 1,
    "category": 1,
    "department": 1,
    "type": 1,
    "confidence": 0.0,
    "reasoning": "Default classification - AI not available",
    "ai_generated": False,
    "timestamp": MOMENT,
}
MISSING = (404, "Ticket not found", None)


def test_it_is_off(sanctum):
    """And not available."""
    off = {"enabled": False, "available": False, "model": "gpt-3.5-turbo", "last_check": MOMENT}

    assert off == sanctum.data("GET", "/ai/status")


def test_settings_are_kept(sanctum):
    """What is not sent stays; available it is not even then."""
    before = sanctum.data("GET", "/ai/settings")

    said = sanctum.data("POST", "/ai/settings", json={"ai_enabled": True, "model": "other"})

    assert {"ai_enabled": False, "model": "gpt-3.5-turbo", "auto_classify": False} == before
    assert {"message": "Settings updated"} == said
    after = sanctum.data("GET", "/ai/settings")
    assert {"ai_enabled": True, "model": "other", "auto_classify": False} == after
    status = sanctum.data("GET", "/ai/status")
    assert (True, False, "other") == (status["enabled"], status["available"], status["model"])


def test_settings_changed_at_once_are_all_kept(sanctum):
    """What one sends another does not put back."""
    changes = ({"ai_enabled": True}, {"auto_classify": True}, {"model": "other"})

    at_once(lambda n: sanctum.data("POST", "/ai/settings", json=changes[n]), len(changes))

    after = sanctum.data("GET", "/ai/settings")
    assert {"ai_enabled": True, "model": "other", "auto_classify": True} == after


def test_a_ticket_belongs_to_the_first_of_everything(sanctum):
    """With no confidence; nothing changes."""
    ticket = sanctum.ticket()

    assert DEFAULT == sanctum.data("POST", f"/ai/tickets/{ticket['id']}/classify")
    assert DEFAULT["priority"] != ticket["priority_id"]
    shown = sanctum.data("GET", f"/tickets/{ticket['id']}")
    assert ticket["priority_id"] == shown["priority_id"]


def test_several_tickets_belong_there_too(sanctum):
    """In the order in which they were sent."""
    ids = [sanctum.ticket()["id"] for _ in range(3)][::-1]

    assert [{"ticket_id": id, "classification": DEFAULT} for id in ids] == sanctum.data(
        "POST", "/ai/batch-classify", json={"ticket_ids": ids}
    )


def test_many_tickets_cost_as_much_as_one(sanctum):
    """Their ids are looked for together."""
    ids = [sanctum.ticket()["id"] for _ in range(12)]
    url = "/ai/batch-classify"
    sanctum.data("POST", url, json={"ticket_ids": ids})

    with counting() as few:
        sanctum.data("POST", url, json={"ticket_ids": ids[:1]})
    with counting() as many:
        sanctum.data("POST", url, json={"ticket_ids": ids})

    assert len(few) == len(many)


def test_suggestions_are_made_without_confidence(sanctum):
    """With the words of what is suggested."""
    id = sanctum.ticket()["id"]

    names = {"priority": "Low", "category": "General", "department": "Support"}
    assert {
        "suggestions": {
            sort: {"id": 1, "name": name, "confidence": 0.0}
            for sort, name in {**names, "type": "Bug Report"}.items()
        },
        "overall_confidence": 0.0,
        "reasoning": "Default classification - AI not available",
        "ai_enabled": False,
    } == sanctum.data("GET", f"/ai/tickets/{id}/suggestions")


def test_a_classification_is_applied_whole(sanctum):
    """What is omitted is unset; the history has it, the newest first."""
    id = sanctum.ticket(priority_id=4, type_id=2, department_id=1)["id"]
    url = f"/ai/tickets/{id}"

    done = sanctum.data(
        "POST",
        f"{url}/apply-classification",
        json={"priority_id": 2, "category_id": 1, "confidence_score": "0.847", "reasoning": "so"},
    )
    sanctum.data("POST", f"{url}/apply-classification", json={"type_id": 3})

    assert {"message": "Classification applied successfully"} == done
    ticket = sanctum.data("GET", f"/tickets/{id}")
    assert [None, None, None, 3] == [
        ticket[name] for name in ("priority_id", "category_id", "department_id", "type_id")
    ]
    newest, oldest = sanctum.data("GET", f"{url}/classification-history")
    assert (3, None) == (newest["type_id"], newest["confidence_score"])
    oldest.pop("id")
    assert {
        "ticket_id": id,
        "priority_id": 2,
        "category_id": 1,
        "department_id": None,
        "type_id": None,
        "confidence_score": "0.85",
        "reasoning": "so",
        "ai_generated": False,
        "classification_data": None,
        "applied": True,
        "applied_at": MOMENT,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    } == oldest


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({"priority_id": 99}, {"priority_id": "The selected priority id is invalid."}),
        (
            {"confidence_score": 1.5},
            {"confidence_score": "The confidence score must be between 0 and 1."},
        ),
        (
            {"confidence_score": "high", "reasoning": "x" * 1001},
            {
                "confidence_score": "The confidence score must be a number.",
                "reasoning": "The reasoning must not be greater than 1000 characters.",
            },
        ),
    ],
)
def test_what_is_wrong_with_a_classification(sanctum, sent, flaws):
    """Nothing of it is applied."""
    ticket = sanctum.ticket()
    url = f"/ai/tickets/{ticket['id']}"

    assert invalid(**flaws) == refused(sanctum.post(f"{url}/apply-classification", json=sent))
    assert [] == sanctum.data("GET", f"{url}/classification-history")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "classify"),
        ("GET", "suggestions"),
        ("POST", "apply-classification"),
        ("GET", "classification-history"),
    ],
)
def test_of_a_ticket_that_is_not_there_nothing_is_known(sanctum, method, path):
    """Nor of one in the bin."""
    id = sanctum.ticket()["id"]
    sanctum.delete(f"/tickets/{id}")

    for missing in (99, id):
        assert MISSING == refused(sanctum.open(method, f"/ai/tickets/{missing}/{path}"))


@pytest.mark.parametrize(
    ("method", "path", "sent", "data"),
    [
        ("POST", "response-suggestions", {"ticket_id": 1}, {"suggestions": []}),
        (
            "POST",
            "sentiment-analysis",
            {"text": "Oh no!"},
            {"sentiment": "neutral", "score": 0.0, "confidence": 0.0},
        ),
        ("GET", "analytics", {}, {}),
        ("GET", "knowledge-base/suggestions", {"query": "vpn"}, {"suggestions": []}),
    ],
)
def test_nothing_is_invented(sanctum, method, path, sent, data):
    """Where the vendor would ask a model."""
    sanctum.ticket()

    assert data == sanctum.data(method, f"/ai/{path}", json=sent)


@pytest.mark.parametrize(
    ("method", "path", "sent", "flaws"),
    [
        ("POST", "batch-classify", {}, {"ticket_ids": "The ticket ids field is required."}),
        (
            "POST",
            "batch-classify",
            {"ticket_ids": [99]},
            {"ticket_ids__0": "The selected ticket ids.0 is invalid."},
        ),
        (
            "POST",
            "response-suggestions",
            {"ticket_id": 99},
            {"ticket_id": "The selected ticket id is invalid."},
        ),
        ("POST", "sentiment-analysis", {}, {"text": "The text field is required."}),
        ("GET", "knowledge-base/suggestions", {}, {"query": "The query field is required."}),
        (
            "POST",
            "settings",
            {"auto_classify": "often"},
            {"auto_classify": "The auto classify field must be true or false."},
        ),
    ],
)
def test_what_is_asked_must_be_there(sanctum, method, path, sent, flaws):
    """422."""
    assert invalid(**flaws) == refused(sanctum.open(method, f"/ai/{path}", json=sent))
