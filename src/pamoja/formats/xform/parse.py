"""An XForm document to a FormSchema.

Sources: ODK XForms specification (https://getodk.github.io/xforms-spec/), its entities chapter, OpenRosa
javarosa extensions. Forms with the body before the model, with any prefix for any namespace, with relative
references and with repeats marked only by `jr:template` are read.
"""

from dataclasses import dataclass, field

from pamoja.engines.xforms.xml import (
    Element,
    XFormRefused,
    attribute,
    attributes,
    descendants,
    elements,
    first,
    has_attribute,
    local_name,
    namespace_of,
    parse_xml,
)
from pamoja.formats.xform.binds import Bind, Binds, read_binds
from pamoja.formats.xform.body import Body, Control, Reader
from pamoja.formats.xform.choices import Instances, read_instances
from pamoja.formats.xform.files import read_files
from pamoja.formats.xform.itext import Translations, read_translations
from pamoja.formats.xform.model import (
    EntityDeclaration,
    Field,
    FormRemark,
    FormSchema,
    Kind,
    SubmissionOptions,
)
from pamoja.formats.xform.refs import Steps

MAX_DEPTH = 64
"""Levels of groups; people use up to about ten, and every level costs the readers of the tree stack."""

XFORMS = "http://www.w3.org/2002/xforms"
NOT_IDS = frozenset({"", XFORMS, "http://www.w3.org/1999/xhtml"})


def parse_xform(xml: bytes) -> FormSchema:
    """Read a form; raise XFormRefused when it is none or lacks model, instance or id."""
    html = parse_xml(xml)
    if local_name(str(html.tag)) != "html":
        raise XFormRefused("not_an_xform", "The root element is not html", f"/{local_name(str(html.tag))}")
    model = next(descendants(html, "model"), None)
    if model is None:
        raise XFormRefused("no_model", "The form has no model", "/html/head/model")
    return _Form(html, model, *_primary(model)).schema()


def _primary(model: Element) -> tuple[Element, Element]:
    """Return the first instance and its root element."""
    instance = first(model, "instance")
    root = next(elements(instance), None) if instance is not None else None
    if instance is None or root is None:
        raise XFormRefused("no_instance", "The form has no primary instance", "/html/head/model/instance")
    return instance, root


def _form_id(root: Element) -> str:
    """Return the `id` of the root, else its own namespace, which old forms use as id."""
    form_id = root.get("id") or attribute(root, "id")
    namespace = namespace_of(str(root.tag))
    if not form_id.strip() and namespace in NOT_IDS:
        raise XFormRefused("no_form_id", "The form has no id", f"/html/head/model/instance/{root.tag}/@id")
    return form_id if form_id.strip() else namespace


@dataclass
class _Form:
    """The parts of one document while it is being read."""

    html: Element
    model: Element
    instance: Element
    root: Element
    translations: Translations = field(init=False)
    instances: Instances = field(init=False)
    binds: Binds = field(init=False)
    body: Body = field(init=False)

    def __post_init__(self) -> None:
        self.translations = read_translations(self.model)
        self.instances = read_instances(self.model, self.instance)
        top = (local_name(str(self.root.tag)),)
        self.binds = read_binds(self.model, top)
        reader = Reader(top, self.binds.ids, self.instances, self.translations)
        self.body = reader.read(next(elements(self.html, "body"), None))

    def schema(self) -> FormSchema:
        name = local_name(str(self.root.tag))
        children = self._children([self.root], (name,))
        every = [each for child in children for each in child.walk()]
        known = {(name,), *((name, *each.parts) for each in every)}
        form_id = _form_id(self.root)
        return FormSchema(
            form_id=form_id,
            version=attribute(self.root, "version"),
            title=self._title() or form_id,
            root=name,
            children=children,
            root_attributes=attributes(self.root),
            namespaces={prefix or "": uri for prefix, uri in self.root.nsmap.items()},
            languages=self.translations.languages,
            default_language=self.translations.default_language,
            xforms_version=attribute(self.model, "xforms-version"),
            entities_version=attribute(self.model, "entities-version"),
            submission=self._submission(),
            entities=self._entities(every),
            files=read_files(self.instances, self.translations, every),
            remarks=self._remarks(known),
        )

    def _title(self) -> str:
        title = first(first(self.html, "head"), "title")
        return "" if title is None else (title.text or "").strip()

    def _submission(self) -> SubmissionOptions:
        found = first(self.model, "submission")
        if found is None:
            return SubmissionOptions()
        names = ("action", "method", "base64RsaPublicKey", "auto-send", "auto-delete")
        return SubmissionOptions(*(attribute(found, name).strip() for name in names))

    def _remarks(self, known: set[Steps]) -> tuple[FormRemark, ...]:
        binds = (FormRemark("dangling_bind", _xpath(s)) for s in self.binds.by_steps if s not in known)
        asked = (FormRemark("dangling_control", _xpath(s)) for s in self.body.controls if s not in known)
        return (*binds, *asked)

    def _children(self, copies: list[Element], above: Steps) -> tuple[Field, ...]:
        """Read one level from all copies of its parent: a template and the instances beside it add up."""
        if len(above) > MAX_DEPTH:
            raise XFormRefused("too_deep", f"Groups are nested more than {MAX_DEPTH} levels deep", _xpath(above))
        groups: dict[str, list[Element]] = {}
        for copy in copies:
            for child in elements(copy):
                groups.setdefault(local_name(str(child.tag)), []).append(child)
        return tuple(self._field(found, (*above, name)) for name, found in groups.items())

    def _field(self, copies: list[Element], steps: Steps) -> Field:
        children = self._children(copies, steps)
        bind = self.binds.by_steps.get(steps, Bind())
        control = self.body.controls.get(steps, Control())
        return Field(
            name=steps[-1],
            parts=steps[1:],
            kind=self._kind(copies, steps, bool(children)),
            namespace=namespace_of(str(copies[0].tag)),
            default="" if children else (copies[0].text or "").strip(),
            count=self.body.repeats.get(steps, ""),
            children=children,
            **vars(bind),
            **vars(control),
        )

    def _kind(self, copies: list[Element], steps: Steps, has_children: bool) -> Kind:
        if steps in self.body.repeats or any(has_attribute(copy, "template") for copy in copies):
            return "repeat"
        is_container = has_children or steps[-2:] == ("meta", "entity") or steps[-1] == "meta"
        return "group" if is_container else "field"

    def _entities(self, every: list[Field]) -> tuple[EntityDeclaration, ...]:
        marks = {each.parts[:-2]: each for each in every if each.is_entity}
        repeats = [each.parts for each in every if each.kind == "repeat"]
        saved: dict[Steps, list[tuple[str, str]]] = {parts: [] for parts in marks}
        for each in every:
            holder = next((up for up in _upwards(each.parts) if up in marks), None)
            if each.saveto and each.kind == "field" and holder is not None:
                saved[holder].append((each.path, each.saveto))
        return tuple(self._entity(up, repeats, saved[up]) for up in marks)

    def _entity(self, up: Steps, repeats: list[Steps], saved: list[tuple[str, str]]) -> EntityDeclaration:
        element = self.root
        for step in (*up, "meta", "entity"):
            element = next(elements(element, step))
        return EntityDeclaration(
            dataset=attribute(element, "dataset").strip(),
            actions=tuple(action for action in ("create", "update") if has_attribute(element, action)),
            path=_xpath(up),
            is_in_repeat=any(up[: len(parts)] == parts for parts in repeats),
            properties=tuple(saved),
        )


def _xpath(steps: Steps) -> str:
    return "/" + "/".join(steps)


def _upwards(parts: Steps) -> list[Steps]:
    """Return the containers of a node, the nearest first."""
    return [parts[:length] for length in range(len(parts) - 1, -1, -1)]
