"""The body of an XForm: which control asks for which node, and which nodes repeat."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pamoja.engines.xforms.xml import Element, attribute, attributes, elements, local_name
from pamoja.formats.xform.choices import Instances, read_choices
from pamoja.formats.xform.itext import Translations, labels_of
from pamoja.formats.xform.model import Choice, Itemset
from pamoja.formats.xform.refs import Steps, resolve

CONTROLS = frozenset({"input", "select1", "select", "rank", "upload", "range", "trigger", "secret"})
KNOWN_ATTRIBUTES = frozenset({"ref", "nodeset", "bind", "appearance", "mediatype", "query"})


@dataclass(frozen=True)
class Control:
    """What the body says about one node."""

    control: str = "none"
    mediatype: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """Controls and repeats (with their count expression) by the steps of their node."""

    controls: dict[Steps, Control] = field(default_factory=dict)
    repeats: dict[Steps, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Everything that a control may refer to."""

    root: Steps
    bind_ids: Mapping[str, Steps]
    instances: Instances
    translations: Translations

    def read(self, element: Element | None) -> Body:
        body = Body()
        if element is not None:
            self._level(element, self.root, body)
        return body

    def _level(self, parent: Element, context: Steps, body: Body) -> None:
        for element in elements(parent):
            name = local_name(str(element.tag))
            steps = self._target(element, context)
            if name == "repeat":
                self._repeat(element, steps, context, body)
            elif name == "group":
                if steps is not None:
                    body.controls.setdefault(steps, self._group(element))
                self._level(element, steps or context, body)
            elif name in CONTROLS and steps is not None:
                body.controls.setdefault(steps, self._control(element, name))

    def _repeat(self, element: Element, steps: Steps | None, context: Steps, body: Body) -> None:
        """Note a repeat; its label is usually that of the group around it."""
        if steps is None:
            return self._level(element, context, body)
        body.repeats.setdefault(steps, attribute(element, "count").strip())
        if steps not in body.controls:
            around = element.getparent()
            body.controls[steps] = self._group(element if around is None else around)
        return self._level(element, steps, body)

    def _target(self, element: Element, context: Steps) -> Steps | None:
        bind = attribute(element, "bind")
        if bind in self.bind_ids:
            return self.bind_ids[bind]
        reference = attribute(element, "ref") or attribute(element, "nodeset")
        return resolve(reference, context) if reference else None

    def _group(self, element: Element) -> Control:
        return Control(
            labels=labels_of(element, "label", self.translations),
            hints=labels_of(element, "hint", self.translations),
            appearance=attribute(element, "appearance").strip(),
        )

    def _control(self, element: Element, name: str) -> Control:
        choices, itemset = read_choices(element, self.instances, self.translations)
        others = {key: text for key, text in attributes(element).items() if key not in KNOWN_ATTRIBUTES}
        return Control(
            control=name,
            mediatype=attribute(element, "mediatype"),
            labels=labels_of(element, "label", self.translations),
            hints=labels_of(element, "hint", self.translations),
            choices=choices,
            itemset=itemset,
            appearance=attribute(element, "appearance").strip(),
            parameters=others,
        )
