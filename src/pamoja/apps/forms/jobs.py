"""The jobs of the forms app, each beside the pages that start it, and what nobody starts."""

from pamoja.apps.forms.entities import pending, placing
from pamoja.apps.forms.entities.ticks import force_waiting_everywhere, purge_everywhere
from pamoja.apps.forms.making import jobs as making
from pamoja.apps.forms.paper.giving_back import give_back_left
from pamoja.apps.forms.plain.keeping import sweep_fillings
from pamoja.apps.forms.protecting import jobs as protecting
from pamoja.apps.forms.quality import jobs as quality
from pamoja.apps.forms.redacting import jobs as redacting
from pamoja.apps.forms.reviewing import jobs as reviewing
from pamoja.apps.forms.seeing import jobs as seeing
from pamoja.apps.forms.talking.keeping import forget_old
from pamoja.core.jobs.schedule import every

__all__ = ["making", "pending", "placing", "protecting", "quality", "redacting", "reviewing", "seeing"]

every(hours=1, name="forms.force_waiting")(force_waiting_everywhere)
every(days=1, name="forms.purge_entities")(purge_everywhere)
every(days=1, name="forms.sweep_fillings")(sweep_fillings)
every(days=1, name="forms.give_back_sheets")(give_back_left)
every(days=1, name="forms.forget_conversations")(forget_old)
