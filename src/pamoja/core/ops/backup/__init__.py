"""One archive of everything but the keys: written while serving, read back, restored whole or not at all."""
