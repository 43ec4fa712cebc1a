"""Articles, over the core's. Source: contract 9.6 and 12."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from polydesk.core import knowledge
from polydesk.core.models import Format, Person

DOOR = {"title": "The Door, Open?", "content": "<p>Push.</p>"}


def test_an_article_is_shown_with_all_its_keys(deskpro):
    """Published, and by who is at work, unless more is said."""
    made = deskpro.make("/articles", **DOOR, content_input_type="rte")

    assert made == {
        "id": 1,
        "person": deskpro.ids["ada"],
        "language": None,
        "slug": "the-door-open",
        "title": "The Door, Open?",
        "content": "<p>Push.</p>",
        "view_count": 0,
        "total_rating": 0,
        "num_comments": 0,
        "num_ratings": 0,
        "status": "published",
        "categories": [],
        "labels": [],
        "date_created": SHOWN_NOW,
        "date_updated": SHOWN_NOW,
        "date_published": SHOWN_NOW,
    }
    assert [made] == deskpro.data("/articles")


def test_all_of_an_article_is_written(deskpro):
    """And reads back; what is not sent stays."""
    category = deskpro.make("/article_categories", title="Doors")["id"]
    deskpro.make("/articles", **DOOR)
    given = {
        "title": "Window",
        "person": deskpro.ids["tom"],
        "language": 2,
        "status": "hidden.draft",
        "categories": [category],
        "labels": ["Glass", "open"],
    }

    assert 204 == deskpro.put("/articles/1", json=given).status_code

    assert {**given, "content": DOOR["content"]}.items() <= deskpro.data("/articles/1").items()
    deskpro.put("/articles/1", json={"labels": ["open"], "categories": []})
    assert {"labels": ["open"], "categories": [], "status": "hidden.draft"}.items() <= (
        deskpro.data("/articles/1").items()
    )
    assert ["open"] == deskpro.data("/article_labels")


def test_plain_content_is_shown_as_html(deskpro):
    """So that nothing in it is obeyed."""
    made = deskpro.make("/articles", title="x", content="a < b\nc", content_input_type="text")

    assert "a &lt; b<br />\nc" == made["content"]


@pytest.mark.parametrize(
    "status",
    [
        "published",
        "archived",
        "hidden.unpublished",
        "hidden.draft",
        "hidden.deleted",
        "hidden.spam",
    ],
)
def test_an_article_keeps_its_status(deskpro, status):
    """The date of what was never published is null."""
    made = deskpro.make("/articles", **DOOR, status=status)

    assert status == made["status"] == deskpro.data(f"/articles?status={status}")[0]["status"]
    assert (made["date_published"] is not None) is (status == "published")


def test_an_article_of_another_vendor_has_the_status_it_has_there(deskpro):
    """Published or not."""
    with deskpro.desk() as desk:
        tom = desk.get(Person, deskpro.ids["tom"])
        article = {"title": "x", "body": "**y**", "format": Format.MARKDOWN, "author": tom}
        for published in (True, False):
            knowledge.create(desk, **article, published=published)

    rows = deskpro.data("/articles")

    assert ["published", "hidden.unpublished"] == [row["status"] for row in rows]
    assert "<p><strong>y</strong></p>" == rows[0]["content"]
    assert [1] == [row["id"] for row in deskpro.data("/articles?status=published")]
    assert [2] == [row["id"] for row in deskpro.data("/articles?hidden_status=unpublished")]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"title": ["required"], "content": ["required"]}),
        ({**DOOR, "status": "open"}, {"status": ["bad_choice"]}),
        ({**DOOR, "categories": [1, 99]}, {"categories.categories_1": ["bad_choice"]}),
        ({**DOOR, "categories": [2**80]}, {"categories.categories_0": ["bad_choice"]}),
        ({**DOOR, "person": 99}, {"person": ["bad_choice"]}),
        ({**DOOR, "title": "x" * 256}, {"title": ["too_long"]}),
        ({**DOOR, "labels": [1]}, {"labels.labels_0": ["invalid"]}),
        ({**DOOR, "labels": ["ß" * 200]}, {"labels.labels_0": ["too_long"]}),
        ({**DOOR, "language": 99}, {"language": ["bad_choice"]}),
        ({**DOOR, "body": "x"}, {"": ["extra_fields"]}),
    ],
)
def test_a_bad_article_is_refused(deskpro, given, codes):
    """And not made."""
    deskpro.make("/article_categories", title="Doors")

    assert codes == refused(deskpro.post("/articles", json=given))
    assert [] == deskpro.data("/articles")


def test_an_article_is_deleted(deskpro):
    """With what was said of it."""
    deskpro.make("/articles", **DOOR)
    deskpro.make("/article_comments", content="Good", article=1)

    assert 1 == deskpro.data("/articles/1")["num_comments"]
    assert 200 == deskpro.delete("/articles/1").status_code
    assert [] == deskpro.data("/articles") == deskpro.data("/article_comments")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("author={tom}", [2]),
        ("author=x", []),
        ("category=1", [1]),
        ("category=2", [1, 2]),
        ("category=22", []),
        ("category={}", []),
        ("status=published,archived", [1, 3]),
        ("status=hidden", [2]),
        ("hidden_status=draft,spam", [2]),
        ("period_created=2026-02-03", [1, 2, 3]),
        ("period_created=2026-02-01,2026-02-02", []),
        ("period_updated=2026-02-03,2026-02-04", [1, 2, 3]),
        ("period_published=2026-02-03", [1]),
        ("period_published=2026-02-04", []),
        ("period_last_comment=2026-02-03", [3]),
        ("period_last_comment=2026-02-02", []),
        ("order_by=title", [3, 2, 1]),
        ("ids=1,3", [1, 3]),
    ],
)
def test_articles_are_narrowed(deskpro, query, ids):
    """By what the vendor's clients ask for."""
    for title in ("Doors", "Windows"):
        deskpro.make("/article_categories", title=title)
    deskpro.make("/articles", **DOOR, categories=[1, 2])
    draft = {"title": "B", "content": "x", "status": "hidden.draft", "categories": [2]}
    deskpro.make("/articles", **draft, person=deskpro.ids["tom"])
    deskpro.make("/articles", title="A", content="x", status="archived")
    deskpro.make("/article_comments", content="Good", article=3)

    asked = query.replace("{tom}", str(deskpro.ids["tom"]))

    assert ids == [row["id"] for row in deskpro.data(f"/articles?{asked}")]
    assert len(ids) == deskpro.data(f"/articles/counts?{asked}")["count"]


def test_articles_are_counted_by_group(deskpro):
    """By status and by author."""
    deskpro.make("/articles", **DOOR)
    deskpro.make("/articles", **DOOR, status="archived")

    by_status = deskpro.data("/articles/counts?group_by=status")["nested"]
    by_author = deskpro.data("/articles/counts?group_by=author")["nested"]

    assert [("archived", 1), ("published", 1)] == [(one["id"], one["count"]) for one in by_status]
    assert [("Ada Byron", 2)] == [(one["title"], one["count"]) for one in by_author]
