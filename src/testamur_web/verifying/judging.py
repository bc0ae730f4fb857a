"""What the library found of one credential, in the words of somebody who hires people.

What a document says is repeated as true only where its signature holds; elsewhere it is a claim.
A genuine credential of an issuer nobody here knows is told apart from one of a known issuer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur import Outcome, Policy, Report, Verdict
from testamur.credentials.bundle import open_bundle
from testamur.credentials.dids import did_web_of
from testamur.credentials.resolution import Resolver
from testamur.errors import TestamurError, Unreachable
from testamur.interop.intake import Form, take_in
from testamur.interop.standing import Row, look_at
from testamur.pathways.kinds import Lists
from testamur.problems import Answer, Check, Problem, verdict_of
from testamur_web.awards.models import Award, IssuerKey
from testamur_web.awards.queries import say_shown, sentence_of
from testamur_web.people.models import Organisation
from testamur_web.trust.models import RegistryEntry
from testamur_web.trust.registries import named_in
from testamur_web.trust.sentences import (
    say_accepted,
    say_endorsement,
    say_levels,
    say_named,
    say_who_vouches,
)
from testamur_web.verifying.sources import REDIRECTS, Handed, Opened, asking, open_all
from testamur_web.verifying.states import State, advice_of, headline_of, known_by, state_in
from testamur_web.wallet.reading import Told, read_credential
from testamur_web.wallet.wholes import WholeShown, whole_in

__all__ = ["Explained", "Judged", "verify"]

_DID_KEY = "did:key:"
MAX_WHOLES: Final = 10
"""The most wholes whose parts are counted again at once."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One of the answers, and how it is known."""

    question: str
    outcome: Outcome
    sentence: str
    how: str
    is_of_trust: bool = False

    @property
    def tone(self) -> str:
        """How it looks: `valid`, `invalid` or `unknown`."""
        return _TONES.get(self.outcome, "unknown")


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was handed over, judged. `told` and `issuer` are None where not known.

    Of a whole, with parts at hand, the report and the state are on all of them together. `row` is
    it as one of a table. `vouching` says who vouches for its issuer and for what it certifies, on
    this instance, and `named` what the lists that are loaded here call the issuer.
    """

    name: str
    digest: str
    report: Report
    row: Row
    state: State
    told: Told | None
    issuer: Organisation | None
    sentence: str
    whole: WholeShown | None = None
    vouching: tuple[str, ...] = ()
    named: tuple[RegistryEntry, ...] = ()

    @property
    def headline(self) -> str:
        """The verdict as one reads it first."""
        return headline_of(self.state)

    @property
    def advice(self) -> str:
        """What that means and what to do, in a sentence or two."""
        told = self.told
        until = told.valid_until if told else None
        words = {
            "issuer": self.issuer_name or _("its issuer"),
            "date": date_format(until, "j F Y") if until else "",
        }
        return advice_of(self.state) % words

    @property
    def issuer_name(self) -> str:
        """The name of the organisation here, that in a list, or what the credential says."""
        if self.issuer:
            return self.issuer.name
        if self.named:
            return self.named[0].name
        return (self.told.issuer_name or self.told.issuer_id) if self.told else ""

    @property
    def reasons(self) -> list[Problem]:
        """What is wrong, each kind once, where the verdict does not say so by itself."""
        if self.state not in _TO_BE_EXPLAINED:
            return []
        found = {problem.code: problem for problem in reversed(self.report.problems)}
        return list(reversed(found.values()))[:5]

    @property
    def answers(self) -> list[Explained]:
        """The answers, each with how it is known: four, and a fifth for a whole with parts."""
        found = self.report.answers
        return [
            Explained(
                one.question, one.outcome, self._sentence_of(place, one), how, place == _TRUST
            )
            for place, (one, how) in enumerate(zip(found, known_by(self.report), strict=False))
        ]

    def _sentence_of(self, place: int, answer: Answer) -> str:
        if place != _TRUST:
            return answer.sentence
        if self.issuer:
            told = _("%(issuer)s has its account on this instance.")
            listed = say_named(self.named)
            return " ".join([told % {"issuer": self.issuer.name}, *self.vouching, *listed])
        if self.named:
            return " ".join(say_named(self.named))
        return _("Nobody we know of. This instance keeps no list that names its issuer.")


_TRUST = 3
_TO_BE_EXPLAINED = {State.INVALID, State.UNDETERMINED, State.UNREAD, State.ISSUER_UNREACHABLE}
_TONES = {Outcome.PASSED: "valid", Outcome.FAILED: "invalid"}


def verify(handed: Sequence[Handed], *, at: datetime, lists: Lists | None = None) -> list[Judged]:
    """Judge everything that was handed over; raises `Refused` (`upload.too-many`) alone.

    By `lists` the kinds of skills are known, by which they fade.
    """
    opened = open_all(handed, resolver=asking(at=at, redirects=REDIRECTS), at=at)
    resolver = asking(at=at)
    texts = ["" if one.problem else _text_in(one.data) for one in opened]
    judged = [
        _judge(one, text, resolver=resolver, at=at, lists=lists)
        for one, text in zip(opened, texts, strict=True)
    ]
    left = MAX_WHOLES
    for place, text in enumerate(texts):
        beside = [one for one in texts if one and one != text] if left else []
        whole = whole_in(text, beside=beside, resolver=resolver, at=at)
        if whole is not None:
            judged[place] = _with_parts(judged[place], whole)
            left -= whole.report is not None
    return judged


def _with_parts(judged: Judged, whole: WholeShown) -> Judged:
    report = whole.report
    if report is None:
        return replace(judged, whole=whole)
    is_good = judged.state in {State.VALID, State.UNKNOWN_ISSUER}
    is_unproven = is_good and report.verdict is not Verdict.VALID
    state = State.UNPROVEN if is_unproven else judged.state
    return replace(judged, whole=whole, report=report, state=state)


def _judge(
    opened: Opened, text: str, *, resolver: Resolver, at: datetime, lists: Lists | None
) -> Judged:
    digest = sha256(opened.data).hexdigest()
    known = partial(Judged, opened.name, digest)
    if opened.problem is not None:
        report = _unread(opened.problem, at)
        return known(report, Row(digest), state_in(report, is_known=False), None, None, "")
    told = _told(text)
    named = tuple(named_in([told.issuer_id], at=at)) if told else ()
    policy = Policy(trusted={one.identifier: one.registry.name for one in named})
    report, row = look_at(opened.data, resolver=resolver, at=at, policy=policy, lists=lists)
    is_proven = report.outcome_of("issuer") is Outcome.PASSED
    issuer = _organisation_of(told.issuer_id) if told and is_proven else None
    named = named if is_proven else ()
    state = state_in(report, is_known=issuer is not None or bool(named))
    sentence = _sentence(text, told, issuer, is_proven=is_proven)
    vouching = _vouching(text, told, issuer, at=at) if told and issuer else ()
    return known(report, row, state, told, issuer, sentence, vouching=vouching, named=named)


def _unread(error: TestamurError, at: datetime) -> Report:
    outcome = Outcome.UNDETERMINED if isinstance(error, Unreachable) else Outcome.FAILED
    checks = (Check("source", outcome, (error.problem,)),)
    return Report(verdict_of(checks), checks, at)


def _text_in(data: bytes) -> str:
    """The text of the one credential, "" where it is none or several."""
    try:
        taken = take_in(data)
        if taken.form is Form.BUNDLE:
            return open_bundle(taken.text).credential.text
    except TestamurError:
        return ""
    return "" if taken.form is Form.PRESENTATION else taken.text


def _told(text: str) -> Told | None:
    try:
        return read_credential(text) if text else None
    except TestamurError:
        return None


def _organisation_of(issuer: str) -> Organisation | None:
    """The organisation of this instance that signs in this name; none for a key that was lost."""
    if issuer.startswith(_DID_KEY):
        multikey = issuer.removeprefix(_DID_KEY)
        found = IssuerKey.objects.filter(multikey=multikey, compromised_at=None)
        key = found.select_related("organisation").first()
        return key.organisation if key else None
    ours = _did_web_prefix()
    if not ours or not issuer.startswith(ours):
        return None
    return Organisation.objects.filter(slug=issuer.removeprefix(ours)).first()


def _did_web_prefix() -> str:
    from django.conf import settings

    return f"{did_web_of(f'{settings.INSTANCE_URL}/o')}:" if settings.IS_SECURE else ""


def _sentence(text: str, told: Told | None, issuer: Organisation | None, *, is_proven: bool) -> str:
    """What the credential says in one sentence, "" where nobody proved that it was said."""
    if told is None or not is_proven or told.awarded_at is None:
        return ""
    if endorsement := say_endorsement(text):
        return endorsement
    award = _award_of(told, issuer) if issuer else None
    if award is not None and award.credential == text:
        return sentence_of(award)
    return say_shown(
        told.holder_name,
        outcome=told.outcomes[0] if told.outcomes else told.title,
        level=_("EQF level %s") % told.eqf_level if told.eqf_level else "",
        method=", ".join(told.assessment).lower(),
        issuer=issuer.name if issuer else told.issuer_name,
        date=told.awarded_at,
    )


def _vouching(text: str, told: Told, issuer: Organisation, *, at: datetime) -> tuple[str, ...]:
    """Who vouches for the issuer, and for what it awarded where this is that very award."""
    award = _award_of(told, issuer)
    version = award.version if award is not None and award.credential == text else None
    said = [*say_levels(issuer, at=at), *say_who_vouches(issuer, version, at=at)]
    return (*said, *(say_accepted(version, at=at) if version is not None else ()))


def _award_of(told: Told, issuer: Organisation) -> Award | None:
    from uuid import UUID

    try:
        key = UUID(told.id.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    return issuer.awards.select_related("version", "organisation").filter(pk=key).first()
