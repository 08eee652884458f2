"""Lists of facilities (CSV with plain or HXL heads, XLSX, GeoJSON points) to proposed facilities."""

from .reading import Facilities, read_facilities

__all__ = ["Facilities", "read_facilities"]
