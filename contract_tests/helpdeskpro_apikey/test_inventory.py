"""HelpDesk Pro `apikey`, 2.4 and 2.5: what software and hardware have in common."""

from operator import attrgetter

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import HARDWARE, KINDS, SOFTWARE

NOW = "2025-02-28T09:45:03.104281"
LATER = "2025-02-28T10:45:03.104281"


@pytest.fixture
def apikey(apikey):
    """With a clock that stands still."""
    apikey.freeze(f"{NOW}Z")
    return apikey


@pytest.fixture(params=KINDS.values(), ids=attrgetter("noun"))
def kind(request):
    """Each kind in turn."""
    return request.param


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (SOFTWARE, {"json": {"name": "Visio"}}),
        (HARDWARE, {"json": {}}),
        (HARDWARE, {}),
        (HARDWARE, {"data": "", "content_type": "application/json"}),
        (HARDWARE, {"data": "", "content_type": "text/plain"}),
    ],
)
def test_what_is_required_is_enough(apikey, path, body):
    """A name, or nothing at all: everything else is `""`, and nobody has it."""
    kind = KINDS[path]

    response = apikey.post(path, **body)

    blank = {"id": 1, **kind.blank, "created_at": NOW, "updated_at": NOW}
    assert (201, {kind.noun: blank}) == answer(response)


def test_every_field_comes_back(apikey, kind):
    """On creation, on reading and in the list alike."""
    response = apikey.post(kind.path, json={**kind.full, "assigned_to": "tech01"})

    tech = {"assigned_to": apikey.ids["tech01"], "assigned_to_name": "tech01"}
    made = {"id": 1, **kind.full, **tech, "created_at": NOW, "updated_at": NOW}
    assert (201, {kind.noun: made}) == answer(response)
    assert {kind.noun: made} == apikey.get(f"{kind.path}/1").json
    assert {kind.noun: [made]} == apikey.get(kind.path).json


@pytest.mark.parametrize("method", ["patch", "put"])
def test_each_field_can_be_changed_alone(apikey, kind, method):
    """The others stay; `updated_at` moves."""
    full = kind.full
    made = {field: kind.create(apikey) for field in full}
    paths = {field: f"{kind.path}/{made[field]['id']}" for field in full}
    apikey.advance(3600)

    responses = {
        field: getattr(apikey, method)(paths[field], json={field: full[field]}) for field in full
    }

    changed = {
        field: (200, {kind.noun: {**made[field], field: full[field], "updated_at": LATER}})
        for field in full
    }
    assert changed == {field: answer(response) for field, response in responses.items()}
    assert changed == {field: answer(apikey.get(paths[field])) for field in full}


@pytest.mark.parametrize("value", ["", None])
def test_each_field_that_is_not_required_can_be_cleared(apikey, kind, value):
    """`""` and null both show as `""`."""
    full = kind.full
    made = kind.create(apikey, **full)
    fields = [field for field in full if field not in kind.required]
    answers = {}
    for field in fields:
        answers[field] = answer(apikey.patch(f"{kind.path}/1", json={field: value}))
        apikey.patch(f"{kind.path}/1", json={field: full[field]})

    assert {field: (200, {kind.noun: {**made, field: ""}}) for field in fields} == answers


def test_a_text_may_be_as_long_as_its_column(apikey, kind):
    """To the last character, of any script."""
    longest = {field: "ж" * length for field, length in kind.lengths.items()}

    assert longest == {
        field: kind.create(apikey, **{field: text})[field] for field, text in longest.items()
    }


def test_a_text_may_not_be_longer_than_its_column(apikey, kind):
    """400, and nothing is stored, neither anew nor over the old."""
    made = kind.create(apikey)
    longer = {field: "x" * (length + 1) for field, length in kind.lengths.items()}

    posted = {
        field: worded(apikey.post(kind.path, json={**kind.required, field: text}))
        for field, text in longer.items()
    }
    patched = {
        field: worded(apikey.patch(f"{kind.path}/1", json={kind.notes: "Live", field: text}))
        for field, text in longer.items()
    }

    refused = dict.fromkeys(kind.lengths, (400, {"error": str}))
    assert (refused, refused) == (posted, patched)
    assert {kind.noun: [made]} == apikey.get(kind.path).json


def test_notes_may_be_long(apikey, kind):
    """They have no limit of their own."""
    notes = "line\n" * 60_000

    assert notes == kind.create(apikey, **{kind.notes: notes})[kind.notes]


def test_the_newest_change_comes_first(apikey, kind):
    """By `updated_at`."""
    kind.create(apikey, custom_tag="1")
    apikey.advance(60)
    kind.create(apikey, custom_tag="2")
    apikey.advance(60)
    apikey.patch(f"{kind.path}/1", json={"status": "In Repair"})

    assert ["1", "2"] == [each["custom_tag"] for each in apikey.get(kind.path).json[kind.noun]]


def test_an_assignee_can_be_given_and_taken_back(apikey, kind):
    """Id and name go together."""
    made = kind.create(apikey)

    given = apikey.patch(f"{kind.path}/1", json={"assigned_to": "maria"}).json[kind.noun]
    taken = apikey.patch(f"{kind.path}/1", json={"assigned_to": None}).json[kind.noun]

    maria = {"assigned_to": apikey.ids["maria"], "assigned_to_name": "maria"}
    assert ({**made, **maria}, made) == (given, taken)


def test_an_assignee_can_be_taken_back_beside_another_change(apikey, kind):
    """One that was given at the creation; both changes hold."""
    made = kind.create(apikey, assigned_to="maria", purchase_date="2026-01-01")

    response = apikey.patch(
        f"{kind.path}/1", json={"purchase_date": "2026-06-30", "assigned_to": None}
    )

    cleared = {"purchase_date": "2026-06-30", "assigned_to": None, "assigned_to_name": ""}
    assert "maria" == made["assigned_to_name"]
    assert (200, {kind.noun: {**made, **cleared}}) == answer(response)


def test_a_deleted_asset_is_gone(apikey, kind):
    """200 with the id once, then 404; the others stay."""
    kind.create(apikey)
    other = kind.create(apikey)

    response = apikey.delete(f"{kind.path}/1")

    assert (200, {"status": "deleted", "id": 1}) == answer(response)
    assert [404] * 4 == [
        call(f"{kind.path}/1").status_code
        for call in (apikey.get, apikey.patch, apikey.put, apikey.delete)
    ]
    assert {kind.noun: [other]} == apikey.get(kind.path).json


@pytest.mark.parametrize(
    ("path", "other", "message"),
    [
        (HARDWARE, SOFTWARE, "Hardware asset not found."),
        (SOFTWARE, HARDWARE, "Software asset not found."),
    ],
)
def test_an_asset_is_found_under_its_own_noun_only(apikey, path, other, message):
    """Software is no hardware, and hardware no software."""
    made = KINDS[other].create(apikey)

    response = apikey.get(f"{path}/{made['id']}")

    assert (404, {"error": message}) == answer(response)
    assert {KINDS[path].noun: []} == apikey.get(path).json
