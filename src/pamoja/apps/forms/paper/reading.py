"""A version of a form as the engine reads it, for paper."""

from django.conf import settings
from django.utils.translation import get_language

from pamoja.apps.forms.models import FormVersion
from pamoja.apps.forms.plain.sessions import form_for
from pamoja.apps.forms.problems import FORM_NOT_PRINTED
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.languages import fitting_language
from pamoja.apps.forms.services.judging import engine_of
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem
from pamoja.engines.xforms import Form


def printable(actor: Actor, version: FormVersion) -> Form:
    """The form with its lists. One that seals its answers can be printed, but not keyed in here."""
    form = engine_of(version) if schema_of(version).is_encrypted else form_for(actor, version)
    if form is None:
        raise Problem(FORM_NOT_PRINTED)
    return form


def living_lists(version: FormVersion) -> frozenset[str]:
    """The ids of the form's lists that are made of entities: each time somebody looks, others may stand in them."""
    form = engine_of(version)
    return form.missing if form is not None else frozenset()


def language_of(form: Form, wanted: str) -> str:
    """The form's own name of a language: the wanted one, else the reader's, else the form's own."""
    return fitting_language(form.texts.languages, wanted, get_language() or "") or form.texts.default


def code_for(language: str) -> str:
    """The tag of the language in which we say what is not in the form: that of the form, where we speak it."""
    spoken = (code for code, _name in settings.LANGUAGES if fitting_language([language], "", code))
    return next(spoken, get_language() or settings.LANGUAGE_CODE)
