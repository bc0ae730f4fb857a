"""The addresses of wallets as the world writes them: in mail, QR codes and on LinkedIn."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from testamur_web.wallet.models import Item, Share
from testamur_web.wallet.reading import Told

__all__ = [
    "claim_address",
    "embed_address",
    "linkedin_address",
    "offer_address",
    "page_address",
    "page_key",
    "share_address",
    "wallet_address",
]

_LINKEDIN = "https://www.linkedin.com/profile/add"


def claim_address(token_or_code: str) -> str:
    """Where an award is claimed."""
    return f"{settings.INSTANCE_URL}/claim/{token_or_code}/"


def offer_address(achievement: UUID) -> str:
    """Where the catalogue shows what can be earned."""
    return f"{settings.INSTANCE_URL}/catalogue/{achievement}/"


def wallet_address() -> str:
    """Where somebody finds all that they hold."""
    return f"{settings.INSTANCE_URL}/wallet/"


def page_key(item: Item) -> UUID:
    """What names the public page of an item: the award, or the item where it is from elsewhere."""
    return item.award_id or item.pk


def page_address(key: UUID, *, via: str = "") -> str:
    """The public page of a credential; `via` tells which of its shares was followed."""
    return f"{settings.INSTANCE_URL}/c/{key}/" + (f"?via={via}" if via else "")


def embed_address(key: UUID) -> str:
    """What other people's pages show in a frame."""
    return f"{settings.INSTANCE_URL}/c/{key}/embed/"


def share_address(share: Share, item: Item | None = None) -> str:
    """The address that a share gave out; `item` is what it shows, where it shows one openly."""
    if share.kind == Share.Kind.SECRET or item is None:
        return f"{settings.INSTANCE_URL}/s/{share.token}/"
    match share.kind:
        case Share.Kind.LINKEDIN:
            return page_address(page_key(item), via="linkedin")
        case Share.Kind.EMBED:
            return embed_address(page_key(item))
        case _:
            return page_address(page_key(item))


def linkedin_address(item: Item, told: Told) -> str:
    """LinkedIn's own form for a certification, filled in as far as LinkedIn lets it."""
    organisation = item.award.organisation if item.award else None
    number = organisation.linkedin_id if organisation else ""
    until = told.valid_until
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": item.title,
        **({"organizationId": number} if number else {"organizationName": item.issuer_name}),
        "issueYear": item.awarded_at.year,
        "issueMonth": item.awarded_at.month,
        **({"expirationYear": until.year, "expirationMonth": until.month} if until else {}),
        "certUrl": page_address(page_key(item), via="linkedin"),
        "certId": told.id or str(page_key(item)),
    }
    return f"{_LINKEDIN}?{urlencode(fields)}"
