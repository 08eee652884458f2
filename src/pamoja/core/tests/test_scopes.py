"""Where a scope ends: rows that nobody owns, and places whose path only contains another."""

from pamoja.core.accounts.actors import holder
from pamoja.core.accounts.models import Grant
from pamoja.core.permissions import visible
from pamoja.core.testing.cast import DINAS_PLACE, Cast
from pamoja.core.testing.models import Note
from pamoja.core.workspaces.context import workspace_active


def test_a_device_with_its_own_records_does_not_reach_those_of_nobody(cast: Cast) -> None:
    Grant.objects.filter(credential=cast.device).update(role="manager", scope="own")
    with workspace_active(cast.river):
        Note.objects.create(title="nobody's")
        assert visible(Note.objects.all(), cast.actor("amina")).count() == 1
        assert not visible(Note.objects.all(), holder(cast.device)).exists()


def test_dina_does_not_reach_a_place_whose_path_only_ends_like_hers(cast: Cast) -> None:
    with workspace_active(cast.river):
        Note.objects.create(title="hers", place_path=DINAS_PLACE)
        Note.objects.create(title="elsewhere", place_path=f"ZMB/{DINAS_PLACE}")
        assert [note.title for note in visible(Note.objects.all(), cast.actor("dina"))] == ["hers"]
