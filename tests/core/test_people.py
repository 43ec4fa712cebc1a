"""Persons: unique by e-mail address and username, found by either."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import access, groups, mfa, organizations, passwords, people, removal, tickets
from polydesk.core.errors import Conflict
from polydesk.core.models import Asset, AssetKind, AssetPerson, Event, Organization, Person, Role


def test_a_person_is_made_of_what_is_given(desk):
    """The name is taken apart at the first blank; the organization is theirs."""
    house = desk.add(Organization(name="Harbor"))

    person = people.create(desk, name="Ana María Ruiz", role=Role.ADMIN, organization=house)

    assert ("Ana", "María Ruiz", Role.ADMIN) == (person.first_name, person.last_name, person.role)
    assert (house, None, None) == (person.organization, person.email, person.username)
    assert "person.created" == desk.session.get_one(Event, 1).kind


@pytest.mark.parametrize(
    ("email", "username", "shown"),
    [
        ("ada@desk.example", "ada", "ada"),
        ("ada@desk.example", None, "ada@desk.example"),
        (None, None, "Ada"),
    ],
)
def test_a_name_is_shown_for_everybody(desk, email, username, shown):
    """The username, else the e-mail address, else the name."""
    person = people.create(desk, name="Ada", email=email, username=username)

    assert shown == person.shown_username


@pytest.mark.parametrize(
    "given",
    [
        {"email": "sam@harbor.EXAMPLE"},
        {"email": " Sam@Harbor.example "},
        {"username": "SAM"},
        {"username": "sam@harbor.example"},
        {"email": "sam"},
        {"email": "new@harbor.example", "username": "Sam"},
    ],
)
def test_a_taken_name_is_refused(desk, user, given):
    """Ignoring case and outer blanks; a username may not be another's address either."""
    with pytest.raises(Conflict) as raised:
        people.create(desk, name="Sam", **given)

    assert ("person", "taken") == (raised.value.kind, raised.value.reason)


def test_the_names_of_the_deleted_stay_taken(desk, user):
    """Nobody can become somebody else."""
    user.deleted_at = desk.now()

    with pytest.raises(Conflict):
        people.create(desk, name="Sam", username="sam")


def test_a_renamed_person_is_found_by_the_new_name(desk, user):
    """The key follows the name by itself."""
    user.username, user.email = "Samuel", None
    desk.session.flush()

    assert user is people.find_by_username(desk, "SAMUEL")
    assert people.find_by_username(desk, "sam") is None
    assert people.find_by_email(desk, "sam@harbor.example") is None


@pytest.mark.parametrize(
    ("name", "found"), [("sam", True), (" SAM ", True), ("sa", False), ("", False), ("%", False)]
)
def test_a_person_is_found_by_username(desk, user, name, found):
    """Ignoring case and outer blanks."""
    assert found == (people.find_by_username(desk, name) is user)


def test_the_address_stands_in_for_a_username(desk, agent, user):
    """For those who have none only."""
    assert agent is people.find_by_username(desk, "ADA@desk.example")
    assert people.find_by_username(desk, "sam@harbor.example") is None
    assert user is people.find_by_email(desk, " SAM@harbor.example")


def test_the_disabled_are_found_the_deleted_are_not(desk, agent, user):
    """By username, by address, and in the list."""
    agent.disabled, user.deleted_at = True, desk.now()
    desk.session.flush()

    assert [agent] == list(desk.all(people.visible()))
    assert agent is people.find_by_username(desk, "ada@desk.example")
    assert people.find_by_username(desk, "sam") is None
    assert people.find_by_email(desk, "sam@harbor.example") is None


def test_persons_without_names_do_not_clash(desk):
    """Two may have neither address nor username."""
    made = [people.create(desk, name="Somebody") for _ in range(2)]

    assert made == list(desk.all(people.visible().order_by(Person.id)))


@pytest.fixture
def admin(desk):
    """The only admin."""
    return people.create(desk, name="Root", role=Role.ADMIN, email="root@desk.example")


def told(desk):
    """The kind and the data of the last event."""
    last = desk.all(select(Event).order_by(Event.id))[-1]
    return last.kind, last.data


def later(desk):
    desk.clock, desk._now = desk.clock.advanced(60), None


def test_what_else_is_known_is_given_too(desk):
    """In the columns' words; a given last name wins over the name's."""
    person = people.create(desk, name="Ana Ruiz", last_name="R.", phone="1", can_sign_in=False)

    assert ("Ana", "R.", "1", False) == (
        person.first_name,
        person.last_name,
        person.phone,
        person.can_sign_in,
    )


def test_a_change_names_what_it_changed(desk, user):
    """Not the values, which are nobody else's business; the name is taken apart anew."""
    later(desk)

    people.change(desk, user, name="Samuel O. Ortiz", email="s@harbor.example", phone="1")

    assert ("Samuel", "O. Ortiz", desk.now()) == (
        user.first_name,
        user.last_name,
        user.updated_at,
    )
    fields = ["email", "first_name", "last_name", "name", "phone"]
    assert ("person.changed", {"fields": fields}) == told(desk)
    assert people.find_by_email(desk, "s@harbor.example") is user


def test_a_change_to_the_same_changes_nothing(desk, user):
    """Not even `updated_at`, and it is not told."""
    before = user.updated_at, told(desk)
    later(desk)

    people.change(desk, user, name=user.name, email=user.email, role=user.role)

    assert before == (user.updated_at, told(desk))


@pytest.mark.parametrize("given", [{"email": "ADA@desk.example"}, {"username": "ada@DESK.example"}])
def test_a_change_to_a_taken_name_is_refused(desk, agent, user, given):
    """It stays what it was; one's own in other letters is free."""
    with pytest.raises(Conflict) as raised:
        people.change(desk, user, **given)
    people.change(desk, user, email="SAM@HARBOR.example")

    assert ("person", "taken") == (raised.value.kind, raised.value.reason)
    assert ("SAM@HARBOR.example", "sam") == (user.email, user.username)


def test_a_name_that_is_taken_meanwhile_is_refused_too(desk, agent, user, monkeypatch):
    """By the store, where two asked for it at once."""
    monkeypatch.setattr(people, "_refuse_taken", lambda *_: None)

    with pytest.raises(Conflict) as created:
        people.create(desk, name="Sam", email="sam@harbor.example")
    with pytest.raises(Conflict) as changed:
        people.change(desk, agent, username="SAM")

    assert ["taken", "taken"] == [created.value.reason, changed.value.reason]


def test_the_disabled_come_back_as_they_were(desk, user):
    """Twice is once."""
    for act in (people.disable, people.disable):
        act(desk, user)
    disabled = user.disabled, told(desk)[0]
    for act in (people.restore, people.restore):
        act(desk, user)

    assert (True, "person.disabled") == disabled
    assert (False, "person.restored") == (user.disabled, told(desk)[0])
    kinds = desk.all(select(Event.kind).order_by(Event.id))
    assert ["person.created", "person.disabled", "person.restored"] == kinds


LOSING = {
    "role": lambda desk, person: people.change(desk, person, role=Role.AGENT),
    "sign-in": lambda desk, person: people.change(desk, person, can_sign_in=False),
    "disabled": people.disable,
    "removed": removal.remove,
    "erased": lambda desk, person: removal.erase(desk, person, name="gone"),
}


@pytest.mark.parametrize("act", LOSING.values(), ids=LOSING)
@pytest.mark.parametrize(
    "other",
    [
        {"role": Role.AGENT},
        {"disabled": True},
        {"can_sign_in": False},
        {"deleted_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=["agent", "disabled", "no sign-in", "deleted"],
)
def test_the_last_admin_stays(desk, admin, act, other):
    """Others count only if they may enter."""
    second = people.create(desk, name="Second", role=Role.ADMIN)
    for name, value in other.items():
        setattr(second, name, value)
    desk.session.flush()

    with pytest.raises(Conflict) as raised:
        act(desk, admin)

    assert ("person", "last_admin") == (raised.value.kind, raised.value.reason)
    assert (Role.ADMIN, False, None) == (admin.role, admin.disabled, admin.deleted_at)


@pytest.mark.parametrize("act", LOSING.values(), ids=LOSING)
def test_one_of_two_admins_may_go(desk, admin, act):
    """And one who may not enter anyway."""
    second = people.create(desk, name="Second", role=Role.ADMIN)
    third = people.create(desk, name="Third", role=Role.ADMIN)
    people.disable(desk, third)

    act(desk, second)
    act(desk, third)

    assert [admin.id] == desk.all(people._OTHER_ADMINS.params(id=0))


def test_an_admin_changes_otherwise_as_anybody(desk, admin):
    """The only one, too."""
    people.change(desk, admin, name="Root Two", role=Role.ADMIN, can_sign_in=True)

    assert "Root Two" == admin.name


def test_an_erased_person_is_blank(desk, user):
    """But for the row, which those who read their tickets need; the names are free again."""
    house = desk.add(Organization(name="Harbor"))
    user.organization, user.phone, user.notes, user.extras = house, "1", "n", {"toy": 1}
    user.is_manager, user.last_login_at = True, desk.now()
    passwords.set(desk, user, "correct-horse-1")
    mfa.enroll(desk, user)
    born = user.id, user.ulid, user.created_at
    later(desk)

    removal.erase(desk, user, name="removed user")

    desk.session.expire_all()
    left = {
        column.key: getattr(user, column.key)
        for column in Person.__table__.columns
        if getattr(user, column.key) not in (None, "", False, [], {})
    }
    assert {
        "id": born[0],
        "ulid": born[1],
        "created_at": born[2],
        "updated_at": desk.now(),
        "deleted_at": desk.now(),
        "name": "removed user",
        "role": Role.USER,
        "all_categories": True,
        "wants_mail": True,
        "erased": True,
    } == left
    assert people.create(desk, name="Sam", email="sam@harbor.example", username="sam")


def test_the_work_of_an_erased_person_stays(desk, agent, ticket):
    """As author; what was assigned is nobody's, and their groups are without them."""
    tickets.change(desk, ticket, assignee_id=agent.id)
    message = tickets.reply(desk, ticket, body="b", author=agent)
    asset = desk.add(Asset(kind=AssetKind.OTHER, people=[AssetPerson(person=agent)]))
    asked_by = ticket.requester_id
    group = groups.create(desk, name="Network", members=[agent, ticket.requester])

    removal.erase(desk, agent, name="removed user")

    desk.session.expire_all()
    assert (None, None) == (ticket.assignee_id, asset.assignee_id)
    assert (agent.id, asked_by) == (message.author_id, ticket.requester_id)
    assert [asked_by] == [member.person_id for member in group.members]


def test_a_dismissed_person_leaves_their_tickets_to_an_heir(desk, admin, agent, user, ticket):
    """What they wrote stays under their name; what was theirs to do is nobody's."""
    message = tickets.reply(desk, ticket, body="b", author=user)
    tickets.change(desk, ticket, assignee_id=agent.id)
    groups.create(desk, name="Network", members=[user])

    removal.dismiss(desk, user, heir=admin)
    removal.dismiss(desk, agent, heir=admin)

    desk.session.expire_all()
    assert (admin.id, None) == (ticket.requester_id, ticket.assignee_id)
    assert (user, "Sam Ortiz", "Sam", "Ortiz") == (
        message.author,
        user.name,
        user.first_name,
        user.last_name,
    )
    assert (None, None, False) == (user.email, user.username, user.can_sign_in)
    assert user.deleted_at is not None
    assert "person.erased" == told(desk)[0]


def test_what_an_heir_gets_is_wholly_theirs(desk, admin, user):
    """The organization is the heir's, and they have made nothing for themselves."""
    user.organization = organizations.create(desk, name="Acme")
    desk.actor = admin
    given = tickets.create(desk, subject="s", body="b", requester=user)

    removal.dismiss(desk, user, heir=admin)

    desk.session.expire_all()
    assert (admin.id, None, None) == (given.requester_id, given.organization_id, given.made_by_id)


def test_nobody_is_their_own_heir(desk, user, ticket):
    """Nothing changes."""
    with pytest.raises(Conflict) as raised:
        removal.dismiss(desk, user, heir=user)

    assert ("person", "self") == (raised.value.kind, raised.value.reason)
    assert (user.id, None) == (ticket.requester_id, user.deleted_at)


def test_the_last_admin_is_not_dismissed(desk, admin, user):
    """Their tickets stay theirs."""
    asked = tickets.create(desk, subject="s", body="b", requester=admin)

    with pytest.raises(Conflict) as raised:
        removal.dismiss(desk, admin, heir=user)

    assert ("last_admin", admin.id) == (raised.value.reason, asked.requester_id)


def test_what_an_erased_person_held_opens_nothing(desk, user):
    """Nor does their password."""
    passwords.set(desk, user, "correct-horse-1")
    access.issue(desk, dialect="toy", kind="key", secret="toy_1", owner=user)

    removal.erase(desk, user, name="removed user")

    assert access.find_held(desk, "toy", "key", "toy_1") is None
    assert not passwords.check(desk, user, "correct-horse-1")


def test_the_newest_person_is_first(desk, agent, user):
    """Of one role, if asked; the disabled are in the list, the deleted are not."""
    other = people.create(desk, name="Other", role=Role.AGENT)
    people.disable(desk, other)
    gone = people.create(desk, name="Gone", role=Role.AGENT)
    removal.erase(desk, gone, name="removed user")

    assert [other, user, agent] == list(desk.all(people.newest()))
    assert [other, agent] == list(desk.all(people.newest(Role.AGENT)))
    assert [] == list(desk.all(people.newest(Role.ADMIN)))


def test_a_login_is_noted(desk, user):
    """It is no change of the person."""
    before = user.updated_at
    later(desk)

    people.note_login(desk, user)

    assert (desk.now(), desk.now(), before) == (
        user.last_login_at,
        user.last_seen_at,
        user.updated_at,
    )


def test_a_desk_has_users_while_somebody_has_an_account(desk):
    """Contacts have none, nor has who is erased; the disabled do."""
    found = [people.has_users(desk)]
    people.create(desk, name="Contact", can_sign_in=False)
    found.append(people.has_users(desk))
    user = people.create(desk, name="User")
    people.disable(desk, user)
    found.append(people.has_users(desk))
    removal.erase(desk, user, name="removed user")

    assert [False, False, True, False] == [*found, people.has_users(desk)]
