"""Languages and countries by their names, in templates."""

from django import template

from pamoja.core.countries import country_words
from pamoja.core.languages import language_words

register = template.Library()
register.filter("country_words", country_words)
register.filter("language_words", language_words)
