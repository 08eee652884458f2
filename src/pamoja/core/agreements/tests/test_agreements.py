"""Two workspaces share what they agreed, and nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse

from pamoja.core.accounts.models import Credential, Team
from pamoja.core.agreements import services
from pamoja.core.agreements.models import Agreement
from pamoja.core.agreements.problems import NOT_AGREED, NOT_IN_FORCE
from pamoja.core.agreements.selectors import agreements, shared
from pamoja.core.agreements.services import Terms
from pamoja.core.agreements.sharing import SHAREABLE
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of
from pamoja.core.clock import now
from pamoja.core.notifications.models import Notification
from pamoja.core.permissions import KINDS
from pamoja.core.problems import CONFLICT, INVALID_INPUT, NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.testing.cast import PASSWORD, Cast

FIELDS = {"accounts.team": ["name"]}


@pytest.fixture(autouse=True)
def shareable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SHAREABLE, "accounts.team", {"name": "Name"})


@pytest.fixture
def proposal(cast: Cast) -> Agreement:
    """River offers the names of its teams to lake."""
    Team.objects.create(workspace=cast.river, name="North")
    Team.objects.create(workspace=cast.lake, name="South")
    return services.propose_agreement(cast.actor("amina"), cast.lake, terms())


def day(offset: int = 0) -> date:
    """Today, so many days later; asked when it is needed, since a run of all tests may go past midnight."""
    return now().date() + timedelta(days=offset)


def terms(starts: int = 0, ends: int = 30, **more: list[str]) -> Terms:
    return Terms("Joint response", FIELDS, day(starts), day(ends), **more)


def test_after_both_agreed_the_receiver_sees_the_agreed_fields(cast: Cast, proposal: Agreement) -> None:
    agreement = services.accept_agreement(cast.actor("chol"), proposal)
    rows = shared(Team, cast.actor("chol"), agreement)
    assert [row.values for row in rows] == [{"name": "North"}]


def test_nothing_is_shared_before_acceptance_or_after_the_end(cast: Cast, proposal: Agreement) -> None:
    with pytest.raises(Problem, match=NOT_IN_FORCE.code):
        shared(Team, cast.actor("chol"), proposal)
    services.accept_agreement(cast.actor("chol"), proposal)
    ended = services.end_agreement(cast.actor("amina"), proposal)
    with pytest.raises(Problem, match=NOT_IN_FORCE.code):
        shared(Team, cast.actor("chol"), ended)


@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, 9)])
def test_nothing_is_shared_outside_the_period(cast: Cast, starts: int, ends: int) -> None:
    agreement = services.propose_agreement(cast.actor("amina"), cast.lake, terms(starts, ends))
    agreement = services.accept_agreement(cast.actor("chol"), agreement)
    with pytest.raises(Problem, match=NOT_IN_FORCE.code):
        shared(Team, cast.actor("chol"), agreement)


def test_each_use_is_in_both_audits(cast: Cast, proposal: Agreement) -> None:
    agreement = services.accept_agreement(cast.actor("chol"), proposal)
    shared(Team, cast.actor("chol"), agreement)
    uses = AuditEntry.objects.filter(verb="see-shared")
    assert {entry.chain for entry in uses} == {chain_of(cast.river), chain_of(cast.lake)}
    assert {entry.actor for entry in uses} == {cast.actor("chol").label}
    assert all(entry.detail == {"agreement": str(agreement.public_id), "rows": 1} for entry in uses)


def test_what_was_not_agreed_stays_at_home(cast: Cast, proposal: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = services.accept_agreement(cast.actor("chol"), proposal)
    with pytest.raises(Problem, match=NOT_AGREED.code):
        shared(Credential, cast.actor("chol"), agreement)
    monkeypatch.setitem(SHAREABLE, "accounts.team", {})  # an app takes a field back
    with pytest.raises(Problem, match=NOT_AGREED.code):
        shared(Team, cast.actor("chol"), agreement)


def test_a_place_in_the_agreement_shuts_out_what_has_no_place(cast: Cast) -> None:
    Team.objects.create(workspace=cast.river, name="North")
    agreement = services.propose_agreement(cast.actor("amina"), cast.lake, terms(place_paths=["MWI/MW1/"]))
    agreement = services.accept_agreement(cast.actor("chol"), agreement)
    assert not KINDS["accounts.team"].place
    assert shared(Team, cast.actor("chol"), agreement) == []


def test_the_giver_cannot_accept_and_an_outsider_finds_nothing(cast: Cast, proposal: Agreement) -> None:
    with pytest.raises(Problem, match=NOT_ALLOWED.code):
        services.accept_agreement(cast.actor("amina"), proposal)
    for name in ("ben", "dina", "omar", "token"):
        with pytest.raises(Problem):
            services.end_agreement(cast.actor(name), proposal)
        assert not agreements(cast.actor(name)).exists()


@pytest.mark.parametrize("name", ["amina", "ben", "device"])
def test_the_givers_side_reads_nothing_through_it(cast: Cast, proposal: Agreement, name: str) -> None:
    services.accept_agreement(cast.actor("chol"), proposal)
    with pytest.raises(Problem, match=NOT_FOUND.code):
        shared(Team, cast.actor(name), proposal)


def test_only_owners_propose(cast: Cast) -> None:
    for name in ("ben", "dina", "omar", "device", "token"):
        with pytest.raises(Problem, match=NOT_ALLOWED.code):
            services.propose_agreement(cast.actor(name), cast.lake, terms())


def test_nonsense_is_refused(cast: Cast, proposal: Agreement) -> None:
    amina = cast.actor("amina")
    for receiver, wanted in [
        (cast.river, terms()),
        (cast.lake, terms(ends=-1)),
        (cast.lake, Terms("x", {"accounts.team": ["workspace"]}, day(), day())),
        (cast.lake, Terms("x", {"accounts.grant": ["role"]}, day(), day())),
        (cast.lake, Terms("x", {}, day(), day())),
    ]:
        with pytest.raises(Problem, match=INVALID_INPUT.code):
            services.propose_agreement(amina, receiver, wanted)


def test_it_is_accepted_once(cast: Cast, proposal: Agreement) -> None:
    services.accept_agreement(cast.actor("chol"), proposal)
    with pytest.raises(Problem, match=CONFLICT.code):
        services.accept_agreement(cast.actor("chol"), proposal)


def test_the_other_sides_owners_are_told(cast: Cast, proposal: Agreement) -> None:
    assert Notification.objects.get().user == cast.chol
    services.accept_agreement(cast.actor("chol"), proposal)
    assert Notification.objects.filter(user=cast.amina, code="agreement-accepted").count() == 1


@pytest.fixture
def pages(proposal: Agreement) -> Iterator[dict[str, str]]:
    arguments = [proposal.public_id]
    yield {
        "agreements": reverse("agreements"),
        "new_agreement": reverse("new_agreement"),
        "agreement": reverse("agreement", args=arguments),
        "accept_agreement": reverse("accept_agreement", args=arguments),
        "end_agreement": reverse("end_agreement", args=arguments),
    }


@pytest.mark.parametrize("page", ["agreements", "new_agreement", "agreement"])
@pytest.mark.parametrize(
    ("name", "status"), [("amina", 200), ("chol", 200), ("ben", 403), ("dina", 403), ("omar", 403), ("nobody", 302)]
)
def test_who_opens_the_pages(cast: Cast, pages: dict[str, str], page: str, name: str, status: int) -> None:
    browser = cast.client("nobody")
    if name != "nobody":
        browser.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    found = browser.get(pages[page]).status_code
    assert found in ({status} if status != 403 else {403, 404})


def test_an_owner_proposes_and_the_other_accepts_by_page(cast: Cast) -> None:
    browsers = {}
    for name in ("amina", "chol"):
        browsers[name] = cast.client("nobody")
        browsers[name].post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD})
    data = {
        "receiver": "lake",
        "purpose": "Joint response",
        "starts": day().isoformat(),
        "ends": day().isoformat(),
        "shared": ["accounts.team:name"],
    }
    assert browsers["amina"].post(reverse("new_agreement"), {**data, "receiver": "none"}).status_code == 422
    assert browsers["amina"].post(reverse("new_agreement"), data).status_code == 302
    made = Agreement.objects.get()
    accept = reverse("accept_agreement", args=[made.public_id])
    assert browsers["amina"].post(accept).status_code == 403
    assert browsers["chol"].post(accept).status_code == 302
    assert "In force" in browsers["amina"].get(reverse("agreements")).text
