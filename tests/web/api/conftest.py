"""Programs that ask the API, each with the token of one of the cast."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from testamur_web.people.services import make_token


class Program:
    """A program with a token, or without."""

    def __init__(self, token: str = "") -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer, with `told`: its JSON."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        given = self._client.generic(
            method,
            f"/api/v1{path}",
            data,
            content_type=headers.pop("content_type", "application/json"),
            headers={**self._headers, **headers},
        )
        is_json = re.search("json|/vc", given.headers.get("Content-Type", ""))
        given.told = json.loads(given.content) if given.content and is_json else None
        return given

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any) -> Any:
        return self.ask("PUT", path, body)


@pytest.fixture
def program() -> Callable[..., Program]:
    """The program of somebody, for an organisation or for what is theirs alone."""

    def made(somebody=None, organisation=None) -> Program:
        if somebody is None:
            return Program()
        at = timezone.now()
        return Program(make_token(somebody, organisation=organisation, name="Tests", at=at))

    return made


def is_problem(given: Any, status: int, code: str) -> bool:
    """Whether an answer is this problem; says what it is where not."""
    seen = (given.status_code, given.headers["Content-Type"], given.told.get("code"))
    assert seen == (status, "application/problem+json", code)
    return True
