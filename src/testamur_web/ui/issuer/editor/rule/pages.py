"""The rule of a draft as JSON: shown, pasted or uploaded, downloaded; the same that the boxes show.

What is pasted may be a whole rule or one clause. It takes the place of the rule of the draft only
where it can be read; else it is shown again as it was, with the problem and where it is.
"""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from testamur.encoding import parse_object
from testamur.errors import Refused
from testamur.pathways.rules import MAX_RULE_BYTES, read_clause, read_rule
from testamur_web.catalogue import services
from testamur_web.catalogue.addresses import rule_url
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.parts import addresses_in, find_parts
from testamur_web.catalogue.queries import draft_of, revision_of
from testamur_web.catalogue.stacks import problems_in
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.editor.rule.moves import children_of, with_children

__all__ = ["download_rule", "edit_rule"]

_MEMBERS: Final = ("stack",)


class RuleForm(forms.Form):
    """A rule as text or as a file."""

    text = forms.CharField(
        label=gettext_lazy("The rule as JSON"),
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def sent(self) -> str:
        """The text of the file, or what stands in the field."""
        upload = self.files.get("file")
        if upload is None:
            return str(self.cleaned_data["text"])
        return bytes(upload.read(MAX_RULE_BYTES + 1)).decode("utf-8", "replace")


@member(Role.DESIGNER)
def edit_rule(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The rule as JSON, to look at and to write."""
    achievement = get_object_or_404(organisation.achievements.select_related("current"), pk=pk)
    if request.method != "POST":
        return _shown(request, organisation, achievement, _form_of(achievement))
    form = RuleForm(request.POST, request.FILES)
    form.is_valid()
    text = form.sent()
    try:
        _keep(achievement, read_pasted(text), request, seen=form.cleaned_data["seen"])
    except services.Overtaken:
        told = _("Somebody saved the parts since you opened this. Send it again to replace them.")
        return _again(request, organisation, achievement, text, [(told, "")])
    except Refused as error:
        return _again(request, organisation, achievement, text, _problems(text, error))
    messages.success(request, _("Saved."))
    return redirect("issuer-edit-achievement", organisation.slug, pk, "parts")


@require_safe
@member()
def download_rule(_request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The rule of the draft as a file, finished or not."""
    achievement = get_object_or_404(organisation.achievements.select_related("current"), pk=pk)
    answer = HttpResponse(_text_of(achievement), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="rule-{pk}.json"'
    return answer


def read_pasted(text: str) -> dict[str, Any]:
    """The members of a stack that a text states, a rule or a clause; raises `Refused`."""
    document = parse_object(text, limit=MAX_RULE_BYTES)
    if "rule" not in document or not document.keys() & {"id", "version"}:
        read_clause(document)
        return {"clause": _with_names(document)}
    rule = read_rule(text)
    recognised = {name: list(others) for name, others in rule.recognised.items()}
    read = {"clause": _with_names(document["rule"]), "recognised": recognised}
    return read | {"counts_twice": rule.counts_twice}


def _with_names(clause: dict[str, Any]) -> dict[str, Any]:
    """The clause with the titles of the achievements that are known here."""
    parts = find_parts(addresses_in(read_clause(clause)))

    def named(one: dict[str, Any]) -> dict[str, Any]:
        part = parts.get(str(one.get("achievement")))
        own = {"name": part.title} if part and part.title else {}
        inside = [named(each) for each in children_of(one)]
        told: dict[str, Any] = with_children(one, inside) | own
        return told

    return named(clause)


def _keep(
    achievement: Achievement, read: dict[str, Any], request: HttpRequest, *, seen: str
) -> None:
    now = draft_of(achievement).get("stack")
    stack = {**(now if isinstance(now, dict) else {}), **read}
    kept = {name: value for name, value in stack.items() if value not in ("", {}, None)}
    by = person_of(request)
    services.change_draft(achievement, {"stack": kept}, by=by, at=timezone.now(), seen=seen or None)


def _problems(text: str, error: Refused) -> list[tuple[str, str]]:
    """All that is wrong in what was sent, each with its pointer."""
    first = [(error.problem.detail, error.problem.pointer)]
    try:
        document = parse_object(text, limit=MAX_RULE_BYTES)
    except Refused:
        return first
    is_rule = "rule" in document and bool(document.keys() & {"id", "version"})
    clause, at = (document["rule"], "/rule") if is_rule else (document, "")
    return [(one.detail, one.pointer) for one in problems_in(clause, at)] or first


def _again(
    request: HttpRequest,
    organisation: Organisation,
    achievement: Achievement,
    text: str,
    problems: list[tuple[str, str]],
) -> HttpResponse:
    form = RuleForm(initial={"text": text, "seen": _seen(achievement)})
    return _shown(request, organisation, achievement, form, problems)


def _shown(
    request: HttpRequest,
    organisation: Organisation,
    achievement: Achievement,
    form: RuleForm,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "form": form,
        "problems": problems or [],
        "has_rule": bool(draft_of(achievement).get("stack")),
    }
    return render(request, "issuer/editor/rule.html", told, status=422 if problems else 200)


def _form_of(achievement: Achievement) -> RuleForm:
    return RuleForm(initial={"text": _text_of(achievement), "seen": _seen(achievement)})


def _seen(achievement: Achievement) -> str:
    return revision_of(draft_of(achievement), _MEMBERS)


def _text_of(achievement: Achievement) -> str:
    """The rule as its draft has it, in the words of its schema; "" where there is none."""
    draft = draft_of(achievement)
    stack = draft.get("stack")
    if not isinstance(stack, dict) or not stack:
        return ""
    number = (achievement.current.number if achievement.current else 0) + 1
    told = {
        "id": rule_url(achievement),
        "version": str(number),
        "name": draft.get("title"),
        "countsTwice": stack.get("counts_twice"),
        "recognised": stack.get("recognised"),
    }
    kept = {name: value for name, value in told.items() if value}
    return json.dumps(kept | {"rule": stack.get("clause", {})}, indent=2, ensure_ascii=False)
