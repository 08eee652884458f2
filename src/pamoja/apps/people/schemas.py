"""What our API on persons and households takes and gives, as JSON."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class PersonOut(Schema):
    """A person; `birth_precision` says how much of `birth_date` is known."""

    id: UUID = Field(alias="public_id")
    version: int
    names: list[dict[str, str]]
    sex: str
    birth_date: date | None
    birth_precision: str
    languages: list[str] | None
    functioning: dict[str, int] | None
    place: str | None = Field(None, alias="place.path")
    registered_at: datetime = Field(alias="created_at")
    changed_at: datetime = Field(alias="updated_at")


class IdentifierOut(Schema):
    """An identifier."""

    id: UUID = Field(alias="public_id")
    type: str
    country: str
    value: str


class ContactOut(Schema):
    """A contact point; a phone number is in E.164."""

    id: UUID = Field(alias="public_id")
    type: str
    value: str
    is_preferred: bool


class ConsentOut(Schema):
    """A consent; `scope` empty covers all kinds of data."""

    id: UUID = Field(alias="public_id")
    purpose: str
    recipient: str
    scope: list[str]
    basis: str
    since: date
    until: date | None
    withdrawn_at: datetime | None


class WholePersonOut(PersonOut):
    """A person with their details."""

    identifiers: list[IdentifierOut]
    contact_points: list[ContactOut]
    consents: list[ConsentOut]


class FoundOut(Schema):
    """A person whom a search found, and how alike (0 to 1)."""

    person: PersonOut
    score: float


class ReasonOut(Schema):
    """Why two may be one: a field, how they agree in it, and the bits that this adds (below 0: against)."""

    field: str
    level: str
    weight: float


class DoubleOut(FoundOut):
    """Somebody who may be the same person, with the probability (0 to 1) as `score`."""

    reasons: list[ReasonOut]


class PairOut(Schema):
    """Two records that may be one person, and what was said of them."""

    id: UUID = Field(alias="public_id")
    first: UUID = Field(alias="first.public_id")
    second: UUID = Field(alias="second.public_id")
    probability: float = Field(alias="chance")
    state: str
    source: str
    found_at: datetime = Field(alias="created_at")


class DecisionIn(Schema):
    """What is said of a pair."""

    decision: Literal["not_same", "later"]


class PersonIn(Schema):
    """What is known of a person; what is left out stays as it is. `place` is a path of P-codes or one P-code."""

    names: list[dict[str, str]] | None = None
    sex: str | None = None
    birth_date: str | None = None
    birth_precision: str | None = None
    languages: list[str] | None = None
    functioning: dict[str, int] | None = None
    place: str | None = None


class NewPersonIn(PersonIn):
    """A new person. With `not_the_same`, even empty, nobody is registered who may be one already: the answer is then
    409 with their ids in `likely`; send again with those who are somebody else."""

    not_the_same: list[UUID] | None = None


class PersonChange(PersonIn):
    """Changes made looking at a version of the record."""

    version: int


class ChangedOut(Schema):
    """What was applied; `conflicts` are fields that others changed meanwhile and a person must settle."""

    person: PersonOut
    applied: list[str]
    conflicts: list[str]


class SearchIn(Schema):
    """A name in any spelling or script, a number, a phone or an e-mail address."""

    q: str


class IdentifierIn(Schema):
    """A new identifier."""

    type: str
    country: str = ""
    value: str


class ContactIn(Schema):
    """A new contact point."""

    type: str
    value: str
    is_preferred: bool = False


class ConsentIn(Schema):
    """A new consent."""

    purpose: str
    recipient: str = ""
    scope: list[str] = []
    basis: str = "consent"
    since: date | None = None
    until: date | None = None


class MemberOut(Schema):
    """A member of a household."""

    person: UUID = Field(alias="person.public_id")
    role: str
    collector: str
    since: date
    until: date | None


class HouseholdOut(Schema):
    """A household."""

    id: UUID = Field(alias="public_id")
    number: str
    place: str | None = Field(None, alias="place.path")


class WholeHouseholdOut(HouseholdOut):
    """A household with the members that the caller may see."""

    members: list[MemberOut]


class HouseholdIn(Schema):
    """A new household."""

    number: str
    place: str = ""


class MemberIn(Schema):
    """Somebody who belongs to a household from a day on, default today."""

    person: UUID
    role: str
    collector: str = ""
    since: date | None = None


class AnswerOut(Schema):
    """Whether a use is allowed."""

    is_allowed: bool
