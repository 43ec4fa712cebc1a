"""The vendor's JavaScript clients, and generated ones. Source: contract 1, 2.1, 7, 12, 14."""

import io

import pytest

AXIOS = {"Accept": "application/json, text/plain, */*", "Origin": "https://app.example"}
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class TestJsSdk:
    """Axios: `Accept: application/json, text/plain, */*`; runs in browsers, too."""

    def test_it_asks_before_it_sends(self, deskpro):
        """A browser's preflight, and the header with the answer itself."""
        asked = {
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "authorization,content-type",
        }

        allowed = deskpro.options("/tickets/1", as_=None, headers=asked)
        answer = deskpro.get("/me", headers=AXIOS)

        assert (204, "*") == (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"])
        words = allowed.headers["Access-Control-Allow-Headers"].lower()
        assert all(word in words for word in ("authorization", "content-type"))
        assert "PUT" in allowed.headers["Access-Control-Allow-Methods"]
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    @pytest.mark.parametrize(
        ("path", "as_"), [("/tickets/999", "ada"), ("/x", "ada"), ("/me", None)]
    )
    def test_errors_are_json(self, deskpro, path, as_):
        """Which it unpacks whatever the status."""
        answer = deskpro.get(path, as_=as_, headers=AXIOS)

        assert "application/json" == answer.headers["Content-Type"]
        assert isinstance(answer.json, dict)
        assert "*" == answer.headers["Access-Control-Allow-Origin"]

    def test_a_batch_is_wrapped(self, deskpro):
        """`responses` by the names of the requests; paths with a slash."""
        body = {"requests": {"one": {"method": "GET", "url": "/people/1"}, "two": "/agents"}}

        told = deskpro.post("/batch", json=body, headers=AXIOS).json

        assert ["responses"] == list(told)
        assert ["one", "two"] == list(told["responses"])

    def test_a_file_is_uploaded(self, deskpro):
        """A `FormData` with `file`; axios sets the boundary."""
        parts = {"file": (io.BytesIO(b"png"), "ä b.png", "image/png")}

        blob = deskpro.post("/blobs/temp", data=parts, headers=AXIOS).json["data"]

        assert ("ä b.png", True) == (blob["filename"], blob["is_image"])


class TestAppsSdk:
    """An app in the agent interface: state and batches with headers of their own."""

    def test_items_of_a_batch_may_have_headers(self, deskpro):
        """Which are passed over: the outer credentials count."""
        item = {
            "url": "/api/v2/me",
            "method": "get",
            "data": None,
            "headers": {"Authorization": "key 1:WRONG", "Content-Type": "application/json"},
        }

        told = deskpro.post("/batch", json={"requests": {"me": item}}).json["responses"]["me"]

        assert (200, deskpro.ids["ada"]) == (
            told["headers"]["status-code"],
            told["data"]["person_id"],
        )

    def test_a_state_is_kept_and_found(self, deskpro):
        """By PUT, in one batch with what is not there."""
        path = "/apps/7/state/ticket:1/settings"
        requests = {
            "put": {"url": path, "method": "PUT", "data": {"value": {"open": True}}},
            "get": {"url": path},
            "find": {"url": f"{path}-else?options.mode=find"},
        }

        told = deskpro.post("/batch", json={"requests": requests}).json["responses"]

        assert [200, 200, 200] == [one["headers"]["status-code"] for one in told.values()]
        assert {"open": True} == deskpro.get(path).json["value"]


class TestGeneratedClients:
    """ES6 and PHP: a bare key, a JSON type on requests without a body."""

    def test_a_key_has_no_scheme(self, deskpro):
        """`Authorization: ID:SECRET`."""
        secret = deskpro.keys["tom"].removeprefix("key ")

        me = deskpro.data("/me", headers={**JSON, "Authorization": secret})

        assert deskpro.ids["tom"] == me["person_id"]

    @pytest.mark.parametrize("force", ["", "?force=false", "?force=true"])
    def test_a_ticket_is_locked_without_a_body(self, deskpro, force):
        """`force=false` is a parameter like others."""
        path = f"/tickets/{deskpro.ticket()['id']}"

        answers = [
            deskpro.put(f"{path}/actions/{action}{force}", headers=JSON)
            for action in ("lock", "unlock")
        ]

        assert [204, 204] == [answer.status_code for answer in answers]

    def test_what_has_no_body_says_json(self, deskpro):
        """Reading and deleting."""
        path = f"/tickets/{deskpro.ticket()['id']}"

        answers = [
            deskpro.get("/tickets?count=10&page=1&order_by=id", headers=JSON),
            deskpro.get(path, headers=JSON),
            deskpro.delete(path, headers=JSON),
        ]

        assert [200, 200, 200] == [answer.status_code for answer in answers]
