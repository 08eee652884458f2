"""Small forms for paper, written as questions with their rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from pamoja.engines.xforms import Form, load

HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>T</h:title><model><instance><data id="f" version="7">{nodes}</data></instance>{binds}</model></h:head>
<h:body>{body}</h:body></h:html>"""


@dataclass(frozen=True)
class Asked:
    """One question; `choices` are its values, each with itself in capitals as its label."""

    name: str
    type: str = "string"
    choices: Sequence[str] = ()
    rule: str = ""
    control: str = ""
    label: str = ""

    @property
    def node(self) -> str:
        return f"<{self.name}/>"

    @property
    def bind(self) -> str:
        return f'<bind nodeset="/data/{self.name}" type="{self.type}" {self.rule}/>'

    @property
    def body(self) -> str:
        if self.control == "none":
            return ""
        control = self.control or ("select1" if self.choices else "input")
        items = "".join(f"<item><label>{v.upper()}</label><value>{v}</value></item>" for v in self.choices)
        return f'<{control} ref="/data/{self.name}"><label>{self.label or self.name}</label>{items}</{control}>'


def form_of(*asked: Asked) -> Form:
    parts = {part: "".join(getattr(each, part) for each in asked) for part in ("node", "bind", "body")}
    return load(HEAD.format(nodes=parts["node"], binds=parts["bind"], body=parts["body"]).encode())


def escaped(source: str) -> str:
    return source.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
