"""The vendor's PHP clients of 2017 and since. Source: contract 1, 4, 6, 7, 9.7 and 14."""

import io
import json

import pytest

PARTS = ["data", "meta", "linked"]


def bare(deskpro, method, path, body=None, **sent):
    """JSON with neither `Content-Type` nor `Accept`, as the current PHP client sends it."""
    data = None if body is None else json.dumps(body).encode()
    return deskpro.open(method, path, data=data, **sent)


def has_parts(answer):
    """Whether `data`, `meta` and `linked` are there, and nothing of them is null."""
    return all(answer.json.get(part) is not None for part in PARTS)


class TestPhpSdk:
    """`deskpro/deskpro-api-client-php`, current."""

    def test_every_success_with_a_body_has_three_parts(self, deskpro):
        """What is created, read, listed, counted, searched, changed and deleted."""
        made = bare(deskpro, "POST", "/tickets", {"subject": "Of PHP"})
        path = f"/tickets/{made.json['data']['id']}"
        change = {"subject": "Of PHP 8"}

        answers = [
            made,
            bare(deskpro, "GET", path),
            bare(deskpro, "GET", "/tickets"),
            bare(deskpro, "GET", "/tickets/counts"),
            bare(deskpro, "GET", "/search?q=php"),
            bare(deskpro, "PUT", f"{path}?follow_location=1", change),
            bare(deskpro, "GET", f"{path}/messages"),
            bare(deskpro, "GET", "/timezones"),
            bare(deskpro, "GET", "/ticket_stars"),
            bare(deskpro, "DELETE", path),
        ]

        assert [201, *[200] * 9] == [answer.status_code for answer in answers]
        assert all(has_parts(answer) for answer in answers)

    def test_an_update_has_no_body(self, deskpro):
        """Which it takes for an empty answer."""
        answer = bare(deskpro, "PUT", f"/tickets/{deskpro.ticket()['id']}", {"urgency": 5})

        assert (204, b"", None) == (
            answer.status_code,
            answer.data,
            answer.headers.get("Content-Type"),
        )

    @pytest.mark.parametrize(
        ("method", "path", "body", "status"),
        [
            ("GET", "/tickets/999", None, 404),
            ("GET", "/nothing", None, 404),
            ("PATCH", "/tickets", {}, 405),
            ("POST", "/tickets", {}, 400),
            ("POST", "/tickets", [1], 400),
            ("POST", "/tickets", {"agent": 999, "subject": "a"}, 400),
        ],
    )
    def test_every_error_has_a_status_and_a_message(self, deskpro, method, path, body, status):
        """Of an int and a text; anything else is a malformed response."""
        answer = bare(deskpro, method, path, body)

        assert (status, status, str) == (
            answer.status_code,
            answer.json["status"],
            type(answer.json["message"]),
        )

    def test_a_strangers_error_has_them_too(self, deskpro):
        """401 before all else."""
        answer = bare(deskpro, "GET", "/me", as_=None)

        assert (401, str) == (answer.json["status"], type(answer.json["message"]))

    def test_lists_are_queried_as_php_builds_them(self, deskpro):
        """`http_build_query`: `ids[0]=1`, percent-encoded."""
        ids = [deskpro.ticket(subject=subject)["id"] for subject in "abc"]

        for query in (
            f"ids%5B0%5D={ids[0]}&ids%5B1%5D={ids[2]}",
            f"ids[]={ids[0]}&ids[]={ids[2]}",
            f"ids={ids[0]}%2C{ids[2]}",
        ):
            found = deskpro.data(f"/tickets?{query}")
            assert [ids[0], ids[2]] == [one["id"] for one in found]

    def test_a_file_is_uploaded_and_attached(self, deskpro):
        """As `multipart/form-data` with the part `file`."""
        parts = {"file": (io.BytesIO(b"%PDF"), "a.pdf", "application/pdf")}

        blob = deskpro.post("/blobs/temp", data=parts)
        message = {"message": "See", "attachments": [{"blob_auth": blob.json["data"]["blob_auth"]}]}
        id = deskpro.ticket(message=message)["id"]

        assert (201, True) == (blob.status_code, blob.json["data"]["is_temp"])
        (file,) = deskpro.data(f"/tickets/{id}/attachments")
        assert ("a.pdf", False) == (file["blob"]["filename"], file["blob"]["is_temp"])

    def test_a_machine_key_acts_for_an_agent(self, deskpro):
        """`setAgentId`: a header beside the key."""
        headers = {"X-DeskPRO-Agent-ID": str(deskpro.ids["tia"])}

        me = deskpro.data("/me", as_="machine", headers=headers)

        assert deskpro.ids["tia"] == me["person_id"]

    def test_its_article_walk_through(self, deskpro):
        """Create, read, change, list."""
        given = {
            "title": "Title",
            "content": "<p>Text</p>",
            "content_input_type": "rte",
            "status": "published",
        }
        made = bare(deskpro, "POST", "/articles", given).json["data"]
        path = f"/articles/{made['id']}"

        assert 204 == bare(deskpro, "PUT", path, {"title": "New title"}).status_code
        assert ("New title", "<p>Text</p>") == tuple(
            deskpro.data(path)[name] for name in ("title", "content")
        )

    def test_a_batch_is_a_wrapped_map(self, deskpro):
        """Of plain paths too."""
        body = {"requests": {"me": "/me", "t": {"method": "GET", "url": "/tickets?count=1"}}}

        told = bare(deskpro, "POST", "/batch", body).json["responses"]

        assert [200, 200] == [told[name]["headers"]["status-code"] for name in ("me", "t")]
        assert deskpro.ids["ada"] == told["me"]["data"]["person_id"]


class TestPhpSdkOf2017:
    """The same repository's earlier history, and its example of a ticket as PDF."""

    def test_addresses_are_dated(self, deskpro):
        """For every verb; `Location` is not."""
        made = deskpro.post("/20170401/tickets", json={"subject": "Dated"})
        path = f"/20170401/tickets/{made.json['data']['id']}"

        answers = [deskpro.get(path), deskpro.put(path, json={"urgency": 2}), deskpro.delete(path)]

        assert [200, 204, 200] == [answer.status_code for answer in answers]
        assert "/20170401/" not in made.headers["Location"]

    def test_a_batch_has_relative_urls_and_data(self, deskpro):
        """`tickets`, without a slash; `data` for the payload; a list is answered as one."""
        item = {"url": "tickets", "method": "POST", "data": {"subject": "In a batch"}}
        change = {"url": "/20170401/tickets/1", "method": "PUT", "data": {"urgency": 3}}

        told = deskpro.post("/batch", json={"requests": [item, change]}).json["responses"]

        assert ("In a batch", 201) == (
            told[0]["data"]["subject"],
            told[0]["headers"]["status-code"],
        )
        assert ["headers"] == list(told[1])

    def test_people_are_looked_up_by_id_as_a_text(self, deskpro):
        """`$linked['person'][$id]`: whoever wrote, whoever works on it; guarded by `isset`."""
        said = {"message": "<p>Hello</p>"}
        ticket = deskpro.ticket(agent=deskpro.ids["tom"], message=said)
        path = f"/tickets/{ticket['id']}"

        linked = deskpro.get(f"{path}?include=person,agent_team,organization").json["linked"]
        of_messages = deskpro.get(f"{path}/messages?include=person,ticket_attachment").json

        people = {str(ticket["person"]), str(deskpro.ids["tom"])}
        assert people == linked["person"].keys()
        assert {str(deskpro.ids["acme"])} == linked["organization"].keys()
        assert "agent_team" not in linked
        assert {"person"} == of_messages["linked"].keys()

    def test_an_update_is_followed(self, deskpro):
        """`followLocation()` reads what a GET gives."""
        path = f"/tickets/{deskpro.ticket()['id']}"

        answer = deskpro.put(f"{path}?follow_location=1&include=person", json={"urgency": 7})

        assert deskpro.get(f"{path}?include=person").json == answer.json

    def test_links_are_made(self, deskpro):
        """`{"link_ticket", "parent"}`."""
        first, second = (deskpro.ticket(subject=subject)["id"] for subject in "ab")

        answer = deskpro.post(
            f"/tickets/{first}/links", json={"link_ticket": second, "parent": True}
        )

        assert 201 == answer.status_code
        assert [second] == [one["id"] for one in deskpro.data(f"/tickets/{first}/links")]
