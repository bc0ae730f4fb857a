"""What is typed of a team, and the file of a list of staff."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.models.teams import MAX_TEAM
from testamur_web.employers.staffing import staff_of
from testamur_web.employers.teams import TeamStated
from testamur_web.people.models import Organisation
from testamur_web.people.workbooks import MAX_FILE_BYTES

__all__ = ["PeopleForm", "StaffFileForm", "TeamForm"]


class TeamForm(forms.Form):
    """What a team is called, where it stands, and who manages it."""

    name = forms.CharField(label=gettext_lazy("What the team is called"), max_length=MAX_TEAM)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Part of"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("No other team"),
    )
    manager = forms.ModelChoiceField(
        label=gettext_lazy("Managed by"),
        queryset=StaffEntry.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody in particular"),
        help_text=gettext_lazy(
            "Somebody on the list of staff. They see the programmes of this team and of the teams "
            "in it, and how far those are who share; of nobody else."
        ),
    )

    def __init__(
        self, *args: Any, organisation: Organisation, team: Team | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        others = Team.objects.filter(organisation=organisation).order_by("name")
        _choose(self, "parent", others.exclude(pk=team.pk) if team else others)
        _choose(self, "manager", staff_of(organisation).filter(is_active=True))

    def stated(self, team: Team | None = None) -> TeamStated:
        """What was said of it; what a directory calls it stays."""
        given = self.cleaned_data
        called = team.external_id if team else ""
        return TeamStated(given["name"], given["parent"], given["manager"], called)


class PeopleForm(forms.Form):
    """Somebody on the list of staff who is put into a team."""

    entry = forms.ModelChoiceField(
        label=gettext_lazy("Put somebody into the team"),
        queryset=StaffEntry.objects.none(),
        empty_label=gettext_lazy("Choose somebody"),
    )

    def __init__(self, *args: Any, team: Team, **more: Any) -> None:
        super().__init__(*args, **more)
        listed = staff_of(team.organisation).filter(is_active=True)
        _choose(self, "entry", listed.exclude(places__team=team))


class StaffFileForm(forms.Form):
    """A list of staff: a file, or rows that are typed or pasted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "CSV or XLSX of at most 2,000 people, with the columns name and e-mail, and if you "
            "like team, manager (an e-mail address) and job profile (the title of a role)."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    rows = forms.CharField(
        label=gettext_lazy("Or the rows, headings first"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something at least."""
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("rows", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste the rows."))
        return given

    def read(self) -> bytes | str:
        """What was handed over; of a file that is too large only enough to say so."""
        file = self.cleaned_data["file"]
        return file.read(MAX_FILE_BYTES + 1) if file else str(self.cleaned_data["rows"])


def _choose(form: forms.Form, name: str, among: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = among
