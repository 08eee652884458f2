"""Geometry without a spatial database: GeoJSON texts, bounding boxes, and which place a point lies in."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

# Six decimals of a degree are 0.1 m at the equator: finer than any boundary survey, and half the text.
DECIMALS = 6
NOWHERE = -1


class BBox(NamedTuple):
    """Degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


def from_geojson(text: str) -> BaseGeometry:
    """A GeoJSON geometry as shapely's, in two dimensions; raises ValueError when it is none."""
    try:
        found = shapely.from_geojson(text)
    except shapely.errors.ShapelyError as error:
        raise ValueError(str(error)) from error
    return shapely.force_2d(found)


def to_geojson(geometry: BaseGeometry, decimals: int = DECIMALS) -> str:
    """The geometry as GeoJSON text (RFC 7946: rings counter-clockwise), rounded but never made invalid."""
    rounded = shapely.transform(geometry, lambda points: np.round(points, decimals))
    if not rounded.is_valid:
        rounded = geometry
    return str(shapely.to_geojson(shapely.orient_polygons(rounded)))


def bbox(geometry: BaseGeometry) -> BBox:
    return BBox(*(float(value) for value in geometry.bounds))


def label_point(geometry: BaseGeometry) -> tuple[float, float]:
    """(longitude, latitude) of a point that is surely inside, where a name or a marker can stand."""
    point = shapely.point_on_surface(geometry)
    return float(point.x), float(point.y)


class PlaceIndex:
    """Finds, for many points at once, the first area that holds each; areas that touch share their border.

    Building costs about a millisecond per hundred areas; keep the index for the many calls of an import.
    """

    def __init__(self, keys: Sequence[str], geometries: Sequence[BaseGeometry]) -> None:
        if len(keys) != len(geometries):
            raise ValueError("as many keys as geometries are needed")
        self._keys = [*keys, ""]
        self._shapes = np.array(geometries, dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def locate(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The position of the area for each point, NOWHERE (-1) for none; NaN coordinates are nowhere."""
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        known = np.isfinite(x) & np.isfinite(y)
        points = shapely.points(np.where(known, x, 0.0), np.where(known, y, 0.0))
        at_point, at_shape = self._tree.query(points)
        inside = shapely.intersects_xy(self._shapes[at_shape], x[at_point], y[at_point])
        found = np.full(len(x), len(self._shapes), dtype=np.int64)
        np.minimum.at(found, at_point[inside], at_shape[inside])
        found[(found == len(self._shapes)) | ~known] = NOWHERE
        return found

    def locate_keys(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> list[str]:
        """As `locate`, with the key of the area, empty for none."""
        return [self._keys[position] for position in self.locate(lons, lats)]
