"""Functions over answers with several values (ODK XForms, "Select Functions" and "Translation Functions")."""

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathFault, XPathRefused
from pamoja.engines.xforms.xpath.functions.registry import Run, function, special
from pamoja.engines.xforms.xpath.values import Value, to_number, to_string


@function("selected", 2)
def selected(_: Context, answer: Value, value: Value) -> bool:
    return to_string(value).strip() in to_string(answer).split()


@function("selected-at", 2)
def selected_at(context: Context, answer: Value, index: Value) -> str:
    """The value at an index from 0; nothing beyond either end."""
    found, place = to_string(answer).split(), to_number(index, context.scope.zone)
    return found[int(place)] if 0 <= place < len(found) else ""


@function("count-selected", 1)
def count_selected(_: Context, answer: Value) -> float:
    return float(len(to_string(answer).split()))


@special("choice-name", 2)
def choice_name(value: Run, path: Run) -> Run:
    """The label of a choice; the second argument is the path of its question, as text."""
    from pamoja.engines.xforms.xpath.compile import compile_source

    def run(context: Context) -> Value:
        code = to_string(value(context))
        try:
            found = compile_source(to_string(path(context)))(context)
        except XPathRefused as refusal:
            raise XPathFault("jr:choice-name() takes a path as text") from refusal
        return context.scope.label(found[0], code) if isinstance(found, list) and found else ""

    return run


@function("itext", 1)
def itext(context: Context, text_id: Value) -> str:
    return context.scope.text(to_string(text_id))
