"""Work that takes longer than a page may: started by somebody, watched by them, and taken up again after a crash.

An app writes a job in its `jobs.py` and starts it from a service:

    @job("places.import", _("Import of places"))
    def import_places(progress: Progress, actor: Actor, *, upload: str) -> None: ...

    start_job(actor, import_places, upload=str(upload.public_id))

It runs in the workspace and with the rights that the starter has at that moment. `schedule.every` is for what nobody
starts.
"""
