"""What agents have to do. Source: contract 12, row `/tasks`."""

from polydesk.core.models import Department, Group, Person, Ticket
from polydesk.dialects.deskpro.fields import Body, Ids, Line, Moment, Words
from polydesk.dialects.deskpro.records import family, me
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.who import Agent

tasks = family(
    "/tasks",
    stem="tasks.tasks",
    chapter="Tasks",
    given={
        "title": Line(required=True),
        "person": Ref(Person, allow_none=True),
        "date_due": Moment(allow_none=True),
        "visibility": Line(most=60),
        "assigned_agent": Agent(allow_none=True),
        "assigned_agent_team": Ref(Group, allow_none=True),
        "assigned_department": Ref(Department, allow_none=True),
        "ticket": Ref(Ticket, allow_none=True),
        "tickets": Ids(),
        "labels": Words(),
    },
    absent={"person": me, "visibility": "public", "tickets": [], "labels": []},
    filters={"assigned_agent": None, "person": None, "ticket": None},
    points={
        "person": ("person", "assigned_agent"),
        "agent_team": ("assigned_agent_team",),
        "department": ("assigned_department",),
    },
)
comments = family(
    "/tasks/<int:task_id>/comments",
    stem="tasks.comments",
    chapter="Tasks",
    given={"comment": Body(required=True), "person": Ref(Person, allow_none=True)},
    absent={"person": me},
    points={"person": ("person",)},
    parent=tasks.row,
)
ROUTES = (tasks.routes, comments.routes)
