"""Somebody outside the product is asked by letter, and answers once, by the link that is in it.

The link is a secret: the letter carries it, the row keeps its hash alone. A letter that is sent
again has a new link, and the older one ends. What is asked, and of whom, only the callers know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur.errors import Conflict, Refused
from testamur_web.ops import outbox
from testamur_web.ops.tallies import count_one
from testamur_web.people.tokens import hash_of, link_token

__all__ = ["VALID_FOR", "Asked", "Letters"]

VALID_FOR: Final = timedelta(days=30)
_MOST_TO_ONE: Final = 5
"""So many letters of one kind go to one address in a day."""
_DAY: Final = timedelta(days=1)


class Asked(models.Model):
    """One person asked once; the row keeps the hash of the link that their letter carries."""

    class State(models.TextChoices):
        """Where a request stands."""

        WAITING = "waiting", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired without an answer")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-asked_at",)

    @property
    def answer(self) -> object | None:
        """What they said; None while they have said nothing."""
        raise NotImplementedError

    def state_at(self, at: datetime) -> State:
        """Where it stands at a moment; what was answered stays answered."""
        if self.answer:
            return self.State.ANSWERED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.WAITING if at < self.expires_at else self.State.EXPIRED


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of one kind: their topic in the outbox, the codes of what is refused, how many.

    `most_a_day` is for each who asks. Rows are locked by whoever calls.
    """

    topic: str
    answered: str
    closed: str
    too_many: str
    most_a_day: int

    def count(self, by: models.Model, email: str, *, at: datetime) -> None:
        """Count one letter that `by` causes; raises `Refused` with `too_many`."""
        caused = count_one(self.topic, who=str(by.pk), window=_DAY, at=at)
        to_one = count_one(f"{self.topic}.to", who=email.casefold(), window=_DAY, at=at)
        if caused > self.most_a_day or to_one > _MOST_TO_ONE:
            told = f"{self.most_a_day} letters a day, and {_MOST_TO_ONE} to one address, are sent"
            raise Refused.because(self.too_many, told, "/email")

    def post(self, row: Asked, *, tenant: UUID | None) -> None:
        """Leave the letter to a worker, under a nonce from which it makes the link."""
        nonce = uuid4().hex
        payload = {"request": str(row.pk), "nonce": nonce}
        outbox.post(self.topic, payload, key=f"{self.topic}:{row.pk}:{nonce}", tenant=tenant)

    def post_again(self, row: Asked, *, tenant: UUID | None, at: datetime) -> None:
        """Leave it once more, with a new link that is open for as long as the first was."""
        row.expires_at, row.token_hash = at + VALID_FOR, ""
        row.save(update_fields=["expires_at", "token_hash"])
        self.post(row, tenant=tenant)

    def keep_link(self, row: Asked, *, nonce: str) -> str:
        """The secret of the link, kept as a hash; the same nonce makes the same secret."""
        token = link_token(self.topic, row.pk, nonce=nonce)
        row.token_hash = hash_of(token)
        row.save(update_fields=["token_hash"])
        return token

    def withdraw(self, row: Asked, *, at: datetime) -> bool:
        """End the link; False where it was withdrawn before. Raises `Conflict` with `answered`."""
        if row.withdrawn_at:
            return False
        self.require_waiting(row, at=at, is_expired_fine=True)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        return True

    def require_waiting(self, row: Asked, *, at: datetime, is_expired_fine: bool = False) -> None:
        """Raise `Conflict` with `answered` or `closed` where no answer is waited for."""
        match row.state_at(at):
            case Asked.State.ANSWERED:
                raise Conflict.because(self.answered, "it was answered once, which is all there is")
            case Asked.State.WITHDRAWN:
                raise Conflict.because(self.closed, "it was withdrawn by whoever asked")
            case Asked.State.EXPIRED if not is_expired_fine:
                raise Conflict.because(self.closed, "its time is over")
