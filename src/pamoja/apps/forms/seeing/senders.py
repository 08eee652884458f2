"""Names behind the labels under which senders are kept."""

from collections.abc import Iterable

from pamoja.core.accounts.models import Credential, User


def sender_names(labels: Iterable[str]) -> dict[str, str]:
    """Names by label ("user:…", "device:…", "token:…"); one that is unknown stays out. Two queries."""
    ids = {label: label.partition(":")[2] for label in labels if not label.startswith(("system:", "anonymous"))}
    people = {str(each.public_id): str(each) for each in User.objects.filter(public_id__in=set(ids.values()))}
    holders = Credential.objects.filter(public_id__in=set(ids.values()))
    people |= {str(each.public_id): str(each) for each in holders}
    return {label: people[public_id] for label, public_id in ids.items() if public_id in people}
