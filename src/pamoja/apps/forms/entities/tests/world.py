"""A project with forms that make, change and read the entities of a list, for tests."""

from dataclasses import dataclass, field
from itertools import count

from pamoja.apps.forms.models import Dataset, Entity, Form, Project
from pamoja.apps.forms.services import create_form, publish_draft, receive_submission
from pamoja.core.events.outbox import work
from pamoja.core.permissions import Actor

UUID = "12345678-1234-4123-8234-123456789abc"
BRANCH = "abcdef01-1234-4123-8234-123456789abc"
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:entities="http://www.opendatakit.org/xforms/entities" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>{form_id}</h:title><model entities:entities-version="2025.1.0">
 <instance><data id="{form_id}" version="{version}"><name/><age/><meta><instanceID/>
  <entity dataset="{dataset}" id="" create="" update="" baseVersion="" trunkVersion="" branchId=""><label/></entity>
 </meta></data></instance>
 <instance id="{dataset}" src="jr://file-csv/{dataset}.csv"/>
 <bind nodeset="/data/name" type="string" entities:saveto="full_name"/>
 <bind nodeset="/data/age" type="int" entities:saveto="{age}"/>
</model></h:head><h:body/></h:html>"""
SENT = """<data id="{form_id}" version="{version}">{answers}<meta><instanceID>uuid:{number}</instanceID>
<entity dataset="people" id="{uuid}" {attributes}>{label}</entity></meta></data>"""


def people_form(form_id: str = "people", version: str = "1", dataset: str = "people", age: str = "age") -> bytes:
    return FORM.format(form_id=form_id, version=version, dataset=dataset, age=age).encode()


@dataclass
class World:
    """Sends records and lets the workers do what follows."""

    actor: Actor
    project: Project
    form: Form
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def dataset(self) -> Dataset:
        return Dataset.objects.get(name="people", deleted_at=None)

    @property
    def entity(self) -> Entity:
        return Entity.objects.get(public_id=UUID)

    def publish(self, xml: bytes) -> Form:
        form = create_form(self.actor, self.project, xml)
        publish_draft(self.actor, form)
        return form

    def send(
        self, attributes: str, label: str = "", uuid: str = UUID, actor: Actor | None = None, **answers: str
    ) -> None:
        told = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
        receive_submission(actor or self.actor, self.project.pk, SENT.format(
            form_id=self.form.xml_form_id, version="1", answers=told, number=next(self.numbers), uuid=uuid,
            attributes=attributes, label=f"<label>{label}</label>" if label else "",
        ).encode())  # fmt: skip
        finish()


def finish() -> None:
    """Let the workers do all that there is."""
    while work(most=50):
        pass
