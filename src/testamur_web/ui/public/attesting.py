"""A supervisor without an account reads what is claimed, and answers once.

Only the POST of the form answers: whoever opens, previews or scans the link changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from testamur_web.learning import attested, services
from testamur_web.learning.models import AttestationRequest
from testamur_web.learning.services import Reply
from testamur_web.people.models import Person
from testamur_web.ui.public.by_link import by_link
from testamur_web.ui.refusals import refusals_on

__all__ = ["attest"]

_YES: Final = "yes"
_CHOICES: Final = ((_YES, _("I confirm it")), ("no", _("I do not confirm it")))
_State = AttestationRequest.State


class AttestForm(forms.Form):
    """One answer and one comment for each row, named by its place, then the statement."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    stated = forms.BooleanField()

    def __init__(self, *args: Any, request: AttestationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = request.rows
        self.fields["stated"].label = services.statement_of(request)
        for place, row in enumerate(self._rows):
            self.fields[f"answer_{place}"] = forms.ChoiceField(
                label=row["text"], choices=_CHOICES, widget=forms.RadioSelect
            )
            self.fields[f"comment_{place}"] = forms.CharField(
                label=_("Comment"),
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([*(one for one in self.fields if "_" in one), "name", "stated"])

    @property
    def asked(self) -> Iterator[tuple[dict[str, str], BoundField, BoundField]]:
        """Each row with its two fields, in order."""
        for place, row in enumerate(self._rows):
            yield row, self[f"answer_{place}"], self[f"comment_{place}"]

    @property
    def replies(self) -> list[Reply]:
        """What was answered."""
        said = self.cleaned_data
        return [
            Reply(row["id"], said[f"answer_{place}"] == _YES, said[f"comment_{place}"])
            for place, row in enumerate(self._rows)
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(attested.find_by_token, what="attestation")
def attest(request: HttpRequest, token: str, found: AttestationRequest) -> HttpResponse:
    """What is claimed, and the form; afterwards, what was answered."""
    state = found.state_at(timezone.now())
    is_sent = request.method == "POST"
    if state != _State.WAITING:
        return _ended(request, found, state)
    form = AttestForm(request.POST if is_sent else None, request=found)
    if is_sent and form.is_valid() and _is_kept(request, token, form):
        return redirect("public-attest", token=token)
    is_own = request.user.pk == found.asker_id
    told = {"request_": found, "form": form, "is_own": is_own}
    return render(request, "public/attest.html", told, status=422 if form.errors else 200)


def _is_kept(request: HttpRequest, token: str, form: AttestForm) -> bool:
    by = request.user if isinstance(request.user, Person) else None
    said = form.cleaned_data
    with refusals_on(form):
        services.answer_request(
            token,
            form.replies,
            signed_name=said["name"],
            is_stated=said["stated"],
            at=timezone.now(),
            by=by,
        )
        return True
    return False


def _ended(request: HttpRequest, found: AttestationRequest, state: str) -> HttpResponse:
    """What was answered, to whoever holds the link; else that nothing is asked any more."""
    is_again = request.method == "POST"
    if state == _State.ANSWERED and found.answer:
        answers = found.answer.by_row
        lines = [(row, answers[row["id"]]) for row in found.rows]
        told = {"request_": found, "lines": lines, "is_again": is_again}
        status = 409 if is_again else 200
        return render(request, "public/attest_answered.html", told, status=status)
    return render(request, "public/asked_over.html", {"state": state}, status=410)
