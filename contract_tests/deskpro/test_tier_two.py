"""The plain collections: which there are, what is written of them, how they are narrowed.

Source: contract 12.
"""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused

CATEGORY = {"title": "Doors", "display_order": 2, "usergroups": [1]}
COMMENT = {"content": "<p>Thanks</p>", "status": "agent"}
TEXT = {"title": "New door", "content": "<p>It opens.</p>", "status": "hidden.draft"}
WRITTEN = {
    "/article_categories": CATEGORY,
    "/download_categories": CATEGORY,
    "/news_categories": CATEGORY,
    "/article_comments": COMMENT,
    "/download_comments": COMMENT,
    "/news_comments": COMMENT,
    "/news": TEXT | {"content_input_type": "html", "language": 1},
    "/downloads": TEXT,
    "/guides": TEXT,
    "/topics": TEXT | {"display_order": 3},
    "/feedback": TEXT | {"status": "active", "labels": ["door"], "fields": {"3": "x"}},
    "/feedback_types": CATEGORY,
    "/feedback_categories": CATEGORY,
    "/feedback_comments": COMMENT | {"is_reviewed": True},
    "/glossary": {"definition": "A way in.", "words": ["door", "gate"]},
    "/tasks": {"title": "Call back", "visibility": "private", "labels": ["door"], "tickets": [3]},
    "/snippets": {"title": "Hello", "types": ["ticket"], "translations": [{"value": "Hi"}]},
    "/ticket_snippets": {"title": "Hello", "snippet": "Hi", "is_global": True},
    "/chat_snippets": {"title": "Hello", "snippet": "Hi", "shortcut_code": "hi"},
    "/ticket_snippet_categories": CATEGORY,
    "/chat_snippet_categories": CATEGORY,
}


@pytest.mark.parametrize("path", WRITTEN)
def test_what_is_written_is_shown(deskpro, path):
    """In the answer, alone, in the list; it is counted, changed and deleted."""
    made = deskpro.make(path, **WRITTEN[path])
    item = f"{path}/{made['id']}"
    key, value = next(iter(WRITTEN[path].items()))

    assert {**WRITTEN[path], "date_created": SHOWN_NOW}.items() <= made.items()
    assert made == deskpro.data(item)
    assert [made] == deskpro.data(path)
    assert 1 == deskpro.data(f"{path}/counts")["count"]
    assert 204 == deskpro.put(item, json={key: f"{value}!"}).status_code
    assert made | {key: f"{value}!"} == deskpro.data(item)
    assert 200 == deskpro.delete(item).status_code
    assert [] == deskpro.data(path)


FILTERED = [
    ("/news", {"status": "published"}, {"status": "hidden.draft"}, "status=published"),
    ("/news", {"status": "hidden.spam"}, {"status": "archived"}, "status=hidden"),
    ("/news", {"status": "hidden.spam"}, {"status": "hidden.draft"}, "hidden_status=spam"),
    ("/feedback", {"labels": ["Gate"]}, {"labels": ["agate"]}, "label=gate"),
    ("/feedback", {"labels": []}, {"labels": ["a"]}, "no_labels=1"),
    ("/feedback", {"labels": ["a"]}, {"labels": []}, "no_labels=0"),
    ("/feedback", {"is_reviewed": False}, {"is_reviewed": True}, "awaiting_validation=1"),
    ("/feedback", {"status_category": 2}, {"status_category": 12}, "status_category=2,3"),
    ("/news_comments", {"is_reviewed": True}, {"is_reviewed": False}, "is_reviewed=1"),
    ("/news_comments", {"is_reviewed": False}, {"is_reviewed": True}, "is_reviewed=false"),
    ("/news_comments", {"status": "deleted"}, {"status": "agent"}, "status=deleted"),
]


@pytest.mark.parametrize(("path", "wanted", "other", "query"), FILTERED)
def test_lists_are_narrowed(deskpro, path, wanted, other, query):
    """To what holds a value."""
    deskpro.make(path, **WRITTEN.get(path, {}) | other)
    made = deskpro.make(path, **WRITTEN.get(path, {}) | wanted)

    assert [made["id"]] == [one["id"] for one in deskpro.data(f"{path}?{query}")]
    assert 1 == deskpro.data(f"{path}/counts?{query}")["count"]


@pytest.mark.parametrize(("path", "kind"), [("/news", "news"), ("/downloads", "download")])
def test_a_list_is_narrowed_by_the_latest_comment(deskpro, path, kind):
    """An earlier one does not count, nor does one of something else."""
    spoken_of, _ = (deskpro.make(path, **TEXT)["id"] for _ in range(2))
    comment = {"content": "Thanks", kind: spoken_of}
    deskpro.make(f"/{kind}_comments", **comment)
    deskpro.advance(86400)
    deskpro.make(f"/{kind}_comments", **comment)
    deskpro.make("/feedback_comments", content="Thanks")

    listed = f"{path}?period_last_comment="
    assert [spoken_of] == [one["id"] for one in deskpro.data(f"{listed}2026-02-04")]
    assert [] == deskpro.data(f"{listed}2026-02-03")
    assert {"period_last_comment": ["invalid_date"]} == refused(deskpro.get(f"{listed}soon"))


def test_lists_are_counted_by_a_key(deskpro):
    """With how many there are of each value."""
    for status in ("published", "archived", "published"):
        deskpro.make("/news", **WRITTEN["/news"] | {"status": status})

    counted = deskpro.data("/news/counts?group_by=status")

    assert (3, "status") == (counted["count"], counted["grouped_by"])
    assert [("archived", 1), ("published", 2)] == [
        (one["id"], one["count"]) for one in counted["nested"]
    ]


def test_numbers_are_sorted_as_numbers(deskpro):
    """Not as texts."""
    for order in (10, 9):
        deskpro.make("/news_categories", title="x", display_order=order)

    listed = deskpro.data("/news_categories?order_by=display_order")

    assert [9, 10] == [one["display_order"] for one in listed]


WRONG = [
    ("/news", {"category": 99}, {"category": ["bad_choice"]}),
    ("/news", {"status": "hidden"}, {"status": ["bad_choice"]}),
    ("/news_categories", {"parent": 10**30}, {"parent": ["bad_choice"]}),
    ("/news_categories", {"display_order": 2**31}, {"display_order": ["out_of_range"]}),
    ("/tasks", {"assigned_agent": "sam@example.com"}, {"assigned_agent": ["bad_choice"]}),
    ("/tasks", {"date_due": "tomorrow"}, {"date_due": ["invalid_date"]}),
    ("/tasks", {"title": []}, {"title": ["invalid"]}),
    ("/glossary", {"words": {"a": 1}}, {"words": ["invalid"]}),
    ("/feedback", {"fields": []}, {"fields": ["invalid"]}),
]


@pytest.mark.parametrize(("path", "given", "codes"), WRONG)
def test_wrong_values_are_refused(deskpro, path, given, codes):
    """By their name; nothing is made."""
    assert codes == refused(deskpro.post(path, json=WRITTEN[path] | given))
    assert [] == deskpro.data(path)


@pytest.mark.parametrize("path", ["/snippets", "/feedback", "/news"])
def test_odd_characters_are_kept_or_refused(deskpro, path):
    """Never an error of ours, nor in what is sorted and narrowed by them."""
    answer = deskpro.post(path, json=WRITTEN[path] | {"title": "a\0b", "labels": ["\0", "%_"]})

    assert answer.status_code in (201, 400)
    assert 200 == deskpro.get(f"{path}?order_by=title&status=%C3&label=%25,%5C").status_code
    assert deskpro.get(f"{path}?status=%00&label=%00").status_code in (200, 400)


def test_what_is_nobody_elses_is_the_agents(deskpro):
    """News, tasks and comments have who made them as their person."""
    assert deskpro.ids["ada"] == deskpro.make("/tasks", title="Call")["person"]
    assert deskpro.ids["tom"] == deskpro.make("/news", **TEXT | {"person": 2})["person"]


@pytest.mark.parametrize(
    ("path", "key"),
    [("/snippets", "translations"), ("/feedback", "fields"), ("/webhooks/tickets", "actions")],
)
def test_what_is_nested_is_kept_or_refused(deskpro, path, key):
    """Up to a depth."""
    given = {"title": "x"} | WRITTEN.get(path, {})
    shallow, deep = ({"a": 1}, {"a": 1})
    for depth in range(300):
        deep = {"a": deep}
        shallow = {"a": shallow} if depth < 50 else shallow

    assert shallow == deskpro.make(path, **given | {key: shallow})[key]
    assert {key: ["invalid"]} == refused(deskpro.post(path, json=given | {key: deep}))


NOT_THERE = [
    "/admin_settings",
    "/anti_abuse_settings",
    "/api_apps",
    "/client_devices",
    "/email_accounts",
    "/features",
    "/graphql",
    "/jobs",
    "/logs",
    "/portal_settings",
    "/settings",
    "/system/updater",
    "/tags",
    "/usersources",
    "/widget_setup",
    "/widget_sample_online_agents",
]


@pytest.mark.parametrize("path", NOT_THERE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_emulated_is_not_there(deskpro, method, path):
    """404 in the vendor's words: the administration, the portal, the widget, GraphQL.

    Source: contract 12, row `/graphql`; 13, "Tier 3".
    """
    answer = deskpro.open(method, path, json={})

    assert (404, "not_found") == (answer.status_code, answer.json["code"])


def test_agents_begin(deskpro):
    """New are those of the last month, pending those who have never signed in."""
    deskpro.advance(31 * 86400)
    new = deskpro.make("/people", name="Nia New")["id"]
    deskpro.put(f"/people/{new}/permissions", json={"agent": True})
    agents = [deskpro.ids[one] for one in ("ada", "tom", "tia")]

    assert [new] == [one["id"] for one in deskpro.data("/people/onboarding/new")]
    assert [*agents, new] == [one["id"] for one in deskpro.data("/people/onboarding/pending")]
