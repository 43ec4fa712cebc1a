"""The knowledge base, which all vendors share. Source: contract 1.4, row `/knowledge-base`."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core import knowledge
from polydesk.core.models import Article, Format, Person
from tests.counting import counting

PATH = "/knowledge-base"
TRAY = {"title": "Tray 2", "type_id": 3, "details": "Push <hard>.\n\nThen wait."}
NOTHING = 404, "Knowledge base article not found", None


def written(sanctum, **given):
    """An article that another vendor's client has written; its id."""
    said = {"title": "Elsewhere", "body": "Said elsewhere.", **given}
    with sanctum.desk() as desk:
        tom = desk.get(Person, sanctum.ids["tom"])
        return knowledge.create(desk, author=tom, **said).id


def test_an_article_is_made_and_shown(sanctum):
    """With its type, as it was sent."""
    answer = sanctum.post(PATH, json={**TRAY, "type_id": "3"})

    id = answer.json["data"]["id"]
    type = {"id": 3, "name": "Question"}
    shown = {"id": id, **TRAY, "created_at": MOMENT, "updated_at": MOMENT, "type": type}
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"{PATH}/{id}")
    assert [shown] == sanctum.list(PATH)


def test_an_article_is_the_other_vendors_too(sanctum):
    """As plain text, published, by who wrote it."""
    id = sanctum.make(PATH, "tom", **TRAY)["id"]

    with sanctum.desk() as desk:
        row = desk.get(Article, id)
        assert (TRAY["title"], TRAY["details"], Format.TEXT, True, sanctum.ids["tom"]) == (
            row.title,
            row.body,
            row.format,
            row.published,
            row.author_id,
        )


def test_other_vendors_articles_are_shown(sanctum):
    """As plain text; they have no type."""
    id = written(sanctum, body="<p>Push <b>hard</b>.</p>", format=Format.HTML)

    assert {
        "id": id,
        "title": "Elsewhere",
        "type_id": None,
        "details": "Push hard.",
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "type": None,
    } == sanctum.data("GET", f"{PATH}/{id}")


def test_what_is_not_published_is_not_there(sanctum):
    """The vendor has no drafts; what is for technicians only, customers do not have either."""
    draft = written(sanctum, published=False)
    inner = written(sanctum, techs_only=True)

    assert NOTHING == refused(sanctum.get(f"{PATH}/{draft}"))
    assert NOTHING == refused(sanctum.get(f"{PATH}/{inner}", as_="sam"))
    assert [] == sanctum.list(PATH, as_="sam")
    assert [inner] == [one["id"] for one in sanctum.list(PATH, as_="tom")]
    assert inner == sanctum.data("GET", f"{PATH}/{inner}", as_="tom")["id"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_what_is_sent_of_an_article_changes(sanctum, method):
    """All else stays, also what is said in another format by what was shown of it."""
    id = written(sanctum, body="<p>Push <b>hard</b>.</p>", format=Format.HTML)

    changed = sanctum.data(
        method, f"{PATH}/{id}", json={"title": "Tray", "type_id": 1, "details": "Push hard."}
    )

    assert ("Tray", 1, "Bug Report") == (
        changed["title"],
        changed["type_id"],
        changed["type"]["name"],
    )
    with sanctum.desk() as desk:
        assert "<p>Push <b>hard</b>.</p>" == desk.get(Article, id).body
    assert "<b>" == sanctum.data(method, f"{PATH}/{id}", json={"details": "<b>"})["details"]
    assert "<b>" == sanctum.data("GET", f"{PATH}/{id}")["details"]


def test_a_deleted_article_is_gone(sanctum):
    """There is no way back."""
    id = sanctum.make(PATH, **TRAY)["id"]

    gone = sanctum.delete(f"{PATH}/{id}")

    assert (204, b"") == (gone.status_code, gone.data)
    for answer in (
        sanctum.get(f"{PATH}/{id}"),
        sanctum.put(f"{PATH}/{id}", json={"title": "x"}),
        sanctum.delete(f"{PATH}/{id}"),
    ):
        assert NOTHING == refused(answer)
    assert 404 == sanctum.post(f"{PATH}/{id}/restore").status_code


def test_a_deleted_type_is_null(sanctum):
    """Its id stays."""
    id = sanctum.make(PATH, **TRAY)["id"]

    sanctum.delete("/settings/types/3")

    shown = sanctum.data("GET", f"{PATH}/{id}")
    assert (3, None) == (shown["type_id"], shown["type"])
    answer = sanctum.put(f"{PATH}/{id}", json={"type_id": 3})
    assert invalid(type_id="The selected type id is invalid.") == refused(answer)


def test_an_article_needs_all_three(sanctum):
    """All flaws are told at once, on update too for what is sent."""
    flaws = invalid(
        title="The title field is required.",
        type_id="The type id field is required.",
        details="The details field is required.",
    )
    id = sanctum.make(PATH, **TRAY)["id"]

    assert flaws == refused(sanctum.post(PATH, json={}))
    none = {"title": " ", "type_id": None, "details": ""}
    assert flaws == refused(sanctum.put(f"{PATH}/{id}", json=none))
    assert TRAY["title"] == sanctum.data("PUT", f"{PATH}/{id}", json={})["title"]


def test_a_title_has_150_characters_at_most(sanctum):
    """And a type is there."""
    answer = sanctum.post(PATH, json={**TRAY, "title": "x" * 151, "type_id": 99})

    assert invalid(
        title="The title must not be greater than 150 characters.",
        type_id="The selected type id is invalid.",
    ) == refused(answer)
    assert "x" * 150 == sanctum.make(PATH, **{**TRAY, "title": "x" * 150})["title"]


def test_articles_are_searched_and_sorted(sanctum):
    """By titles, ignoring case; by title unless something else is asked for."""
    for title in ("Beta key", "gamma", "Alpha KEY"):
        sanctum.make(PATH, **{**TRAY, "title": title})

    def titles(query=""):
        return [one["title"] for one in sanctum.list(f"{PATH}?{query}")]

    assert ["Alpha KEY", "Beta key", "gamma"] == titles()
    assert ["Alpha KEY", "Beta key"] == titles("search=Key&sort=nothing")
    assert ["Alpha KEY", "gamma", "Beta key"] == titles("sort=id&order=desc")
    assert [] == titles("search=%25")


def test_a_list_takes_as_many_statements_however_long_it_is(sanctum):
    """Types are known without one."""

    def ran():
        with counting() as statements:
            sanctum.list(f"{PATH}?per_page=100")
        return len(statements)

    sanctum.make(PATH, **TRAY)
    ran()
    few = ran()
    for n in range(20):
        sanctum.make(PATH, **{**TRAY, "title": f"{n}", "type_id": 1 + n % 6})
    ran()

    assert few == ran()
