"""What somebody says who asks to be exempt from a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.people.models import Person
from testamur_web.wallet.models import Item

__all__ = ["ApplicationForm"]


def _told(item: Item) -> str:
    """A credential by its title, issuer and day."""
    told = {
        "title": item.title,
        "issuer": item.issuer_name,
        "day": date_format(item.awarded_at, "j F Y"),
    }
    return _("%(title)s (%(issuer)s, %(day)s)") % told


class ApplicationForm(forms.Form):
    """Which credentials show it, and what else there is to say."""

    items = forms.ModelMultipleChoiceField(
        Item.objects.none(),
        label=gettext_lazy("Credentials that show what the unit asks for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one credential.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What you want to say"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What you learnt, where, and how it compares with the unit."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = person.wallet_items.order_by("-awarded_at", "pk")
        choice = self.fields["items"]
        choice.queryset = mine  # type: ignore[attr-defined]
        choice.label_from_instance = _told  # type: ignore[attr-defined]
