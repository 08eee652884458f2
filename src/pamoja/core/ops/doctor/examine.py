"""The whole examination, in the order of its report."""

from collections.abc import Iterable

from pamoja.core.ops.doctor import database, effective, machine, work
from pamoja.core.ops.doctor.findings import Examination, Finding

ALWAYS: tuple[Examination, ...] = (
    effective.misspelt_settings,
    effective.addresses,
    effective.demo_in_public,
    effective.mail,
    machine.disk,
    machine.rights,
    machine.assets,
    machine.django_checks,
    database.reachable,
)
WITH_DATABASE: tuple[Examination, ...] = (
    database.pragmas,
    database.migrations,
    database.clock,
    database.backup_tools,
)
WITH_TABLES: tuple[Examination, ...] = (work.workers, work.outbox, work.jobs)


def examine() -> list[Finding]:
    """All findings; what needs a database, or its tables, is left out when they are not there."""
    found = _all(ALWAYS)
    if database.is_reachable():
        found += _all(WITH_DATABASE)
        if not any("pending" in finding.fact for finding in found):
            found += _all(WITH_TABLES)
    return found


def _all(examinations: Iterable[Examination]) -> list[Finding]:
    return [finding for examination in examinations for finding in examination()]
