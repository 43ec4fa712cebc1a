"""Is the server alive, ready, and what is it."""

import pytest

from polydesk import __version__


def test_health_says_what_is_served(plane, store):
    """And from which database."""
    answer = plane.get("/health")

    assert {
        "status": "ok",
        "version": __version__,
        "database": store.database,
        "dialects": sorted(plane.site.dialects),
        "worlds": len(store.worlds()),
    } == answer.json


@pytest.mark.parametrize("path", ["/live", "/ready"])
def test_a_server_that_is_well_says_so(plane, path):
    """With 200."""
    answer = plane.get(path)

    assert (200, {"status": "ok"}) == (answer.status_code, answer.json)


def test_a_server_that_is_not_ready_says_why(make_plane):
    """Alive it is; vendors answer 503 in their shape, the control plane works."""
    plane = make_plane()
    secret = plane.key()["secret"]
    plane.site.ready.become("the scenario is being seeded")

    answers = [plane.get(path) for path in ("/ready", "/live", "/health", plane.here + "/clock")]
    vendor = plane.vendor("GET", "/status", secret)
    plane.site.ready.become(None)

    assert [503, 200, 200, 200] == [answer.status_code for answer in answers]
    assert ("unavailable", "the scenario is being seeded") == (
        answers[0].json["error"]["code"],
        answers[0].json["error"]["message"],
    )
    assert (503, {"error": "Service unavailable."}) == (vendor.status_code, vendor.json)
    assert 200 == plane.vendor("GET", "/status", secret).status_code
