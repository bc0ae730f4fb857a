"""A letter that nobody took is sent to the right address, and whatever names the wrong one mended.

A credential says whom it is for by their address. Where that was wrong, so is what was signed: the
award is issued again, and the old one is revoked with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.credentials.members import canonical_email
from testamur.errors import Refused
from testamur_web.awards.models import Award
from testamur_web.awards.services import reissue
from testamur_web.learning.services import correct_address
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.retry import try_again
from testamur_web.people.models import Person
from testamur_web.wallet.unsent import subject_of, unsent_of

__all__ = ["send_elsewhere"]

_REASON: Final = "The e-mail address was corrected"


@transaction.atomic
def send_elsewhere(row: OutboxRow, *, email: str, by: Person, at: datetime) -> bool:
    """Correct the address of a letter that was given up, and send it; False where it is done.

    Raises `Refused` (`letter.not-correctable`, `email.malformed`) and what reissuing an award or
    changing an enrolment raises.
    """
    [letter] = unsent_of([row])
    if not letter.is_correctable:
        told = "the address of this letter does not stand in an award or an enrolment"
        raise Refused.because("letter.not-correctable", told, "/email")
    wanted = canonical_email(email.strip(), "/email")
    if not try_again(row, by=by, at=at):
        return False
    if wanted == letter.address.lower():
        return True
    match subject_of(row):
        case Award() as award:
            reissue(award, changes={"email": wanted}, reason=_REASON, by=by, at=at)
        case enrolment if enrolment is not None:
            correct_address(enrolment, email=wanted, by=by, at=at)
    return True
