"""Who may do what with agreements: owners make and end them, managers see them."""

from pamoja.core.agreements.models import Agreement
from pamoja.core.permissions import Kind, register_kind

register_kind(
    Kind(
        "agreements.agreement",
        Agreement,
        verbs=("view", "propose", "accept", "end"),
        roles={"manager": ("view",)},
        sides=("giver", "receiver"),
    )
)
