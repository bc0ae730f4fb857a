"""The offline bundle: one file that verifies with no network, and says how old it is.

    bundle = make_bundle(credential, resolver=web, at=now)       # asks once, keeps every answer
    report = examine_bundle(bundle.text, at=later)               # opens no socket
    report.status_as_of                                          # how old the status is

A bundle is JSON: the signed text, the documents its verification asked for (keys, status lists,
schemas) as they were fetched and when, and the JSON-LD contexts it needs. It may come from anybody,
so nothing in it is believed because it is there:

- the issuer of a did:key or did:jwk is proven, for the name is the key; so is one whose key the
  verifier knows (`Policy.known_keys`). Any other key document is the word of whoever made the
  bundle, and leaves the issuer undetermined, unless that is accepted (`Policy.handed_over`);
- a status list is proven by its signature, and as old as it says itself;
- schemas and lists without a signature count for nothing; contexts must equal the pinned ones;
- whoever has a network asks it first, so that an old bundle does not hide a revocation.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from testamur.credentials.answers import answers_to
from testamur.credentials.document import Credential
from testamur.credentials.identifiers import listed
from testamur.credentials.resolution import (
    MAX_FETCHED_BYTES,
    Fetched,
    Offline,
    Resolver,
    WithCopies,
)
from testamur.credentials.verify import STRICT, Policy, examine
from testamur.encoding import (
    Json,
    JsonObject,
    compact_json,
    format_timestamp,
    parse_object,
    parse_timestamp,
)
from testamur.errors import Refused
from testamur.ld.contexts import KNOWN, context_bytes
from testamur.problems import Check, Outcome, Problem, Report, verdict_of

__all__ = ["BUNDLE_TYPE", "Bundle", "examine_bundle", "is_bundle", "make_bundle", "open_bundle"]

BUNDLE_TYPE: Final = "TestamurOfflineBundle"
MAX_BUNDLE_BYTES: Final = 16 * 1024 * 1024
MAX_DOCUMENTS: Final = 64
_ANY_AGE: Final = timedelta.max


@dataclass(frozen=True, slots=True)
class Bundle:
    """A credential with all it takes to verify it; `taken` is when the documents were asked for."""

    credential: Credential
    taken: datetime
    documents: Mapping[str, Fetched]
    contexts: Mapping[str, str]

    @property
    def text(self) -> str:
        """The bundle as one JSON text."""
        return compact_json(
            {
                "type": BUNDLE_TYPE,
                "version": 1,
                "taken": format_timestamp(self.taken),
                "credential": self.credential.text,
                "documents": [_document_as_json(one) for one in self.documents.values()],
                "contexts": [
                    {"url": url, "sha256": sha256(text.encode()).hexdigest(), "text": text}
                    for url, text in self.contexts.items()
                ],
            }
        )


def make_bundle(
    credential: Credential, *, resolver: Resolver, at: datetime, policy: Policy = STRICT
) -> Bundle:
    """Examine `credential`, and keep every document that this took.

    A credential that is invalid or undetermined is bundled too: the bundle gives the same report.
    """
    recording = _Recording(resolver)
    examine(credential, resolver=recording, at=at, policy=policy)
    urls = sorted(set(_contexts_in(credential.document)) & KNOWN.keys())
    contexts = {url: context_bytes(url).decode() for url in urls}
    return Bundle(credential, at, recording.fetched, contexts)


def is_bundle(document: Json) -> bool:
    """Whether a parsed JSON value is an offline bundle."""
    return isinstance(document, dict) and document.get("type") == BUNDLE_TYPE


def open_bundle(text: str | bytes) -> Bundle:
    """Read a bundle; raises `Refused` (`bundle.malformed`, `json.*`)."""
    document = parse_object(text, limit=MAX_BUNDLE_BYTES)
    if not is_bundle(document) or document.get("version") != 1:
        raise _malformed(f"it is not a {BUNDLE_TYPE} of version 1", "/type")
    credential = document.get("credential")
    documents, contexts = document.get("documents"), document.get("contexts")
    if not isinstance(credential, str):
        raise _malformed("the signed text is missing", "/credential")
    if not isinstance(documents, list) or len(documents) > MAX_DOCUMENTS:
        raise _malformed(f"a list of at most {MAX_DOCUMENTS} documents is read", "/documents")
    if not isinstance(contexts, list) or len(contexts) > len(KNOWN):
        raise _malformed("the list of contexts is missing or too long", "/contexts")
    fetched = [_read_document(one, f"/documents/{at}") for at, one in enumerate(documents)]
    return Bundle(
        Credential(credential),
        parse_timestamp(document.get("taken"), "/taken"),
        {one.url: one for one in fetched},
        dict(_read_context(one, f"/contexts/{at}") for at, one in enumerate(contexts)),
    )


def examine_bundle(
    text: str | bytes,
    *,
    at: datetime,
    policy: Policy = STRICT,
    resolver: Resolver | None = None,
) -> Report:
    """The report on a bundled credential; `status_as_of` tells the age of what it was judged by.

    Without a `resolver` the bundle alone is used. Status of any age is used, unless
    `policy.max_status_age` bounds it. Never raises for content.
    """
    try:
        bundle = open_bundle(text)
    except Refused as error:
        return _failed(error.problem, at)
    for url, content in bundle.contexts.items():
        if url not in KNOWN or content.encode() != context_bytes(url):
            problem = Problem("bundle.context-differs", f"{url[:200]} is not the pinned context")
            return _failed(problem, at)
    if policy.max_status_age is None:
        policy = replace(policy, max_status_age=_ANY_AGE)
    resolver = WithCopies(resolver or Offline(), bundle.documents, are_believed=policy.handed_over)
    report = examine(bundle.credential, resolver=resolver, at=at, policy=policy)
    told = Check("bundle", Outcome.PASSED, detail=f"taken {format_timestamp(bundle.taken)}")
    return replace(report, checks=(told, *report.checks))


@dataclass(slots=True)
class _Recording:
    """A resolver that keeps what it brings."""

    resolver: Resolver
    fetched: dict[str, Fetched] = field(default_factory=dict)

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        found = self.resolver.fetch(url, accept=accept, limit=limit)
        self.fetched[url] = found
        return found


def _document_as_json(one: Fetched) -> JsonObject:
    return {
        "url": one.url,
        "mediaType": one.media_type,
        "at": format_timestamp(one.at),
        "base64": b64encode(one.body).decode(),
    }


def _read_document(value: Json, pointer: str) -> Fetched:
    members = ("url", "mediaType", "at", "base64")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in members):
        raise _malformed(f"a document says its {', '.join(members)}", pointer)
    try:
        body = b64decode(value["base64"], validate=True)
    except ValueError:
        raise _malformed("the document is not base64", f"{pointer}/base64") from None
    moment = parse_timestamp(value["at"], f"{pointer}/at")
    return Fetched(value["url"], body, value["mediaType"], moment)


def _read_context(value: Json, pointer: str) -> tuple[str, str]:
    if not isinstance(value, dict) or not all(
        isinstance(value.get(name), str) for name in ("url", "text")
    ):
        raise _malformed("a context says its url and text", pointer)
    return value["url"], value["text"]


def _contexts_in(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for one in listed(value.get("@context")) if isinstance(one, str))
        for member in value.values():
            yield from _contexts_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _contexts_in(member)


def _failed(problem: Problem, at: datetime) -> Report:
    checks = (Check("bundle", Outcome.FAILED, (problem,)),)
    answers = answers_to({}, checks, at=at, trusted={}, as_of=None)
    return Report(verdict_of(checks), checks, at, answers=answers)


def _malformed(detail: str, pointer: str) -> Refused:
    return Refused.because("bundle.malformed", detail, pointer)
