"""Who may ask about demand: everybody; who may load what it is counted from: operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from testamur_web.labour.models import Load
from tests.security.matrix import Cast
from tests.web.labour.conftest import HEAD, PYTHON, brought, loaded

_OPEN = ("read_market", "list_wanted_skills", "read_demand", "list_market_sources")
_BY_TOKEN = {
    "list_market_loads": "",
    "bring_market_load": "",
    "read_market_load": "load",
    "read_market_mapping": "load",
    "map_market_load": "load",
    "start_market_load": "load",
    "stop_market_load": "load",
    "delete_market_load": "load",
    "download_market_rejected": "load",
    "list_stored_loads": "",
    "delete_stored_load": "",
    "count_market": "",
}

ROUTES = (
    {
        "public-read-demand": "public",
        "public-read-demand-of-skill": "public",
        "public-read-demand-of-occupation": "public",
        "public-draw-demand": "public",
        "public-download-demand": "public",
        "operator-list-loads": "operator",
        "operator-read-load": "operator",
        "operator-read-load-progress": "operator",
        "operator-start-load": "operator",
        "operator-stop-load": "operator",
        "operator-delete-load": "operator",
        "operator-download-rejected": "operator",
        "operator-count-anew": "operator",
        "operator-delete-stored": "operator",
    }
    | {f"api-v1:{name}": "public" for name in _OPEN}
    | {f"api-v1:{name}": "token" for name in _BY_TOKEN}
)


def _counted(**arguments: str) -> Callable[[Cast], dict[str, Any]]:
    def made(_cast: Cast) -> dict[str, Any]:
        loaded()
        return dict(arguments)

    return made


def _a_load(_cast: Cast) -> dict[str, Any]:
    return {"pk": brought(HEAD + "1,analyst,2026-01-01,Tyrol,,,\n").pk}


def _a_stored_load(_cast: Cast) -> dict[str, Any]:
    name = loaded().loaded_as
    Load.objects.all().delete()
    return {"name": name}


def _a_whole_load(_cast: Cast) -> dict[str, Any]:
    return {"pk": loaded().pk}


OBJECTS = {
    "public-read-demand-of-skill": _counted(uri=PYTHON),
    "public-read-demand-of-occupation": _counted(uri="analyst"),
    "public-draw-demand": _counted(name="months"),
    "public-download-demand": _counted(name="months"),
    "operator-read-load": _a_load,
    "operator-read-load-progress": _a_load,
    "operator-start-load": _a_load,
    "operator-stop-load": _a_load,
    "operator-delete-load": _a_load,
    "operator-download-rejected": _a_whole_load,
    "operator-delete-stored": _a_stored_load,
    "api-v1:delete_stored_load": lambda _cast: {"name": "0123456789abcdef"},
    "api-v1:read_market": _counted(),
    "api-v1:read_demand": _counted(uri=PYTHON),
} | {f"api-v1:{name}": lambda _cast: {"load": uuid4()} for name, of in _BY_TOKEN.items() if of}
