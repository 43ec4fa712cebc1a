"""What keys may do. Source: contract 2.5."""

import pytest

from polydesk.dialects.deskpro import dialect
from polydesk.dialects.deskpro.auth import allows, tag_of

DENIED = {"status": 403, "code": "access_denied", "message": "Access Denied"}


@pytest.mark.parametrize(
    ("patterns", "tag", "expected"),
    [
        ("*", "tickets.tickets.list", True),
        ("*, -tickets.*", "tickets.tickets.list", False),
        ("*, -tickets.*", "people.people.list", True),
        ("tickets.*, -*.delete", "tickets.tickets.put", True),
        ("tickets.*, -*.delete", "tickets.messages.delete", False),
        ("tickets.*, -*.delete", "people.people.list", False),
        ("-*.delete ,tickets.*", "tickets.messages.delete", False),
        ("tickets.tickets.list", "tickets.tickets.list", True),
        ("tickets.tickets.list", "tickets.tickets.get", False),
        ("tickets.tickets.list", "tickets.tickets.list.x", False),
        ("ticketsxticketsxlist, tickets+", "tickets.tickets.list", False),
        ("*.get", "tickets.tickets.get", True),
        ("t*s.*t", "tickets.tickets.list", True),
        ("- tickets.*, *", "tickets.tickets.list", False),
        ("", "tickets.tickets.list", False),
        (" , ", "tickets.tickets.list", False),
        ("-tickets.*", "people.people.list", False),
    ],
)
def test_patterns_allow_and_take_away(patterns, tag, expected):
    """In any order; what none allows is denied."""
    assert expected is allows(patterns, tag)


@pytest.mark.parametrize(
    ("method", "path", "tag"),
    [
        ("GET", "/news", "content.news.list"),
        ("GET", "/news/counts", "content.news.list"),
        ("POST", "/news", "content.news.post"),
        ("PUT", "/news", "content.news.post"),
        ("GET", "/news/1", "content.news.get"),
        ("POST", "/news/1", "content.news.put"),
        ("PUT", "/news/1", "content.news.put"),
        ("DELETE", "/news/1", "content.news.delete"),
        ("GET", "/me", "auth.me.get"),
        ("GET", "/apps/zapier/ping", "apps.zapier.get"),
        ("PUT", "/tickets/1/actions/lock", "tickets.actions.put"),
        ("GET", "/tickets/1/messages", "tickets.messages.list"),
        ("GET", "/people/1/tickets", "tickets.tickets.list"),
        ("GET", "/organizations/1/tickets", "tickets.tickets.list"),
        ("GET", "/ticket_labels/red/tickets", "tickets.tickets.list"),
        ("GET", "/ticket_statuses/resolved/tickets", "tickets.tickets.list"),
        ("GET", "/ticket_stars/1/tickets", "tickets.tickets.list"),
        ("GET", "/ticket_filters/1/tickets", "tickets.tickets.list"),
        ("GET", "/ticket_problems/1/tickets", "tickets.tickets.list"),
        ("GET", "/tickets/1/ticket_slas/by_sla/1", "tickets.ticket_slas.get"),
        ("POST", "/tickets", "tickets.tickets.post"),
        ("POST", "/batch", "batch.batch.post"),
        ("GET", "/batch", "batch.batch.post"),
    ],
)
def test_an_endpoint_goes_by_what_it_does(deskpro, method, path, tag):
    """Whichever verb is used."""
    deskpro.key("without", tags=f"*, -{tag}")
    deskpro.key("with", tags=tag)

    assert DENIED == deskpro.open(method, path, as_="without", json={}).json
    assert 403 != deskpro.open(method, path, as_="with", json={}).status_code


def test_tags_come_before_what_is_sent_and_what_there_is(deskpro):
    """Neither is looked at."""
    deskpro.key("narrow", tags="people.*")

    assert 403 == deskpro.put("/news/99", data=b"{half", as_="narrow").status_code


def test_tags_are_not_for_what_is_public(deskpro):
    """Nor for where there is nothing."""
    deskpro.key("nothing", tags="-*")

    assert 200 == deskpro.get("/helpdesk/discover", as_="nothing").status_code
    assert 404 == deskpro.get("/nothing", as_="nothing").status_code


def test_every_endpoint_has_a_tag():
    """A group, a resource, and one of five things to do."""
    tags = {tag_of(operation) for operation in dialect.operations}

    assert set() == {tag for tag in tags if len(tag.split(".")) != 3}
    assert {"list", "get", "post", "put", "delete"} == {tag.split(".")[-1] for tag in tags}
