"""What employers write to people whom they know by a drawn name alone, and the answers."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation

__all__ = ["ContactRequest"]


class ContactRequest(models.Model):
    """A message to somebody. What they are called and where to write is theirs to tell.

    `shared_name` and `shared_email` are empty but while it is accepted. One that is held reached
    nobody, and one that was declined is taken back for the sender alone (`taken_back_at`): what
    the organisation reads of either is `told_at`, and nothing else.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        HELD = "held", _("Held back")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("Not answered in time")
        ENDED = "ended", _("No longer shown")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contact_requests"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_requests"
    )
    alias = models.CharField(max_length=16)
    subject = models.CharField(max_length=120)
    message = models.TextField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    shared_name = models.CharField(max_length=200, blank=True)
    shared_email = models.EmailField(blank=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person"),
                condition=Q(state="waiting"),
                name="one_contact_request_waits_at_once",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def is_open(self, *, at: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state == self.State.WAITING and self.expires_at > at

    def told_at(self, at: datetime) -> State:
        """What became of it, as its organisation reads it: a no looks like no answer."""
        told = self.State(self.state)
        if self.taken_back_at is not None:
            return self.State.WITHDRAWN
        if told in {self.State.WAITING, self.State.HELD, self.State.DECLINED, self.State.EXPIRED}:
            return self.State.WAITING if self.expires_at > at else self.State.EXPIRED
        return told
