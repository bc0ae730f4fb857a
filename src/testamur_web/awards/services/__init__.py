"""Everything that changes keys and awards.

award = give_award(version, recipient=Recipient("Ada"), awarded_at=day, award_key="…", …)
[signed] = sign_awards([award], at=now)
revoke([signed], reason="Given by mistake", by=bashir, at=now)
"""

from testamur_web.awards.services.giving import (
    Recipient,
    Wanted,
    award_people,
    award_person,
    give_award,
)
from testamur_web.awards.services.keys import (
    declare_compromised,
    instance_signer,
    make_key,
    retire_key,
    rotate_key,
)
from testamur_web.awards.services.quality_statements import state_quality
from testamur_web.awards.services.recording import sign_record
from testamur_web.awards.services.reissuing import reissue
from testamur_web.awards.services.signing import sign_awards
from testamur_web.awards.services.statements import (
    Statement,
    sign_as_instance,
    sign_statement,
    take_back,
)
from testamur_web.awards.services.statuses import change_status, reinstate, revoke, suspend

__all__ = [
    "Recipient",
    "Statement",
    "Wanted",
    "award_people",
    "award_person",
    "change_status",
    "declare_compromised",
    "give_award",
    "instance_signer",
    "make_key",
    "reinstate",
    "reissue",
    "retire_key",
    "revoke",
    "rotate_key",
    "sign_as_instance",
    "sign_awards",
    "sign_record",
    "sign_statement",
    "state_quality",
    "suspend",
    "take_back",
]
