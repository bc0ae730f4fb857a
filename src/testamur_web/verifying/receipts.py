"""A receipt: what was checked, when, with which result, signed with the key of this instance.

It is made from a note that the result page carries along, so nothing has to be kept in between.
The note is sealed: nobody can have something signed that was not found here. It says what was
checked by its digest, and repeats of its content only the issuer and the title.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur.encoding import compact_json, format_timestamp
from testamur.errors import Refused
from testamur.interop.receipts import receipt_of
from testamur_web.awards.queries import issuer_id
from testamur_web.awards.services import instance_signer
from testamur_web.verifying.judging import Judged
from testamur_web.wallet.certificate import compile_pdf

__all__ = ["facts_of", "note_of", "open_note", "receipt_json", "receipt_pdf"]

_TEMPLATE: Final = Path(__file__).with_name("receipt.typ")
_SALT: Final = "testamur.verification-receipt"
_LONGEST: Final = 24 * 60 * 60


def facts_of(judged: Judged) -> dict[str, Any]:
    """What a receipt says of one judgement."""
    report, told = judged.report, judged.told
    facts: dict[str, Any] = {
        "type": "VerificationReceipt",
        "name": judged.name,
        "sha256": judged.digest,
        "verdict": report.verdict.value,
        "state": judged.state.value,
        "headline": judged.headline,
        "advice": judged.advice,
        "checkedAt": format_timestamp(report.at),
        "answers": [
            {"question": one.question, "outcome": one.outcome.value, "sentence": one.sentence}
            for one in judged.answers
        ],
        "problems": [problem.code for problem in report.problems][:20],
    }
    if report.status_as_of is not None:
        facts["statusAsOf"] = format_timestamp(report.status_as_of)
    if told is not None:
        facts |= {"title": told.title[:200], "issuer": told.issuer_id[:500]}
    return facts


def note_of(judged: Judged) -> str:
    """The facts, sealed, for the page to carry along."""
    return signing.dumps(facts_of(judged), salt=_SALT, compress=True)


def open_note(note: str) -> dict[str, Any]:
    """The facts of a note that was made here today; raises `Refused` (`receipt.refused`)."""
    try:
        facts: dict[str, Any] = signing.loads(note, salt=_SALT, max_age=_LONGEST)
    except signing.BadSignature:
        raise Refused.because(
            "receipt.refused", "it was not made here, or more than a day ago"
        ) from None
    return facts


def receipt_json(facts: dict[str, Any], *, at: datetime) -> str:
    """The receipt for programs: its facts in the clear, and signed as a token (RFC 7515)."""
    plain: dict[str, Any] = json.loads(compact_json(facts))
    signer = instance_signer(at=at)  # makes the key that the instance is named by
    return receipt_of(plain, issuer=issuer_id(None), signer=signer, at=at)


def receipt_pdf(facts: dict[str, Any], *, at: datetime) -> bytes:
    """The receipt for people, with the signed one attached."""
    with TemporaryDirectory(prefix="receipt-") as folder:
        root = Path(folder)
        main = root / "receipt.typ"
        main.write_bytes(_TEMPLATE.read_bytes())
        (root / "receipt.json").write_text(receipt_json(facts, at=at), encoding="utf-8")
        return compile_pdf(main, _shown(facts), at=at)


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    checked, known = _moment(facts["checkedAt"]), _moment(facts.get("statusAsOf", ""))
    rows = [
        (_("Checked on"), checked),
        (_("Status information of"), known or _("none was needed or had")),
        (_("What it is called"), facts["name"]),
        (_("What it certifies"), facts.get("title", "")),
        (_("Issuer it names"), facts.get("issuer", "")),
        (_("SHA-256 of what was checked"), facts["sha256"]),
        (_("Checked by"), f"{settings.INSTANCE_NAME}, {settings.INSTANCE_URL}"),
    ]
    return {
        "title": _("Receipt of a verification"),
        "headline": facts["headline"],
        "advice": facts["advice"],
        "rows": [[name, value] for name, value in rows if value],
        "answers": [[one["question"], one["sentence"]] for one in facts["answers"]],
        "answers-title": _("What was found"),
        "foot": _(
            "The signed receipt is attached as receipt.json. It says what was found at that "
            "moment; check again before you rely on it later."
        ),
        "attachment": _("The signed receipt"),
        "language": "en",
    }


def _moment(text: str) -> str:
    at = parse_datetime(text) if text else None
    return f"{date_format(at, 'j F Y, H:i')} UTC" if at else ""
