"""From the text of an award file to its plan, table by table."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, time, tzinfo
from pathlib import PurePosixPath
from typing import Final

from testamur.credentials.award_toml.plan import NO_ISSUER_YET, PROOFS, AwardPlan, Period
from testamur.credentials.award_toml.tables import Table
from testamur.credentials.eu_elements import LearningOutcome, QualityAssurance, StandardElements
from testamur.credentials.members import WEB, require_choice, require_iri, require_line
from testamur.credentials.openbadges import (
    Achievement,
    Address,
    Alignment,
    Criteria,
    Image,
    Profile,
    ResultDescription,
)
from testamur.credentials.recipients import FIELDS, DateForm
from testamur.errors import Refused

__all__ = ["MAX_AWARD_FILE", "read_award"]

MAX_AWARD_FILE: Final = 1_000_000
"""The most characters of an award file."""

_PERIOD: Final = re.compile(r"([1-9]\d{0,3}) (year|month|day)s?\Z", re.ASCII)
_MONTHS_OF_A_YEAR: Final = 12


def read_award(text: str) -> AwardPlan:
    """The plan that an award file describes.

    Raises `Refused`: `award.malformed` where it is not TOML, `award.unknown-key` for a key that
    means nothing, `value.missing`, and whatever the values themselves are refused for.
    """
    file = Table(_parsed(text), "", ("issuer", "achievement", "award", "recipients"))
    recipients = file.table("recipients", ("date_format", "time_zone", "columns"))
    dates = _dates_of(recipients)
    award = file.table("award", _AWARD_KEYS)
    with award.making():
        plan = AwardPlan(
            _achievement_of(file.table("achievement", _ACHIEVEMENT_KEYS)),
            issuer=_issuer_of(file.table("issuer", _ISSUER_KEYS)),
            awarded=_moment(award, "date", dates.zone),
            valid_for=_period_of(award),
            valid_until=_moment(award, "valid_until", dates.zone),
            proof=award.text("proof"),
            status_url=award.text("status"),
            is_suspendable=award.truth("suspendable"),
            image_file=award.text("image"),
            evidence_name=award.text("evidence_name"),
            columns=_columns_of(recipients.table("columns", FIELDS)),
            dates=dates,
        )
        _check(plan)
    return plan


def _parsed(text: str) -> object:
    if len(text) > MAX_AWARD_FILE:
        told = f"{len(text)} characters; at most {MAX_AWARD_FILE} are read"
        raise Refused.because("award.malformed", told)
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise Refused.because("award.malformed", str(error)) from None
    except RecursionError:
        raise Refused.because("award.malformed", "the values nest too deeply") from None


# ------------------------------------------------------------------------------------ the issuer

_ISSUER_KEYS: Final = (
    *("id", "name", "url", "email", "phone", "description", "image", "image_caption"),
    *("country", "region", "locality", "street", "postal_code"),
)


def _issuer_of(table: Table) -> Profile:
    with table.making():
        return Profile(
            table.text("id") or NO_ISSUER_YET,
            name=table.needed_text("name"),
            url=table.text("url"),
            email=table.text("email"),
            phone=table.text("phone"),
            description=table.text("description"),
            image=_image_of(table),
            address=_address_of(table),
        )


def _address_of(table: Table) -> Address | None:
    keys = ("country", "region", "locality", "street", "postal_code")
    if not any(map(table.states, keys)):
        return None
    with table.making(
        addressCountryCode="country",
        addressRegion="region",
        addressLocality="locality",
        streetAddress="street",
        postalCode="postal_code",
    ):
        return Address(
            address_country_code=table.text("country"),
            address_region=table.text("region"),
            address_locality=table.text("locality"),
            street_address=table.text("street"),
            postal_code=table.text("postal_code"),
        )


def _image_of(table: Table) -> Image | None:
    address = table.text("image")
    with table.making(id="image", caption="image_caption"):
        return None if address is None else Image(address, caption=table.text("image_caption"))


# ------------------------------------------------------------------------------- the achievement

_ACHIEVEMENT_KEYS: Final = (
    *("id", "name", "description", "criteria", "criteria_url", "type", "language", "ects", "eqf"),
    *("tags", "image", "image_caption", "field_of_study", "specialization", "code", "version"),
    *("alignment", "grade", "standard_elements"),
)
_ALIGNMENT_KEYS: Final = ("url", "name", "framework", "type", "code", "description")
_GRADE_KEYS: Final = ("id", "name", "type", "values", "pass", "least", "most")


def _achievement_of(table: Table) -> Achievement:
    with table.making(achievementType="type", inLanguage="language", humanCode="code", tag="tags"):
        return Achievement(
            table.needed_text("id"),
            name=table.needed_text("name"),
            criteria=_criteria_of(table),
            description=table.text("description"),
            achievement_type=table.text("type"),
            in_language=table.text("language"),
            ects=table.number("ects"),
            eqf=table.whole("eqf"),
            alignment=[_alignment_of(one) for one in table.tables("alignment", _ALIGNMENT_KEYS)],
            tag=table.texts("tags"),
            image=_image_of(table),
            field_of_study=table.text("field_of_study"),
            specialization=table.text("specialization"),
            human_code=table.text("code"),
            version=table.text("version"),
            result_description=_grades_of(table),
            standard_elements=_elements_of(table),
        )


def _criteria_of(table: Table) -> Criteria:
    with table.making(id="criteria_url", narrative="criteria"):
        return Criteria(table.text("criteria"), id=table.text("criteria_url"))


def _alignment_of(table: Table) -> Alignment:
    """An alignment whose `framework` is known (`ESCO`) or any other by its name."""
    with table.making(
        targetName="name",
        targetUrl="url",
        targetFramework="framework",
        targetType="type",
        targetCode="code",
        targetDescription="description",
    ):
        url, name = table.needed_text("url"), table.needed_text("name")
        if table.text("framework") == "ESCO":
            return Alignment.esco(url, name, code=table.text("code"))
        return Alignment(
            name,
            target_url=url,
            target_framework=table.text("framework"),
            target_type=table.text("type"),
            target_code=table.text("code"),
            target_description=table.text("description"),
        )


def _grades_of(achievement: Table) -> list[ResultDescription]:
    if not achievement.states("grade"):
        return []
    table = achievement.table("grade", _GRADE_KEYS)
    about = achievement.needed_text("id")
    with table.making(
        resultType="type",
        allowedValue="values",
        requiredValue="pass",
        valueMin="least",
        valueMax="most",
    ):
        described = ResultDescription(
            table.text("name") or "Grade",
            id=table.text("id") or about + ("-grade" if "#" in about else "#grade"),
            result_type=table.text("type") or "Result",
            allowed_value=table.texts("values"),
            required_value=table.text("pass"),
            value_min=_written(table.number("least")),
            value_max=_written(table.number("most")),
        )
    return [described]


def _written(number: float | None) -> str | None:
    return None if number is None else f"{number:g}"


# ------------------------------------------------------------- its standard elements

_ELEMENT_KEYS: Final = (
    *("learning_outcomes", "workload_hours", "cycle", "assessment", "assessment_description"),
    *("participation", "quality_assurance", "prerequisites", "supervision", "stackability"),
    *("stacks_toward", "further_information"),
)
_OUTCOME_KEYS: Final = ("name", "description", "eqf", "alignment")
_ASSURANCE_KEYS: Final = ("kind", "name", "assured_by", "url")


def _elements_of(achievement: Table) -> StandardElements | None:
    if not achievement.states("standard_elements"):
        return None
    table = achievement.table("standard_elements", _ELEMENT_KEYS)
    outcomes = table.tables("learning_outcomes", _OUTCOME_KEYS, named="name")
    assurances = table.tables("quality_assurance", _ASSURANCE_KEYS, named="kind")
    with table.making(
        learningOutcome="learning_outcomes",
        workloadHours="workload_hours",
        qfEheaCycle="cycle",
        assessmentType="assessment",
        assessmentDescription="assessment_description",
        qualityAssurance="quality_assurance",
        stacksToward="stacks_toward",
        furtherInformation="further_information",
    ):
        return StandardElements(
            [_outcome_of(one) for one in outcomes],
            workload_hours=table.number("workload_hours"),
            qf_ehea_cycle=table.text("cycle"),
            assessment_type=table.texts("assessment"),
            assessment_description=table.text("assessment_description"),
            participation=table.text("participation"),
            quality_assurance=[_assurance_of(one) for one in assurances],
            prerequisites=table.text("prerequisites"),
            supervision=table.text("supervision"),
            stackability=table.text("stackability"),
            stacks_toward=table.texts("stacks_toward"),
            further_information=table.text("further_information"),
        )


def _outcome_of(table: Table) -> LearningOutcome:
    alignment = [_alignment_of(one) for one in table.tables("alignment", _ALIGNMENT_KEYS)]
    with table.making():
        return LearningOutcome(
            table.needed_text("name"),
            description=table.text("description"),
            eqf=table.whole("eqf"),
            alignment=alignment,
        )


def _assurance_of(table: Table) -> QualityAssurance:
    with table.making(qualityAssuranceType="kind", assuredBy="assured_by"):
        return QualityAssurance(
            table.needed_text("kind"),
            name=table.text("name"),
            assured_by=table.text("assured_by"),
            url=table.text("url"),
        )


# ---------------------------------------------------------------- the award and the list of people

_AWARD_KEYS: Final = (
    *("date", "valid_for", "valid_until", "proof", "status", "suspendable", "image"),
    "evidence_name",
)


def _check(plan: AwardPlan) -> None:
    """What the keys of [award] must keep besides their kinds."""
    if plan.valid_for and plan.valid_until:
        told = "both 'valid_for' and 'valid_until' are stated"
        raise Refused.because("value.contradiction", told, "/valid_until")
    if plan.proof is not None:
        require_choice(plan.proof, "/proof", among=PROOFS)
    if plan.status_url is not None:
        require_iri(plan.status_url, "/status", schemes=WEB)
    elif plan.is_suspendable:
        told = "'suspendable' needs 'status', the address of the lists that say so"
        raise Refused.because("value.missing", told, "/status")
    if plan.evidence_name is not None:
        require_line(plan.evidence_name, "/evidence_name")
    if plan.image_file is not None:
        path = PurePosixPath(require_line(plan.image_file, "/image"))
        if path.is_absolute() or ".." in path.parts or "\\" in plan.image_file:
            told = f"{plan.image_file!r:.80} does not lie beside the award file"
            raise Refused.because("value.out-of-range", told, "/image")


def _period_of(table: Table) -> Period | None:
    text = table.text("valid_for")
    if text is None:
        return None
    found = _PERIOD.match(text)
    if not found:
        told = f"{text!r:.40} is not a period such as '3 years', '18 months' or '90 days'"
        raise Refused.because("value.out-of-range", told, "/valid_for")
    count = int(found[1])
    if found[2] == "day":
        return Period(days=count)
    return Period(months=count * (_MONTHS_OF_A_YEAR if found[2] == "year" else 1))


def _moment(table: Table, key: str, zone: tzinfo | None) -> datetime | None:
    """The date under `key` as the moment it begins, in UTC."""
    found = table.day(key)
    if found is None:
        return None
    if not isinstance(found, datetime):
        found = datetime.combine(found, time(), zone or UTC)
    if found.tzinfo is None:
        told = f"{found} names a time of day without its zone"
        raise Refused.because("date.no-zone", told, f"/{key}")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Refused.because("date.impossible", f"{found} is no moment", f"/{key}") from None


def _dates_of(table: Table) -> DateForm:
    with table.making(dateFormat="date_format"):
        return DateForm(table.text("date_format"), zone=_zone_of(table))


def _zone_of(table: Table) -> tzinfo | None:
    name = table.text("time_zone")
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        told = f"{name!r:.40} is not a time zone such as 'Europe/Warsaw'"
        raise Refused.because("value.unknown-choice", told, "/time_zone") from None


def _columns_of(table: Table) -> dict[str, str]:
    return {field: table.needed_text(field) for field in FIELDS if table.states(field)}
