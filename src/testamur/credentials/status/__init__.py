"""Status: whether a credential still holds, as its issuer says it now.

To issue: one row per revoked credential, a list built from the rows, a credential around it.

    entry = status_entry(list_url, index=94567)
    encoded = build_list([StatusRow(94567)])
    document = status_credential(list_url, issuer=did, purpose="revocation",
                                 encoded_list=encoded, window=Window(now, now + day))

To verify: `judge_status` for a whole credential. Bitstring Status List v1.0 in full; StatusList2021
and the 1EdTech revocation list are read, never written.
"""

from testamur.credentials.status.check import (
    StatusJudgement,
    StatusResult,
    check_status,
    judge_status,
)
from testamur.credentials.status.documents import Window, status_credential, status_entry
from testamur.credentials.status.lists import (
    MAX_LIST_BYTES,
    MIN_ENTRIES,
    StatusRow,
    build_list,
    decode_list,
    value_at,
)
from testamur.credentials.status.places import PLACES, shuffled_place
from testamur.credentials.status.published import Examine, StatusList, open_list

__all__ = [
    "MAX_LIST_BYTES",
    "MIN_ENTRIES",
    "PLACES",
    "Examine",
    "StatusJudgement",
    "StatusList",
    "StatusResult",
    "StatusRow",
    "Window",
    "build_list",
    "check_status",
    "decode_list",
    "judge_status",
    "open_list",
    "shuffled_place",
    "status_credential",
    "status_entry",
    "value_at",
]
