"""Smaller programs of other people. Source: contract 1, 2.1, 2.3, 5, 8, 9.3, 9.7, 10 and 14.

FieldKit (Dart), `deskpro-mcp` (PHP, 2026), `DeskPro-Backup` (Python, 2025), a phone bridge (Node),
an importer of organizations (C#) and an exporter (PowerShell).
"""

import io
import json

import pytest

from contract_tests.deskpro.conftest import refused


def pages(deskpro, path, per_page):
    """All rows, page by page, by `meta.pagination.total_pages`."""
    rows, number, last = [], 1, 1
    while number <= last:
        joint = "&" if "?" in path else "?"
        answer = deskpro.get(f"{path}{joint}count={per_page}&page={number}").json
        last = answer["meta"]["pagination"]["total_pages"]
        rows += answer["data"]
        number += 1
    return rows


class TestFieldKit:
    """It sends `X-DeskPRO-Agent-ID` with every call, on any key."""

    @pytest.fixture
    def headers(self, deskpro):
        return {"X-DeskPRO-Agent-ID": str(deskpro.ids["tia"])}

    def test_the_header_is_passed_over_on_a_key_of_somebodys(self, deskpro, headers):
        """It acts as its own agent."""
        assert deskpro.ids["ada"] == deskpro.data("/me", headers=headers)["person_id"]

    def test_feedback_is_sent_with_a_file(self, deskpro, headers):
        """By `/blobs`; then a list with `is_inline`; the person by name and address."""
        parts = {"file": (io.BytesIO(b"log"), "app.log", "text/plain")}
        blob = deskpro.post("/blobs", data=parts, headers=headers)
        attached = [{"blob_auth": blob.json["data"]["blob_auth"], "is_inline": False}]
        given = {
            "subject": "Feedback",
            "person": {"email": "who@example.org", "name": "Who"},
            "message": {"message": "Help", "attachments": attached},
        }

        made = deskpro.post("/tickets", json=given, headers=headers)

        told = made.json["data"]
        assert (201, 201) == (blob.status_code, made.status_code)
        assert (True, "who@example.org") == (told["has_attachments"], told["person_email"])
        (file,) = deskpro.data(f"/tickets/{told['id']}/attachments")
        assert ("app.log", False) == (file["blob"]["filename"], file["is_inline"])

    def test_feedback_that_is_sent_again_is_known(self, deskpro, headers):
        """`dupe_ticket`, which it takes for sent."""
        given = {"subject": "Feedback", "person": "who@example.org", "message": {"message": "Help"}}
        deskpro.post("/tickets", json=given, headers=headers)

        assert {"": ["dupe_ticket"]} == refused(
            deskpro.post("/tickets", json=given, headers=headers)
        )


class TestMcp:
    """`deskpro-mcp`: a bearer; words of its own for some things."""

    @pytest.fixture
    def bearer(self, deskpro):
        return {"Authorization": f"Bearer {deskpro.keys['ada'].removeprefix('key ')}"}

    def test_a_token_is_a_bearer(self, deskpro):
        """What the exchange of a password gives."""
        given = {"email": "tom@example.com", "password": "correct horse battery"}
        token = deskpro.post("/api_tokens", json=given, as_=None).json["data"]["token"]

        me = deskpro.data("/me", as_=None, headers={"Authorization": f"Bearer {token}"})

        assert deskpro.ids["tom"] == me["person_id"]

    def test_a_ticket_is_closed(self, deskpro):
        """`closed` is `archived`; `department` and `agent` have no `_id`."""
        id = deskpro.make("/tickets", subject="Mcp", department=deskpro.ids["sales"], agent="2")[
            "id"
        ]

        assert 204 == deskpro.put(f"/tickets/{id}", json={"status": "closed"}).status_code
        assert "archived" == deskpro.data(f"/tickets/{id}")["status"]
        wrong = deskpro.put(f"/tickets/{id}", json={"agent_id": 2})
        assert {"": ["extra_fields"]} == refused(wrong)

    def test_one_type_is_searched(self, deskpro):
        """By `type`."""
        id = deskpro.ticket(subject="Projector")["id"]

        groups = deskpro.data("/search?q=projector&type=ticket")["grouped_results"]

        assert [("ticket", [id])] == [
            (group["type"], [one["id"] for one in group["results"]]) for group in groups
        ]

    @pytest.mark.parametrize(
        "path", ["ticket_custom_fields", "ticket_statuses", "ticket_filters", "agents"]
    )
    def test_catalogues_are_read_whole(self, deskpro, path):
        """With 200 on a page."""
        answer = deskpro.get(f"/{path}?count=200")

        assert (200, list) == (answer.status_code, type(answer.json["data"]))


class TestBackup:
    """`DeskPro-Backup`: everything, 500 on a page, and what answers 404 is skipped."""

    @pytest.mark.parametrize("path", ["tickets", "people", "organizations", "agents", "articles"])
    def test_all_there_is_is_read_page_by_page(self, deskpro, path):
        """Each once, whatever the size of a page."""
        for number in range(3):
            deskpro.ticket(subject=f"No. {number}")
            deskpro.make("/articles", title=f"No. {number}", content="a")

        whole = pages(deskpro, f"/{path}", 500)

        assert len(whole) >= 2
        assert whole == pages(deskpro, f"/{path}", 2)

    def test_what_is_not_there_is_skipped(self, deskpro):
        """404 for what this server has not."""
        assert 404 == deskpro.get("/portal_settings?count=500&page=1").status_code

    def test_messages_and_files_of_tickets_are_read(self, deskpro):
        """One ticket after another."""
        id = deskpro.ticket(message="Help")["id"]

        assert [1, 0] == [
            len(pages(deskpro, f"/tickets/{id}/{part}", 500))
            for part in ("messages", "attachments")
        ]


class TestRevcomm:
    """A phone bridge of Node: texts for numbers, people by phone."""

    def test_a_call_becomes_a_ticket(self, deskpro):
        """`"agent":"2"`; it reads `data.id`, and adds a note."""
        phones = [{"label": "mobile", "number": "+905551112233"}]
        person = deskpro.make("/people", name="Caller", phone_numbers=phones)
        given = {"subject": "Call", "person": str(person["id"]), "agent": str(deskpro.ids["tom"])}

        ticket = deskpro.make("/tickets", **given)
        note = deskpro.make(f"/tickets/{ticket['id']}/messages", message="Talked", is_note=True)

        assert (person["id"], deskpro.ids["tom"]) == (ticket["person"], ticket["agent"])
        assert 1 == note["is_agent_note"]
        (phone,) = person["phone_numbers"]
        assert ("+905551112233", "mobile") == (phone["number"], phone["label"])


class TestAsi:
    """An importer of C#: JSON that says it is a form."""

    FORM = "application/x-www-form-urlencoded"

    def test_organizations_are_looked_for_and_made(self, deskpro):
        """By name in any case; `{"name": …}` as the body of a form."""
        found = deskpro.data("/organizations?name=ACME")
        given = json.dumps({"name": "Wayne & Söns", "summary": "a=b&c"})

        made = deskpro.post("/organizations", data=given.encode(), content_type=self.FORM)

        assert [deskpro.ids["acme"]] == [one["id"] for one in found]
        assert (201, "Wayne & Söns", "a=b&c") == (
            made.status_code,
            made.json["data"]["name"],
            made.json["data"]["summary"],
        )


class TestPsExport:
    """An exporter of PowerShell: tickets with their custom fields by name."""

    def test_choices_are_told_with_their_titles(self, deskpro):
        """`value` by ids, `detail` by id; the field's own choices agree."""
        given = {"title": "Risk", "widget_type": "choice", "choices": [{"title": "High"}]}
        field = deskpro.make("/ticket_custom_fields", **given)
        option = field["choices"][0]
        deskpro.ticket(fields={str(field["id"]): option["id"]})
        deskpro.ticket(subject="Without")

        known = {one["id"]: one for one in pages(deskpro, "/ticket_custom_fields", 500)}
        tickets = pages(deskpro, "/tickets?order_by=id&order_dir=asc", 500)

        value = tickets[0]["fields"][str(field["id"])]
        assert ([option["id"]], "High") == (
            value["value"],
            value["detail"][str(option["id"])]["title"],
        )
        assert option in known[field["id"]]["choices"]
        assert {} == tickets[1]["fields"]
