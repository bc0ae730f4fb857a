"""What supervisors said in the demonstration: of a claim, of hours on a ward, of a use at work.

Ada claims prior learning, of which one supervisor has attested a part and another is still asked.
She notes hours of a placement, and where she used what she holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from testamur_web.catalogue.models import Version
from testamur_web.learning import services as learning
from testamur_web.learning.models import AttestationRequest, Enrolment, Evidence
from testamur_web.learning.services import Piece, Reply, Supervisor
from testamur_web.learning.services.attesting import ASK
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Person
from testamur_web.people.tokens import link_token
from testamur_web.wallet import services as wallet

__all__ = ["Attested", "answer_as_supervisor"]

_DAY: Final = timedelta(days=1)
_MARIA: Final = Supervisor("Maria Lang", "maria.lang@town.example", "Town of Hall", "manager")
_JONAS: Final = Supervisor("Jonas Weir", "jonas.weir@clinic.example", "Clinic by the Inn", "mentor")
_YEARBOOK: Final = Piece(
    Evidence.Kind.LINK, title="Yearbook of the town, 2024", url="https://town.example/yearbook"
)
_ACCOUNTS: Final = (
    (
        "From 2022 to 2025 I ran the yearly survey of the town: I wrote the questions, drew the "
        "sample of 900 households and looked after the answers."
    ),
    (
        "I compared the answers with those of the years before, and wrote the chapter that the "
        "council decided on."
    ),
)
_HOURS: Final = (
    (12, "7.5", "Morning round, washing and dressing, with a nurse beside me"),
    (11, "8", "Hygiene of the ward; wrote the care notes of four patients"),
    (5, "6.25", "Night round; measured and noted blood pressure"),
)


@dataclass(frozen=True, slots=True)
class Attested:
    """The steps share who is who, what is offered under which title, and the present."""

    people: Mapping[str, Person]
    titled: Mapping[str, Version]
    at: datetime

    def tell(self) -> None:
        """A claim, a placement, a use; each with somebody who was asked."""
        self._claim()
        self._place()
        self._use()
        drain()

    def _claim(self) -> None:
        enrolment = self._enrol("Research methods", is_prior_learning=True)
        ada, day = self.people["ada"], self.at - 6 * _DAY
        piece = learning.add_evidence(enrolment, _YEARBOOK, by=ada, at=day)
        rows = [f"criterion-outcome-{place}" for place in (1, 2)]
        for row, account in zip(rows, _ACCOUNTS, strict=True):
            learning.claim_row(enrolment, row, account=account, evidence=[piece.pk], by=ada, at=day)
        for row, supervisor in zip(rows, (_MARIA, _JONAS), strict=True):
            request = learning.ask_about_claims(
                enrolment, [row], supervisor=supervisor, by=ada, at=day
            )
            if supervisor is _MARIA:
                told = "She did it alone, three years in a row, and it was sound."
                answer_as_supervisor(
                    request, [Reply(row, confirmed=True, comment=told)], at=self.at
                )
        learning.hand_in(enrolment, by=ada, at=self.at - 2 * _DAY)

    def _place(self) -> None:
        enrolment = self._enrol("Foundations of nursing care")
        ada = self.people["ada"]
        noted = [
            learning.log_hours(
                enrolment,
                day=(self.at - days * _DAY).date(),
                hours=Decimal(hours),
                task=task,
                by=ada,
                at=self.at - _DAY,
            )
            for days, hours, task in _HOURS
        ]
        request = learning.ask_about_hours(
            enrolment, [one.pk for one in noted[:2]], supervisor=_JONAS, by=ada, at=self.at - _DAY
        )
        answer_as_supervisor(
            request, [Reply(str(one.pk), confirmed=True) for one in noted[:2]], at=self.at
        )

    def _use(self) -> None:
        ada = self.people["ada"]
        item = ada.wallet_items.filter(award__version__title="Data analysis with SQL").first()
        if item is None:
            return
        texts = (
            (9, "Found 212 households that stood twice in the register, and merged them."),
            (2, "Wrote the monthly report of arrivals, which used to take two days."),
        )
        uses = [
            wallet.note_use(
                item,
                used_on=(self.at - days * _DAY).date(),
                text=text,
                skills=[],
                by=ada,
                at=self.at - _DAY,
            )
            for days, text in texts
        ]
        request = wallet.ask_about_use(uses[0], supervisor=_MARIA, by=ada, at=self.at - _DAY)
        told = "It runs every night since."
        answer_as_supervisor(
            request, [Reply(str(uses[0].pk), confirmed=True, comment=told)], at=self.at
        )

    def _enrol(self, title: str, *, is_prior_learning: bool = False) -> Enrolment:
        cohort = learning.open_cohort(
            self.titled[title],
            name="Recognition, autumn" if is_prior_learning else "Ward group, autumn",
            by=self.people["bashir"],
            at=self.at - 20 * _DAY,
            is_prior_learning=is_prior_learning,
        )
        return learning.enrol(cohort, person=self.people["ada"], at=self.at - 15 * _DAY)


def answer_as_supervisor(
    request: AttestationRequest, replies: Sequence[Reply], *, at: datetime
) -> None:
    """Answer by the secret of the letter, as its reader does."""
    drain()
    row = OutboxRow.objects.get(kind=ASK, payload__request=str(request.pk))
    learning.answer_request(
        link_token(ASK, request.pk, nonce=row.payload["nonce"]),
        replies,
        signed_name=request.supervisor_name,
        is_stated=True,
        at=at,
    )
