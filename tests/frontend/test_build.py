"""What was built: within its budgets, complete, and free of outside addresses that a browser would follow."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src/pamoja/web/static/built"
# The library of the web form and its map, which are loaded only on the fill page, and never more than this.
LARGEST_CHUNK = 1_750_000
ALL_CHUNKS = 2_800_000


@pytest.fixture(autouse=True)
def built() -> None:
    if not (BUILT / ".stamp").exists():
        pytest.skip("the browser files are not built: npm run build")


def test_every_file_is_within_its_budget() -> None:
    budgets = json.loads((ROOT / "frontend/budgets.json").read_text())
    sizes = {name: (BUILT / name).stat().st_size for name in budgets}
    assert {name: size for name, size in sizes.items() if size > budgets[name]} == {}


def test_chunks_are_within_their_budget() -> None:
    sizes = [chunk.stat().st_size for chunk in (BUILT / "chunks").iterdir()]
    assert max(sizes) < LARGEST_CHUNK
    assert sum(sizes) < ALL_CHUNKS


def test_every_entry_file_has_a_budget() -> None:
    budgets = json.loads((ROOT / "frontend/budgets.json").read_text())
    entries = {file.name for file in BUILT.iterdir() if file.is_file() and not file.name.startswith(".")}
    assert entries == set(budgets)


def test_chunks_are_imported_by_relative_path_and_exist() -> None:
    for file in [*BUILT.glob("*.js"), *(BUILT / "chunks").glob("*.js")]:
        for path in re.findall(r"""["'](\.{1,2}/[\w./-]+\.js)["']""", file.read_text()):
            # MapLibre names a worker of its own, which ours replaces.
            if "maplibre-gl-worker" not in path:
                assert (file.parent / path).is_file(), f"{file.name} imports {path}"


def test_style_sheets_fetch_nothing() -> None:
    for sheet in BUILT.glob("*.css"):
        text = sheet.read_text()
        assert "@import" not in text
        assert [
            url for url in re.findall(r"url\(\s*['\"]?([^'\")]{1,40})", text) if not url.startswith(("data:", "#"))
        ] == []
        assert "sourceMappingURL" not in text


def test_no_font_files_are_carried_along() -> None:
    assert [file.name for file in BUILT.rglob("*") if file.is_file() and b"font/woff" in file.read_bytes()] == []


def test_no_tile_server_is_named() -> None:
    names = [file.name for file in BUILT.rglob("*.js") if "tile.openstreetmap.org" in file.read_text()]
    assert names == []


def test_the_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_versions_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_a_build_from_unchanged_inputs_does_nothing() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed")
    before = (BUILT / ".stamp").stat().st_mtime_ns
    done = subprocess.run([node, "frontend/build.mjs"], cwd=ROOT, capture_output=True, text=True, check=True)
    if "Nothing changed" not in done.stdout:
        pytest.skip("the built files were older than their inputs; they are fresh now")
    assert (BUILT / ".stamp").stat().st_mtime_ns == before


def test_the_texts_are_complete_in_every_language() -> None:
    texts = {file.stem: json.loads(file.read_text()) for file in (ROOT / "frontend/texts").glob("*.json")}
    holes = {name: re.findall(r"\{\w+\}", text) for name, text in texts["en"].items()}
    assert set(texts) == {"en", "fr", "ar"}
    for language, words in texts.items():
        assert {name: re.findall(r"\{\w+\}", text) for name, text in words.items()} == holes, language
