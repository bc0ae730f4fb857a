"""Claims, wallet items, uses of what they certify, shares and the views of each share."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.learning.models import AttestationRequest

__all__ = ["Claim", "Item", "Share", "ShareView", "Use", "Watch"]

MAX_TITLE: Final = 200


class Claim(models.Model):
    """The right to take one award into a wallet: by a secret link, or by a code that is typed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="claim")
    token_hash = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"claim of {self.award}"


class Item(models.Model):
    """One credential in one person's wallet, whose text is kept byte for byte."""

    class Trust(models.TextChoices):
        VERIFIED = "verified", _("Verified")
        ATTESTED = "attested", _("Attested by somebody else")
        CLAIMED = "claimed", _("Stated by the holder")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wallet_items"
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    credential = models.TextField()
    title = models.CharField(max_length=MAX_TITLE)
    issuer_name = models.CharField(max_length=MAX_TITLE)
    trust = models.CharField(max_length=12, choices=Trust.choices, default=Trust.VERIFIED)
    awarded_at = models.DateTimeField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-awarded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("holder", "award"), name="an_award_is_in_a_wallet_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Use(models.Model):
    """One time that a holder used what a credential certifies, seen by nobody but them.

    `skills` are the URIs of those skills of the credential that were used. The one supervisor who
    was asked last to confirm it is that of `request`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="uses")
    used_on = models.DateField()
    text = models.TextField()
    skills = models.JSONField(default=list)
    noted_at = models.DateTimeField()
    request = models.OneToOneField(
        AttestationRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="use"
    )

    class Meta:
        ordering = ("-used_on", "-noted_at")

    def __str__(self) -> str:
        return f"{self.item} on {self.used_on}"


class Share(models.Model):
    """Some items shown to whoever has the address, until it expires or is stopped."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Public page")
        SECRET = "secret", _("Secret link")
        LINKEDIN = "linkedin", _("LinkedIn")
        EMBED = "embed", _("Embedded in a page")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares"
    )
    items = models.ManyToManyField(Item, related_name="shares")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    token = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.title or str(self.kind)


class ShareView(models.Model):
    """How often a share was looked at on one day; nothing of who looked is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("share", "day"), name="one_row_for_a_day"),)

    def __str__(self) -> str:
        return f"{self.share} on {self.day}"


class Watch(models.Model):
    """Somebody whose wallet a room above counts: it is left word of whatever changes in it."""

    holder = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"wallet of {self.holder_id}"
