"""What is kept of learning: cohorts, evidence, marks, decisions, appeals, words of others."""

from testamur_web.learning.models.appeals import Appeal, AppealTerms
from testamur_web.learning.models.attested import (
    Attestation,
    AttestationRequest,
    PlacementEntry,
    PriorClaim,
)
from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment, Evidence
from testamur_web.learning.models.marking import (
    Mark,
    Marking,
    Rubric,
    RubricVersion,
    Sample,
    Trial,
)
from testamur_web.learning.models.partners import GroupPlace, Partnership, Sheet, SheetRow
from testamur_web.learning.models.programme import (
    Accommodation,
    Activity,
    ActivityResult,
    Announcement,
    Extension,
    LateRule,
    Resource,
)
from testamur_web.learning.models.surveys import (
    DefinitionReview,
    ReviewTerms,
    SurveyAnswer,
    SurveyCall,
    SurveyRemark,
    Wave,
)

__all__ = [
    "Accommodation",
    "Activity",
    "ActivityResult",
    "Announcement",
    "Appeal",
    "AppealTerms",
    "Attestation",
    "AttestationRequest",
    "Cohort",
    "Decision",
    "DefinitionReview",
    "Enrolment",
    "Evidence",
    "Extension",
    "GroupPlace",
    "LateRule",
    "Mark",
    "Marking",
    "Partnership",
    "PlacementEntry",
    "PriorClaim",
    "Resource",
    "ReviewTerms",
    "Rubric",
    "RubricVersion",
    "Sample",
    "Sheet",
    "SheetRow",
    "SurveyAnswer",
    "SurveyCall",
    "SurveyRemark",
    "Trial",
    "Wave",
]
