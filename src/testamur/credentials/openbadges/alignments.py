"""What an achievement, a result or a level corresponds to in somebody else's framework.

Open Badges 3.0 §B.1.4 (Alignment) and §B.1.5 (AlignmentTargetType). One constructor per framework
that is known here, each writing the target type its own tools look for.
"""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Final, Literal, Self, TypeAlias

from testamur.credentials.members import (
    WEB,
    Rule,
    check_members,
    require_choice,
    require_iri,
    require_line,
    require_number,
    require_prose,
    stated,
)
from testamur.encoding import JsonObject
from testamur.errors import Refused

__all__ = ["Alignment", "CaseKind", "CtdlKind"]

CaseKind: TypeAlias = Literal["CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel"]
CtdlKind: TypeAlias = Literal["ceasn:Competency", "ceterms:Credential", "CTDL"]

TARGET_TYPES: Final = (
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
)
"""The target types Open Badges names; others begin with `ext:`."""

_ESCO: Final = re.compile(r"http://data\.europa\.eu/esco/(skill|occupation|isced-f|qualification)/")


@dataclass(frozen=True, slots=True)
class Alignment:
    """A link to a node of a framework: its name, its address, and what kind of node it is."""

    target_name: str
    _: KW_ONLY
    target_url: str
    target_type: str | None = None
    target_code: str | None = None
    target_framework: str | None = None
    target_description: str | None = None

    def __post_init__(self) -> None:
        check_members(self, _RULES, required=("target_name", "target_url"))

    @classmethod
    def esco(cls, uri: str, name: str, *, code: str | None = None) -> Self:
        """A skill or occupation of ESCO by its URI (`http://data.europa.eu/esco/skill/…`)."""
        found = _ESCO.match(uri)
        if not found:
            told = f"{uri[:80]!r} is not the URI of an ESCO skill or occupation"
            raise Refused.because("iri.scheme", told, "/targetUrl")
        return cls(
            name,
            target_url=uri,
            target_type=f"ext:esco.{found[1]}",
            target_code=code,
            target_framework="ESCO",
        )

    @classmethod
    def case(
        cls,
        uri: str,
        name: str,
        *,
        kind: CaseKind = "CFItem",
        code: str | None = None,
        framework: str | None = None,
    ) -> Self:
        """A node of a CASE framework; `code` is its human coding scheme."""
        return cls(
            name, target_url=uri, target_type=kind, target_code=code, target_framework=framework
        )

    @classmethod
    def ctdl(
        cls,
        uri: str,
        name: str,
        *,
        kind: CtdlKind = "ceasn:Competency",
        code: str | None = None,
        framework: str | None = None,
    ) -> Self:
        """A competency or credential described in CTDL, by its URI in a registry."""
        return cls(
            name, target_url=uri, target_type=kind, target_code=code, target_framework=framework
        )

    @classmethod
    def eqf(cls, level: int) -> Self:
        """A level of the European Qualifications Framework, 1 to 8."""
        require_number(level, "/targetCode", least=1, most=8, whole=True)
        return cls(
            f"EQF level {level}",
            target_url=f"http://data.europa.eu/snb/eqf/{level}",
            target_type="ext:eqf.level",
            target_code=str(level),
            target_framework="European Qualifications Framework",
        )

    def as_json(self) -> JsonObject:
        """The alignment as Open Badges writes it."""
        return stated(
            {
                "type": ["Alignment"],
                "targetName": self.target_name,
                "targetUrl": self.target_url,
                "targetType": self.target_type,
                "targetCode": self.target_code,
                "targetFramework": self.target_framework,
                "targetDescription": self.target_description,
            }
        )


_RULES: Final[dict[str, Rule]] = {
    "target_name": require_line,
    "target_url": partial(require_iri, schemes=WEB),
    "target_type": partial(require_choice, among=TARGET_TYPES, extensible=True),
    "target_code": require_line,
    "target_framework": require_line,
    "target_description": require_prose,
}
