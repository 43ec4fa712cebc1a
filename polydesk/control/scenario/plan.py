"""A scenario as a whole: read, and its rows planned, with ids, before anything is stored."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from polydesk.control.scenario import absent, custom, ids, links, world
from polydesk.control.scenario.lists import BY_NAME, LISTS
from polydesk.control.scenario.read import Draft, Keys, Problems, entries
from polydesk.control.scenario.values import Data, Text, Wrong
from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Base,
    Category,
    Department,
    Priority,
    Section,
    Status,
    Tag,
    TicketType,
)
from polydesk.core.worlds.blank import DEFAULT_CATEGORY, DEFAULT_DEPARTMENT, TYPES
from polydesk.kit.settings import DeclaredSettings

_SETTING_NAME = Text(60)


@dataclass
class Plan:
    """A scenario that was read: its drafts in storing order, and the rest of it."""

    world: dict[str, Any]
    settings: dict[str, dict[str, Any]]
    drafts: list[Draft]

    @property
    def whole(self) -> bool:
        """Whether it is a whole world, that takes the place of a blank one."""
        return "ids" in self.world


def read(scenario: Any, problems: Problems) -> Plan:
    """The plan of a scenario, its references still keys."""
    plan = Plan({}, {}, [])
    if not isinstance(scenario, dict):
        problems.add("", "must be an object")
        return plan
    for name, given in scenario.items():
        if name == "world":
            plan.world = _read_world(given, problems)
        elif name not in BY_NAME and name != "settings":
            problems.add(str(name), "unknown key")
    if "settings" in scenario:
        plan.settings = _read_settings(scenario["settings"], problems)
        if "seed" in plan.settings.get("world", {}):
            seed = {"seed": plan.settings["world"].pop("seed")}
            plan.world |= _read_values(seed, "settings.world", problems)
    given = {n: entries(BY_NAME[n], e, n, problems) for n, e in scenario.items() if n in BY_NAME}
    for ticket in given.get("tickets", ()):
        absent.open_ticket(ticket, problems)
    for article in given.get("articles", ()):
        absent.article(article)
    for asset in given.get("assets", ()):
        absent.assign(asset, problems)
    for person in given.get("people", ()):
        absent.limit(person, problems)
        absent.reach(person, problems)
    for list_ in LISTS:
        for draft in given.get(list_.name, ()):
            plan.drafts.extend(draft.all())
    return plan


def _read_world(given: Any, problems: Problems) -> dict[str, Any]:
    if isinstance(given, dict):
        return _read_values(given, "world", problems)
    problems.add("world", "must be an object")
    return {}


def _read_values(given: dict[Any, Any], path: str, problems: Problems) -> dict[str, Any]:
    read = {}
    for name, value in given.items():
        try:
            if name not in world.WORLD:
                raise Wrong("unknown key")
            read[name] = world.WORLD[name].read(value)
        except Wrong as wrong:
            problems.add(f"{path}.{name}", str(wrong))
    return read


def _read_settings(given: Any, problems: Problems) -> dict[str, dict[str, Any]]:
    if not isinstance(given, dict):
        problems.add("settings", "must be an object")
        return {}
    for dialect, values in given.items():
        if not isinstance(values, dict):
            problems.add(f"settings.{dialect}", "must be an object")
            return {}
        for name, value in values.items():
            try:
                _SETTING_NAME.read(dialect)
                _SETTING_NAME.read(name)
                Data().read(value)
            except Wrong as wrong:
                problems.add(f"settings.{dialect}.{name}", str(wrong))
                return {}
    return {dialect: dict(values) for dialect, values in given.items()}


def check_settings(plan: Plan, declared: DeclaredSettings, problems: Problems) -> None:
    """Note values that will not do, and what nobody declares; a whole world may have that too.

    For some vendors' clients make settings up, and an export tells what there was.
    """
    for dialect, values in plan.settings.items():
        known = declared.get(dialect)
        if known is None and not plan.whole:
            problems.add(f"settings.{dialect}", f'no dialect "{dialect}"')
            continue
        for name, value in values.items():
            setting = (known or {}).get(name)
            unknown = None if plan.whole else "is no setting"
            reason = unknown if setting is None else setting.flaw(value)
            if reason is not None:
                problems.add(f"settings.{dialect}.{name}", reason)


def settle(desk: Desk, plan: Plan, problems: Problems) -> dict[str, int]:
    """Give every draft its id and resolve its references; the last id given out by table."""
    keys = _keys(desk, plan, problems)
    _plan_sections(desk, plan, keys)
    uses = _tag_uses(desk, plan)
    halves = links.complete(plan.drafts, keys, problems)
    values = custom.find_fields(desk, plan.drafts, keys, problems, whole=plan.whole)
    last = _give_ids(desk, plan, problems)
    custom.settle(values, problems)
    for draft in plan.drafts:
        keys.resolve(draft, problems)
        if draft.owner is not None:
            draft.values[draft.owner_column] = draft.owner.id
        absent.hand_over(draft)
    for use, tag in uses:
        use.values["tag_id"] = tag.id if isinstance(tag, Draft) else tag
    for half, to in halves:
        half.values["to_id"] = to.id
    return last


def _keys(desk: Desk, plan: Plan, problems: Problems) -> Keys:
    """The keys of the file, and those that a world has by itself unless a whole one replaces it."""
    keys = Keys()
    if not plan.whole:
        for model in (Status, Priority):
            coded = select(model.code, model.id).where(model.code.is_not(None))
            for code, row in desk.session.execute(coded):
                keys.know(model.__tablename__, str(code).lower(), row, reserved=True)
        for default, name in ((Category, DEFAULT_CATEGORY), (Department, DEFAULT_DEPARTMENT)):
            query = select(default.id).where(default.name == name, default.parent_id.is_(None))
            for row in desk.session.scalars(query.order_by(default.id).limit(1)):
                keys.know(default.__tablename__, name.lower(), row, reserved=False)
        typed = select(TicketType.name, TicketType.id).where(TicketType.name.in_(TYPES))
        for name, row in desk.session.execute(typed.order_by(TicketType.id.desc())):
            keys.know(TicketType.__tablename__, name.lower(), row, reserved=False)
    for draft in plan.drafts:
        code = draft.values.get("code")
        known = keys.find(draft.schema.noun, code.lower()) if code else None
        if isinstance(known, int):
            draft.id, draft.stored = known, True
        keys.add(draft, problems)
    return keys


def _plan_sections(desk: Desk, plan: Plan, keys: Keys) -> None:
    """Let sections be referred to by name; those that are named first by a category are planned."""
    known: dict[str, Draft | int] = {}
    if not plan.whole:
        known.update(desk.session.execute(select(Section.name, Section.id)).all())
    sections = [draft for draft in plan.drafts if draft.schema is BY_NAME["sections"]]
    known |= {draft.values["name"]: draft for draft in sections if "name" in draft.values}
    for draft in [draft for draft in plan.drafts if draft.values.get("section_id")]:
        name = draft.values["section_id"]
        if name not in known:
            section = Draft(BY_NAME["sections"], draft.path, values={"name": name})
            known[name] = section
            plan.drafts.append(section)
    for name, one in known.items():
        keys.name(Section.__tablename__, name, one)


def _tag_uses(desk: Desk, plan: Plan) -> list[tuple[Draft, Draft | int]]:
    """The uses of tags that are given by spelling only, with their tags; new ones are planned."""
    uses = [d for d in plan.drafts if _is_tag_use(d) and "tag_id" not in d.values and d.values]
    known: dict[str, Draft | int] = {}
    if uses and not plan.whole:
        known.update(desk.session.execute(select(Tag.key, Tag.id)).all())
    for draft in plan.drafts:
        if draft.schema.model is Tag and "name" in draft.values:
            known.setdefault(text.key(draft.values["name"]), draft)
    made = []
    for use in uses:
        use.values.setdefault("position", use.index)
        if "name" not in use.values:
            continue
        key = text.key(use.values["name"])
        if key not in known:
            tag = Draft(BY_NAME["tags"], use.path, values={"name": use.values["name"]})
            known[key] = tag
            made.append(tag)
    first = next((i for i, d in enumerate(plan.drafts) if d.schema is BY_NAME["tickets"]), None)
    at = len(plan.drafts) if first is None else first
    plan.drafts[at:at] = made
    return [(u, known[text.key(u.values["name"])]) for u in uses if "name" in u.values]


def _is_tag_use(draft: Draft) -> bool:
    return draft.schema.short is not None and "tag" in draft.schema.fields


def _give_ids(desk: Desk, plan: Plan, problems: Problems) -> dict[str, int]:
    """An id for each draft, and the last id by table that is given out then.

    An entry without one gets the next after the highest so far, in the order of the file.
    """
    stands = dict.fromkeys(Base.metadata.tables, 0) if plan.whole else ids.stands(desk)
    given = {(d.schema.noun, d.values["id"]) for d in plan.drafts if "id" in d.values}
    last = {}
    for draft in plan.drafts:
        table = draft.schema.noun
        if draft.stored:
            if draft.values.pop("id", draft.id) != draft.id:
                problems.add(f"{draft.path}.id", f"the standard row has id {draft.id}")
            continue
        draft.id = draft.values.get("id", 0) or _next(stands[table], table, given)
        last[table] = stands[table] = max(stands[table], draft.id)
    for table, number in plan.world.get("ids", {}).items():
        if number < stands[table]:
            problems.add(f"world.ids.{table}", f"is below the id {stands[table]}")
        last[table] = number
    return last


def _next(stand: int, table: str, given: set[tuple[str, int]]) -> int:
    stand += 1
    while (table, stand) in given:
        stand += 1
    return stand
