"""The demo: a workspace with people of every role, places, made-up persons, a real survey, invented water points."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from pamoja.apps.forms.services.demo import load_demo_forms
from pamoja.apps.forms.services.demo_registry import load_sample_registry
from pamoja.apps.forms.services.demo_visits import load_sample_visits
from pamoja.apps.people.selectors import persons
from pamoja.apps.people.services import register_person
from pamoja.apps.places.selectors import facilities, find_place
from pamoja.apps.places.services.demo import load_demo_places
from pamoja.core.accounts.models import Grant, User
from pamoja.core.permissions import Actor, system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

PASSWORD = "pamoja-means-together"  # noqa: S105 - printed at the start of every demo
SLUG, NAME = "demo", "Demo programme"
DISTRICT, OTHER_DISTRICT = "MW206", "MW105"
SAMPLES = (
    ("Mother", "female", "1991"),
    ("Daughter", "female", "2016"),
    ("Son", "male", "2019"),
    ("Grandfather", "male", "1954"),
    ("Neighbour", "female", "1983"),
    ("Teacher", "male", "1988"),
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in: their address before the @, their name, role, and what they are shown as."""

    local: str
    name: str
    role: str
    words: str
    is_of_district: bool = False
    is_operator: bool = False

    @property
    def email(self) -> str:
        """An address that no mail reaches (RFC 2606)."""
        return f"{self.local}@demo.example"


ACCOUNTS = (
    Account("owner", "Demo Owner", "owner", "may do everything", is_operator=True),
    Account("manager", "Demo Manager", "manager", "makes forms and looks after people"),
    Account("worker", "Demo Field Worker", "worker", "works in one district", is_of_district=True),
    Account("viewer", "Demo Viewer", "viewer", "looks only"),
)


def load_demo(say: Say) -> list[str]:
    """Make what is missing; answers the lines that tell how to sign in."""
    workspace, _is_new = Workspace.objects.get_or_create(slug=SLUG, defaults={"name": NAME, "country": "MWI"})
    system = system_actor("demo", workspace)
    with workspace_active(workspace):
        if not facilities(system).exists():  # what is loaded last
            say("Demo: places of Malawi")
            load_demo_places(system)
        for account in ACCOUNTS:
            _add_account(account, workspace, system)
        if not persons(system).exists():
            _add_persons(system)
        load_sample_registry(system, (DISTRICT, OTHER_DISTRICT), lambda words: say(f"Demo: {words}"))
        load_demo_forms(system, lambda words: say(f"Demo: {words}"))
        load_sample_visits(system, DISTRICT, lambda words: say(f"Demo: {words}"))
    width = max(len(account.email) for account in ACCOUNTS)
    return [f"{each.email:<{width}}  {PASSWORD}  {each.words}" for each in ACCOUNTS]


def _add_persons(system: Actor) -> None:
    """Made-up persons, each named as a sample."""
    for number, (word, sex, born) in enumerate(SAMPLES):
        district = find_place(system, "MWI", DISTRICT if number % 2 == 0 else OTHER_DISTRICT)
        fields = {
            "sex": sex,
            "birth_date": f"{born}-01-01",
            "birth_precision": "year",
            "place": district and district.path,
        }
        register_person(system, {"names": [{"full": f"Sample {word}"}], **fields})


def _add_account(account: Account, workspace: Workspace, system: Actor) -> None:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, PASSWORD, name=account.name, is_operator=account.is_operator)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    district = find_place(system, "MWI", DISTRICT) if account.is_of_district else None
    where = {"scope": Grant.Scope.PLACE, "place_path": district.path} if district else {}
    Grant.objects.get_or_create(workspace=workspace, user=user, role=account.role, defaults=where)
