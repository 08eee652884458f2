"""The life of a draft: set, tried out, published, given up."""

import io
from collections.abc import Iterator

import pytest

from pamoja.apps.forms import problems
from pamoja.apps.forms.models import Form, Submission
from pamoja.apps.forms.services import (
    check_field_types,
    clear_form_file,
    copy_to_draft,
    create_form,
    create_project,
    delete_form,
    discard_draft,
    keep_form_file,
    publish_draft,
    receive_submission,
    removed_fields,
    replace_draft,
)
from pamoja.apps.forms.tests.xml import form_xml, submission_xml
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem
from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import workspace_active

TOWNS = b'<instance id="towns" src="jr://file-csv/towns.csv"/><bind nodeset="/data/name"'


@pytest.fixture
def amina(cast: Cast) -> Iterator[Actor]:
    with workspace_active(cast.river):
        yield cast.actor("amina")


@pytest.fixture
def form(amina: Actor) -> Form:
    """A published form that asks for a file, which is there."""
    xml = form_xml().replace(b'<bind nodeset="/data/name"', TOWNS)
    made = create_form(amina, create_project(amina, "Visits"), xml)
    assert made.draft
    keep_form_file(amina, made.draft.files.get(), io.BytesIO(b"name\nA"), "text/csv")
    publish_draft(amina, made)
    return fresh(made)


def fresh(form: Form) -> Form:
    return Form.objects.select_related("published", "draft").get(pk=form.pk)


def test_a_test_link_lasts_as_long_as_there_is_a_draft(amina: Actor, form: Form) -> None:
    copy_to_draft(amina, form)
    first = fresh(form).draft_token
    replace_draft(amina, fresh(form), form_xml(version="2"))
    assert fresh(form).draft_token == first
    discard_draft(amina, fresh(form))
    copy_to_draft(amina, fresh(form))
    assert fresh(form).draft_token != first


def test_a_copy_is_what_is_published_with_its_files(amina: Actor, form: Form) -> None:
    copy = copy_to_draft(amina, form)
    assert form.published
    assert (copy.sha256, copy.version) == (form.published.sha256, "1")
    assert copy.files.get().file == form.published.files.get().file


def test_a_draft_can_be_published_under_another_version(amina: Actor, form: Form) -> None:
    copy_to_draft(amina, form)
    published = publish_draft(amina, fresh(form), version="2 & more", notes="Towns are new")
    assert published.version == "2 & more"
    assert published.schema["version"] == "2 & more"
    assert (published.publish_notes, published.published_by) == ("Towns are new", amina.user)
    assert published.files.get().content_type == "text/csv"
    assert fresh(form).draft is None


def test_a_version_is_never_used_twice_even_when_its_form_is_gone(amina: Actor, form: Form) -> None:
    copy_to_draft(amina, form)
    with pytest.raises(Problem) as refused:
        publish_draft(amina, fresh(form))
    assert refused.value.kind is problems.FORM_VERSION_TAKEN
    delete_form(amina, fresh(form))
    again = create_form(amina, form.project, form_xml())
    with pytest.raises(Problem) as refused:
        publish_draft(amina, again)
    assert refused.value.kind is problems.FORM_VERSION_TAKEN


def test_what_was_sent_to_try_a_draft_ends_with_it(amina: Actor, form: Form) -> None:
    for end in (discard_draft, publish_draft, lambda actor, form: replace_draft(actor, form, form_xml(version="9"))):
        replace_draft(amina, fresh(form), form_xml(version=f"v{Submission.objects.count()}"))
        sent = submission_xml(f"uuid:{Submission.objects.count()}", version=fresh(form).draft.version)  # type: ignore[union-attr]
        receive_submission(amina, form.project_id, sent, {}, draft_of=fresh(form))
        assert Submission.objects.filter(deleted_at=None).count() == 1
        end(amina, fresh(form))
        assert not Submission.objects.filter(deleted_at=None).exists()


def test_a_form_that_was_never_published_keeps_its_draft(amina: Actor) -> None:
    made = create_form(amina, create_project(amina, "Visits"), form_xml())
    for act in (discard_draft, copy_to_draft):
        with pytest.raises(Problem) as refused:
            act(amina, made)
        assert refused.value.kind is problems.NOT_PUBLISHED
    assert fresh(made).draft


@pytest.mark.parametrize("who", ["ben", "dina", "omar", "chol"])
def test_who_may_not_change_forms_may_not_touch_drafts(cast: Cast, amina: Actor, form: Form, who: str) -> None:
    draft = copy_to_draft(amina, form)
    other = cast.actor(who)
    acts = (
        lambda: replace_draft(other, fresh(form), form_xml(version="2")),
        lambda: copy_to_draft(other, fresh(form)),
        lambda: publish_draft(other, fresh(form), version="2"),
        lambda: discard_draft(other, fresh(form)),
        lambda: clear_form_file(other, draft.files.get()),
        lambda: keep_form_file(other, draft.files.get(), io.BytesIO(b"x"), "text/csv"),
    )
    for act in acts:
        with pytest.raises(Problem) as refused:
            act()
        assert refused.value.kind in (NOT_ALLOWED, NOT_FOUND)
    assert fresh(form).draft == draft
    assert draft.files.get().file


def test_a_question_keeps_its_type_and_what_vanishes_is_told(amina: Actor, form: Form) -> None:
    check_field_types(form, form_xml().replace(b'age" type="int"', b'age" type="string"'))
    with pytest.raises(Problem) as refused:
        check_field_types(form, form_xml().replace(b'age" type="int"', b'age" type="date"'))
    assert refused.value.members == {"path": "/age", "type": "int"}
    assert removed_fields(form, form_xml().replace(b"<age/>", b"")) == ["age"]
