"""Glossaries, comments on tasks, snippets: what goes beyond a plain collection.

Source: contract 12.
"""

import pytest

from contract_tests.deskpro.conftest import refused


def test_words_are_listed(deskpro):
    """Each with what explains it."""
    entry = deskpro.make("/glossary", definition="A way in.", words=["door", "gate"])

    assert [
        {"word": "door", "glossary": entry["id"]},
        {"word": "gate", "glossary": entry["id"]},
    ] == deskpro.data("/glossary/words")


def test_a_word_is_looked_up(deskpro):
    """In whatever letter case."""
    entry = deskpro.make("/glossary", definition="A way in.", words=["Door"])

    assert entry == deskpro.data("/glossary/words/dOOR")
    assert 404 == deskpro.get("/glossary/words/window").status_code


def test_comments_are_of_their_task(deskpro):
    """There alone, and gone with it."""
    call, mail = (deskpro.make("/tasks", title=title) for title in ("Call", "Mail"))
    path = f"/tasks/{call['id']}/comments"
    said = deskpro.make(path, comment="Busy")

    assert (call["id"], deskpro.ids["ada"]) == (said["task"], said["person"])
    assert [said] == deskpro.data(path)
    assert [] == deskpro.data(f"/tasks/{mail['id']}/comments")
    assert 404 == deskpro.get(f"/tasks/{mail['id']}/comments/{said['id']}").status_code
    assert 404 == deskpro.post("/tasks/99/comments", json={"comment": "x"}).status_code
    assert 204 == deskpro.put(f"{path}/{said['id']}", json={"comment": "Free"}).status_code
    deskpro.delete(f"/tasks/{call['id']}")
    assert 404 == deskpro.get(path).status_code


def test_the_task_of_a_comment_stays(deskpro):
    """It is the path's to say."""
    call, mail = (deskpro.make("/tasks", title=title) for title in ("Call", "Mail"))

    said = deskpro.make(f"/tasks/{call['id']}/comments", comment="Busy", task=mail["id"])

    assert call["id"] == said["task"]


SNIPPET = {"title": "Hi", "labels": ["b", "a"], "translations": [{"value": "Hi {{ user.name }}!"}]}


def test_snippets_are_a_table(deskpro):
    """Which no spreadsheet takes for formulas."""
    made = deskpro.make("/snippets", **SNIPPET | {"title": "=1+1"})

    answer = deskpro.get("/snippets/csv")

    assert "text/csv" == answer.mimetype
    assert f'{made["id"]},\'=1+1,,"b, a",Hi {{{{ user.name }}}}!' == answer.text.splitlines()[1]


def test_labels_of_snippets_are_listed(deskpro):
    """Each once."""
    deskpro.make("/snippets", **SNIPPET)
    deskpro.make("/snippets", **SNIPPET)

    assert ["a", "b"] == deskpro.data("/snippets/labels")


def test_a_snippet_is_filled_in(deskpro):
    """With what it is for."""
    made = deskpro.make("/snippets", **SNIPPET)
    path = f"/snippets/render/{made['id']}"

    assert "Hi Sam Ortiz!" == deskpro.data(f"{path}/person/{deskpro.ids['sam']}")["content"]
    assert [404] * 4 == [
        deskpro.get(wrong).status_code
        for wrong in (
            f"{path}/person/99",
            f"{path}/ticket/9",
            f"{path}/x/1",
            "/snippets/render/9/person/1",
        )
    ]


def test_what_was_done_to_snippets_is_told(deskpro):
    """By whom, and what."""
    made = deskpro.make("/snippets", **SNIPPET)
    deskpro.make("/tasks", title="Call")
    deskpro.put(f"/snippets/{made['id']}", json={"title": "Ho"}, as_="tom")

    told = deskpro.data("/snippets_change_logs")

    assert [
        (made["id"], deskpro.ids["ada"], "created"),
        (made["id"], deskpro.ids["tom"], "changed"),
    ] == [(one["snippet"], one["person"], one["action"]) for one in told]
    assert [] == deskpro.data("/snippets_use")


def test_legacy_snippets_are_in_categories(deskpro):
    """And say what they say."""
    greetings = deskpro.make("/ticket_snippet_categories", title="Greetings")
    made = deskpro.make("/ticket_snippets", title="Hi", snippet="Hi!", category=greetings["id"])
    deskpro.make("/ticket_snippets", title="Bye", snippet="Bye!")

    assert [made] == deskpro.data(f"/ticket_snippet_categories/{greetings['id']}/snippets")
    assert {"id": made["id"], "content": "Hi!"} == deskpro.data(
        f"/ticket_snippets/{made['id']}/content"
    )
    assert 404 == deskpro.get("/ticket_snippet_categories/99/snippets").status_code


def test_topics_are_a_tree(deskpro):
    """Which is put in order as a whole."""
    guide = deskpro.make("/guides", title="Doors", content="x")["id"]
    one, two, other = (
        deskpro.make("/topics", title=title, content="x", guide=of)["id"]
        for title, of in (("One", guide), ("Two", guide), ("Other", None))
    )
    path = f"/guides/{guide}/tree"

    assert (
        204
        == deskpro.put(path, json={"tree": [{"id": two, "children": [{"id": one}]}]}).status_code
    )

    below = [{"id": one, "title": "One", "children": []}]
    assert [{"id": two, "title": "Two", "children": below}] == deskpro.data(path)
    exported = deskpro.data(f"/guides/{guide}/export")
    assert ("Doors", {one, two}) == (
        exported["guide"]["title"],
        {topic["id"] for topic in exported["topics"]},
    )
    wrong = [[{"id": other}], [{"id": one}, {"id": one}], [one], {"id": one}, [{"id": 10**18}]]
    assert [400] * 5 == [deskpro.put(path, json={"tree": tree}).status_code for tree in wrong]
    assert 404 == deskpro.get("/guides/99/tree").status_code


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/article_categories", {}),
        ("/news_categories", {}),
        ("/feedback_categories", {}),
        ("/topics", {"content": "x"}),
    ],
)
def test_nothing_is_below_itself(deskpro, path, given):
    """Nor below what is below it."""
    top, middle, low = (deskpro.make(path, title=title, **given)["id"] for title in "abc")
    answers = [
        deskpro.put(f"{path}/{id}", json={"parent": parent})
        for id, parent in ((middle, top), (low, middle), (top, low), (top, top), (low, top))
    ]

    assert [204, 204, 400, 400, 204] == [answer.status_code for answer in answers]
    assert [{"parent": ["bad_choice"]}] * 2 == [refused(answer) for answer in answers[2:4]]


def test_categories_of_all_content_are_listed(deskpro):
    """With what they are of."""
    deskpro.make("/news_categories", title="Doors")
    deskpro.make("/feedback_categories", title="Wishes")

    assert [("news", "Doors"), ("feedback", "Wishes")] == [
        (one["content_type"], one["title"]) for one in deskpro.data("/content_categories")
    ]
