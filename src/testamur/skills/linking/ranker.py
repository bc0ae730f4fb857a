"""How likely a candidate is right: the sum of small trees, as the probability that a person agrees.

A tree of at most eight leaves is kept flat. Each of its splits has the leaves that are left when a
number is above its threshold, as the bits of one byte; the lowest bit that remains is the leaf.
`scripts/build_skill_ranker.py` writes `data/ranker.json`, on development data alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from testamur.skills.linking.features import FEATURES
from testamur.skills.linking.table import Floats, Numbers

__all__ = ["LEAVES", "Ranker", "load_ranker", "ranker_of"]

LEAVES: Final = 8
"""The most leaves of a tree."""

_LOWEST_BIT: Final = np.array([(byte & -byte).bit_length() - 1 for byte in range(256)], np.int64)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees, padded to seven splits and eight leaves each."""

    features: Numbers
    thresholds: Floats
    left_out: NDArray[np.uint8]
    leaves: Floats
    bias: float

    def probabilities(self, rows: Floats) -> Floats:
        """How likely each candidate is right, from its numbers in the order of `FEATURES`."""
        trees = len(self.leaves)
        is_above = np.ascontiguousarray(rows.T)[self.features] > self.thresholds[:, None]
        left = (~(is_above * self.left_out[:, None])).reshape(trees, LEAVES - 1, len(rows))
        reached = _LOWEST_BIT[np.bitwise_and.reduce(left, axis=1)]
        total = np.take_along_axis(self.leaves, reached, axis=1).sum(axis=0, dtype=np.float64)
        probability: Floats = (1 / (1 + np.exp(-(total + self.bias)))).astype(np.float32)
        return probability


def ranker_of(text: str) -> Ranker:
    """The ranker in the text of a `ranker.json`."""
    document = json.loads(text)
    if tuple(document["features"]) != FEATURES:
        message = "the ranker was built for other features: scripts/build_skill_ranker.py"
        raise ValueError(message)
    splits = np.array([_padded(tree["splits"]) for tree in document["trees"]], np.float64)
    leaves = [tree["leaves"] + [0.0] * (LEAVES - len(tree["leaves"])) for tree in document["trees"]]
    flat = splits.reshape(-1, 3)
    return Ranker(
        flat[:, 0].astype(np.int64),
        flat[:, 1].astype(np.float32),
        flat[:, 2].astype(np.uint8),
        np.array(leaves, np.float32),
        float(document["bias"]),
    )


@cache
def load_ranker() -> Ranker:
    """The ranker of this package."""
    path = files("testamur.skills.linking") / "data" / "ranker.json"
    return ranker_of(path.read_text("utf-8"))


def _padded(splits: list[list[float]]) -> list[list[float]]:
    return splits + [[0, 0, 0]] * (LEAVES - 1 - len(splits))
