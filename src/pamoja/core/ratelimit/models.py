"""The counters of the grown size."""

from django.db import models


class RateBucket(models.Model):
    """One caller under one limit. `key` is a keyed hash, `empty_at` the Unix time of its last drop."""

    key = models.BinaryField(max_length=32, unique=True)
    empty_at = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.key).hex()
