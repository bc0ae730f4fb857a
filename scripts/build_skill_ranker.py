"""Learn the ranker of text to skills: `python -m scripts.build_skill_ranker`.

Learns from development splits and never opens a test split. Needs lightgbm (4.7 was used), which
the product itself does not. Prints
what cross-validation gives on the development sentences, and writes `data/ranker.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np

from bench.skill_data import SETS, labelled, read_esco, unlabelled
from testamur.skills.linking.candidates import BLOCK, candidates_of, exact_names
from testamur.skills.linking.features import FEATURES, evidence_of
from testamur.skills.linking.index import Index, index_of
from testamur.skills.linking.ranker import LEAVES
from testamur.skills.linking.sentences import prepare
from testamur.skills.linking.table import Table, load_table

TARGET: Final = Path("src/testamur/skills/linking/data/ranker.json")
TREES: Final = 70
FOLDS: Final = 5
WEIGHTS: Final = {"TECH": 3.0, "HOUSE": 4.0, "SkillSkape": 0.5, "none": 0.5}
"""How much a sentence counts: real adverts are few, made-up ones many."""

LEARNING: Final = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": LEAVES,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences by candidates: their numbers, whether each is right; per sentence the rest."""

    rows: Any
    is_right: Any
    wanted: Any
    sets: Any


def main() -> None:
    """Gather, cross-validate, learn from all, write."""
    framework, table = read_esco(), load_table()
    index = index_of(framework, table)
    dev: list[tuple[str, str, frozenset[str]]] = [
        (name, one.sentence, one.skills)
        for name in SETS
        for one in labelled(name, "dev", framework)
    ]
    dev += [("none", text, frozenset()) for text in unlabelled(framework)]
    examples = _examples(dev, index, table)
    _cross_validate(examples)
    model = _learn(examples, np.arange(len(examples.sets)))
    document = {"features": FEATURES, "bias": 0.0, "trees": list(_trees(model))}
    TARGET.write_text(json.dumps(document, separators=(",", ":")) + "\n")


def _examples(
    dev: Sequence[tuple[str, str, frozenset[str]]], index: Index, table: Table
) -> Examples:
    rows, right = [], []
    for begin in range(0, len(dev), BLOCK):
        some = dev[begin : begin + BLOCK]
        sentences = prepare([text for _, text, _ in some], index, table)
        exact = exact_names(sentences, index)
        candidates = candidates_of(sentences, exact, index)
        evidence = evidence_of(sentences, exact, candidates, index)
        rows.append(evidence.rows.reshape(len(some), -1, len(FEATURES)))
        skills = candidates.skills.reshape(len(some), -1)
        right += [
            [index.uris[skill] in wanted for skill in mine]
            for mine, (_, _, wanted) in zip(skills, some, strict=True)
        ]
    wanted = np.array([len(skills) for *_, skills in dev])
    return Examples(np.concatenate(rows), np.array(right), wanted, np.array([d[0] for d in dev]))


def _learn(examples: Examples, which: Any) -> lightgbm.Booster:
    each = examples.is_right.shape[1]
    weights = np.repeat([WEIGHTS[name] for name in examples.sets[which]], each)
    rows = examples.rows[which].reshape(-1, len(FEATURES))
    data = lightgbm.Dataset(rows, examples.is_right[which].ravel().astype(int), weight=weights)
    return lightgbm.train(dict(LEARNING), data, TREES)


def _cross_validate(examples: Examples) -> None:
    """Print R-precision@5, MRR and calibration of what was not learnt from."""
    fold = np.random.default_rng(0).permutation(len(examples.sets)) % FOLDS
    likely = np.zeros(examples.is_right.shape)
    for part in range(FOLDS):
        rows = examples.rows[fold == part]
        model = _learn(examples, np.flatnonzero(fold != part))
        likely[fold == part] = model.predict(rows.reshape(-1, len(FEATURES))).reshape(
            rows.shape[:2]
        )
    order = np.argsort(-likely, axis=1, kind="stable")
    right = np.take_along_axis(examples.is_right, order, axis=1)
    sure = np.take_along_axis(likely, order, axis=1)[:, :5]
    for name in SETS:
        mine = examples.sets == name
        found = right[mine]
        precision = np.mean(found[:, :5].sum(axis=1) / np.minimum(5, examples.wanted[mine]))
        first = np.where(found.any(axis=1), 1 / (1 + found.argmax(axis=1)), 0).mean()
        off = _off(sure[mine].ravel(), found[:, :5].ravel())
        print(f"{name}: {precision:.3f} / {first:.3f}, calibration error of the top 5 {off:.3f}")
        print(f"  (chance alone would show {_chance(sure[mine].ravel()):.3f})")
    print(f"all: calibration error of the top 5 {_off(sure.ravel(), right[:, :5].ravel()):.3f}")


def _off(sure: Any, right: Any) -> float:
    """The mean distance between how sure and how often right, over ten equal parts."""
    parts = np.array_split(np.argsort(sure, kind="stable"), 10)
    return float(sum(abs(sure[p].mean() - right[p].mean()) * len(p) for p in parts) / len(sure))


def _chance(sure: Any, times: int = 500) -> float:
    """What `_off` shows, in the mean, of a ranker that is exactly as sure as it is right.

    Of 61 sentences it is 0.047: less than that cannot be asked of so few.
    """
    rng = np.random.default_rng(0)
    return float(np.mean([_off(sure, rng.random(len(sure)) < sure) for _ in range(times)]))


def _trees(model: lightgbm.Booster) -> Iterator[dict[str, Any]]:
    for tree in model.dump_model()["tree_info"]:
        splits: list[list[float]] = []
        leaves: list[float] = []
        _flatten(tree["tree_structure"], splits, leaves)
        yield {"splits": splits, "leaves": leaves}


def _flatten(node: dict[str, Any], splits: list[list[float]], leaves: list[float]) -> int:
    """Append a tree in order, left first; the leaves below this node as bits."""
    if "leaf_value" in node:
        leaves.append(round(node["leaf_value"], 6))
        return 1 << (len(leaves) - 1)
    split = [node["split_feature"], round(node["threshold"], 6), 0]
    splits.append(split)
    left = _flatten(node["left_child"], splits, leaves)
    split[2] = left  # above the threshold: no leaf on the left remains
    return left | _flatten(node["right_child"], splits, leaves)


if __name__ == "__main__":
    main()
