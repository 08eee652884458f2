"""How pages put what is known of a person into words."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pamoja.apps.people import words
from pamoja.apps.people.forms import ANSWERS, QUESTIONS
from pamoja.apps.people.lists import age_words
from pamoja.apps.people.models import Person
from pamoja.apps.people.models.persons import full_name
from pamoja.engines.people import births
from pamoja.engines.people.washington import Difficulty

register = template.Library()
for function in (words.field_words, words.level_words, words.weight_words):
    register.filter(function.__name__, function)
FORMATS = {births.Precision.EXACT: "DATE_FORMAT", births.Precision.MONTH: "YEAR_MONTH_FORMAT"}


@register.filter
def written(name: dict[str, str]) -> str:
    """A name as one writes it."""
    return full_name(name)


@register.filter
def born(person: Person) -> str:
    """The birth date as far as it is known."""
    if not person.birth:
        return "–"
    text = date_format(person.birth.day, FORMATS.get(person.birth.precision, "Y"))
    if person.birth.precision is births.Precision.ESTIMATED:
        return _("about %(year)s") % {"year": text}
    return text


@register.filter
def age(person: Person) -> str:
    """The age today, a range where the birth date leaves one."""
    return age_words(person)


@register.filter
def functioning(person: Person) -> str:
    """With or without disability by the Washington Group's cut-off, and each difficulty that was named."""
    state = person.is_with_disability
    if state is None:
        return _("Not asked")
    answers = dict(ANSWERS)
    named = [
        f"{QUESTIONS[domain]}: {answers[level]}"
        for domain, level in person.answers.items()
        if Difficulty.SOME <= level <= Difficulty.CANNOT
    ]
    return "; ".join([_("With disability") if state else _("Without disability"), *named])
