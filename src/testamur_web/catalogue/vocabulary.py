"""The words a definition chooses from: kinds, levels, verbs, components, and those of Annex I.

Values that stand in a signed credential are those of `testamur.credentials.eu_elements`; labels are
what a person reads.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from testamur.quality.wording import VERBS

__all__ = [
    "ACHIEVEMENT_TYPES",
    "CURRENCIES",
    "EQF_OF_LEVEL",
    "LANGUAGES",
    "VERBS",
    "AssessmentMethod",
    "Beginning",
    "ComponentKind",
    "Employment",
    "Giving",
    "Grading",
    "IdentityCheck",
    "ImageKind",
    "Income",
    "Kind",
    "Mode",
    "OutcomeLevel",
    "Pace",
    "QualityKind",
    "Stackability",
    "Supervision",
    "level_rank",
]


class Kind(TextChoices):
    """What sort of micro-credential it is; each asks for fields of its own."""

    BADGE = "badge", _("Badge")
    CERTIFICATE = "certificate", _("Certificate")
    NANODEGREE = "nanodegree", _("Nanodegree")
    SHORT_COURSE = "short-course", _("Short course")
    PROFESSIONAL_CERTIFICATION = "professional-certification", _("Professional certification")
    QUALIFICATION_UNIT = "qualification-unit", _("Unit of a qualification")


ACHIEVEMENT_TYPES: Final = {
    Kind.BADGE: "Badge",
    Kind.CERTIFICATE: "Certificate",
    Kind.NANODEGREE: "LearningProgram",
    Kind.SHORT_COURSE: "Course",
    Kind.PROFESSIONAL_CERTIFICATION: "Certification",
    Kind.QUALIFICATION_UNIT: "MicroCredential",
}
"""What Open Badges calls each kind (OB 3.0 §B.1.2)."""


class OutcomeLevel(TextChoices):
    """How well a skill is mastered, from low to high."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")
    EXPERT = "expert", _("Expert")


EQF_OF_LEVEL: Final[dict[str, int]] = {
    OutcomeLevel.FOUNDATION: 3,
    OutcomeLevel.INTERMEDIATE: 4,
    OutcomeLevel.ADVANCED: 5,
    OutcomeLevel.EXPERT: 7,
}
"""The level of the European Qualifications Framework that credentials state for each."""


def level_rank(level: str) -> int:
    """1 for the lowest level to 4 for the highest, 0 for none."""
    return list(OutcomeLevel.values).index(level) + 1 if level in OutcomeLevel.values else 0


class ComponentKind(TextChoices):
    """What a part of the work is."""

    COURSE_WORK = "course-work", _("Course work")
    PRACTICAL_ASSIGNMENT = "practical-assignment", _("Practical assignment")
    PROJECT = "project", _("Project or simulation")
    EXAM = "exam", _("Exam")
    WORK_PLACEMENT = "work-placement", _("Work placement")


class Mode(TextChoices):
    """How one takes part."""

    ONLINE = "online", _("Online")
    ONSITE = "onsite", _("On site")
    BLENDED = "blended", _("Blended: online and on site")


class Pace(TextChoices):
    """Who sets the pace."""

    SELF_PACED = "self-paced", _("At one's own pace")
    SCHEDULED = "scheduled", _("On set dates")
    PART_TIME = "part-time", _("Part time, beside work")
    FULL_TIME = "full-time", _("Full time")


class Beginning(TextChoices):
    """When one can begin."""

    ANY_TIME = "any-time", _("Any time")
    ON_DATES = "on-dates", _("On set dates")


class AssessmentMethod(TextChoices):
    """How it is found out that the outcomes are reached."""

    WRITTEN_EXAM = "writtenExam", _("Written exam")
    ORAL_EXAM = "oralExam", _("Oral exam")
    ONLINE_TEST = "onlineTest", _("Online test")
    PRACTICAL = "practicalAssessment", _("Practical assessment")
    COURSEWORK = "coursework", _("Course work")
    PROJECT = "project", _("Project")
    PORTFOLIO = "portfolio", _("Portfolio")
    PRESENTATION = "presentation", _("Presentation")
    SIMULATION = "simulation", _("Simulation")
    WORKPLACE = "workplaceObservation", _("Observation at work")
    PEER = "peerAssessment", _("Assessment by peers")
    CONTINUOUS = "continuousAssessment", _("Continuous assessment")
    PRIOR_LEARNING = "priorLearning", _("Recognition of prior learning")


class Supervision(TextChoices):
    """How the assessment is watched over."""

    UNSUPERVISED = "unsupervised", _("Not supervised")
    SUPERVISED = "supervised", _("Supervised, identity not checked")
    ONLINE_VERIFIED = "supervisedOnlineVerified", _("Supervised online, identity checked")
    ONSITE_VERIFIED = "supervisedOnsiteVerified", _("Supervised on site, identity checked")


class IdentityCheck(TextChoices):
    """How it is known who was assessed."""

    NONE = "none", _("Not checked")
    ACCOUNT = "account", _("By the account they sign in with")
    KNOWN = "known-in-person", _("Known to the assessor in person")
    DOCUMENT = "document", _("By an identity document")
    ELECTRONIC = "electronic-identity", _("By an electronic identity")


class QualityKind(TextChoices):
    """What stands behind the quality."""

    INTERNAL = "internalAssurance", _("Internal quality assurance")
    EXTERNAL = "externalReview", _("External review")
    INSTITUTIONAL = "institutionalAccreditation", _("Accreditation of the institution")
    PROGRAMME = "programmeAccreditation", _("Accreditation of this programme")
    STANDARD = "certifiedStandard", _("Certified by a standard")


class Stackability(TextChoices):
    """Whether it counts toward something larger."""

    STANDALONE = "standalone", _("Stands alone")
    STACKABLE = "stackable", _("Counts toward something larger")


class Giving(TextChoices):
    """How a whole is given to whoever has earned its last part."""

    AWARD = "award", _("At once")
    CONFIRM = "confirm", _("After somebody of the issuer has confirmed it")


class Grading(TextChoices):
    """How a result is stated beside the award."""

    PERCENT = "percent", _("Percent, 0 to 100")
    SCALE = "scale", _("A scale of our own")


class ImageKind(TextChoices):
    """Where the picture comes from."""

    GENERATED = "generated", _("Drawn here")
    UPLOADED = "uploaded", _("Uploaded")


class Employment(TextChoices):
    """How somebody works."""

    EMPLOYED = "employed", _("Employed")
    SELF_EMPLOYED = "self-employed", _("Self-employed")
    UNEMPLOYED = "unemployed", _("Unemployed")
    IN_EDUCATION = "in-education", _("In school, training or studies")
    CARING = "caring", _("Caring for others")
    RETIRED = "retired", _("Retired")


class Income(TextChoices):
    """What somebody earns in a year before tax, in the currency of their country."""

    UP_TO_15 = "up-to-15000", _("Up to 15,000 a year")
    UP_TO_30 = "15000-to-30000", _("15,000 to 30,000 a year")
    UP_TO_50 = "30000-to-50000", _("30,000 to 50,000 a year")
    OVER_50 = "over-50000", _("Over 50,000 a year")


LANGUAGES: Final = (
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("bg", _("Bulgarian")),
    ("ca", _("Catalan")),
    ("cs", _("Czech")),
    ("cy", _("Welsh")),
    ("da", _("Danish")),
    ("de", _("German")),
    ("el", _("Greek")),
    ("es", _("Spanish")),
    ("et", _("Estonian")),
    ("eu", _("Basque")),
    ("fi", _("Finnish")),
    ("fr", _("French")),
    ("ga", _("Irish")),
    ("he", _("Hebrew")),
    ("hi", _("Hindi")),
    ("hr", _("Croatian")),
    ("hu", _("Hungarian")),
    ("id", _("Indonesian")),
    ("is", _("Icelandic")),
    ("it", _("Italian")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("lt", _("Lithuanian")),
    ("lv", _("Latvian")),
    ("mt", _("Maltese")),
    ("nl", _("Dutch")),
    ("no", _("Norwegian")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("ro", _("Romanian")),
    ("sk", _("Slovak")),
    ("sl", _("Slovenian")),
    ("sr", _("Serbian")),
    ("sv", _("Swedish")),
    ("sw", _("Swahili")),
    ("th", _("Thai")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("vi", _("Vietnamese")),
    ("zh", _("Chinese")),
)
"""Languages offered in the editor; any language code may stand in a definition."""

CURRENCIES: Final = ("EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON")
"""Currencies offered in the editor; any code of three letters may stand in a definition."""
