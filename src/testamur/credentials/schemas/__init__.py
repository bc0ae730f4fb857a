"""Schemas: what a credential says of its own form with `credentialSchema`, held against it.

VC-DM 2.0 §4.11; VC JSON Schema; Open Badges 3.0, CredentialSchema. Rules kept here:

- the published schemas of 1EdTech are answered by our own equivalents, without a network;
- any other is had from the resolver and evaluated under a budget; what it refers to is not fetched;
- a schema that cannot be had or evaluated leaves the credential undetermined; one of an unknown
  kind says nothing: whether to evaluate schemas is the verifier's choice, and their kinds are open;
- the digest of a schema is compared with all other digests, by `resources`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from testamur.credentials.identifiers import has_type, listed, subjects_of
from testamur.credentials.resolution import Resolver, about, firsthand
from testamur.credentials.schemas.compiled import Fault, pointer_of, rule_of
from testamur.credentials.schemas.shipped import PUBLISHED, for_version_of, references_for
from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused, Unreachable
from testamur.problems import Check, Outcome, Problem, Report, Verdict

__all__ = ["check_schemas"]

Examine: TypeAlias = Callable[[JsonObject | str], Report]

MAX_SCHEMA_BYTES: Final = 512 * 1024
MAX_SCHEMAS: Final = 8
MAX_PROBLEMS: Final = 20

_ONEDTECH: Final = "1EdTechJsonSchemaValidator2019"
_JSON_SCHEMA: Final = "JsonSchema"
_SCHEMA_CREDENTIAL: Final = "JsonSchemaCredential"
_ACCEPT: Final = "application/schema+json, application/json;q=0.9"
_ACCEPT_CREDENTIAL: Final = "application/vc, application/json;q=0.9"
_SPEC: Final = "VC-DM 2.0 §4.11"


class _Finding(NamedTuple):
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    detail: str = ""


def check_schemas(
    document: JsonObject,
    *,
    resolver: Resolver,
    examine: Examine | None = None,
    is_shape_sound: bool = False,
) -> Check:
    """Hold `document` against every schema it names.

    `examine` judges the credential that carries a schema (`JsonSchemaCredential`); without it such
    a schema is undetermined. `is_shape_sound` says that the document has passed `check_shape`, so
    that the published schema of its own type need not be asked a second time.
    """
    entries = listed(document.get("credentialSchema"))
    if not entries:
        return Check("schemas", Outcome.NOT_APPLICABLE, detail="no schema is named")
    if len(entries) > MAX_SCHEMAS:
        told = f"{len(entries)} schemas are named; at most {MAX_SCHEMAS} are evaluated"
        problem = Problem("schema.refused", told, "/credentialSchema", _SPEC)
        return Check("schemas", Outcome.UNDETERMINED, (problem,))
    inquiry = _Inquiry(document, resolver, examine, is_shape_sound)
    places = _places(document, len(entries))
    found = [inquiry.judge(*pair) for pair in zip(entries, places, strict=True)]
    outcomes = [finding.outcome for finding in found]
    worst = min(outcomes, key=_SEVERITY.index)
    problems = tuple(problem for finding in found for problem in finding.problems)
    details = dict.fromkeys(finding.detail for finding in found if finding.detail)
    return Check("schemas", worst, problems, "; ".join(details))


_SEVERITY: Final = (
    Outcome.FAILED,
    Outcome.UNDETERMINED,
    Outcome.PASSED,
    Outcome.NOT_APPLICABLE,
)


def _places(document: JsonObject, count: int) -> list[str]:
    if not isinstance(document["credentialSchema"], list):
        return ["/credentialSchema"]
    return [f"/credentialSchema/{place}" for place in range(count)]


class _Inquiry(NamedTuple):
    """One document and what may be asked to judge it."""

    document: JsonObject
    resolver: Resolver
    examine: Examine | None
    is_shape_sound: bool

    def judge(self, entry: Json, place: str) -> _Finding:
        """What one entry of `credentialSchema` says about the document."""
        url = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(url, str):
            problem = Problem("document.missing-member", "a schema has no `id`", place, _SPEC)
            return _Finding(Outcome.FAILED, (problem,))
        is_plain = has_type(entry, _ONEDTECH) or has_type(entry, _JSON_SCHEMA)
        if is_plain and url in PUBLISHED:
            return self._judge_shipped(PUBLISHED[url])
        if not is_plain and not has_type(entry, _SCHEMA_CREDENTIAL):
            told = f"schemas of the type {str(entry.get('type'))[:80]} are not evaluated"
            problem = Problem("schema.type-unknown", told, f"{place}/type", _SPEC)
            return _Finding(Outcome.NOT_APPLICABLE, (problem,))
        try:
            schema = self._schema_at(url) if is_plain else self._schema_in_credential(url)
            return self._judge_fetched(schema, url)
        except (Refused, Unreachable) as error:
            told = about(url, error.problem)
            problem = Problem(_code_of(error), told, place, _SPEC)
            return _Finding(Outcome.UNDETERMINED, (problem,))

    def _judge_shipped(self, reference: str) -> _Finding:
        reference = for_version_of(self.document, reference)
        detail = "judged by the equivalents that ship with Testamur"
        if self.is_shape_sound and reference in references_for(self.document):
            return _Finding(Outcome.PASSED, detail=detail)
        faults = rule_of(reference)(self.document) or []
        return _finding(faults, "it does not keep the published schema", detail)

    def _judge_fetched(self, schema: JsonObject, url: str) -> _Finding:
        from testamur.credentials.schemas.bounded import faults_under

        return _finding(faults_under(schema, self.document), f"it does not keep {url[:120]}", "")

    def _schema_at(self, url: str) -> JsonObject:
        found = firsthand(self.resolver.fetch(url, accept=_ACCEPT, limit=MAX_SCHEMA_BYTES))
        return parse_object(found.body, limit=MAX_SCHEMA_BYTES)

    def _schema_in_credential(self, url: str) -> JsonObject:
        """The schema in the JSON credential at `url` (VC JSON Schema §2.2), if that one holds."""
        if self.examine is None:
            raise Refused.because("schema.not-verified", "credentials of schemas are not examined")
        found = self.resolver.fetch(url, accept=_ACCEPT_CREDENTIAL, limit=MAX_SCHEMA_BYTES)
        source = parse_object(found.body, limit=MAX_SCHEMA_BYTES)
        if self.examine(source).verdict is not Verdict.VALID:
            raise Refused.because(
                "schema.not-verified", "the credential with the schema is not valid"
            )
        for subject in subjects_of(source):
            if has_type(subject, _JSON_SCHEMA) and isinstance(subject.get("jsonSchema"), dict):
                schema: JsonObject = subject["jsonSchema"]
                return schema
        raise Refused.because("schema.not-verified", "the credential carries no schema")


def _finding(faults: list[Fault], lead: str, detail: str) -> _Finding:
    if not faults:
        return _Finding(Outcome.PASSED, detail=detail)
    problems = tuple(
        Problem("schema.mismatch", f"{lead}: {fault.detail}", pointer_of(fault.path), fault.spec)
        for fault in faults[:MAX_PROBLEMS]
    )
    return _Finding(Outcome.FAILED, problems, detail)


def _code_of(error: Refused | Unreachable) -> str:
    if error.problem.code.startswith("schema."):
        return error.problem.code
    return "schema.unreachable" if error.problem.code.startswith("fetch.") else "schema.refused"
