"""What is swept without being asked."""

from pamoja.core.files.sweeper import sweep_files
from pamoja.core.jobs.schedule import every


@every(days=1, name="files.sweep")
def sweep() -> None:
    """Remove what crashes and rollbacks left in the storage."""
    sweep_files()
