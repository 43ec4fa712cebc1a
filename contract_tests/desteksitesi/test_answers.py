"""What answers are made of, byte by byte. Source: contract 4.3, 4.4 and 4.10."""

import json
import re

import pytest

from contract_tests.desteksitesi.sending import opened


@pytest.mark.parametrize(
    "path", ["Authorization", "Tickets", "Ticket/{}", "Comments/{}", "Categories", "Stats"]
)
def test_json_is_compact(destek, path):
    """Contract 4.3: one line, no blanks, no newline at the end, UTF-8 without a mark."""
    id = opened(destek, subject="Yazıcı: 1, 2")
    destek.post("/api/Comment", data={"id": id, "body": "a: b, c"})

    answer = destek.get(f"/api/{path.format(id)}")

    assert "application/json; charset=utf-8" == answer.headers["Content-Type"]
    packed = json.dumps(answer.json, separators=(",", ":"), ensure_ascii=False)
    assert packed.encode() == answer.data
    assert str(len(answer.data)) == answer.headers["Content-Length"]


def test_an_id_is_digits_and_nothing_else(destek):
    """Contract 4.4: as JSON, without quotes or a newline."""
    sent = {"categoryId": destek.ids["hardware"], "subject": "a", "body": "b"}

    answer = destek.post("/api/Ticket", data=sent, as_="sam")

    assert re.fullmatch(rb"[1-9]\d*", answer.data)
    assert ("application/json; charset=utf-8", str(len(answer.data))) == (
        answer.headers["Content-Type"],
        answer.headers["Content-Length"],
    )


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2024-05-05T17:25:31.127Z", "2024-05-05T17:25:31.127Z"),
        ("2024-05-05T17:25:50.910Z", "2024-05-05T17:25:50.91Z"),
        ("2024-05-05T17:25:00.5Z", "2024-05-05T17:25:00.5Z"),
        ("2024-05-05T17:25:00Z", "2024-05-05T17:25:00Z"),
        ("2024-05-05T17:25:00.000400Z", "2024-05-05T17:25:00Z"),
        ("2024-05-05T20:25:10.999999+03:00", "2024-05-05T17:25:10.999Z"),
    ],
)
def test_moments_have_as_few_digits_as_will_do(destek, now, shown):
    """Contract 4.10: UTC, at most three digits of a second; without `Z` in the knowledge base."""
    destek.freeze(now)
    id = opened(destek)
    given = {"categoryId": destek.ids["hardware"], "subject": "a", "body": "b"}
    article = destek.post("/api/Article", data=given).json

    assert shown == destek.get(f"/api/Ticket/{id}").json["IssueDate"]
    assert shown == destek.get("/api/Tickets").json[0]["IssueDate"]
    assert shown.rstrip("Z") == destek.get(f"/api/Article/{article}").json["DateCreated"]


@pytest.mark.parametrize("path", ["Tickets", "Assets", "CustomFields", "CommentTemplates"])
def test_an_empty_list_is_a_list(destek, path):
    """Contract 4.10."""
    assert b"[]" == destek.get(f"/api/{path}").data
