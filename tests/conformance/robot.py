"""Send a robot enumerator through a folder of XLSForms on our own server: each form that imports is filled and sent.

    python -m tests.conformance.robot [--cases DIR]

A form passes when the server took a filled one. One that the engine of ODK Web Forms cannot read has failed: nobody
could fill it in here. A file that the import refuses is no case.
"""

from collections import Counter
from collections.abc import Sequence

from tests.robot.whole_server import NODE, ROOT, enumerate_all, serving

from ._runner import cases_folder, finish, main

SUITE = "forms/xlsforms"


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None:
        return 0
    if NODE is None or not (ROOT / "node_modules/@getodk/xforms-engine").exists():
        print("Skipped: Node and node_modules are needed (npm ci).")
        return 0
    with serving(folder) as server:
        lines, totals = enumerate_all(server.base)
    for name, outcome in server.outcomes.items():
        if outcome not in ("imported", "repaired"):
            print(f"{name}: {outcome}")
    for line in lines:
        if not line["ok"]:
            print(f"{line['form']}: {line['status']} {line['error']}")
    counts = Counter(server.outcomes.values())
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    print(f"{totals['forms']} forms, {totals['engine_refused']} not readable by the engine")
    return finish(totals["sent"], totals["failed"] + totals["engine_refused"])


if __name__ == "__main__":
    main(run)
