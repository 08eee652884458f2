"""Identifiers, contact points, consents and households."""

from collections.abc import Callable
from datetime import date

import pytest

from pamoja.apps.people.models import Consent, ContactPoint, Identifier, Membership, Person
from pamoja.apps.people.services import (
    add_contact_point,
    add_identifier,
    add_member,
    create_household,
    end_membership,
    give_consent,
    may_use,
    name_collector,
    remove_contact_point,
    remove_identifier,
    require_use,
    withdraw_consent,
)
from pamoja.core.problems import Problem
from pamoja.core.testing.cast import DINAS_PLACE, Cast

TODAY = date(2026, 3, 1)


def test_no_two_persons_share_an_identifier(river: Cast, here: Person, elsewhere: Person) -> None:
    actor = river.actor("amina")
    add_identifier(actor, here, "passport", "MWI", "A 123")
    add_identifier(actor, elsewhere, "passport", "KEN", "A 123")
    with pytest.raises(Problem, match="identifier-taken"):
        add_identifier(actor, elsewhere, "passport", "MWI", "a-123")
    assert Identifier.objects.count() == 2


@pytest.mark.parametrize(
    ("type_", "country", "value"),
    [("shoe", "MWI", "1"), ("passport", "XXX", "1"), ("passport", "MWI", "--"), ("passport", "", "9" * 101)],
)
def test_an_identifier_must_make_sense(river: Cast, here: Person, type_: str, country: str, value: str) -> None:
    with pytest.raises(Problem, match="invalid-input"):
        add_identifier(river.actor("amina"), here, type_, country, value)


@pytest.mark.parametrize(
    ("type_", "value", "kept"),
    [
        ("phone", "0999 123 456", "+265999123456"),
        ("phone", "+254 712 345678", "+254712345678"),
        ("email", "hawa@example.org", "hawa@example.org"),
        ("address", " House 4 ", "House 4"),
        ("phone", "12", None),
        ("phone", "call me", None),
        ("email", "nobody", None),
        ("address", "", None),
        ("pigeon", "x", None),
    ],
)
def test_contact_points_are_normalised(river: Cast, here: Person, type_: str, value: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Problem, match="invalid-input"):
            add_contact_point(river.actor("amina"), here, type_, value)
    else:
        assert add_contact_point(river.actor("amina"), here, type_, value).value == kept


def test_one_contact_point_of_a_type_is_preferred(river: Cast, here: Person) -> None:
    actor = river.actor("amina")
    first = add_contact_point(actor, here, "phone", "0999123456", is_preferred=True)
    add_contact_point(actor, here, "phone", "0888123456", is_preferred=True)
    first = ContactPoint.objects.get(pk=first.pk)
    assert (first.is_preferred, first.value) == (False, "+265999123456")


@pytest.mark.parametrize(("name", "refusal"), [("dina", "not-found"), ("chol", "not-found"), ("token", "not-found")])
def test_who_may_not_touch_details(river: Cast, elsewhere: Person, name: str, refusal: str) -> None:
    amina, actor = river.actor("amina"), river.actor(name)
    identifier = add_identifier(amina, elsewhere, "passport", "MWI", "A1")
    point = add_contact_point(amina, elsewhere, "address", "House 4")
    consent = give_consent(amina, elsewhere, "tracing")
    for act in (
        lambda: add_identifier(actor, elsewhere, "passport", "MWI", "A2"),
        lambda: remove_identifier(actor, identifier),
        lambda: add_contact_point(actor, elsewhere, "address", "House 5"),
        lambda: remove_contact_point(actor, point),
        lambda: give_consent(actor, elsewhere, "sharing"),
        lambda: withdraw_consent(actor, consent),
    ):
        with pytest.raises(Problem, match=refusal):
            act()
    assert (Identifier.objects.count(), ContactPoint.objects.count(), Consent.objects.count()) == (1, 1, 1)
    assert may_use(elsewhere, "tracing")


@pytest.mark.parametrize(
    ("given", "asked", "expected"),
    [
        ({}, {}, True),
        ({}, {"recipient": "Agency B"}, False),
        ({"recipient": "Agency B"}, {"recipient": "Agency B"}, True),
        ({"recipient": "Agency B"}, {}, False),
        ({"scope": ["photo"]}, {"part": "photo"}, True),
        ({"scope": ["photo"]}, {"part": "health"}, False),
        ({"scope": ["photo"]}, {}, False),
        ({"since": date(2026, 3, 2)}, {}, False),
        ({"until": date(2026, 3, 1)}, {}, True),
        ({"since": date(2025, 1, 1), "until": date(2026, 2, 28)}, {}, False),
    ],
)
def test_use_needs_a_consent_for_purpose_recipient_part_and_day(
    river: Cast, here: Person, given: dict, asked: dict, expected: bool
) -> None:
    give_consent(river.actor("amina"), here, "sharing", **{"since": date(2026, 1, 1), **given})
    assert may_use(here, "sharing", **asked, on=TODAY) is expected
    assert not may_use(here, "research", **asked, on=TODAY)


def test_a_withdrawn_consent_allows_nothing(river: Cast, here: Person) -> None:
    consent = give_consent(river.actor("dina"), here, "referral")
    require_use(here, "referral")
    withdraw_consent(river.actor("dina"), consent)
    with pytest.raises(Problem, match="no-consent"):
        require_use(here, "referral")


def test_a_household_has_one_head_and_one_collector_of_each_sort(river: Cast, register: Callable[..., Person]) -> None:
    actor = river.actor("amina")
    household = create_household(actor, "HH-1")
    a, b, c = (register(name) for name in ("Awa", "Musa", "Lual"))
    head = add_member(actor, household, a, "head", "primary", TODAY)
    with pytest.raises(Problem, match="household-rule"):
        add_member(actor, household, b, "head")
    with pytest.raises(Problem, match="household-rule"):
        add_member(actor, household, b, "child", "primary")
    with pytest.raises(Problem, match="household-rule"):
        add_member(actor, household, a, "child")
    other = add_member(actor, household, b, "child", since=TODAY)
    name_collector(actor, other, "primary")
    assert Membership.objects.get(pk=head.pk).collector == ""
    end_membership(actor, head, TODAY)
    add_member(actor, household, c, "head")
    assert Membership.objects.filter(until__isnull=True).count() == 2


def test_household_rules_on_numbers_dates_and_choices(river: Cast, here: Person) -> None:
    actor = river.actor("amina")
    household = create_household(actor, "HH-1")
    member = add_member(actor, household, here, "child", since=TODAY)
    for act, code in (
        (lambda: create_household(actor, "HH-1"), "household-rule"),
        (lambda: create_household(actor, "  "), "invalid-input"),
        (lambda: end_membership(actor, member, date(2020, 1, 1)), "invalid-input"),
        (lambda: add_member(actor, household, here, "boss"), "invalid-input"),
    ):
        with pytest.raises(Problem, match=code):
            act()


@pytest.mark.parametrize("name", ["dina", "chol", "token", "device"])
def test_who_may_not_touch_a_household_elsewhere(river: Cast, here: Person, name: str) -> None:
    household = create_household(river.actor("amina"), "HH-1", place="MWI/MW2/")
    actor = river.actor(name)
    with pytest.raises(Problem, match="not-"):
        add_member(actor, household, here, "head")
    with pytest.raises(Problem, match="not-allowed"):
        create_household(actor, "HH-2", place="MWI/MW2/")
    assert create_household(river.actor("dina"), "HH-3", place=DINAS_PLACE).number == "HH-3"
