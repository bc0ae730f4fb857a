"""Open Badges 3.0, typed: what an achievement is, who gives it, and the credential that says so.

    badge = Achievement("https://uni.example/a/py", name="Python basics", criteria="Pass the exam")
    credential_document(badge, id="urn:uuid:…", to="mailto:ada@example.org", issuer=Issuer(…), …)

Every value is checked where it is made (`Refused`, with a JSON Pointer from the object's own
root) and written by `as_json()`: spec words, arrays where the specification has many, no null, no
empty array, the members always in the same order. Names in Python are the specification's names
in snake case; the first argument may be positional, the rest are named.
"""

from testamur.credentials.openbadges.achievements import (
    ACHIEVEMENT_TYPES,
    Achievement,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from testamur.credentials.openbadges.alignments import Alignment
from testamur.credentials.openbadges.documents import (
    CONTEXTS,
    Evidence,
    Result,
    SubjectDetails,
    credential_document,
    endorsement_document,
)
from testamur.credentials.openbadges.profiles import (
    Address,
    GeoCoordinates,
    IdentifierEntry,
    Identity,
    Image,
    Issuer,
    PrivacyWarning,
    Profile,
)

__all__ = [
    "ACHIEVEMENT_TYPES",
    "CONTEXTS",
    "Achievement",
    "Address",
    "Alignment",
    "Criteria",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "Identity",
    "Image",
    "Issuer",
    "PrivacyWarning",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "SubjectDetails",
    "credential_document",
    "endorsement_document",
]
