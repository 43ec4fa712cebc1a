"""FAQs, articles, posts and notes. Source: contract 1.4, "Content, files"."""

from io import BytesIO

import pytest
from sqlalchemy import select

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core.models import File

FAQ = {"name": "Where is my key?", "details": "Ask the desk.", "status": True}


def test_a_faq_is_made_and_shown(sanctum):
    """With all that it holds."""
    answer = sanctum.post("/faqs", json=FAQ)

    id = answer.json["data"]["id"]
    shown = {"id": id, **FAQ, "created_at": MOMENT, "updated_at": MOMENT}
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"/faqs/{id}")


def test_faqs_are_listed_a_page_at_a_time(sanctum):
    """By their names, with numbers of all pages."""
    for name in ("b", "c", "a"):
        sanctum.make("/faqs", name=name, details="-")

    answer = sanctum.get("/faqs?per_page=2")

    pagination = {
        "current_page": 1,
        "per_page": 2,
        "total": 3,
        "last_page": 2,
        "from": 1,
        "to": 2,
    }
    assert ["a", "b"] == [one["name"] for one in answer.json["data"]]
    assert {"pagination": pagination, **META} == answer.json["meta"]


def test_a_deleted_faq_can_be_restored(sanctum):
    """Till then it is not there."""
    id = sanctum.make("/faqs", **FAQ)["id"]

    gone = sanctum.delete(f"/faqs/{id}")
    missing = sanctum.get(f"/faqs/{id}")
    back = sanctum.post(f"/faqs/{id}/restore")

    assert (204, b"") == (gone.status_code, gone.data)
    assert (404, "FAQ not found", None) == refused(missing)
    assert (200, FAQ["name"]) == (back.status_code, back.json["data"]["name"])


def test_what_was_never_deleted_is_restored_as_it_is(sanctum):
    """Quirk Q-S1: it does not even change."""
    made = sanctum.make("/faqs", **FAQ)
    sanctum.advance(5)

    assert made == sanctum.data("POST", f"/faqs/{made['id']}/restore")


@pytest.mark.parametrize(
    ("path", "key", "more"),
    [
        ("/faqs", "name", {}),
        ("/notes", "name", {}),
        ("/posts", "title", {}),
        ("/knowledge-base", "title", {"type_id": 1}),
    ],
)
def test_lists_are_in_the_order_of_names(sanctum, path, key, more):
    """Ignoring case, whether that is asked for or not; what is equal by id."""
    for name in ("b", "A", "a", "B"):
        sanctum.make(path, **{key: name, "details": "-", **more})

    def order(query=""):
        return [one[key] for one in sanctum.list(f"{path}?{query}")]

    assert ["A", "a", "b", "B"] == order() == order(f"sort={key}")
    assert ["b", "B", "A", "a"] == order(f"sort={key}&order=desc") == order("order=desc")
    assert ["b", "A", "a", "B"] == order("sort=created_at") == order("sort=id")


def test_a_faq_needs_a_name_and_details(sanctum):
    """All flaws are told at once."""
    answer = sanctum.post("/faqs", json={"name": " ", "status": "maybe"})

    assert invalid(
        name="The name field is required.",
        details="The details field is required.",
        status="The status field must be true or false.",
    ) == refused(answer)


def test_a_post_is_made_and_shown(sanctum):
    """By whoever makes it, with its type."""
    given = {
        "title": "We move",
        "details": "On Monday.",
        "is_active": True,
        "type_id": 4,
        "image": "https://example.com/van.png",
        "excerpt": "To the new house.",
    }
    answer = sanctum.post("/posts", as_="tom", json={**given, "author_id": 1})

    id = answer.json["data"]["id"]
    shown = {
        "id": id,
        **given,
        "author_id": sanctum.ids["tom"],
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "type": {"id": 4, "name": "Service Request"},
    }
    assert (201, shown) == (answer.status_code, answer.json["data"])
    assert shown == sanctum.data("GET", f"/posts/{id}")
    assert [shown] == sanctum.list("/posts?search=MOVE")


def test_a_post_may_be_bare(sanctum):
    """It is not active then; whoever changes it does not become its author."""
    made = sanctum.make("/posts", title="We move", details="On Monday.")
    changed = sanctum.data("PATCH", f"/posts/{made['id']}", as_="sam", json={"excerpt": "x"})

    bare = {"type_id": None, "is_active": False, "image": None, "excerpt": None, "type": None}
    assert {**made, **bare} == made
    assert {**made, "excerpt": "x"} == changed


def test_a_posts_deleted_type_is_null(sanctum):
    """Its id stays, and cannot be chosen again."""
    made = sanctum.make("/posts", title="We move", details="On Monday.", type_id=4)

    sanctum.delete("/settings/types/4")

    assert {**made, "type": None} == sanctum.data("GET", f"/posts/{made['id']}")
    answer = sanctum.put(f"/posts/{made['id']}", json={"type_id": 4})
    assert invalid(type_id="The selected type id is invalid.") == refused(answer)


def test_wrong_values_of_a_post_are_refused(sanctum):
    """All at once."""
    given = {"title": "x" * 151, "is_active": "yes", "type_id": 99, "excerpt": 1, "image": ["x"]}

    assert invalid(
        title="The title must not be greater than 150 characters.",
        details="The details field is required.",
        is_active="The is active field must be true or false.",
        type_id="The selected type id is invalid.",
        excerpt="The excerpt must be a string.",
        image="The image must be a string.",
    ) == refused(sanctum.post("/posts", json=given))


def test_a_deleted_post_is_gone_for_good(sanctum):
    """It cannot be restored."""
    id = sanctum.make("/posts", title="We move", details="On Monday.")["id"]

    assert 204 == sanctum.delete(f"/posts/{id}").status_code
    assert (404, "Post not found", None) == refused(sanctum.get(f"/posts/{id}"))
    assert 404 == sanctum.post(f"/posts/{id}/restore").status_code


def test_a_note_is_ones_own(sanctum):
    """Nobody else finds it, to read, change or delete."""
    made = sanctum.make("/notes", "tom", name="Mind", details="The gap.", color="#ffcc00")
    path = f"/notes/{made['id']}"

    others = [
        sanctum.get(path),
        sanctum.put(path, json={"name": "x"}),
        sanctum.delete(path),
    ]

    assert {
        "id": made["id"],
        "name": "Mind",
        "details": "The gap.",
        "color": "#ffcc00",
        "user_id": sanctum.ids["tom"],
        "created_at": MOMENT,
        "updated_at": MOMENT,
    } == made
    assert [(404, "Note not found", None)] * 3 == [refused(answer) for answer in others]
    assert ([], [made]) == (sanctum.list("/notes"), sanctum.list("/notes", as_="tom"))


def test_a_note_is_changed_and_deleted(sanctum):
    """Null takes its color away."""
    made = sanctum.make("/notes", name="Mind", details="The gap.", color="red")
    path = f"/notes/{made['id']}"

    changed = sanctum.data("PUT", path, json={"color": None, "details": "The step."})

    assert {**made, "color": None, "details": "The step."} == changed
    assert 204 == sanctum.delete(path).status_code
    assert (404, "Note not found", None) == refused(sanctum.get(path))


def test_wrong_values_of_a_note_are_refused(sanctum):
    """All at once."""
    given = {"name": "x" * 101, "color": "x" * 51}

    assert invalid(
        name="The name must not be greater than 100 characters.",
        details="The details field is required.",
        color="The color must not be greater than 50 characters.",
    ) == refused(sanctum.post("/notes", json=given))


def test_a_posts_image_may_be_uploaded(sanctum):
    """It is a file like any other; what is said instead of it takes its place, and the reverse."""
    fields = {"title": "We move", "details": "On Monday.", "is_active": "1"}
    made = sanctum.data("POST", "/posts", data={**fields, "image": (BytesIO(b"PNG"), "van.png")})
    path = f"/posts/{made['id']}"

    said = sanctum.data("PUT", path, json={"image": "van.gif"})
    form = {"_method": "PATCH", "image": (BytesIO(b"JPG"), "van.jpg")}
    again = sanctum.data("POST", path, data=form)
    none = sanctum.data("PUT", path, json={"image": None})

    with sanctum.desk() as desk:
        kept = {file.name: file for file in desk.all(select(File))}
        assert [b"PNG", b"JPG"] == [kept[name].blob.data for name in ("van.png", "van.jpg")]
        ids = kept["van.png"].id, kept["van.jpg"].id
    first, second = (f"/api/v1/media/{id}/download" for id in ids)
    assert made["is_active"] is True
    assert made["image"].endswith(first)
    assert again["image"].endswith(second)
    assert ["van.gif", None] == [one["image"] for one in (said, none)]
    assert {**made, "image": None} == none
