"""What a ticket is made of besides its words: its organization, and files."""

import pytest

from polydesk.core import files, tickets
from polydesk.core.models import MessageKind, Organization


@pytest.fixture
def harbor(desk, user):
    """The user's organization."""
    user.organization = desk.add(Organization(name="Harbor"))
    desk.flush()
    return user.organization


@pytest.mark.parametrize("named", ["Beta", None])
def test_a_new_ticket_is_of_the_organization_that_is_given(desk, user, harbor, named):
    """Of none, if that is None; not of the requester's."""
    id = named and desk.add(Organization(name=named)).id

    made = tickets.create(desk, subject="a", body="b", requester=user, organization_id=id)

    assert id == made.organization_id


@pytest.mark.parametrize(("body", "said"), [("See there.", "See there."), (None, "")])
def test_files_are_beside_the_own_text(desk, user, body, said):
    """An empty one, where there is none."""
    log = files.make(desk, name="log.txt", data=b"x")

    made = tickets.create(desk, subject="a", body=body, requester=user, files=[log])

    assert ([log], MessageKind.OPENING) == (made.opening.files, made.opening.kind)
    assert (said, user.id) == (made.body, made.opening.author_id)
