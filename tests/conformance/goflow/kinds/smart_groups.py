"""The smart groups in which a contact is after its properties are looked at again."""

from collections.abc import Iterator
from pathlib import Path

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import read_assets
from pamoja.engines.flows.contacts import read_contact, write_contact
from pamoja.engines.flows.contacts.groups import reevaluate_groups
from pamoja.engines.flows.definition.reading import read_flow

from ..difference import difference
from ..finding import Case, listed
from ..result import Outcome, judged

KIND = "smart groups"
ASSETS = "smart_groups.assets.json"


def results(folder: Path) -> Iterator[Outcome]:
    """Each contact before and after."""
    for case in listed(folder, "contact_before", "contact_after", assets=ASSETS):
        if "modifier" not in case.data:
            yield judged(KIND, case.name, _detail, case)


def _detail(case: Case) -> str:
    redaction = "urns" if case.data.get("redact_urns") else "none"
    env = Environment(allowed_languages=("eng", "spa"), country="RW", redaction_policy=redaction)
    assets = read_assets(case.assets(), read_flow, env)
    contact = read_contact(assets, case.data["contact_before"])
    reevaluate_groups(env, contact)
    return difference(write_contact(contact), case.data["contact_after"])
