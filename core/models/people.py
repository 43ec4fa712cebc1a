"""Who asks and who answers, and where they belong."""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from polydesk.core import text
from polydesk.core.models.base import Base, Entity, Remembered
from polydesk.core.models.catalogue import Department


class Role(enum.StrEnum):
    """What a person is to the desk; finer ranks are the vendors' own."""

    ADMIN = "admin"
    AGENT = "agent"
    USER = "user"


class Organization(Remembered, Entity):
    """A customer or company; its members are persons.

    `key` follows `name` by itself: what it is found by, ignoring case. People with an e-mail
    address at one of the `domains` belong to it.
    """

    __tablename__ = "organization"
    remembered = frozenset({"domains", "deleted_at"})

    name: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(3 * 255), index=True)  # a folded letter may be three
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    email: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(String(255))
    city: Mapped[str | None] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str | None] = mapped_column(String(80))
    postal_code: Mapped[str | None] = mapped_column(String(40))
    notes: Mapped[str | None] = mapped_column(Text)
    deleted_at: Mapped[datetime | None]

    @validates("name")
    def _keep_key(self, attribute: str, value: str) -> str:
        self.key = text.key(value)
        return value


class Person(Remembered, Entity):
    """Anybody: admin, agent, end user, contact (`can_sign_in` false).

    E-mail address and username are unique ignoring case, among the living and the deleted;
    `email_key` and `username_key` follow them by themselves. `EmailAddress` has further addresses.
    `mfa_secret` (Base32) is a second factor from `mfa_confirmed_at` on; `mfa_codes` are digests of
    the recovery codes that are left. `deleted_at` is a person removed, whose names stay taken
    and who can be had back; not one who is `erased`.
    `all_categories` makes an agent a technician of them all; it says nothing of other roles.
    `wants_mail` is whether they are mailed about tickets; `last_ip` and `last_user_agent` are those
    of their last request, by `last_seen_at`. `organization_position` and `organization_manager`
    say what they are in their organization; they are blank without one.
    """

    __tablename__ = "person"
    remembered = frozenset(
        {
            "name",
            "email",
            "username",
            "role",
            "all_categories",
            "is_manager",
            "can_sign_in",
            "password_hash",
            "password_changed_at",
            "mfa_confirmed_at",
            "organization",
            "organization_id",
            "department",
            "department_id",
            "disabled",
            "deleted_at",
        }
    )

    name: Mapped[str] = mapped_column(String(255))
    first_name: Mapped[str] = mapped_column(String(255), default="")
    last_name: Mapped[str] = mapped_column(String(255), default="")
    email: Mapped[str | None] = mapped_column(String(255))
    email_key: Mapped[str | None] = mapped_column(String(255), unique=True)
    username: Mapped[str | None] = mapped_column(String(255))
    username_key: Mapped[str | None] = mapped_column(String(255), unique=True)
    role: Mapped[Role]
    is_manager: Mapped[bool] = mapped_column(default=False)
    all_categories: Mapped[bool] = mapped_column(default=True)
    can_sign_in: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    password_changed_at: Mapped[datetime | None]
    mfa_secret: Mapped[str | None] = mapped_column(String(64))
    mfa_confirmed_at: Mapped[datetime | None]
    mfa_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    phone: Mapped[str | None] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(String(255))
    city: Mapped[str | None] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(120))
    country: Mapped[str | None] = mapped_column(String(80))
    postal_code: Mapped[str | None] = mapped_column(String(40))
    location: Mapped[str | None] = mapped_column(String(255))
    title: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(20))
    timezone: Mapped[str | None] = mapped_column(String(60))
    signature: Mapped[str | None] = mapped_column(Text)
    greeting: Mapped[str | None] = mapped_column(Text)
    avatar_url: Mapped[str | None] = mapped_column(Text)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    organization_position: Mapped[str] = mapped_column(String(255), default="")
    organization_manager: Mapped[bool] = mapped_column(default=False)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    disabled: Mapped[bool] = mapped_column(default=False)
    out_of_office: Mapped[bool] = mapped_column(default=False)
    wants_mail: Mapped[bool] = mapped_column(default=True)
    last_login_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    last_ip: Mapped[str | None] = mapped_column(String(60))
    last_user_agent: Mapped[str | None] = mapped_column(Text)
    deleted_at: Mapped[datetime | None]
    erased: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization | None] = relationship()
    department: Mapped[Department | None] = relationship()

    @validates("email", "username")
    def _keep_key(self, attribute: str, value: str | None) -> str | None:
        setattr(self, f"{attribute}_key", None if value is None else text.key(value))
        return value

    @property
    def shown_username(self) -> str:
        """The username; where there is none, the e-mail address or at last the name stands in."""
        return self.username or self.email or self.name


class EmailAddress(Base):
    """An address of a person beside the primary one, which is `Person.email`; by `position`.

    `key` follows `address` by itself. It is unique, and no person's `email_key`.
    """

    __tablename__ = "email"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255), unique=True)
    position: Mapped[int] = mapped_column(default=0)

    @validates("address")
    def _keep_key(self, attribute: str, value: str) -> str:
        self.key = text.key(value)
        return value
