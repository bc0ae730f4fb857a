"""The way to a qualification as a map: what is earned, what can be, and the shortest way from here.

found = stack(held, toward=rule, at=now)
drawn = path_map(found, offered, begun={"https://…"})   # `Offered` is what can be earned
drawn.way.steps, drawn.way.minutes                      # the fewest hours, proven
draw(drawn), draw(drawn, is_narrow=True)                # SVG
"""

from __future__ import annotations

from testamur.pathways.pathmap.building import path_map
from testamur.pathways.pathmap.drawing import ALONE, Pen, draw
from testamur.pathways.pathmap.nodes import Edge, Joint, Kind, MapNode, PathMap, State
from testamur.pathways.pathmap.offered import Offered
from testamur.pathways.pathmap.way import Aim, Ending, Step, Way, shortest_way
from testamur.pathways.pathmap.words import ENGLISH, Words

__all__ = [
    "ALONE",
    "ENGLISH",
    "Aim",
    "Edge",
    "Ending",
    "Joint",
    "Kind",
    "MapNode",
    "Offered",
    "PathMap",
    "Pen",
    "State",
    "Step",
    "Way",
    "Words",
    "draw",
    "path_map",
    "shortest_way",
]
