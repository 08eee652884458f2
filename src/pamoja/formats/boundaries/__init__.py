"""Boundary files (GeoJSON, zipped shapefiles, HXL-tagged CSV) to proposed units."""

from .reading import Boundaries, read_boundaries
from .refusals import BoundaryFileError

__all__ = ["Boundaries", "BoundaryFileError", "read_boundaries"]
