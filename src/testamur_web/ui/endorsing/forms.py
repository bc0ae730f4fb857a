"""The forms of asking somebody to vouch, of vouching, and of taking it back."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.people.models import Organisation, Person
from testamur_web.trust.giving import Word
from testamur_web.trust.rights import may_accredit, speakers_of
from testamur_web.trust.subjects import Subject

__all__ = ["AskForm", "WithdrawForm", "WordForm"]

_MYSELF: Final = "me"
_ACCREDITATION: Final = "accreditation"


class AskForm(forms.Form):
    """Whom to ask, and what to write to them."""

    whom = forms.CharField(
        label=gettext_lazy("Whom you ask"),
        max_length=320,
        help_text=gettext_lazy(
            "An e-mail address, or the name of an organisation on this instance."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("What you write to them"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Remind them where they saw it, and what you hope they can say."),
    )


class WordForm(forms.Form):
    """What somebody says, in whose name, and what ties them to it."""

    speaker = forms.ChoiceField(label=gettext_lazy("In whose name"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        widget=forms.RadioSelect,
        initial="endorsement",
        choices=(
            ("endorsement", gettext_lazy("An endorsement: what you know of it")),
            (_ACCREDITATION, gettext_lazy("An accreditation: you reviewed it as a quality body")),
        ),
        help_text=gettext_lazy(
            "Of an accreditation, say for what it is given, how it was reviewed and until when."
        ),
    )
    statement = forms.CharField(
        label=gettext_lazy("What you say"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What you saw yourself and can answer for. It is signed and shown as you write it."
        ),
    )
    interest = forms.CharField(
        label=gettext_lazy("What ties you to it"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Money, work, friendship: whatever a reader should know. Shown with what you say."
        ),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Until when it holds"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("An accreditation needs a day; an endorsement may have one."),
    )

    def __init__(
        self,
        *args: Any,
        person: Person,
        subject: Subject,
        asked: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        own = subject.owner if subject.award is None else None
        self._organisations = {
            one.slug: one
            for one in ([asked] if asked is not None else speakers_of(person))
            if one != own
        }
        myself = [] if asked is not None else [(_MYSELF, _("My own: %(name)s") % {"name": person})]
        names = [(slug, one.name) for slug, one in self._organisations.items()]
        choice = self.fields["speaker"]
        choice.choices = [*names, *myself]  # type: ignore[attr-defined]
        choice.initial = (names or myself)[0][0] if names or myself else None
        accreditors = [one for one in self._organisations.values() if may_accredit(one)]
        if not accreditors or subject.award is not None:
            del self.fields["kind"]
            del self.fields["valid_until"]

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that speaks; None for the person."""
        return self._organisations.get(self.cleaned_data["speaker"])

    @property
    def word(self) -> Word:
        """What is said."""
        said = self.cleaned_data
        day = said.get("valid_until")
        return Word(
            said["statement"],
            said["interest"],
            is_accreditation=said.get("kind") == _ACCREDITATION,
            valid_until=datetime.combine(day, time(23, 59, 59), UTC) if day else None,
        )


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Whoever it is about reads it, and so does everybody who looks."),
    )
