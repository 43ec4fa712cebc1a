"""What lists cost: as many statements for many rows as for few."""

import pytest

from contract_tests.deskpro.spoken import upload
from tests.counting import counting

FIELDS = [
    {"key": "size", "name": "Size", "usage": "organization", "type": "text"},
    {"key": "floor", "name": "Floor", "usage": "person", "type": "text"},
]


def organization(deskpro, name):
    fields = {str(deskpro.ids["size"]): "L"}
    deskpro.make("/organizations", name=name, fields=fields, parent=deskpro.ids["acme"])


def person(deskpro, name):
    fields = {str(deskpro.ids["floor"]): "2nd"}
    given = {"fields": fields, "labels": ["x"], "organization": deskpro.ids["acme"]}
    deskpro.make("/people", emails=[f"{name}@x.test", f"{name}@y.test"], **given)


def message(deskpro, name):
    """One with a file, in a ticket in which nothing else is said."""
    sent = [{"blob_auth": upload(deskpro)["blob_auth"]}]
    deskpro.make("/tickets/1/messages", message=name, attachments=sent)


def blob(deskpro, name):
    upload(deskpro, name)


def participant(deskpro, name):
    deskpro.make("/tickets/1/cc", person=f"{name}@x.test")


def chat(deskpro, name):
    deskpro.make("/user_chats", subject=name, person_email=f"{name}@x.test")


def agent_chat(deskpro, _):
    agents = [deskpro.ids[one] for one in ("tom", "tia")]
    deskpro.make("/agent_chats", agents=agents)


def article(deskpro, name):
    labels = [name, "x"]
    deskpro.make("/articles", title=name, content="<p>Push.</p>", labels=labels, language=1)


def label(deskpro, name):
    deskpro.ticket(subject=name, labels=[name])


def department(deskpro, name):
    deskpro.make("/ticket_departments", title=name)


def custom_field(deskpro, name):
    choices = [{"title": "Low"}, {"title": "High", "display_order": 9}]
    deskpro.make("/ticket_custom_fields", title=name, widget_type="choice", choices=choices)


LISTS = [
    ("/organizations?", organization, 14, 6),
    ("/people?include=organization&", person, 18, 9),
    ("/tickets/1/messages?include=ticket_attachment&", message, 8, 8),
    ("/tickets/1/attachments?", message, 5, 5),
    ("/tickets/1/cc?", participant, 6, 2),
    ("/blobs?", blob, 3, 3),
    ("/user_chats?", chat, 11, 4),
    ("/agent_chats?", agent_chat, 4, 4),
    ("/articles?include=language&", article, 5, 5),
    ("/ticket_labels?", label, 1, 1),
    ("/ticket_departments?", department, 9, 4),
    ("/ticket_custom_fields?", custom_field, 8, 4),
]
"""How many statements each takes at most, when nothing is remembered; and then."""


def cost(deskpro, path):
    """How many statements a list takes at first, and how many then; and its rows."""
    took = []
    for _ in range(2):
        with counting() as statements:
            rows = deskpro.data(f"{path}count=100")
        took.append(len(statements))
    return took, len(rows)


@pytest.mark.parametrize(("path", "add", "most", "then"), LISTS)
def test_a_list_costs_the_same_however_long_it_is(deskpro, quiet, path, add, most, then):
    """No statement for each of what is in it, nor of what that has."""
    deskpro.seed({"custom_fields": FIELDS})
    for at in range(2):
        add(deskpro, f"a{at}")
    short, few = cost(deskpro, path)
    for at in range(6):
        add(deskpro, f"b{at}")

    long, many = cost(deskpro, path)

    assert few + 6 == many
    assert short == long
    assert long[0] <= most
    assert long[1] <= then
