"""Mail as it arrives, and browsers whose person typed their password just now."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from testamur_web.ops.outbox import drain
from tests.web.conftest import PASSWORD


@pytest.fixture
def links_to():
    """The addresses in the mail that somebody got, the newest mail first."""

    def found(email: str) -> list[str]:
        drain()
        mails = [each.body for each in mail.outbox if each.to == [email]]
        return [
            link for body in reversed(mails) for link in re.findall(r"http://[^\s/]+/\S+", body)
        ]

    return found


def sign_in_by_password(username: str, password: str = PASSWORD, **more) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": password, **more})
    return client
