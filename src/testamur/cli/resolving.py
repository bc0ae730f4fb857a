"""Where documents come from when something is verified: named folders, found ones, the network."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from testamur.cli.site import INDEX_NAME, SITE_NAME, PublishedSite
from testamur.cli.terminal import about
from testamur.credentials.locations import read_location
from testamur.credentials.resolution import Fetched, Offline, Resolver

__all__ = ["add_documents_arguments", "resolver_beside", "resolver_of"]


def add_documents_arguments(parser: ArgumentParser) -> None:
    """The options that say what may be fetched, and what need not be."""
    parser.add_argument("--offline", action="store_true", help="fetch nothing")
    parser.add_argument(
        "--allow-origin",
        metavar="ORIGIN",
        action="append",
        default=[],
        help="let this origin be asked although it is on your own network or another port, such "
        "as https://localhost:8443; certificates are checked as ever, and SSL_CERT_FILE names a "
        "file of your own authorities",
    )
    parser.add_argument(
        "--documents",
        metavar="DIR",
        type=Path,
        help="use the documents in DIR as published, before the network: the folder `site` that "
        "`testamur issue` wrote; its keys are believed",
    )


def resolver_of(arguments: Namespace) -> Resolver:
    """The folder that was named, then the network unless --offline; raises `Refused`."""
    with about("--allow-origin"):
        origins = [read_location(origin).origin for origin in arguments.allow_origin]
    base: Resolver = Offline() if arguments.offline else _LazyWeb(origins)
    if arguments.documents:
        return PublishedSite(arguments.documents, base, is_named=True)
    return base


def resolver_beside(source: str, others: Resolver, *, are_believed: bool = False) -> Resolver:
    """What `others` bring, else what lies in a folder `site` beside the file."""
    site = Path(source).parent / SITE_NAME
    if not (site / INDEX_NAME).is_file():
        return others
    return PublishedSite(site, others, is_named=False, are_believed=are_believed)


class _LazyWeb:
    """The network, opened when something is first asked of it."""

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = origins

    @cached_property
    def _web(self) -> Resolver:
        from testamur.net import Web

        return Web(allow_origins=self._origins)

    def fetch(self, url: str, /, **limits: Any) -> Fetched:
        """Bring the document at `url` from the network."""
        return self._web.fetch(url, **limits)
