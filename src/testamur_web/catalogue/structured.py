"""A micro-credential as search engines read it: schema.org in JSON-LD.

It is a course that leads to a credential (`Course`, `EducationalOccupationalCredential`). Only what
the definition states is said.
"""

from __future__ import annotations

import json
from typing import Any, Final

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.funding import FundingOffer
from testamur_web.catalogue.requirements import Required, in_words
from testamur_web.catalogue.shown import Shown
from testamur_web.catalogue.vocabulary import Mode

__all__ = ["structured_data"]

_MODES: Final = {Mode.ONLINE: "Online", Mode.ONSITE: "Onsite", Mode.BLENDED: "Blended"}
# What could end a script element stands escaped, so that the text is safe inside of one.
_ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured_data(shown: Shown, *, instance_url: str) -> str:
    """The JSON text for a script element of the page; `instance_url` is without a slash."""
    page = f"{instance_url}/catalogue/{shown.achievement.pk}/"
    said = shown.definition
    told = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": page,
        "url": page,
        "name": shown.version.title,
        "description": said.description or shown.version.summary,
        "inLanguage": said.language,
        "provider": _issuer(shown, instance_url),
        "teaches": [_skill(outcome) for outcome in said.outcomes],
        "coursePrerequisites": _prerequisites(said),
        "educationalLevel": _level(said),
        "numberOfCredits": _credits(said),
        "educationalCredentialAwarded": _credential(shown, page, instance_url),
        "hasCourseInstance": _instances(said),
        "offers": _offer(said),
        "funding": [_grant(one) for one in said.funding],
    }
    text = json.dumps(_stated(told), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _issuer(shown: Shown, instance_url: str) -> dict[str, Any]:
    issuer = shown.issuer
    page = f"{instance_url}/org/{issuer.slug}/"
    return _stated({"@type": "Organization", "@id": page, "name": issuer.name, "url": issuer.url})


def _credential(shown: Shown, page: str, instance_url: str) -> dict[str, Any]:
    said = shown.definition
    return _stated(
        {
            "@type": "EducationalOccupationalCredential",
            "name": shown.version.title,
            "description": shown.version.summary,
            "url": page,
            "credentialCategory": said.kind_label,
            "educationalLevel": _level(said),
            "competencyRequired": [_skill(outcome) for outcome in said.outcomes],
            "recognizedBy": _issuer(shown, instance_url),
            "validFor": f"P{said.valid_months}M" if said.valid_months else "",
        }
    )


def _skill(outcome: Any) -> dict[str, Any]:
    framework = outcome.framework if outcome.skill_uri else ""
    return _stated(
        {
            "@type": "DefinedTerm",
            "name": outcome.sentence,
            "url": outcome.skill_uri,
            "inDefinedTermSet": framework,
        }
    )


def _level(said: Definition) -> str:
    return f"EQF {said.eqf_level}" if said.eqf_level else said.local_level


def _credits(said: Definition) -> dict[str, Any]:
    if said.ects is None:
        return {}
    return {"@type": "StructuredValue", "value": float(said.ects), "unitText": "ECTS"}


def _prerequisites(said: Definition) -> str | list[Any]:
    """What is written freely, and each achievement and skill that is named."""
    if said.requires is None:
        return said.prerequisites
    named = [_prerequisite(atom) for _pointer, atom in said.requires.atoms()]
    return [in_words(said.prerequisites, said.requires), *named]


def _prerequisite(atom: Required) -> dict[str, Any]:
    if atom.skill:
        return _stated(
            {"@type": "AlignmentObject", "targetName": atom.label, "targetUrl": atom.skill}
        )
    return _stated({"@type": "Course", "@id": atom.achievement, "name": atom.name})


def _instances(said: Definition) -> dict[str, Any] | list[dict[str, Any]]:
    """One for each date it begins, or one where none is stated."""
    hours = f"PT{said.hours}H" if said.hours else ""
    told = {"courseMode": _MODES.get(Mode(said.mode)) if said.mode else "", "courseWorkload": hours}
    stated = _stated(told)
    made = {"@type": "CourseInstance", **stated}
    if said.starts:
        return [made | {"startDate": day.isoformat()} for day in said.starts]
    return made if stated else {}


def _grant(funding: FundingOffer) -> dict[str, Any]:
    return _stated(
        {
            "@type": "Grant",
            "name": funding.name,
            "url": funding.url,
            "description": f"{funding.share}, {funding.audience}",
        }
    )


def _offer(said: Definition) -> dict[str, Any]:
    if said.price is None or said.price.amount is None:
        return {}
    category = "Paid" if said.price.amount else "Free"
    amount = format(said.price.amount, "f")
    currency = said.price.currency
    return _stated(
        {"@type": "Offer", "category": category, "price": amount, "priceCurrency": currency}
    )


def _stated(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}
