"""Charts as SVG, drawn from plain numbers: they know nothing of cases, of models or of what may be published.

A number is a whole one, never below zero, or None where it is hidden. `title` says what the chart shows, as a
sentence, and `desc` what is drawn; both are read out instead of it. Every chart belongs in a Figure, which
has the same numbers as a table.
"""

from ui.charts.counties import county_map
from ui.charts.figures import Figure, cells_of
from ui.charts.lengths import bars
from ui.charts.lines import line
from ui.charts.matrix import heat
from ui.charts.stacks import stacked

__all__ = ["Figure", "bars", "cells_of", "county_map", "heat", "line", "stacked"]
