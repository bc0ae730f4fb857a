"""What became of a credential in one word, and in the sentences that a person reads first."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from testamur import Outcome, Report, Verdict

__all__ = ["State", "advice_of", "headline_of", "known_by", "state_in"]


class State(StrEnum):
    """What is told of one thing that was handed over."""

    VALID = "valid"
    UNKNOWN_ISSUER = "unknown-issuer"
    EXPIRED = "expired"
    NOT_YET = "not-yet-valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    TAMPERED = "tampered"
    UNSIGNED = "unsigned"
    INVALID = "invalid"
    UNREACHABLE = "status-unreachable"
    ISSUER_UNREACHABLE = "issuer-unreachable"
    UNDETERMINED = "undetermined"
    UNREAD = "not-read"
    NOT_ONE = "not-a-credential"
    UNPROVEN = "not-proven-by-parts"

    @property
    def tone(self) -> str:
        """How it looks: one of `valid`, `warned`, `invalid`, `unknown`."""
        return _TONES.get(self, "unknown")


def state_in(report: Report, *, is_known: bool) -> State:
    """The state that a report tells of; `is_known` where its issuer has an account here."""
    codes = {problem.code for problem in report.problems}
    match report.verdict:
        case Verdict.VALID:
            return State.VALID if is_known else State.UNKNOWN_ISSUER
        case Verdict.UNDETERMINED:
            return _open_state(report)
    failed = {check.name for check in report.checks if check.outcome is Outcome.FAILED}
    if not failed - {"dates", "status"}:
        return next((state for code, state in _ENDS if code in codes), State.INVALID)
    return State.UNREAD if failed == {"source"} else _broken_state(codes, failed, report)


def _broken_state(codes: set[str], failed: set[str], report: Report) -> State:
    if codes & _ALTERED:
        return State.TAMPERED
    if "proof.missing" in codes:
        is_foreign = "document.wrong-context" in codes
    else:
        is_foreign = failed == {"form"} and len(report.checks) == 1 and bool(codes & _FOREIGN)
    if is_foreign:
        return State.NOT_ONE
    return State.UNSIGNED if "proof.missing" in codes else State.INVALID


def headline_of(state: State) -> str:
    """The verdict in a few words."""
    return str(_HEADLINES[state]())


def advice_of(state: State) -> str:
    """What it means, with places for `issuer` and `date`."""
    return str(_ADVICE[state]())


def known_by(report: Report) -> tuple[str, ...]:
    """How each answer is known: the four, and that of the parts of a whole."""
    asked = {check.name for check in report.checks if check.outcome is not Outcome.NOT_APPLICABLE}
    if "proof" in asked:
        signature = _("We computed its signature again: one changed letter would show.")
    else:
        signature = _("We tried to read it, and found no signature that could be computed.")
    if "status" in asked:
        dates = _("We compared its dates with the clock, and looked into its issuer's status list.")
    elif "dates" in asked:
        dates = _("We compared its dates with the clock; it names no status list to look into.")
    else:
        dates = _("We only look once it can be read and its signature can be computed.")
    return (
        signature,
        _("We looked for the key in what its issuer publishes, or in a name that is a key."),
        dates,
        _(
            "We looked for the issuer among the organisations of this instance and in the signed "
            "lists that are loaded here, and verified what others say of it here."
        ),
        _("We checked the parts that came with it, and counted them by the rule that it carries."),
    )


def _open_state(report: Report) -> State:
    left = [check.name for check in report.checks if check.outcome is Outcome.UNDETERMINED]
    if left == ["status"]:
        return State.UNREACHABLE
    if left == ["source"]:
        return State.UNREAD
    codes = {problem.code for problem in report.problems}
    if {"issuer", "proof"} & set(left) and any(code.startswith("fetch.") for code in codes):
        return State.ISSUER_UNREACHABLE
    return State.UNDETERMINED


_ENDS: Final = (
    ("status.revoked", State.REVOKED),
    ("openbadges2.revoked", State.REVOKED),
    ("status.suspended", State.SUSPENDED),
    ("dates.expired", State.EXPIRED),
    ("openbadges2.expired", State.EXPIRED),
    ("dates.not-yet-valid", State.NOT_YET),
)
_ALTERED: Final = frozenset(
    {
        "proof.signature-mismatch",
        "jose.signature-mismatch",
        "document.unsigned-term",
        "proof.context-mismatch",
    }
)
_FOREIGN: Final = frozenset(
    {
        "document.unrecognised",
        "json.malformed",
        "json.duplicate-key",
        "json.too-deep",
        "json.too-large",
        "encoding.malformed",
        "document.missing-member",
        "document.wrong-type",
        "document.wrong-form",
        "document.wrong-context",
        "image.no-credential",
        "image.unknown-format",
        "image.not-a-credential",
        "image.text-refused",
        "image.malformed",
        "image.damaged",
        "image.truncated",
    }
)
_TONES: Final = {
    State.VALID: "valid",
    State.UNKNOWN_ISSUER: "warned",
    State.EXPIRED: "warned",
    State.NOT_YET: "warned",
    State.SUSPENDED: "warned",
    State.UNPROVEN: "warned",
    State.REVOKED: "invalid",
    State.TAMPERED: "invalid",
    State.UNSIGNED: "invalid",
    State.INVALID: "invalid",
}
_HEADLINES: Final = {
    State.VALID: lambda: _("Valid"),
    State.UNKNOWN_ISSUER: lambda: _("Genuine, from an issuer we do not know"),
    State.EXPIRED: lambda: _("Expired"),
    State.NOT_YET: lambda: _("Not valid yet"),
    State.SUSPENDED: lambda: _("Suspended for the time being"),
    State.REVOKED: lambda: _("Revoked by its issuer"),
    State.TAMPERED: lambda: _("Altered after it was signed"),
    State.UNSIGNED: lambda: _("Not signed by anybody"),
    State.INVALID: lambda: _("Not valid"),
    State.UNREACHABLE: lambda: _("Genuine, but nobody can say whether it still holds"),
    State.ISSUER_UNREACHABLE: lambda: _("Could not be checked: the issuer cannot be reached"),
    State.UNDETERMINED: lambda: _("Could not be fully checked"),
    State.UNREAD: lambda: _("Could not be opened"),
    State.NOT_ONE: lambda: _("This is not a credential"),
    State.UNPROVEN: lambda: _("Genuine, but the parts at hand do not prove it"),
}
_ADVICE: Final = {
    State.VALID: lambda: _("It is exactly as %(issuer)s signed it, and it still holds."),
    State.UNKNOWN_ISSUER: lambda: _(
        "It is exactly as it was signed and still holds. But anybody can sign in any name: before "
        "you rely on it, make sure that the address of the signer below belongs to “%(issuer)s”."
    ),
    State.EXPIRED: lambda: _(
        "It was valid until %(date)s and is as %(issuer)s signed it. Ask for a newer one if what "
        "it shows must be recent."
    ),
    State.NOT_YET: lambda: _("Its first day is still to come. Check it again then."),
    State.SUSPENDED: lambda: _(
        "%(issuer)s has put it on hold. Do not rely on it meanwhile, and ask its holder or issuer."
    ),
    State.REVOKED: lambda: _("%(issuer)s has withdrawn it. Do not rely on it."),
    State.TAMPERED: lambda: _(
        "Something in it was changed after it was signed, so nothing it says can be relied on. "
        "Ask its holder for the file as the issuer sent it."
    ),
    State.UNSIGNED: lambda: _(
        "It looks like a credential but carries no signature, so anybody could have written it."
    ),
    State.INVALID: lambda: _(
        "It breaks a rule that credentials keep; what exactly is said below. Do not rely on it, "
        "and ask its holder for the file as the issuer sent it."
    ),
    State.UNREACHABLE: lambda: _(
        "It is as it was signed, but the list where its issuer says what was revoked cannot be "
        "had now. That is neither a yes nor a no: try again later, or ask %(issuer)s."
    ),
    State.ISSUER_UNREACHABLE: lambda: _(
        "What its issuer publishes about its keys cannot be had now. That is neither a yes nor a "
        "no: try again later."
    ),
    State.UNDETERMINED: lambda: _(
        "Something that is needed to judge it could not be had. That is neither a yes nor a no."
    ),
    State.UNREAD: lambda: _("Nothing was checked; the reason is given below."),
    State.NOT_ONE: lambda: _(
        "It may be a picture, a letter or some other file, but no signed credential is in it. Ask "
        "its holder for the badge image, the JSON file or the link."
    ),
    State.UNPROVEN: lambda: _(
        "It is exactly as %(issuer)s signed it. But a part was taken back, has expired or is "
        "missing, and without it the rule that it carries is not met."
    ),
}
