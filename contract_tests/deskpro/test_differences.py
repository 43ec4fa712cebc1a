"""Deskpro: where we knowingly differ from the vendor's server, and how.

Each test asserts our answer; its docstring says what the vendor does.
"""


def test_what_only_this_vendor_has_is_numbered_together(deskpro):
    """The vendor numbers news, tasks and the like each from 1."""
    made = [deskpro.make("/tasks", title="Call"), deskpro.make("/ticket_problems", title="Dark")]

    assert [1, 2] == [one["id"] for one in made]


def test_follow_ups_are_not_run(deskpro):
    """The vendor does at that time what they say."""
    ticket = deskpro.ticket()
    deskpro.make(
        f"/tickets/{ticket['id']}/follow-ups",
        date_to_run="2026-02-04",
        actions=[{"type": "status", "value": "resolved"}],
    )
    deskpro.freeze("2026-02-05T00:00:00Z")

    assert "awaiting_agent" == deskpro.data(f"/tickets/{ticket['id']}")["status"]


def test_a_ticket_has_one_sla(deskpro):
    """The vendor's has as many as apply: here another one takes its place."""
    times = {"response": 60, "resolution": 600}
    names = ("slow", "fast")
    deskpro.seed({"sla_policies": [{"key": name, "name": name, **times} for name in names]})
    path = f"/tickets/{deskpro.ticket()['id']}/ticket_slas"

    deskpro.make(path, sla=deskpro.ids["fast"])

    assert [deskpro.ids["fast"]] == [one["sla"] for one in deskpro.data(path)]


def test_nothing_notifies(deskpro):
    """The vendor tells agents of what is assigned to them."""
    deskpro.ticket(agent=deskpro.ids["tom"])

    assert [] == deskpro.data("/me/notifications", as_="tom")


def test_lists_have_links(deskpro):
    """The vendor has dropped them in 2019."""
    assert {"first", "next", "prev", "last", "self"} == deskpro.get("/news").json["links"].keys()


def test_webhooks_run_nothing(deskpro):
    """The vendor does what the hook's actions say, with what was sent."""
    ticket = deskpro.ticket()
    actions = [{"type": "status", "value": "resolved"}]
    hook = deskpro.make("/webhooks/tickets", title="Alarm", actions=actions)
    deskpro.post(f"/webhooks/{hook['code']}/invocation", json={"ticket": ticket["id"]}, as_=None)

    assert 1 == deskpro.data(f"/webhooks/tickets/{hook['id']}")["count_invocations"]
    assert ticket == deskpro.data(f"/tickets/{ticket['id']}")


def test_there_is_one_brand(deskpro):
    """The vendor's are as many as admins make, and can be deleted."""
    statuses = [deskpro.delete(f"/brands/{id}").status_code for id in (1, 2)]

    assert [403, 404] == statuses
    assert [1] == [brand["id"] for brand in deskpro.data("/brands")]


def test_there_are_no_other_companies_sources(deskpro):
    """The vendor's reference shows one of Google's."""
    sources = [
        one["source_type"]
        for kind in ("agent", "user")
        for one in deskpro.data(f"/api_tokens/user_sources/{kind}")
    ]

    assert ["deskpro", "deskpro"] == sources


def test_there_is_no_administration(deskpro):
    """The vendor's settings, portal, widget and GraphQL are reached below the same path."""
    assert [404] * 3 == [
        deskpro.get(path).status_code for path in ("/settings", "/portal_settings", "/graphql")
    ]
