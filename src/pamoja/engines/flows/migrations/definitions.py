"""The parts of a definition as JSON. What is not as it should be is passed over: validation judges it later."""

from collections.abc import Iterator
from typing import Any

from pamoja.engines.flows.migrations.registry import Definition

WEBHOOKS = ("call_webhook", "call_resthook")


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def nodes(flow: Definition) -> list[dict[str, Any]]:
    """Its nodes."""
    return objects(flow.get("nodes"))


def actions(flow: Definition, *types: str) -> Iterator[dict[str, Any]]:
    """Its actions of some types."""
    return (each for node in nodes(flow) for each in objects(node.get("actions")) if each.get("type") in types)


def routers(flow: Definition) -> Iterator[dict[str, Any]]:
    """Its routers."""
    return (node["router"] for node in nodes(flow) if isinstance(node.get("router"), dict))


def splits(flow: Definition, *types: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The nodes with one action only, of one of some types, and a switch router: (action, router)."""
    for node in nodes(flow):
        acting, router = objects(node.get("actions")), node.get("router")
        if not isinstance(router, dict) or router.get("type") != "switch":
            continue
        if len(acting) == 1 and acting[0].get("type") in types:
            yield acting[0], router


def first_case(router: dict[str, Any]) -> dict[str, Any] | None:
    """The first case of a switch router, if it is one."""
    cases = router.get("cases")
    first = cases[0] if isinstance(cases, list) and cases else None
    return first if isinstance(first, dict) else None


def split_on(router: dict[str, Any], case: dict[str, Any], operand: str, test: str, *arguments: str) -> None:
    """Let a switch router have this one case."""
    case |= {"type": test, "arguments": list(arguments)}
    router |= {"operand": operand, "cases": [case]}


def text(value: Any) -> str:
    """A text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """A list's members as texts; empty for anything else."""
    return [text(each) for each in value] if isinstance(value, list) else []
