"""What a learner says who contests a decision, on their page or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models import Evidence

__all__ = ["AppealForm"]


class AppealForm(forms.Form):
    """The reasons, and the pieces of evidence that they rest on."""

    reasons = forms.CharField(
        label=_("What is wrong about the decision"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Name the criterion, and what was not seen or not heard. Staff read it."),
    )
    evidence = forms.MultipleChoiceField(
        label=_("Evidence that shows it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of what you handed in."),
    )

    def __init__(self, *args: Any, evidence: Sequence[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not evidence:
            del self.fields["evidence"]
            return
        offered = [(str(one.pk), one.title) for one in evidence]
        self.fields["evidence"].choices = offered  # type: ignore[attr-defined]

    @property
    def pointed_at(self) -> list[UUID]:
        """The ids of what was ticked."""
        return [UUID(one) for one in self.cleaned_data.get("evidence", ())]
