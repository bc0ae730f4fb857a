"""The programme of a cohort, as those who run it see and make it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from testamur_web.learning import programme, services
from testamur_web.learning.models import Activity
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.calendar_files import calendar_answer
from testamur_web.ui.issuer.cohorts import cohort_or_404
from testamur_web.ui.issuer.programme_forms import (
    ActivityForm,
    AnnouncementForm,
    LateRuleForm,
    ResourceForm,
    ResultListForm,
)
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = [
    "add_activity",
    "add_resource",
    "announce",
    "change_activity",
    "enter_results",
    "export_calendar",
    "read_programme",
    "remove_activity",
    "remove_resource",
    "state_late_rule",
    "take_components",
]

_PAGE = 50
_STAFF = (Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR)
_OFFICE = (Role.MANAGER, Role.REGISTRAR)


def _back(organisation: Organisation, pk: UUID) -> HttpResponse:
    return redirect("issuer-read-programme", slug=organisation.slug, pk=pk)


def _activity_or_404(organisation: Organisation, pk: UUID, activity: UUID) -> Activity:
    found = cohort_or_404(organisation, pk).activities.select_related("cohort")
    return get_object_or_404(found, pk=activity)


@require_safe
@member(*_STAFF)
def read_programme(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Activities, calendar, resources and announcements."""
    cohort = cohort_or_404(organisation, pk)
    told = {
        "organisation": organisation,
        "cohort": cohort,
        "programme": programme.programme_of(cohort),
        "components": programme.components_left(cohort),
    }
    return render(request, "issuer/programme.html", told)


@require_safe
@member(*_STAFF)
def export_calendar(_request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The calendar of everybody as a file."""
    cohort = cohort_or_404(organisation, pk)
    weeks = programme.programme_of(cohort).weeks
    return calendar_answer(cohort, weeks, owner="cohort", at=timezone.now())


@require_POST
@member(*_OFFICE)
def take_components(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Make the parts of the achievement activities."""
    cohort = cohort_or_404(organisation, pk)
    services.take_components(cohort, by=person_of(request), at=timezone.now())
    messages.success(request, _("The parts are activities now. Give them dates."))
    return _back(organisation, pk)


@member(*_OFFICE)
def add_activity(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Add an activity."""
    cohort, form = cohort_or_404(organisation, pk), ActivityForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.add_activity(cohort, form.terms(), by=person_of(request), at=timezone.now())
            messages.success(request, _("It is in the programme."))
            return _back(organisation, pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/activity.html", told)


@member(*_OFFICE)
def change_activity(
    request: HttpRequest, organisation: Organisation, pk: UUID, activity: UUID
) -> HttpResponse:
    """Change an activity."""
    found = _activity_or_404(organisation, pk, activity)
    form = ActivityForm(request.POST or None, initial=ActivityForm.initial_of(found))
    if form.is_valid():
        with refusals_on(form):
            terms = form.terms(found)
            services.change_activity(found, terms, by=person_of(request), at=timezone.now())
            messages.success(request, _("The activity was changed."))
            return _back(organisation, pk)
    told = {"organisation": organisation, "cohort": found.cohort, "activity": found, "form": form}
    return render(request, "issuer/activity.html", told)


@require_POST
@member(*_OFFICE)
def remove_activity(
    request: HttpRequest, organisation: Organisation, pk: UUID, activity: UUID
) -> HttpResponse:
    """Take an activity out."""
    found = _activity_or_404(organisation, pk, activity)
    services.remove_activity(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("“%(title)s” was removed.") % {"title": found.title})
    return _back(organisation, pk)


@member(*_OFFICE)
def add_resource(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Add something to learn from."""
    cohort = cohort_or_404(organisation, pk)
    form = ResourceForm(request.POST or None, activities=cohort.activities.all())
    if form.is_valid():
        with refusals_on(form):
            services.add_resource(
                cohort,
                form.source(),
                activity=form.cleaned_data["activity"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("It is in the programme."))
            return _back(organisation, pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/resource.html", told)


@require_POST
@member(*_OFFICE)
def remove_resource(
    request: HttpRequest, organisation: Organisation, pk: UUID, resource: UUID
) -> HttpResponse:
    """Take a resource out."""
    found = get_object_or_404(cohort_or_404(organisation, pk).resources, pk=resource)
    services.remove_resource(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("“%(title)s” was removed.") % {"title": found.title})
    return _back(organisation, pk)


@member(*_STAFF)
def announce(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Tell everybody something."""
    cohort, form = cohort_or_404(organisation, pk), AnnouncementForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.announce(cohort, **form.cleaned_data, by=person_of(request), at=timezone.now())
            messages.success(request, _("It is announced. Everybody gets a letter."))
            return _back(organisation, pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/announce.html", told)


@member(*_OFFICE)
def state_late_rule(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Say what becomes of what is late."""
    cohort = cohort_or_404(organisation, pk)
    rule = programme.late_rule_of(cohort)
    initial = {"late": rule.late, "grace_days": rule.grace_days}
    form = LateRuleForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            services.state_late_rule(
                cohort, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("It holds for what is added from now on."))
            return _back(organisation, pk)
    told = {"organisation": organisation, "cohort": cohort, "form": form}
    return render(request, "issuer/late_rule.html", told)


@member(*_STAFF)
def enter_results(
    request: HttpRequest, organisation: Organisation, pk: UUID, activity: UUID
) -> HttpResponse:
    """What everybody reached in one activity, and entering it from a list."""
    found = _activity_or_404(organisation, pk, activity)
    form = ResultListForm(request.POST or None, request.FILES or None)
    told = {"organisation": organisation, "cohort": found.cohort, "activity": found, "form": form}
    if form.is_valid():
        with refusals_on(form):
            reached = services.enter_listed(
                found, form.sent, by=person_of(request), at=timezone.now()
            )
            _say_how_many(request, reached)
            if not reached.refused:
                return redirect(request.path)
            rest = "\n".join(one.text for one in reached.refused)
            wrong = [(one, sentence_of(one.problem)) for one in reached.refused]
            told |= {"form": ResultListForm(initial={"pasted": rest}), "wrong": wrong}
    people = programme.results_in(found)
    told["page"] = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    return render(request, "issuer/results.html", told)


def _say_how_many(request: HttpRequest, reached: services.Reached) -> None:
    if count := reached.entered:
        told = ngettext("%(n)d result was entered.", "%(n)d results were entered.", count)
        messages.success(request, told % {"n": count})
