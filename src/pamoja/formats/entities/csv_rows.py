"""The heads of the two tables in which a list leaves the house; its own properties stand after or between them."""

DEVICE_HEADS = ("name", "label", "__version")
"""What a device reads as a choice list (ODK entities specification, "Entity lists as attachments")."""

EXPORT_HEADS = ("__id", "label")
EXPORT_TAILS = ("__createdAt", "__creatorId", "__creatorName", "__updates", "__updatedAt", "__version")
