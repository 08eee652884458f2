"""Languages by their names, in templates."""

from django import template

from pamoja.core.languages import language_words

register = template.Library()
register.filter("language_words", language_words)
