"""The binds of a model: data types and rules by node."""

from dataclasses import dataclass, field

from pamoja.engines.xforms.xml import Element, attribute, descendants
from pamoja.formats.xform.refs import Steps, resolve


@dataclass(frozen=True)
class Bind:
    """What a bind says about its node."""

    type: str = "string"
    required: str = ""
    readonly: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""
    preload: str = ""
    saveto: str = ""


@dataclass(frozen=True)
class Binds:
    """Binds by the steps of their node, and the nodes by bind id (controls may name a bind instead)."""

    by_steps: dict[Steps, Bind] = field(default_factory=dict)
    ids: dict[str, Steps] = field(default_factory=dict)


def read_binds(model: Element, root: Steps) -> Binds:
    binds = Binds()
    for element in descendants(model, "bind"):
        reference = attribute(element, "nodeset") or attribute(element, "ref")
        steps = resolve(reference, root)
        if steps is None:
            continue
        binds.by_steps.setdefault(steps, _read(element))
        if name := attribute(element, "id"):
            binds.ids.setdefault(name, steps)
    return binds


def _read(element: Element) -> Bind:
    preload = f"{attribute(element, 'preload')} {attribute(element, 'preloadParams')}"
    rules = ("required", "readonly", "relevant", "constraint", "calculate")
    return Bind(
        type=attribute(element, "type").strip().rpartition(":")[2] or "string",
        preload=preload.strip(),
        saveto=attribute(element, "saveto"),
        **{rule: attribute(element, rule).strip() for rule in rules},
    )
