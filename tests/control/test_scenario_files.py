"""Scenarios in files: how they are read, and what those that are shipped hold."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.control.scenario.lists import every
from polydesk.core import files, search
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Article,
    Asset,
    AssetKind,
    Department,
    Person,
    Status,
    Ticket,
)
from tests.control.entries import KINDS, count

DOCS = Path(__file__).parents[2] / "docs" / "scenario.md"


def test_the_example_of_the_documentation_is_seeded(desk: Desk) -> None:
    """As it is printed."""
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)

    example = example.replace("helpdeskpro-apikey", "toy").replace("api_key", "key")

    seeded = scenario.seed(desk, scenario.parse(example.replace("hp_", "toy_")), KINDS)

    assert seeded.keys["t1"]["id"] == 202


def test_every_key_is_documented() -> None:
    """In the tables of `docs/scenario.md`."""
    text = DOCS.read_text()
    names = {key for list_ in every() for key in [*list_.fields, *list_.also, *list_.children]}

    assert set() == {name for name in names if f"`{name}`" not in text}


@pytest.mark.parametrize(
    ("text", "is_json"), [("{", True), ("a: [", False), ("&a [*a]", False), ("a: \0", False)]
)
def test_what_cannot_be_read_is_refused(text: str, is_json: bool) -> None:
    """At its path, with the reason of the parser."""
    with pytest.raises(Invalid) as caught:
        scenario.parse(text, "file.yaml", is_json=is_json)

    assert list(caught.value.fields) == ["file.yaml"]


def test_moments_in_yaml_stay_text() -> None:
    """So they mean the same as in JSON."""
    assert scenario.parse("{at: 2026-01-05, n: 1}") == {"at": "2026-01-05", "n": 1}


def test_a_file_is_read_by_its_ending(tmp_path: Path) -> None:
    """JSON, else YAML."""
    (tmp_path / "a.json").write_text('{"people": []}')
    (tmp_path / "a.yml").write_text("people: []")

    assert scenario.read(str(tmp_path / "a.json")) == scenario.read(str(tmp_path / "a.yml"))


@pytest.mark.parametrize("name", ["no-such", "no-such.yaml", ""])
def test_a_scenario_that_is_not_there_is_named(name: str) -> None:
    """With what there is instead."""
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        scenario.read(name)


def test_blank_is_blank(desk: Desk) -> None:
    """It makes nothing, and a blank world has nothing but the standard rows."""
    before = count(desk)

    seeded = scenario.seed(desk, scenario.read("blank"), KINDS)

    assert seeded.created == {}
    assert before == count(desk) == 7 + 4 + 1 + 1 + 6 + 1


def demo(desk: Desk) -> scenario.Seeded:
    """The demo in this world, whose credentials are of several dialects."""
    return scenario.seed(desk, scenario.read("demo"), kinds_of({}))


def test_the_demo_is_what_the_curl_samples_need(desk: Desk) -> None:
    """Ticket 202, software 15, hardware 21, the persons, the VPN article, the secrets."""
    seeded = demo(desk)

    assert desk.get(Ticket, 202).subject == "Printer jam"
    assert AssetKind.SOFTWARE is desk.get(Asset, 15).kind
    assert AssetKind.HARDWARE is desk.get(Asset, 21).kind
    names = {"maria", "tech01", "alex", "geozac", "infra-team", "workshop", "integration-user"}
    assert names <= set(desk.all(select(Person.username)))
    found = desk.all(select(Article.title).where(search.containing(Article, "vpn")))
    assert "Reset VPN profile" in found
    assert [(credential["dialect"], credential["secret"]) for credential in seeded.credentials] == [
        ("helpdeskpro-apikey", "hp_demo_abc123"),
        ("openhelpdesk", "ohd_sk_demo_abc123"),
        ("openhelpdesk", "demo-client-secret-abc123"),
        ("desteksitesi", "destek_demo_abc123"),
        ("deskpro", "DPDEMOABC123DPDEMOABC123D"),
        ("deskpro", "DPMACHINE123DPMACHINE123D"),
        ("helpdeskpro-sanctum", "sanctumDemoAbc123"),
    ]


def test_the_demo_has_tickets_in_every_state(desk: Desk) -> None:
    """All standard statuses and priorities, a custom one of each, and none."""
    demo(desk)

    tickets = desk.all(select(Ticket))
    codes = {ticket.status.code if ticket.status else "-" for ticket in tickets}
    ranks = {ticket.priority.name if ticket.priority else None for ticket in tickets}
    assert {*desk.all(select(Status.code))} == codes
    assert {"Low", "Normal", "High", "Urgent", "Planned", None} == ranks
    network = desk.session.scalars(select(Department).filter_by(name="Network")).one()
    assert any(t.status and t.status.code == "NEW" and t.department is network for t in tickets)


def test_the_demo_says_what_is_written_in_its_files(desk: Desk) -> None:
    """So that nobody has to read a PDF at every start."""
    demo(desk)

    article = desk.session.scalars(select(Article).filter_by(title="Reset VPN profile")).one()
    (file,) = article.files
    assert file.text == files.read_text(file.blob.data, file.media_type)
