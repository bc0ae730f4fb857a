"""A holder notes where they used what a credential certifies, and may have it confirmed by link.

What is noted is theirs alone: nobody else sees it, and it goes when they remove it, together with
what was asked and said about it. It is never changed: whoever noted it wrongly removes it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur.errors import Conflict, Refused
from testamur_web.learning.models import AttestationRequest
from testamur_web.learning.services import Row, Subject, Supervisor, ask_supervisor
from testamur_web.ops import trail
from testamur_web.people import words
from testamur_web.people.models import Person
from testamur_web.wallet.models import Item, Use
from testamur_web.wallet.reading import read_credential
from testamur_web.wallet.services.counting import post_counted

__all__ = ["ask_about_use", "note_use", "remove_use"]

_MOST_USES: Final = 500
_MAX_TEXT: Final = 4_000
_State = AttestationRequest.State


@transaction.atomic
def note_use(
    item: Item, *, used_on: date, text: str, skills: Collection[str], by: Person, at: datetime
) -> Use:
    """Note one use; of all skills of the credential where none are named.

    Raises `Refused` with `use.day-refused`, `use.nothing-said`, `use.skill-unknown`,
    `use.too-many` or `text.too-long`.
    """
    held = Item.objects.select_for_update(of=("self",)).get(pk=item.pk, holder=by)
    if held.uses.count() >= _MOST_USES:
        raise Refused.because("use.too-many", f"{_MOST_USES} uses are noted already")
    if not held.awarded_at.date() <= used_on <= (at + timedelta(days=1)).date():
        told = "the day is to come, or before the award"
        raise Refused.because("use.day-refused", told, "/used_on")
    known = [one.uri for one in read_credential(held.credential).skills]
    if unknown := [one for one in skills if one not in known]:
        told = f"{unknown[0]!r:.80} is not among its skills"
        raise Refused.because("use.skill-unknown", told, "/skills")
    chosen = [uri for uri in known if uri in skills] if skills else known
    use = held.uses.create(used_on=used_on, text=_read(text), skills=chosen, noted_at=at)
    trail.record("use.note", use, by=by, tenant=None, at=at)
    post_counted(Item.objects.filter(pk=held.pk), because=f"use:{use.pk}")
    return use


@transaction.atomic
def remove_use(use: Use, *, by: Person, at: datetime) -> None:
    """Forget a use, with what was asked and said about it."""
    trail.record("use.remove", use, by=by, tenant=None, at=at)
    post_counted(Item.objects.filter(pk=use.item_id), because=f"no-use:{use.pk}")
    AttestationRequest.objects.filter(asker=by, use=use).delete()
    use.delete()


@transaction.atomic
def ask_about_use(
    use: Use, *, supervisor: Supervisor, by: Person, at: datetime
) -> AttestationRequest:
    """Ask a supervisor to confirm a use; see `ask_supervisor`.

    Raises `Conflict` (`use.asked-already`) where one was asked and may still answer, or has.
    """
    held = Use.objects.select_for_update(of=("self",)).select_related(
        "item", "request__attestation"
    )
    kept = held.get(pk=use.pk)
    if kept.request and kept.request.state_at(at) in {_State.WAITING, _State.ANSWERED}:
        told = f"{kept.request.supervisor_name} was asked about it"
        raise Conflict.because("use.asked-already", told)
    older, item = kept.request, kept.item
    subject = Subject(AttestationRequest.About.USE, item.title, item.issuer_name)
    row = Row(str(kept.pk), _line(kept), kept.text)
    kept.request = ask_supervisor(by, subject, [row], supervisor=supervisor, at=at)
    kept.save(update_fields=["request"])
    if older is not None:
        older.delete()  # which nobody answered
    return kept.request


def _read(text: str) -> str:
    told = words.read_prose(text, "/text")
    if not told:
        raise Refused.because("use.nothing-said", "the text is empty", "/text")
    if len(told) > _MAX_TEXT:
        raise Refused.because("text.too-long", f"up to {_MAX_TEXT} characters are kept", "/text")
    return told


def _line(use: Use) -> str:
    told = {"title": use.item.title, "day": date_format(use.used_on, "j F Y")}
    return _("Used “%(title)s” at work on %(day)s") % told
