"""Calling methods, and looking at what came of it."""


def call(destek, method, as_="ada", **given):
    """What a method answers; keys of the world stand for ids."""
    given = {name: destek.ids.get(value, value) for name, value in given.items()}
    return destek.post(f"/api/{method}", data=given, as_=as_)


def user(destek, key):
    """A user as they are shown alone."""
    return call(destek, "User", userId=key).json


def refused(answer):
    return answer.status_code, answer.text


def in_store(destek):
    """All that could change by what is refused."""
    with destek.desk() as desk:
        rows = desk.connection.exec_driver_sql(
            "SELECT id, name, email, username, role, disabled, deleted_at, organization_id, "
            "department_id, password_hash, phone FROM person ORDER BY id"
        )
        others = desk.connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM organization), (SELECT count(*) FROM department), "
            "(SELECT count(*) FROM category_tech), (SELECT count(*) FROM mail)"
        )
        return rows.all(), others.all()
