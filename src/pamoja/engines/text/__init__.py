"""Written words, whatever their script."""
