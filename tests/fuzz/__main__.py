"""Fuzz one target: `python -m tests.fuzz TARGET [options of libFuzzer]`, with atheris installed."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pamoja.engines"]):
    from tests.fuzz.seeds import changed, seeds
    from tests.fuzz.targets import TARGETS


def _mutated(data: bytes, max_size: int, seed: int) -> bytes:
    """JSON is changed by its parts, and now and then by its letters."""
    if seed % 8:
        try:
            return changed(data.decode(), seed).encode()[:max_size]
        except (ValueError, RecursionError):
            pass
    return bytes(atheris.Mutate(data, max_size))


def main() -> None:
    """Run until an exception escapes, or libFuzzer's options say it is enough."""
    target = sys.argv.pop(1)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, each in enumerate(seeds(target)):
        (folder / str(number)).write_text(each, encoding="utf-8")
    more = {"custom_mutator": _mutated} if target == "flows" else {}
    atheris.Setup([*sys.argv, str(folder)], lambda data: TARGETS[target](data.decode(errors="ignore")), **more)
    atheris.Fuzz()


main()
