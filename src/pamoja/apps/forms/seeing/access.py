"""What stands in front of every page about a form's answers."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import get_language

from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.protecting.hiding import Hidden, hidden_from
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.languages import fitting_language
from pamoja.apps.forms.seeing.questions import Reading, Table
from pamoja.apps.forms.seeing.shown import named
from pamoja.apps.forms.seeing.versions import read_tables
from pamoja.apps.forms.selectors import latest_version
from pamoja.core.permissions import Actor, may_at_all, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.xform import FormSchema

KIND = "forms.submission"
LANGUAGE = "language"
HEAVY = tuple(f"{version}__{column}" for version in ("published", "draft") for column in ("xml", "schema"))


@dataclass(frozen=True)
class Seen:
    """A form as one actor reads its answers in one language."""

    actor: Actor
    form: Form
    reading: Reading

    @property
    def schema(self) -> FormSchema:
        """What the newest version asks."""
        return self.reading.schema

    @cached_property
    def may_export(self) -> bool:
        """Whether to offer files."""
        return may_at_all(self.actor, "export", KIND)

    @cached_property
    def may_see_quality(self) -> bool:
        """Whether to lead to what is odd in the records."""
        return may_at_all(self.actor, "view", "forms.flag")

    @property
    def hidden(self) -> Hidden:
        """What of the answers the actor may not read."""
        return self.reading.hidden

    def name(self, instance_name: str, instance_id: str) -> str:
        """A record's own name, else the beginning of its id; forms make names of answers."""
        return named("" if self.hidden else instance_name, instance_id)

    def table(self, name: str) -> Table:
        """A table of the form. Raises NOT_FOUND."""
        found = self.reading.tables.get(name)
        if found is None:
            raise Problem(NOT_FOUND)
        return found


def seen_form(request: HttpRequest, actor: Actor, form_id: int) -> Seen:
    """The form in the language of the address or the page. Raises NOT_FOUND, NOT_ALLOWED."""
    return seen_by(actor, form_id, request.GET.get(LANGUAGE, ""), get_language() or "")


def seen_by(actor: Actor, form_id: int, language: str, code: str) -> Seen:
    """The form, for who may see it and answers at all. Raises NOT_FOUND, NOT_ALLOWED."""
    live = Form.objects.filter(pk=form_id, deleted_at__isnull=True)
    form = visible(live.select_related("project", "published", "draft").defer(*HEAVY), actor).first()
    version = form and latest_version(form)
    if form is None or version is None:
        raise Problem(NOT_FOUND)
    require_at_all(actor, "view", KIND)
    schema = schema_of(version)
    language = fitting_language(schema.languages, language, code)
    return Seen(actor, form, Reading(schema, language, read_tables(form, version), hidden_from(actor, form)))


def reading_for(request: HttpRequest, schema: FormSchema, hidden: Hidden) -> Reading:
    """The schema in the language that the address asks for, else the page's, else the form's own."""
    wanted = request.GET.get(LANGUAGE, "")
    return Reading(schema, fitting_language(schema.languages, wanted, get_language() or ""), hidden=hidden)


def seen_record(request: HttpRequest, actor: Actor, form_id: int, public_id: object) -> Submission:
    """One record, deleted or not, of a form that the actor may see. Raises NOT_FOUND, NOT_ALLOWED."""
    return find_submission(actor, seen_form(request, actor, form_id).form, public_id)


def find_submission(actor: Actor, form: Form, public_id: object) -> Submission:
    """One record, deleted or not. Raises NOT_FOUND."""
    rows = Submission.objects.filter(form=form, is_test=False, public_id=public_id)
    found = visible(rows.select_related("submitted_by", "submitted_with", "place"), actor).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found  # type: ignore[no-any-return]
