"""Lists of facilities: CSV with plain or HXL heads, XLSX and GeoJSON points are read, HXL-tagged CSV is written."""

from .reading import Facilities, read_facilities
from .writing import WrittenFacility, csv_lines

__all__ = ["Facilities", "WrittenFacility", "csv_lines", "read_facilities"]
