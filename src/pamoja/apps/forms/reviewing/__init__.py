"""Acts on many records at once: chosen, previewed, applied once in batches, and undone where nobody came after."""
