"""Worlds of invented tenants and cases: drawn at random, and as skewed as real ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.attacker.attacker import QUARTERS, Case

LEVELS = ("individ", "organisation", "regelverk")
COUNTIES = [
    "01",
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
    "09",
    "10",
    "12",
    "13",
    "14",
    "17",
    "18",
    "19",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
]
IN_A_COUNTY = (4, 3, 2, 2, 1)

Codes = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class World:
    """The truth: which tenant lies in which county, and every case in the quarter whose release counts it."""

    tenants: Mapping[str, str]
    cases: Sequence[Case]
    codes: Codes

    def of(self, *slugs: str) -> list[Case]:
        """The rows of some tenants."""
        return [case for case in self.cases if case.tenant in slugs]

    def two_largest(self) -> list[str]:
        """The counties with most tenants, where a release has county tables first."""
        return [county for county, _ in Counter(self.tenants.values()).most_common(2)]


def world(
    seed: int,
    *,
    tenants: int = 12,
    quarters: int = 4,
    pairs: int = 15,
    categories: int = 10,
    cases: tuple[int, int] = (20, 300),
) -> World:
    """A world like those that the design was measured on; `cases`: the fewest and most of a tenant's year."""
    random = np.random.default_rng(seed)
    spread = counties(tenants)
    codes = {
        "pair": [f"p{number:02}" for number in range(pairs)],
        "level": list(LEVELS),
        "category": [f"c{number:02}" for number in range(categories)],
        "county": sorted(set(spread.values())),
    }
    common = [random.dirichlet(skewed(len(codes[name]))) for name in ("pair", "level", "category")]
    drawn = [
        case
        for slug, county in spread.items()
        for case in cases_of(
            slug, county, codes, common, quarters=quarters, fewest_and_most=cases, random=random
        )
    ]
    return World(spread, drawn, codes)


def small(seed: int) -> World:
    """A world that a test can afford: eight tenants, one year, six pairs and four categories."""
    return world(seed, tenants=8, pairs=6, categories=4, cases=(10, 60))


def counties(tenants: int) -> dict[str, str]:
    """Four, three, two, two and one tenant in a county, and again; the last tenants go round all counties."""
    sizes = [IN_A_COUNTY[place % len(IN_A_COUNTY)] for place in range(len(COUNTIES))]
    places = [county for county, size in zip(COUNTIES, sizes, strict=True) for _ in range(size)]
    places += [COUNTIES[place % len(COUNTIES)] for place in range(max(0, tenants - len(places)))]
    return {f"t{number:02}": county for number, county in enumerate(places[:tenants])}


def skewed(length: int) -> NDArray[np.float64]:
    """How common the first code is, the second, and so on to the rare ones."""
    return np.asarray(8 / np.arange(1, length + 1) ** 0.9, dtype=float)


def cases_of(
    slug: str,
    county: str,
    codes: Codes,
    common: Sequence[NDArray[np.float64]],
    *,
    quarters: int,
    fewest_and_most: tuple[int, int],
    random: np.random.Generator,
) -> list[Case]:
    """One tenant's cases: as many as its size says, with habits of its own around the common ones."""
    fewest, most = fewest_and_most
    size = random.triangular(fewest, fewest + (most - fewest) / 4, most) * quarters / len(QUARTERS)
    habits = [random.dirichlet(30 * chances + 0.05) for chances in common]
    return [
        Case(
            slug,
            county,
            2024 + when // len(QUARTERS),
            QUARTERS[when % len(QUARTERS)],
            *(
                str(random.choice(codes[name], p=chances))
                for name, chances in zip(("pair", "level", "category"), habits, strict=True)
            ),
        )
        for when in random.integers(quarters, size=round(size)).tolist()
    ]
