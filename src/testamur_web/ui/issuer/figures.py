"""The figures that an organisation reckons confidence with, and what they make of an example."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from testamur.pathways.confidence import read_figures
from testamur_web.people.models import Organisation, Role
from testamur_web.plans import figures
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.figure_forms import FiguresForm
from testamur_web.ui.refusals import refusals_on

__all__ = ["change_figures"]


@member(Role.ADMIN)
def change_figures(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Look at the figures, try others on an example, keep them."""
    now, kept = timezone.now(), figures.figures_of(organisation)
    form, shown = FiguresForm(request.POST or None, figures=kept), kept
    if form.is_valid():
        with refusals_on(form):
            if "try" not in request.POST:
                by = person_of(request)
                figures.change_figures(organisation, form.stated, by=by, at=now)
                messages.success(request, _("Saved. People are reckoned with these from now on."))
                return redirect("issuer-change-figures", slug=organisation.slug)
            shown = read_figures(form.stated)
    sure, covered = figures.example_of(shown, at=now)
    told = {
        "organisation": organisation,
        "form": form,
        "sure": sure,
        "covered": covered,
        "months": figures.EXAMPLE_MONTHS,
        "level": figures.EXAMPLE_LEVEL,
        "enough": shown.enough,
    }
    return render(request, "issuer/figures.html", told)
