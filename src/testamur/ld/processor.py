"""PyLD's processor alone, without the network loaders that its package opens with.

Importing `pyld` imports an HTTP client, which nothing here may use, and a reader of HTML, in which
no document of ours comes; together they cost more time than all of a verification. So its processor
is imported as a module of its own, without them; whoever imports PyLD for themselves still gets all
of it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any, Final

__all__ = ["jsonld_processor"]

_PACKAGE: Final = "pyld"
_LOADERS: Final = ("pyld.documentloader.requests", "pyld.documentloader.aiohttp")
_HTML_READER: Final = ("lxml", "lxml.html")


_ONE_AT_A_TIME: Final = Lock()


@cache
def jsonld_processor() -> Any:
    """The module `pyld.jsonld`."""
    with _ONE_AT_A_TIME:
        return _imported() if _PACKAGE in sys.modules else _imported_alone()


def _imported() -> Any:
    from pyld import jsonld

    return jsonld


def _imported_alone() -> Any:
    found = find_spec(_PACKAGE)
    package = ModuleType(_PACKAGE)
    package.__path__ = list(found.submodule_search_locations or ()) if found else []
    sys.modules[_PACKAGE] = package
    for loader in _LOADERS:
        sys.modules[loader] = None  # type: ignore[assignment]  # not to be had
    empty = [name for name in _HTML_READER if name not in sys.modules]
    sys.modules.update((name, ModuleType(name)) for name in empty)
    try:
        return _imported()
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]
        for name in empty:
            del sys.modules[name]
