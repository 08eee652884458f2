"""Wire formats: bytes to and from frozen dataclasses."""
