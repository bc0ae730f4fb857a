"""Who may ask about inflation: everybody, with more for the organisation itself."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from testamur_web.trust.inflation_counting import count_inflation
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

_OPEN = ("read_inflation", "list_inflation", "read_achievement_inflation")
_BY_TOKEN = (
    "read_own_inflation",
    "read_inflation_of_own",
    "list_inflation_alerts",
    "read_inflation_thresholds",
    "change_inflation_thresholds",
)

ROUTES = (
    {
        "public-read-inflation": "public",
        "public-download-inflation": "public",
        "public-read-achievement-inflation": "public",
        "issuer-read-inflation": "member",
        "issuer-download-inflation": "member",
        "issuer-show-inflation": "member",
        "issuer-set-inflation-thresholds": "member:admin",
    }
    | {f"api-v1:{name}": "public" for name in _OPEN}
    | {f"api-v1:{name}": "token" for name in _BY_TOKEN}
)


def _counted(cast: Cast) -> Any:
    achievement = offer(cast.university).achievement_id
    count_inflation(at=NOW)
    return achievement


def _table(cast: Cast) -> dict[str, Any]:
    _counted(cast)
    return {"table": "parts"}


def _in_catalogue(cast: Cast) -> dict[str, Any]:
    return {"achievement": _counted(cast)}


def _nothing(cast: Cast) -> dict[str, Any]:
    _counted(cast)
    return {}


OBJECTS = {
    "public-download-inflation": _table,
    "issuer-download-inflation": _table,
    "public-read-achievement-inflation": _in_catalogue,
    "issuer-show-inflation": lambda cast: {"pk": _counted(cast)},
    "api-v1:read_inflation": _nothing,
    "api-v1:read_achievement_inflation": _in_catalogue,
    "api-v1:read_inflation_of_own": lambda _cast: {"achievement": uuid4()},
}
