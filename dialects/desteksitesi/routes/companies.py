"""Companies and departments. Source: contract 6.4."""

from typing import Any

from polydesk.core import catalogue, organizations, text
from polydesk.core.desk import Desk
from polydesk.core.models import Organization
from polydesk.dialects.desteksitesi import sight
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import companies as schemas

routes = Methods("companies", tag="Companies")

_ALL = (
    organizations.visible()
    .with_only_columns(Organization.id, Organization.name, Organization.domains, Organization.notes)
    .order_by(Organization.key, Organization.id)
)


@routes.method("GET", "Companies", gives=schemas.Company(many=True), at=sight.admin)
def index(desk: Desk, **_: Any) -> Any:
    """List the companies, by name.

    Source: contract 6.4, method 46.
    """
    return desk.rows(_ALL)


@routes.method("POST", "Company", given=schemas.NewCompany(), at=sight.admin)
def create(desk: Desk, given: dict[str, Any]) -> int:
    """Create a company, unless there is one of that name.

    Source: contract 6.4, method 47: the id of the one there is, which is not changed.
    """
    return organizations.named(desk, **given).id


@routes.method(
    "POST", "UpdateCompany", given=schemas.CompanyChange(), at=sight.admin, errors=(404,)
)
def change(desk: Desk, given: dict[str, Any]) -> None:
    """Change what is given of a company.

    Source: contract 6.4, method 48.
    """
    company = organizations.get(desk, given["id"])
    organizations.change(desk, company, **{key: given[key] for key in given if key != "id"})


@routes.method("GET", "Departments", gives=schemas.Department(many=True), at=sight.admin)
def departments(desk: Desk, **_: Any) -> Any:
    """List the departments, by name.

    Source: contract 6.4, method 49.
    """
    return sorted(
        catalogue.departments(desk).values(), key=lambda one: (text.key(one.name), one.id)
    )
