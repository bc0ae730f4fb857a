"""Status lists as the command line publishes them: built from the register's rows, and signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from testamur.cli.files import locked, make_folder
from testamur.cli.keyfile import KeyFile, document_url
from testamur.cli.register import Register
from testamur.cli.site import CREDENTIAL, Published, controller_document, publish
from testamur.credentials.issue import sign
from testamur.credentials.status import StatusRow, Window, build_list, status_credential
from testamur.keys import Signer

__all__ = ["publish_issuer", "publish_lists", "purpose_url"]

LIST_VALIDITY: Final = timedelta(days=30)
"""For how long a published status list may be used, unless it is said otherwise."""


def publish_lists(
    register: Register,
    folder: Path,
    *,
    signer: Signer,
    at: datetime,
    validity: timedelta = LIST_VALIDITY,
) -> list[str]:
    """Build every status list from the register's rows, sign it, and put it into `folder`.

    One program at a time; rows are read when it is this one's turn, so none is ever taken back.
    Gives the URLs.
    """
    make_folder(folder)
    with locked(folder):
        window = Window(at, at + validity, validity)
        documents: list[Published] = []
        for list_url, purposes in register.lists():
            for purpose in purposes:
                url = purpose_url(list_url, purpose)
                encoded = build_list(map(StatusRow, register.set_places(list_url, purpose)))
                unsigned = status_credential(
                    url,
                    issuer=register.issuer,
                    purpose=purpose,
                    encoded_list=encoded,
                    window=window,
                )
                text = sign(unsigned, signer=signer, at=at).text
                documents.append(Published(url, text.encode(), CREDENTIAL))
        publish(folder, documents, at=at)
    return [one.url for one in documents]


def publish_issuer(file: KeyFile, issuer: str, folder: Path, *, at: datetime) -> None:
    """Put the issuer's key document into `folder`, where the issuer has one to publish."""
    if issuer.startswith(("did:web:", "https://")):
        make_folder(folder)
        document = controller_document(issuer, document_url(issuer), file.did_document(issuer))
        with locked(folder):
            publish(folder, [document], at=at)


def purpose_url(list_url: str, purpose: str) -> str:
    """Where the bits for `purpose` stand: revocation at the list's own URL, others beside it."""
    if purpose == "revocation":
        return list_url
    return f"{list_url.removesuffix('.json')}-{purpose}.json"
