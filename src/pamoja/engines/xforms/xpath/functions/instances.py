"""Functions that reach outside of the answers: other instances, the device (ODK XForms; JavaRosa for `property`)."""

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.registry import function
from pamoja.engines.xforms.xpath.lookup import index_of
from pamoja.engines.xforms.xpath.values import Value, to_string


@function("instance", 1)
def instance(context: Context, name: Value) -> list[Node]:
    """The document of a secondary instance, so that its root element is the first step."""
    return [context.scope.instance(to_string(name))]


@function("pulldata", 4)
def pulldata(context: Context, name: Value, wanted: Value, column: Value, query: Value) -> str:
    """`instance(name)/root/item[column = query]/wanted`, the first one."""
    document = context.scope.instance(to_string(name))
    for root in document.named("root"):
        for item in index_of(root, "item", to_string(column)).get(to_string(query), []):
            for cell in item.named(to_string(wanted)):
                return cell.string()
    return ""


@function("property", 1)
def prop(context: Context, name: Value) -> str:
    """What the device tells of itself and its user, by the names of `jr:preloadParams`."""
    return context.scope.world.properties.get(to_string(name), "")


@function("version")
def version(context: Context) -> str:
    """The version of the form."""
    return context.scope.version
