"""Who may import whom, beyond what import-linter's contracts can say."""

import ast
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
APPS, PROTOCOLS = "pamoja.apps", "pamoja.protocols"
DOORS = {"services", "selectors", "contracts"}

# files that read or write across workspaces: the list only shrinks
EVERYWHERE = {
    "apps/forms/selectors.py",
    "core/files/selectors.py",  # a public file is for everybody who has its address
    "core/files/sweeper.py",  # bytes lie in one storage for all workspaces
}


@cache
def graph() -> grimp.ImportGraph:
    """All imports of the product, tests left out."""
    built = grimp.build_graph("pamoja", cache_dir=None)
    for module in list(built.modules):
        if ".tests" in module:
            built.remove_module(module)
    return built


def package_of(module: str, parent: str) -> str | None:
    """The name right below a parent package: `cash` for `pamoja.apps.cash.services`."""
    inside = module.removeprefix(f"{parent}.")
    return None if inside == module else inside.split(".")[0]


def goes_round_the_door(importer: str, imported: str) -> bool:
    """Whether something outside an app reaches past its services, selectors and contracts."""
    app = package_of(imported, APPS)
    own = package_of(importer, APPS)
    if app is None or own == app or (own is None and package_of(importer, PROTOCOLS) is None):
        return False
    rest = imported.removeprefix(f"{APPS}.{app}").strip(".").split(".")
    return rest[0] not in DOORS


def offences() -> list[str]:
    found = graph()
    return sorted(
        f"{importer} imports {imported}"
        for importer in found.modules
        for imported in found.find_modules_directly_imported_by(importer)
        if goes_round_the_door(importer, imported)
    )


def test_apps_and_protocols_use_only_the_doors_of_an_app() -> None:
    assert offences() == []


def test_the_rule_of_the_doors_sees_an_offence() -> None:
    assert goes_round_the_door("pamoja.apps.cash.api", "pamoja.apps.people.models")
    assert goes_round_the_door("pamoja.protocols.odk.views", "pamoja.apps.forms")
    assert not goes_round_the_door("pamoja.apps.cash.api", "pamoja.apps.people.services.merge")
    assert not goes_round_the_door("pamoja.apps.cash.api", "pamoja.apps.cash.models")
    assert not goes_round_the_door("pamoja.config.urls", "pamoja.apps.cash.urls")


def test_no_protocol_imports_another() -> None:
    found = graph()
    pairs = [
        (importer, imported)
        for importer in found.find_descendants(PROTOCOLS)
        for imported in found.find_modules_directly_imported_by(importer)
        if package_of(imported, PROTOCOLS) not in (None, package_of(importer, PROTOCOLS))
    ]
    assert pairs == []


def test_each_app_has_its_place_in_the_order() -> None:
    listed = (ROOT / "pyproject.toml").read_text().partition('containers = ["pamoja.apps"]')[2].partition("]")[0]
    children = {module.rsplit(".", 1)[1] for module in graph().find_children(APPS)}
    assert {child for child in children if f'"({child})"' not in listed} == set()


def crosses_workspaces(path: Path) -> bool:
    """Whether a file uses `Model.everywhere`."""
    tree = ast.parse(path.read_text())
    return any(isinstance(node, ast.Attribute) and node.attr == "everywhere" for node in ast.walk(tree))


def test_only_the_named_files_reach_across_workspaces() -> None:
    paths = [p for p in (ROOT / "src").rglob("*.py") if "tests" not in p.parts and "testing" not in p.parts]
    crossing = {str(path.relative_to(ROOT / "src/pamoja")) for path in paths if crosses_workspaces(path)}
    assert crossing == EVERYWHERE
