"""The letter to a holder whose award was revoked, suspended or reinstated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award, StatusChange
from testamur_web.ops import outbox
from testamur_web.wallet.models import Claim
from testamur_web.wallet.services.claiming import make_claim
from testamur_web.wallet.services.letters import address_of, letter_about, way_to

__all__ = ["mail_change", "post_letters"]

MAIL: Final = "wallet.status-mail"
_Verb = StatusChange.Verb
_SUBJECTS: Final[dict[str, Promise]] = {
    _Verb.REVOKE: _("%(issuer)s has revoked “%(title)s”"),
    _Verb.SUSPEND: _("%(issuer)s has suspended “%(title)s”"),
    _Verb.REINSTATE: _("“%(title)s” of %(issuer)s is valid again"),
}


def post_letters(changes: Sequence[str]) -> None:
    """Post one letter for each of the changes, named by their ids, once however often it is done.

    Somebody without an address gets none.
    """
    found = StatusChange.objects.filter(pk__in=changes).select_related("award__holder")
    for change in found:
        if address_of(change.award):
            outbox.post(
                MAIL,
                {"change": str(change.pk)},
                key=f"{MAIL}:{change.pk}",
                tenant=change.award.organisation_id,
            )


def mail_change(change: StatusChange) -> bool:
    """Send the letter about one change; False where there is nothing to tell any more.

    That is so where the state changed again, for the later letter tells it; where another award
    took the place of this one, for that has a letter of its own; and where the holder of a revoked
    award never heard of it.
    """
    award = change.award
    later = award.status_changes.filter(at__gt=change.at)
    if not address_of(award) or later.exists() or award.replaced_by.exists():
        return False
    if change.verb == _Verb.REVOKE and not _knows_of(award):
        return False
    _claim, token = make_claim(award, at=timezone.now())
    told = {"change": change, "address": way_to(award, token)}
    subject = _SUBJECTS[change.verb]
    reference = change.pk.hex[:12]
    letter_about(award, "status_mail", subject=subject, told=told, reference=reference).send()
    return True


def _knows_of(award: Award) -> bool:
    was_told = Claim.objects.filter(award=award, sent_at__isnull=False)
    return award.holder_id is not None or was_told.exists()
