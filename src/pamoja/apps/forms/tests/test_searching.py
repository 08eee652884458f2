"""Forms in the search, also when they go and come back."""

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.services import create_form, create_project, delete_form, restore_form
from pamoja.apps.forms.tests.xml import form_xml
from pamoja.core.events.models import Event
from pamoja.core.events.outbox import work
from pamoja.core.search.models import SearchEntry
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active


def kept(form: Form) -> int:
    while work():
        pass
    return SearchEntry.objects.filter(kind="forms.form", object_id=str(form.public_id)).count()


def test_the_words_of_a_deleted_form_leave_the_index_and_come_back_with_it(cast: Cast) -> None:
    amina = cast.actor("amina")
    with workspace_active(cast.river):
        form = create_form(amina, create_project(amina, "Visits"), form_xml(title="Wells of the north"))
        assert kept(form) == 1
        delete_form(amina, form)
        assert kept(form) == 0
        restore_form(amina, form)
        assert kept(form) == 1
        told = Event.objects.filter(object_id=str(form.public_id)).order_by("pk").values_list("name", flat=True)
        assert [*told] == ["form.created", "form.deleted", "form.restored"]
