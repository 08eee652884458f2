"""What all routers share: the categories that they choose from, the result that they save, the wait before they do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows import schema
from pamoja.engines.flows.checks import at_least, if_given, is_uuid, result_category, result_name
from pamoja.engines.flows.definition import limits
from pamoja.engines.flows.definition.parts import ResultInfo, Router, Wait, read_part
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.registry import WAITS
from pamoja.engines.flows.routers.routing import Found, Routed, Routing, RoutingError
from pamoja.engines.flows.schema import prop, required, telling

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.flow import Exit, Flow, Node


@dataclass(frozen=True, slots=True)
class Category:
    """What an operand can be sorted into, and the exit that is taken then."""

    uuid: str = prop("", required, is_uuid)
    name: str = prop("", required, result_category, is_localized=True)
    exit_uuid: str = prop("", required, is_uuid)


@dataclass(frozen=True, slots=True)
class BaseRouter(Router):
    """A result is saved if it has a name."""

    wait: Any = prop(None)
    result_name: str = prop("", if_given(result_name))
    categories: tuple[Any, ...] = prop((), required, at_least(1))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read one. Raises FlowReadError; categories and the wait are judged after the router's own properties."""
        made = schema.read(cls, data)
        categories = tuple(_read_category(each) for each in made.categories)
        return replace(made, categories=categories, wait=_read_wait(data))

    @property
    def allows_timeout(self) -> bool:
        """Whether the wait of the router may end without an answer."""
        return self.wait is not None and self.wait.timeout is not None

    def category(self, uuid: str) -> Category | None:
        """The category with a UUID."""
        return next((each for each in self.categories if each.uuid == uuid), None)

    def route(self, run: Routing) -> Routed:
        """Choose a category, save the result and tell the exit."""
        raise NotImplementedError

    def route_timeout(self, run: Routing) -> Routed:
        """Choose the category for no answer. Raises RoutingError for a router that has none."""
        if not self.allows_timeout:
            raise RoutingError("can't call route timeout on router with no timeout")
        return self.take(run, self.wait.timeout.category_uuid)

    def take(
        self, run: Routing, category_uuid: str, match: str = "", operand: str = "", extra: XObject | None = None
    ) -> Routed:
        """Save the result of a category and tell its exit; of no category ("") there is neither."""
        if not category_uuid:
            return Routed("", operand)
        category = self.category(category_uuid)
        if category is None:
            raise RoutingError(f"category {category_uuid} is not a valid category")
        if self.result_name:
            localized = run.translated(category.uuid, "name", [""])[0]
            run.save_result(Found(self.result_name, match, category.name, localized, operand, extra))
        return Routed(category.exit_uuid, operand)

    def check(self, flow: "Flow", exits: "tuple[Exit, ...]") -> None:
        """Raise FlowReadError unless categories, exits and wait fit together."""
        limit(len(self.categories), limits.CATEGORIES_PER_ROUTER, "categories")
        if self.allows_timeout and not self.category(self.wait.timeout.category_uuid):
            raise FlowReadError(f"timeout category {self.wait.timeout.category_uuid} is not a valid category")
        for category in self.categories:
            if all(category.exit_uuid != each.uuid for each in exits):
                raise FlowReadError(f"category exit {category.exit_uuid} is not a valid exit")
        if self.wait and flow.type not in self.wait.FLOW_TYPES:
            raise FlowReadError(f"wait type '{self.wait.type}' is not allowed in a flow of type '{flow.type}'")

    def extra_parts(self) -> Iterable[Any]:
        """Categories have texts to translate, a wait may have templates."""
        return (*self.categories, self.wait) if self.wait else self.categories

    def results(self) -> Iterable[ResultInfo]:
        """The result of the router, with the names of its categories."""
        if self.result_name:
            yield ResultInfo(self.result_name, tuple(each.name for each in self.categories))


def router_of(node: "Node") -> BaseRouter | None:
    """The router of a node; all that are registered are of this kind."""
    router = node.router
    return router if isinstance(router, BaseRouter) else None


def limit(count: int, most: int, kind: str) -> None:
    """Raise FlowReadError when there are more than allowed."""
    if count > most:
        raise FlowReadError(f"can't have more than {most} {kind} (has {count})")


def _read_category(data: Any) -> Category:
    with telling("unable to read category"):
        return schema.read(Category, {} if data is None else data)


def _read_wait(data: dict[str, Any]) -> Wait | None:
    """The wait; null is not the same as none at all."""
    if "wait" not in data:
        return None
    with telling("unable to read wait"):
        wait: Wait = read_part(WAITS, data["wait"])
        return wait
