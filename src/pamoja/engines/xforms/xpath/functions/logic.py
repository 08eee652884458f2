"""Functions that choose what is evaluated (ODK XForms, "Boolean Functions")."""

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.registry import ANY, Run, special
from pamoja.engines.xforms.xpath.values import Value, to_boolean, to_string


@special("if", 3)
def choose(condition: Run, then: Run, otherwise: Run) -> Run:
    return lambda context: then(context) if to_boolean(condition(context)) else otherwise(context)


@special("coalesce", 1, ANY)
def coalesce(*arguments: Run) -> Run:
    def run(context: Context) -> Value:
        texts = (to_string(each(context)) for each in arguments)
        return next((text for text in texts if text), "")

    return run


@special("once", 1)
def once(argument: Run) -> Run:
    """The present value of the node, or the calculation while it is empty."""

    def run(context: Context) -> Value:
        present = context.node.string()
        return present if present else argument(context)

    return run
