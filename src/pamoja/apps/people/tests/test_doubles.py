"""Likely doubles: who is found, who learns of it, and what becomes of what people say."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse

from pamoja.apps.people import selectors, services
from pamoja.apps.people.indexing import RULES
from pamoja.apps.people.jobs import begin_finding, find_doubles
from pamoja.apps.people.models import LikelyPair, LinkKey, NameToken, Person
from pamoja.core.audit.models import AuditEntry
from pamoja.core.jobs.models import Progress
from pamoja.core.permissions import system_actor
from pamoja.core.testing.cast import DINAS_PLACE, Cast

Register = Callable[..., Person]
ONE = {"sex": "female", "birth_date": "2010-05-06"}
FORM = {"full": "Faduma Cali", "sex": "female", "birth": "2010-05-06"}


def url(name: str, *parts: object) -> str:
    return reverse(f"people:{name}", args=[getattr(part, "public_id", part) for part in parts])


def search(cast: Cast) -> None:
    """Do the job as its worker would."""
    progress = Progress.objects.create(workspace=cast.river, actor="system:people", name=find_doubles.name)
    progress.take()
    find_doubles(progress, system_actor("people", cast.river))


@pytest.fixture
def pair(river: Cast, register: Register) -> Iterator[LikelyPair]:
    """Two records of one girl, in two spellings and two places, in the queue."""
    register("Fatouma Ali Warsame", **ONE, place=DINAS_PLACE)
    register("Faduma Cali Warsame", **ONE, place="MWI/MW2/")
    register("Rebecca Banda", sex="female", birth_date="1980-02-03")
    search(river)
    yield LikelyPair.objects.get()


def test_the_search_puts_pairs_into_the_queue_once(river: Cast, pair: LikelyPair) -> None:
    assert {pair.first.name, pair.second.name} == {"Fatouma Ali Warsame", "Faduma Cali Warsame"}
    assert pair.chance > 0.95
    assert not Person.objects.filter(is_compared=False).exists()
    services.look_again()
    search(river)
    assert LikelyPair.objects.get().pk == pair.pk


def test_reasons_name_each_field_that_both_tell(river: Cast, pair: LikelyPair) -> None:
    reasons = {reason.field: reason.level for reason in selectors.judgement_of(pair).reasons}
    assert reasons == {"given": "same", "family": "same", "birth": "exact", "sex": "exact", "place": "different"}


def test_a_corrected_record_leaves_the_queue(river: Cast, pair: LikelyPair) -> None:
    person = pair.second
    changes = {"names": [{"full": "Rehema Banda"}], "birth_date": "1999-12-11"}
    services.update_person(river.actor("amina"), person, changes, person.version)
    search(river)
    assert not LikelyPair.objects.exists()


def test_not_the_same_is_never_offered_again(river: Cast, pair: LikelyPair) -> None:
    amina = river.actor("amina")
    assert [found.person for found in selectors.likely_duplicates(amina, pair.first)] == [pair.second]
    services.say_not_same(amina, pair.second, pair.first)
    services.look_again()
    search(river)
    assert LikelyPair.objects.get().state == LikelyPair.State.NOT_SAME
    assert selectors.likely_duplicates(amina, pair.first) == []
    assert selectors.likely_duplicates(amina, pair.second) == []
    assert AuditEntry.objects.filter(verb="not_same").count() == 2


def test_a_merge_settles_the_pair_and_its_undoing_opens_it_again(river: Cast, pair: LikelyPair) -> None:
    amina = river.actor("amina")
    merge = services.merge_people(amina, pair.second, pair.first)
    pair.refresh_from_db()
    assert pair.state == LikelyPair.State.SAME
    assert not selectors.pairs(amina).exists(), "one of the two stands no more by itself"
    services.unmerge_people(amina, merge)
    pair.refresh_from_db()
    assert pair.state == LikelyPair.State.OPEN
    assert selectors.pairs(amina).count() == 1


def test_a_merge_of_two_who_were_not_in_the_queue_keeps_a_word_of_it(river: Cast, register: Register) -> None:
    one, other = register("Awa Ali"), register("Rebecca Banda")
    services.merge_people(river.actor("amina"), one, other)
    assert LikelyPair.objects.get().state == LikelyPair.State.SAME


def test_an_erased_person_is_in_no_pair_and_by_no_key(river: Cast, pair: LikelyPair) -> None:
    services.erase_person(river.actor("amina"), pair.first)
    assert not LikelyPair.objects.exists()
    assert not LinkKey.objects.filter(person=pair.first).exists()
    search(river)
    assert not LikelyPair.objects.exists()


@pytest.mark.parametrize(("name", "number"), [("amina", 1), ("ben", 0), ("dina", 0), ("chol", 0)])
def test_only_who_may_merge_both_learns_of_a_pair(river: Cast, pair: LikelyPair, name: str, number: int) -> None:
    assert selectors.pairs(river.actor(name)).count() == number


def test_somebody_out_of_reach_is_no_likely_double(river: Cast, pair: LikelyPair) -> None:
    assert selectors.likely_duplicates(river.actor("dina"), pair.first) == []
    assert selectors.likely_duplicates(river.actor("chol"), pair.first) == []


def test_a_shared_phone_brings_two_together_whose_names_do_not(river: Cast, register: Register) -> None:
    one, other = register("Grace Phiri", birth_date="1990-03-04"), register("Gracious", birth_date="1990-03-04")
    amina = river.actor("amina")
    for person in (one, other):
        services.add_contact_point(amina, person, "phone", "+265999123456")
    found = selectors.likely_duplicates(amina, one)
    assert [each.person for each in found] == [other]
    assert ("phone", "exact") in {(reason.field, reason.level) for reason in found[0].reasons}


def test_twins_are_not_offered(river: Cast, register: Register) -> None:
    register("Awa Ali Warsame", **ONE, place=DINAS_PLACE)
    twin = register("Halima Ali Warsame", **ONE, place=DINAS_PLACE)
    assert selectors.likely_duplicates(river.actor("amina"), twin) == []


def test_who_stands_under_older_rules_is_indexed_anew(river: Cast, register: Register) -> None:
    person = register("Fatouma Ali", **ONE)
    NameToken.objects.all().delete()
    LinkKey.objects.all().delete()
    Person.objects.filter(pk=person.pk).update(indexed_by=0, is_compared=True)
    search(river)
    person.refresh_from_db()
    assert (person.indexed_by, person.is_compared) == (RULES, True)
    assert [found.person for found in selectors.by_name(river.actor("amina"), "فاطمة علي")] == [person]


def test_the_search_begins_by_itself_and_only_where_somebody_waits(river: Cast, register: Register) -> None:
    begin_finding()
    assert not Progress.objects.exists()
    register("Fatouma Ali", **ONE)
    begin_finding()
    begin_finding()
    assert Progress.objects.filter(name=find_doubles.name).count() == 1


def test_keys_are_hashes_of_the_workspace(river: Cast, register: Register) -> None:
    person = register("Fatouma Ali", **ONE)
    keys = set(LinkKey.objects.filter(person=person).values_list("key", flat=True))
    assert len(keys) >= 4
    assert all(abs(key) > 2**32 for key in keys)


def test_a_likely_double_is_shown_before_saving_and_somebody_else_is_remembered(
    river: Cast, register: Register
) -> None:
    known, amina = register("Fatouma Ali", **ONE), river.client("amina")
    answer = amina.post(url("new"), FORM)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fatouma Ali" in page
    assert "the same name in another spelling" in page
    assert Person.objects.count() == 1
    assert amina.post(url("new"), FORM | {"is_somebody_else": "1"}).status_code == 422, "of whom is not said"
    answer = amina.post(url("new"), FORM | {"is_somebody_else": str(known.public_id)})
    assert answer.status_code == 302
    search(river)
    pair = LikelyPair.objects.get()
    assert (pair.state, pair.source) == (LikelyPair.State.NOT_SAME, LikelyPair.Source.ENTRY)


def test_who_may_not_see_the_double_is_not_told(river: Cast, register: Register) -> None:
    register("Fatouma Ali", **ONE, place="MWI/MW2/")
    answer = river.client("dina").post(url("new"), FORM | {"place": DINAS_PLACE})
    assert answer.status_code == 302
    search(river)
    assert LikelyPair.objects.get().state == LikelyPair.State.OPEN, "who may see both decides"


def test_the_queue_and_a_pair_on_their_pages(river: Cast, pair: LikelyPair) -> None:
    amina = river.client("amina")
    assert "Fatouma Ali Warsame" in amina.get(url("doubles")).content.decode()
    page = amina.get(url("double", pair)).content.decode()
    assert "Given name: the same name in another spelling" in page
    assert "Place: another region" in page
    assert amina.post(url("double_decide", pair), {"decision": "later"})["Location"] == url("doubles")
    assert "Fatouma Ali Warsame" not in amina.get(url("doubles")).content.decode()
    assert "Fatouma Ali Warsame" in amina.get(url("doubles") + "?state=later").content.decode()
    amina.post(url("double_decide", pair), {"decision": "not_same"})
    pair.refresh_from_db()
    assert pair.state == LikelyPair.State.NOT_SAME


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("place=MWI/MW1/", 1), ("place=MWI/MW2/", 1), ("since=1", 1), ("source=search", 1), ("source=import", 0),
        ("state=same", 0), ("state=open&place=MWI/MW2/", 1),
    ],
)  # fmt: skip
def test_the_queue_is_narrowed(river: Cast, pair: LikelyPair, query: str, number: int) -> None:
    page = river.client("amina").get(f"{url('doubles')}?{query}").content.decode()
    assert page.count("Fatouma Ali Warsame") == number


def test_everybody_is_compared_anew_on_demand(river: Cast, pair: LikelyPair) -> None:
    answer = river.client("amina").post(url("double_search"))
    assert answer.status_code == 302
    assert Progress.objects.filter(name=find_doubles.name, actor=river.actor("amina").label).exists()


@pytest.mark.parametrize(("name", "statuses"), [("ben", {403, 404}), ("dina", {403, 404}), ("chol", {403, 404})])
def test_who_may_not_decide(river: Cast, pair: LikelyPair, name: str, statuses: set[int]) -> None:
    client = river.client(name)
    assert client.get(url("double", pair)).status_code == 404
    assert client.post(url("double_decide", pair), {"decision": "not_same"}).status_code == 404
    if name != "chol":  # an owner elsewhere has a queue, without this pair
        assert client.get(url("doubles")).status_code in statuses
        assert client.post(url("double_search")).status_code in statuses
    else:
        assert "Fatouma" not in client.get(url("doubles")).content.decode()
    pair.refresh_from_db()
    assert pair.state == LikelyPair.State.OPEN
