"""A baked image is read by other people's PNG software."""

from __future__ import annotations

from base64 import b64encode

from testamur.credentials.artwork import badge_png
from testamur.credentials.bake import bake
from tests.interop.neighbours import ask_node
from tests.strategies import key_of, random_award


def test_the_credential_stands_in_one_text_chunk_as_it_was_signed() -> None:
    picture = badge_png("Python basics", issuer="University of Example")
    texts = [random_award(number).signed(key_of("issuer")).text for number in range(10)]
    baked = [b64encode(bake(picture, text)).decode() for text in texts]

    answers = ask_node({"do": "unbake", "png": png} for png in baked)

    for text, answer in zip(texts, answers, strict=True):
        [chunk] = answer["texts"]
        assert chunk["keyword"] == "openbadgecredential"
        assert chunk["text"] == text
        assert not chunk["compressionFlag"]
