"""Pictures of demand, drawn here as SVG: trend, bars, network and heat map, each with its words.

Each is drawn twice, for wide and for narrow screens, and carries its title and what it says; a
table beside it says the same. Drawn for a file, it carries its style along.
"""

from testamur_web.ui.labour.pictures.bars import Bar, draw_bars
from testamur_web.ui.labour.pictures.heat import Heat, draw_heat
from testamur_web.ui.labour.pictures.network import Network, Node, Tie, draw_network
from testamur_web.ui.labour.pictures.svg import Canvas, Told
from testamur_web.ui.labour.pictures.trend import Month, draw_trend

__all__ = [
    "Bar",
    "Canvas",
    "Heat",
    "Month",
    "Network",
    "Node",
    "Tie",
    "Told",
    "draw_bars",
    "draw_heat",
    "draw_network",
    "draw_trend",
]
