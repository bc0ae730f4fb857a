"""Exemption from a unit: asked for with credentials, decided once, withdrawn with a reason.

Rules kept here: (1) nobody decides about themselves; (2) whoever decides says that they have no
interest in it; (3) a decision has a reason; (4) what is decided is decided: it is withdrawn before
it is decided anew, and every decision stays as a row; (5) no more credits than the unit has left.
What is said of a credential is kept with the application, whatever becomes of the wallet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import testamur as tm
from testamur.errors import Conflict, Refused, TestamurError
from testamur.pathways.held import digest_of, held_of
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.plans.models import Application, Evidence, ExemptionDecision, QualificationUnit
from testamur_web.plans.progress import IN_FORCE, learner_progress
from testamur_web.wallet.models import Item

__all__ = [
    "NO_INTEREST",
    "Verdict",
    "apply_for_exemption",
    "decide_exemption",
    "take_back",
    "withdraw_exemption",
]

NO_INTEREST: Final = "I have no interest of my own in this decision."
"""What whoever decides declares; the record keeps it in these words."""

_Outcome = ExemptionDecision.Outcome
_State = Application.State
_MOST_NAMED: Final = 50
_VERBS: Final = {
    _Outcome.GRANTED: "exemption.grant",
    _Outcome.PARTLY: "exemption.grant-part",
    _Outcome.REFUSED: "exemption.refuse",
    _Outcome.WITHDRAWN: "exemption.withdraw",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided and why; `credits` are said where it is granted in part."""

    outcome: str
    reason: str
    credits: Decimal | None = None
    has_no_interest: bool = False


@transaction.atomic
def apply_for_exemption(
    unit: QualificationUnit,
    items: Sequence[Item],
    *,
    person: Person,
    at: datetime,
    note: str = "",
) -> Application:
    """Ask to be exempt from a unit for credentials of one's wallet.

    Raises `Refused` with `exemption.nothing-named` or `exemption.credential-used`, `Conflict` with
    `exemption.exists`.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if not 0 < len(items) <= _MOST_NAMED:
        told = f"{len(items)} credentials; from 1 to {_MOST_NAMED} can be named"
        raise Refused.because("exemption.nothing-named", told, "/items")
    units = learner_progress(person, unit.qualification, at=at).units
    now = next(one for one in units if one.unit.pk == unit.pk)
    if not now.may_apply:
        raise Conflict.because("exemption.exists", f"{unit.code} is not open to an application")
    spent = {part.held.digest for part in now.counted} | _digests_in_force(now.applications)
    application = Application.objects.create(
        unit=unit, person=person, note=note.strip(), applied_at=at
    )
    Evidence.objects.bulk_create(_evidence(application, items, spent, at=at))
    _record("exemption.apply", application, by=person, at=at)
    return application


@transaction.atomic
def take_back(application: Application, *, by: Person, at: datetime) -> Application:
    """Ask no longer; raises `Conflict` (`exemption.decided`) where it was decided."""
    kept = _lock(application)
    if kept.state == _State.TAKEN_BACK:
        return kept
    if kept.state != _State.WAITING:
        raise Conflict.because("exemption.decided", "there is a decision about it")
    kept.state = _State.TAKEN_BACK
    kept.save(update_fields=["state"])
    _record("exemption.take-back", kept, by=by, at=at)
    return kept


@transaction.atomic
def decide_exemption(
    application: Application, verdict: Verdict, *, by: Person, at: datetime
) -> ExemptionDecision:
    """Grant it, grant it in part, or refuse it; the learner is told by mail.

    Raises `Refused` with `exemption.own`, `exemption.interest-undeclared`,
    `exemption.reason-missing` or `exemption.credits-wrong`, `Conflict` with `exemption.decided` or
    `exemption.taken-back`.
    """
    kept = _lock(application)
    if kept.state == _State.TAKEN_BACK:
        raise Conflict.because("exemption.taken-back", "nobody asks for it any more")
    if kept.state != _State.WAITING:  # (4)
        raise Conflict.because("exemption.decided", f"it is decided: {kept.get_state_display()}")
    _require_decider(kept, by)
    if not verdict.has_no_interest:  # (2)
        told = "no statement that there is no interest"
        raise Refused.because("exemption.interest-undeclared", told, "/no_interest")
    outcome = _Outcome(verdict.outcome)
    granted = _credits(kept, outcome, verdict.credits)
    kept.state = _State(outcome.value)
    return _keep(
        kept,
        ExemptionDecision(
            outcome=outcome, credits=granted, reason=verdict.reason, statement=NO_INTEREST
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw_exemption(
    application: Application, *, reason: str, by: Person, at: datetime
) -> ExemptionDecision:
    """Take a decision back, so that another can be taken; the learner is told by mail.

    Raises `Refused` with `exemption.own` or `exemption.reason-missing`, `Conflict` with
    `exemption.not-decided` or `exemption.exists`, where another application waits by now.
    """
    kept = _lock(application)
    if kept.state in {_State.WAITING, _State.TAKEN_BACK}:
        raise Conflict.because("exemption.not-decided", "nothing is decided about it")
    _require_decider(kept, by)
    same = Application.objects.filter(unit=kept.unit_id, person=kept.person_id)
    if same.filter(state=_State.WAITING).exists():
        raise Conflict.because("exemption.exists", "a later application for the unit waits")
    kept.state = _State.WAITING
    decision = ExemptionDecision(outcome=_Outcome.WITHDRAWN, reason=reason)
    return _keep(kept, decision, by=by, at=at)


def _lock(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("unit__qualification__organisation", "person").get(pk=application.pk)


def _require_decider(application: Application, by: Person) -> None:
    if application.person_id == by.pk:  # (1)
        raise Refused.because("exemption.own", "this application is your own")


def _credits(application: Application, outcome: str, asked: Decimal | None) -> Decimal:
    """What a decision grants: all that is left of the unit, a part of it, or nothing."""
    left = application.unit.credits - _exempt_already(application)
    if outcome == _Outcome.REFUSED:
        return Decimal(0)
    if outcome == _Outcome.WITHDRAWN or left <= 0:
        raise Refused.because("exemption.credits-wrong", f"{left} are left", "/credits")
    if outcome == _Outcome.GRANTED:
        return left
    if asked is None or not 0 < asked < left:  # (5)
        raise Refused.because("exemption.credits-wrong", f"{asked} of {left} left", "/credits")
    return asked


def _exempt_already(application: Application) -> Decimal:
    others = Application.objects.filter(
        unit=application.unit_id, person=application.person_id, state__in=IN_FORCE
    )
    rows = others.exclude(pk=application.pk).prefetch_related("decisions")
    return sum((one.decisions.all()[0].credits for one in rows), Decimal(0))


def _digests_in_force(applications: Iterable[Application]) -> set[str]:
    return {
        one.digest for each in applications if each.state in IN_FORCE for one in each.evidence.all()
    }


def _evidence(
    application: Application, items: Iterable[Item], spent: set[str], *, at: datetime
) -> list[Evidence]:
    named = {digest_of(item.credential): item for item in items}
    again = next((item for digest, item in named.items() if digest in spent), None)
    if again is not None:
        told = f"{again.title!r} counts toward this unit"
        raise Refused.because("exemption.credential-used", told, "/items")
    return [
        Evidence(
            application=application,
            item=item,
            award=item.award,
            credential=item.credential,
            digest=digest,
            achievement=_achievement_in(item, at=at),
            title=item.title,
            issuer_name=item.issuer_name,
            awarded_at=item.awarded_at,
        )
        for digest, item in named.items()
    ]


def _achievement_in(item: Item, *, at: datetime) -> str:
    """The address of the page of what it awards, "" where it does not hold or says none."""
    with suppress(TestamurError):
        verified = tm.verify(item.credential, resolver=InstanceResolver(at=at), at=at)
        return held_of(verified).names[-1][:500]
    return ""


def _keep(
    application: Application, decision: ExemptionDecision, *, by: Person, at: datetime
) -> ExemptionDecision:
    decision.reason = decision.reason.strip()
    if not decision.reason:  # (3)
        raise Refused.because("exemption.reason-missing", "no reason is stated", "/reason")
    decision.application, decision.decided_by, decision.decided_at = application, by, at
    decision.number = 1 + application.decisions.count()
    decision.save(force_insert=True)
    application.save(update_fields=["state"])
    _record(_VERBS[_Outcome(decision.outcome)], application, by=by, at=at)
    outbox.post(
        "exemption.tell",
        {"decision": str(decision.pk)},
        key=f"exemption.tell:{decision.pk}",
        tenant=application.unit.qualification.organisation_id,
    )
    return decision


def _record(verb: str, application: Application, *, by: Person, at: datetime) -> None:
    unit = application.unit
    trail.record(
        verb,
        application,
        by=by,
        tenant=unit.qualification.organisation_id,
        at=at,
        name=application.person.name,
        unit=unit.code,
        qualification=unit.qualification.title,
    )
