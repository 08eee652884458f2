"""What other apps may take from here beyond reading places."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pamoja.apps.places.models import Place
from pamoja.apps.places.selectors import outlined
from pamoja.core.permissions import Actor

__all__ = ["Place", "ground_layers"]


def ground_layers(actor: Actor) -> list[dict[str, str]]:
    """The borders of the country, as a layer for `<c-map>` to draw under others; none where no outline is known."""
    if not outlined(actor).exists():
        return []
    return [{"url": reverse("places:ground"), "label": _("Borders"), "kind": "ground"}]
