"""A link that was sent before an update leads to the same after it."""

from __future__ import annotations

from uuid import UUID

import pytest

from testamur_web.people.tokens import link_token


@pytest.mark.parametrize(
    ("purpose", "token"),
    [
        ("review.ask", "e87c98286d2a3cce13dbf87cf33bd0b1c7296d13fd3c6e7aad16a00dc13c4cc7"),
        ("attestation.ask", "43f9ed5ef11d3633cddad1be136854a8b04803f60e46cdb35881ab353cc82371"),
        ("survey.ask", "73a0bc8fb25c1268375fd35c052e87d01a5dcee2f656ce0b7a3842a9aec90826"),
        ("enrolment.invite", "931fce76402ca2ab596c081a0fe27e64ad79e31925fd6abd25d86c05e09dabbb"),
    ],
)
def test_the_link_of_a_letter_stays_what_it_was(settings, purpose, token):
    settings.SECRET_KEY = "the key of an instance"
    assert link_token(purpose, UUID(int=7), nonce="nonce") == token
