"""The people of one award, read from the CSV file that somebody has.

    for row in read_recipients(Path("people.csv").read_bytes()):
        match row:
            case Recipient(): ...
            case RowProblem(): ...

A bad file is refused once, before the first row (`Refused`); a bad row is told as one `RowProblem`
and never stops the others. Nothing is guessed that could give an award to another person or date
it wrongly.
"""

from testamur.credentials.recipients.columns import FIELDS, Columns
from testamur.credentials.recipients.dates import DATE_ORDERS, DateForm
from testamur.credentials.recipients.reader import (
    MAX_LIST_BYTES,
    Recipient,
    RowProblem,
    find_columns,
    read_cells,
    read_recipients,
)
from testamur.credentials.recipients.rows import BrokenRow, Row

__all__ = [
    "DATE_ORDERS",
    "FIELDS",
    "MAX_LIST_BYTES",
    "BrokenRow",
    "Columns",
    "DateForm",
    "Recipient",
    "Row",
    "RowProblem",
    "find_columns",
    "read_cells",
    "read_recipients",
]
