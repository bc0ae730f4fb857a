"""The judgement of one badge of Open Badges 2.0, from what was handed in to the report.

1. Read it: JSON, a JWS, or the address it is published at.
2. Check its form: context, class, members, extensions.
3. Choose the copy that counts: the published one of a hosted badge, the payload of a signed one.
4. Have the badge class and the issuer behind it.
5. Check the proof: the copy in hand against the published one, or the signature.
6. Check the dates and whether it was revoked.
7. Check whose badge it is, where that was asked.
8. Judge the endorsements beside it in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from testamur.credentials.resolution import Resolver
from testamur.encoding import JsonObject
from testamur.errors import Refused, TestamurError
from testamur.interop.openbadges2.answers import (
    answer_issuer,
    answer_trust,
    answer_untampered,
    answer_validity,
)
from testamur.interop.openbadges2.chain import Chain, check_form, follow, kind_of
from testamur.interop.openbadges2.endorsing import Endorsed, Endorsing, check_endorsements
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.form import context_complaints, read_timestamp
from testamur.interop.openbadges2.hosting import check_scope, compare, published_copy
from testamur.interop.openbadges2.linked import Library, Linked, is_web_address, reference_of
from testamur.interop.openbadges2.reading import Given, read_given
from testamur.interop.openbadges2.recipients import check_recipient
from testamur.interop.openbadges2.revocation import check_own_word, check_revocation_list, is_gone
from testamur.interop.openbadges2.signing import check_signature
from testamur.interop.openbadges2.vocabulary import SPEC, types_of
from testamur.problems import Answer, Report, verdict_of

__all__ = ["Judged", "examine_openbadges2", "judge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A report and what it is about: the text handed in, the object that counts, what is behind it.

    `document` is empty where nothing could be read.
    """

    report: Report
    text: str
    document: JsonObject
    chain: Chain
    is_signed: bool


@dataclass(slots=True)
class _Examination:
    """What is known so far of one badge."""

    library: Library
    at: datetime
    endorsing: Endorsing
    depth: int = 0
    given: Given = field(default_factory=lambda: Given("", {}))
    document: JsonObject = field(default_factory=dict)
    kind: str = ""
    chain: Chain = field(default_factory=Chain)
    as_of: datetime | None = None
    trusting: list[str] = field(default_factory=list)
    form: Findings = field(default_factory=lambda: Findings("form"))
    proof: Findings = field(default_factory=lambda: Findings("proof"))
    issuer: Findings = field(default_factory=lambda: Findings("issuer"))
    dates: Findings = field(default_factory=lambda: Findings("dates"))
    status: Findings = field(default_factory=lambda: Findings("status"))
    recipient: Findings = field(default_factory=lambda: Findings("recipient"))
    endorsements: Findings = field(default_factory=lambda: Findings("endorsements"))

    @property
    def is_award(self) -> bool:
        """Whether it is given to somebody: the classes and profiles behind awards are not."""
        return self.kind in ("Assertion", "Endorsement")

    @property
    def is_stub(self) -> bool:
        """Whether it is what remains of a revoked award: its `id`, and that it is revoked."""
        is_revoked = self.document.get("revoked") is True
        return self.is_award and is_revoked and "issuedOn" not in self.document

    @property
    def is_signed(self) -> bool:
        """Whether a signature is to prove it; everything else is proven by being published."""
        verification = self.given.document.get("verification")
        ways = types_of(verification) if isinstance(verification, dict) else []
        return self.is_award and "HostedBadge" not in ways and bool(ways or self.given.token)


def examine_openbadges2(
    source: JsonObject | str, *, resolver: Resolver, at: datetime, recipient: str | None = None
) -> Report:
    """Judge a badge of Open Badges 2.0 at the moment `at`; never raises for what is in the badge.

    `source` is the badge as JSON (object or text), as a compact JWS, or as the address it is
    published at; an image must be unbaked first. `recipient` is the e-mail address, URL or
    telephone number of whoever is said to hold it; without it nobody checks the recipient.
    """
    return judge(source, resolver=resolver, at=at, recipient=recipient).report


def judge(
    source: JsonObject | str, *, resolver: Resolver, at: datetime, recipient: str | None = None
) -> Judged:
    """The judgement of `examine_openbadges2` together with what was judged."""
    library = Library(resolver)

    def judge_endorsement(endorsement: JsonObject | str, depth: int) -> Endorsed:
        judged = _judge(_Examination(library, at, endorsing, depth), endorsement, None)
        return Endorsed(judged.report, judged.document, judged.chain)

    endorsing = Endorsing(judge_endorsement)
    return _judge(_Examination(library, at, endorsing), source, recipient)


def _judge(case: _Examination, source: JsonObject | str, recipient: str | None) -> Judged:
    # (1) What was handed in.
    try:
        case.given = read_given(source, case.library)
    except TestamurError as error:
        case.form.because_of(error, "")
        return _conclude(case)
    # (2) Its form.
    case.document = case.given.document
    case.kind = kind_of(case.document)
    if not case.kind:
        names = in_a_sentence(", ".join(types_of(case.document)) or "an object without type")
        case.form.fail(
            "openbadges2.type-unknown", f"{names} is no badge object of this version", "/type", SPEC
        )
        return _conclude(case)
    case.endorsing.seen.add(reference_of(case.document))
    _check_form(case)
    # (3) to (6) The copy that counts, what is behind it, its proof, its status and dates.
    (_check_signed if case.is_signed else _check_hosted)(case)
    if case.is_award:
        _check_dates(case)
    # (7) Whose it is.
    if recipient is not None and case.kind == "Assertion":
        check_recipient(case.document.get("recipient"), recipient, case.recipient)
    # (8) Who vouches for it.
    case.trusting = check_endorsements(
        case.document, case.chain, case.endorsing, case.depth, case.endorsements
    )
    return _conclude(case)


def _check_form(case: _Examination) -> None:
    case.form.fail_all(context_complaints(case.document, is_alone=True))
    if not case.is_stub:
        check_form(case.document, case.kind, case.form)
    if not case.is_award:
        case.form.note(f"It is a {case.kind}: by itself it awards nothing to anybody.")


def _check_hosted(case: _Examination) -> None:
    if not case.is_award and not is_web_address(reference_of(case.document)):
        _follow(case)
        return
    published = published_copy(case.document, case.library, case.proof)
    if published is not None:
        _take_published(case, published)
    elif is_gone(case.proof):
        check_own_word({"revoked": True}, case.status)
    elif case.is_award:
        case.status.unsure.extend(case.proof.unsure)
    if not case.is_stub:
        _follow(case)
        check_scope(reference_of(case.document), case.chain, case.issuer)
    if published is not None:
        compare(case.given.document, published, case.library, case.proof)


def _take_published(case: _Examination, published: Linked) -> None:
    """Let the published copy count in place of the one in hand, unless it only says `revoked`."""
    case.as_of = published.at
    if case.is_award:
        check_own_word(published.document, case.status)
    if case.status.wrong or published.document == case.given.document:
        return
    case.document = published.document
    _check_form(case)


def _check_signed(case: _Examination) -> None:
    _follow(case)
    check_own_word(case.document, case.status)
    if not case.given.token:
        case.proof.fail(
            "proof.missing",
            "the badge says that it is signed, and the signature is not here",
            "/verification",
            f"{SPEC}, SignedBadge Verification",
        )
        return
    issuer = case.chain.issuer
    check_signature(case.given.token, case.document, issuer, case.library, case.proof)
    if issuer is not None:
        case.as_of = check_revocation_list(case.document, issuer, case.library, case.status)


def _follow(case: _Examination) -> None:
    case.chain = follow(
        case.document, case.kind, library=case.library, form=case.form, issuer=case.issuer
    )


def _check_dates(case: _Examination) -> None:
    """Check what the badge says of its own time; what is no date is a matter of its form."""
    issued, expires = (_moment(case.document, name) for name in ("issuedOn", "expires"))
    section = f"{SPEC}, Assertion"
    if issued is not None or expires is not None:
        case.dates.passed()
    if issued is not None and issued > case.at:
        case.dates.fail(
            "openbadges2.issued-in-future",
            "the badge is issued in the future",
            "/issuedOn",
            section,
        )
    if expires is not None and expires <= case.at:
        case.dates.fail("openbadges2.expired", "the badge has expired", "/expires", section)
    if issued is not None and expires is not None and expires < issued:
        case.dates.fail(
            "openbadges2.expires-before-issued",
            "the badge expires before it is issued",
            "/expires",
            section,
        )


def _moment(document: JsonObject, name: str) -> datetime | None:
    try:
        return read_timestamp(document.get(name))
    except Refused:
        return None


def _conclude(case: _Examination) -> Judged:
    findings = (
        case.form,
        case.proof,
        case.issuer,
        case.dates,
        case.status,
        case.recipient,
        case.endorsements,
    )
    checks = tuple(found.check() for found in findings)
    report = Report(
        verdict_of(checks),
        checks,
        case.at,
        f"Open Badges 2.0 {case.kind}".strip(),
        _answers(case),
        case.as_of,
    )
    return Judged(report, case.given.text, case.document, case.chain, case.is_signed)


def _answers(case: _Examination) -> tuple[Answer, ...]:
    address = reference_of(case.document)
    return (
        answer_untampered(case.form, case.proof, is_signed=case.is_signed),
        answer_issuer(
            case.proof, case.issuer, case.chain, address=address, is_signed=case.is_signed
        ),
        answer_validity(case.dates, case.status),
        answer_trust(case.endorsements, case.trusting),
    )
