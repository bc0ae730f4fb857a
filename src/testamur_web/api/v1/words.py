"""What may be said in a request: bounded, and nothing that was not asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, Strict, StringConstraints

__all__ = ["Line", "Moment", "Prose", "Said", "Whole", "Word"]

_PRINTED: Final = r"^[^\x00]*$"

Word = Annotated[str, StringConstraints(max_length=80, pattern=_PRINTED)]
Line = Annotated[str, StringConstraints(max_length=320, pattern=_PRINTED)]
Prose = Annotated[str, StringConstraints(max_length=20_000, pattern=_PRINTED)]
Whole = Annotated[int, Strict()]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1950, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC)),
]


class Said(Schema):
    """A body that holds what is named here and nothing else."""

    model_config = ConfigDict(extra="forbid")
