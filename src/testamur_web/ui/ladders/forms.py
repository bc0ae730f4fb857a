"""A ladder as a form: its title, and a role for each rung, the lowest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.employers.ladders import MOST_RUNGS
from testamur_web.employers.models import Ladder
from testamur_web.employers.models.ladders import MAX_TITLE
from testamur_web.people.models import Organisation
from testamur_web.plans.profiles import profiles_of

__all__ = ["LadderForm"]

_FEWEST: Final = 4
_SPARE: Final = 2


class LadderForm(forms.Form):
    """As many rungs as stand on it and two more; those left out in between close up."""

    title = forms.CharField(label=gettext_lazy("What the ladder is called"), max_length=MAX_TITLE)

    def __init__(
        self, data: Mapping[str, Any] | None, *, organisation: Organisation, ladder: Ladder | None
    ) -> None:
        rungs = list(ladder.rungs.select_related("profile")) if ladder else []
        super().__init__(data, initial={"title": ladder.title if ladder else ""})
        roles = {str(row.pk): row.title for row in profiles_of(organisation)}
        roles |= {str(rung.profile_id): rung.profile.title for rung in rungs}
        self._rungs = []
        for place in range(1, min(MOST_RUNGS, max(_FEWEST, len(rungs) + _SPARE)) + 1):
            name = f"rung-{place}"
            stands = rungs[place - 1].profile_id if place <= len(rungs) else ""
            self.fields[name] = forms.ChoiceField(
                label=_("Rung %d, the lowest") % place if place == 1 else _("Rung %d") % place,
                required=False,
                choices=[("", _("None")), *roles.items()],
                initial=str(stands),
            )
            self._rungs.append(name)

    @property
    def profiles(self) -> Sequence[UUID]:
        """The roles that were chosen, the lowest first."""
        return [UUID(one) for name in self._rungs if (one := self.cleaned_data[name])]
