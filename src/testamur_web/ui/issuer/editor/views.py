"""Writing a draft, step by step: shown as it was typed, saved whatever it is, judged at once."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from testamur.errors import Refused
from testamur_web.catalogue import services
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.pictures import UPLOAD_BYTES
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.catalogue.skills import known_skills
from testamur_web.catalogue.vocabulary import VERBS, OutcomeLevel
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.editor.designer import designer_of
from testamur_web.ui.issuer.editor.overtaken import show_overtaken
from testamur_web.ui.issuer.editor.pages import Page, hints_for, page_of
from testamur_web.ui.issuer.editor.rows import settle_rows
from testamur_web.ui.issuer.editor.rule.boxes import told_stack
from testamur_web.ui.issuer.editor.rule.moves import is_move, move
from testamur_web.ui.issuer.editor.steps import PARTS, STEPS, Step, read_step, step_of
from testamur_web.ui.issuer.editor.term_rows import at_rows, titles_offered
from testamur_web.ui.refusals import sentence_of

__all__ = ["check_step", "edit_step"]

_VERB_LISTS: Final = [(OutcomeLevel(level).label, verbs) for level, verbs in VERBS.items()]
_ALL_VERBS: Final = sorted({verb for verbs in VERBS.values() for verb in verbs})


@member(Role.DESIGNER)
def edit_step(
    request: HttpRequest, organisation: Organisation, pk: UUID, step: str
) -> HttpResponse:
    """One step of the editor."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    found = _found(step)
    if request.method != "POST":
        page = page_of(
            achievement, found, is_checked="check" in request.GET, extra=request.GET.get("add", "")
        )
        return _shown(request, organisation, achievement, page)
    go = request.POST.get("go", "")
    changes, anchor = _settled(found, request, go)
    by, seen = person_of(request), request.POST.get("seen")
    try:
        services.change_draft(achievement, changes, by=by, at=timezone.now(), seen=seen)
    except services.Overtaken:
        return show_overtaken(request, organisation, achievement, found, changes)
    refused = _keep_upload(request, achievement)
    page = page_of(achievement, found, is_checked=go == "stay")
    if refused:
        page.form.add_error("upload", refused)
        return _shown(request, organisation, achievement, page)
    return _on(request, organisation, achievement, page, anchor)


@require_POST
@member(Role.DESIGNER)
def check_step(
    request: HttpRequest, organisation: Organisation, pk: UUID, step: str
) -> HttpResponse:
    """What is told beside a step of what is typed just now; nothing is saved."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    found = _found(step)
    draft = {**draft_of(achievement), **settle_rows(read_step(found, request.POST))}
    if "told" in request.GET:
        return render(request, "issuer/editor/_told.html", {"told": told_stack(draft)})
    ready = at_rows(examine_draft_of(achievement, draft, on=timezone.now().date()), draft)
    hints = hints_for(found, draft, ready, besides=achievement)
    told = {"hints": hints, "organisation": organisation, "step": found}
    return render(request, "issuer/editor/_hints.html", told)


def _settled(step: Step, request: HttpRequest, go: str) -> tuple[dict[str, Any], str]:
    """What was typed after the button that was pressed, and the box that the page goes to."""
    changes = settle_rows(read_step(step, request.POST), go)
    if step.slug != PARTS or not is_move(go):
        return changes, ""
    moved = move(changes["stack"], go, request.POST)
    return changes | {"stack": moved.stack}, moved.anchor


def _found(slug: str) -> Step:
    step = step_of(slug)
    if step is None:
        raise Http404
    return step


def _shown(
    request: HttpRequest, organisation: Organisation, achievement: Achievement, page: Page
) -> HttpResponse:
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "page": page,
        "step": page.step,
        "hints": page.hints,
        "verb_lists": _VERB_LISTS,
        "verbs": _ALL_VERBS,
        "skills": known_skills() if page.step.slug == "outcomes" else [],
        "offered": titles_offered(organisation) if page.step.slug == "practical" else [],
        "designer": designer_of(page.form) if page.step.slug == "image" else None,
    }
    return render(request, f"issuer/editor/{_template(page.step)}.html", told)


def _template(step: Step) -> str:
    return step.slug if step.slug in {"image", PARTS} else "step"


def _keep_upload(request: HttpRequest, achievement: Achievement) -> str:
    """Keep the file that came along; "" or why it was refused."""
    upload = request.FILES.get("upload")
    if upload is None:
        return ""
    data = upload.read(UPLOAD_BYTES + 1)  # one byte more is enough to be refused
    try:
        services.keep_image(achievement, data, by=person_of(request), at=timezone.now())
    except Refused as error:
        return f"{sentence_of(error.problem)} ({error.problem.detail})"
    return ""


def _on(
    request: HttpRequest,
    organisation: Organisation,
    achievement: Achievement,
    page: Page,
    anchor: str,
) -> HttpResponse:
    """To where the button leads; what cannot be read keeps the step open."""
    go = request.POST.get("go", "next")
    here = reverse(
        "issuer-edit-achievement", args=[organisation.slug, achievement.pk, page.step.slug]
    )
    if anchor:
        return redirect(f"{here}?at={anchor}#{anchor}")
    if to_row := _row_after(page, go):
        return redirect(f"{here}{to_row}")
    if go == "stay":
        messages.success(request, _("Saved."))
        return redirect(f"{here}?check=1")
    if page.has_errors:
        messages.warning(request, _("Saved as you typed it. Something here cannot be read yet."))
        return redirect(here)
    if page.is_last:
        return redirect("issuer-review-achievement", organisation.slug, achievement.pk)
    following = STEPS[STEPS.index(page.step) + 1]
    return redirect("issuer-edit-achievement", organisation.slug, achievement.pk, following.slug)


def _row_after(page: Page, go: str) -> str:
    """What is added to the address after a button beside rows; "" after any other."""
    for section in page.sections:
        rows = section.group.rows
        if rows is None or rows.name not in go:
            continue
        if go == f"add-{rows.name}":
            last = len(section.rows) - (1 if section.is_blank else 0)
            return f"?add={rows.name}#id_{rows.name}-{last}-{rows.first}"
        return f"#{rows.name}"
    return ""
