"""VC-API in this process: the whole web project as it is served, with a folder of its own."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.keys import SigningKey

URL = "https://localhost:8443"
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
SUBJECT = "did:example:subject"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the JSON, the headers."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The code of the problem, "" where there is none."""
        return self.body.get("code", "")

    @property
    def codes(self) -> list[str]:
        """The code of every problem."""
        return [error["code"] for error in self.body.get("errors", [])]


class Api:
    """A client of the API, by paths."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def post(self, path: str, body: Any, **extra: Any) -> Answer:
        """POST `body`, JSON unless it is bytes."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra.setdefault("content_type", "application/json")
        stated = {"CONTENT_TYPE": extra.pop("content_type")} | extra
        return _answer(self._client.generic("POST", path, raw, **stated))

    def get(self, path: str, **extra: Any) -> Answer:
        """GET `path`."""
        return _answer(self._client.get(path, **extra))

    def ask(self, method: str, path: str) -> Answer:
        """Send any other method, without a body."""
        return _answer(self._client.generic(method, path))

    def issue(self, credential: Any, *, under: str = "", options: Any = None) -> Answer:
        """POST …/credentials/issue."""
        body = {"credential": credential} | ({"options": options} if options is not None else {})
        return self.post(f"{under}/credentials/issue", body)

    def issued(self, credential: Any, *, under: str = "", options: Any = None) -> Any:
        """The credential as it was issued."""
        answer = self.issue(credential, under=under, options=options)
        assert answer.status == 201, answer.body
        return answer.body["verifiableCredential"]

    def verify(self, credential: Any, *, under: str = "", **options: Any) -> Answer:
        """POST …/credentials/verify, for the proof alone unless `checks` say otherwise."""
        options.setdefault("checks", ["proof"])
        body = {"verifiableCredential": credential, "options": options}
        return self.post(f"{under}/credentials/verify", body)

    def verify_presentation(self, presentation: Any, *, under: str = "", **options: Any) -> Answer:
        """POST …/presentations/verify."""
        body = {"verifiablePresentation": presentation, "options": options or {"checks": []}}
        return self.post(f"{under}/presentations/verify", body)


@dataclass(frozen=True)
class Stranger:
    """Somebody else who signs, with a did:key and a key of their own."""

    key: SigningKey

    @classmethod
    def of(cls, kind: str = "ed25519") -> Stranger:
        """Make one."""
        return cls(SigningKey.generate(kind))

    @property
    def did(self) -> str:
        """Who they are."""
        return self.key.public.did_key

    @property
    def method(self) -> str:
        """The name of their key."""
        return f"{self.did}#{self.key.public.multikey}"

    def sign(self, document: Any, *, suite: str = "eddsa-rdfc-2022", **options: Any) -> Any:
        """Sign a document; `options` are those of the proof."""
        stated = {"verification_method": self.method, "created": now()} | options
        return sign_document(
            document,
            signer=self.key,
            options=ProofOptions(cryptosuite=suite, **stated),
            inline_contexts=True,
        )

    def present(self, presentation: Any, **options: Any) -> Any:
        """Sign a presentation for authentication, with every credential in it that has no proof."""
        credentials = [
            credential if "proof" in credential else self.sign(credential | {"issuer": self.did})
            for credential in presentation.get("verifiableCredential", [])
        ]
        if credentials:
            presentation = presentation | {"verifiableCredential": credentials}
        bound = {"challenge": "u-challenge", "domain": "verifier.example"} | options
        return self.sign(presentation, purpose="authentication", **bound)


def now() -> datetime:
    """This moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def minimal(**members: Any) -> dict[str, Any]:
    """The smallest credential of VC-DM 2.0, with `members` added or, where None, taken away."""
    credential = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": SUBJECT},
    }
    stated = credential | members
    return {name: value for name, value in stated.items() if value is not None}


def presentation(*credentials: Any, **members: Any) -> dict[str, Any]:
    """A presentation of `credentials`, not yet signed."""
    presented = {"verifiableCredential": list(credentials)} if credentials else {}
    return {"@context": [V2], "type": ["VerifiablePresentation"]} | presented | members


def _answer(response: Any) -> Answer:
    body = json.loads(response.content) if response.content else {}
    return Answer(response.status_code, body, response.headers)


@contextmanager
def served(state: Path) -> Iterator[Api]:
    """The web project, set up to serve VC-API from the folder `state`; a client of it."""
    import django
    from django.conf import settings
    from django.test import Client, override_settings
    from django.urls import clear_url_caches

    from testamur_web.api.vc_api.keyring import make_keys

    django.setup()
    state.chmod(0o700)
    make_keys(state)
    urls = importlib.import_module(settings.ROOT_URLCONF)
    with override_settings(VC_API_STATE=str(state), VC_API_URL=URL):
        importlib.reload(urls)
        clear_url_caches()
        yield Api(Client(raise_request_exception=False, SERVER_NAME="localhost"))
    importlib.reload(urls)
    clear_url_caches()


@pytest.fixture(scope="session", name="state")
def state_fixture(tmp_path_factory):
    """The folder of the service's keys and lists."""
    return tmp_path_factory.mktemp("vc-api")


@pytest.fixture(scope="module", name="api")
def api_fixture(state):
    """A client of the service, which serves nothing else while these tests run."""
    with served(state) as api:
        yield api


@pytest.fixture(scope="session", name="stranger")
def stranger_fixture():
    """Somebody else with an Ed25519 key."""
    return Stranger.of()
