"""An expert without an account reads a draft as a learner would, and says once what they think.

Only the POST of the form answers: whoever opens, previews or scans the link changes nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from testamur_web.catalogue import reviewing
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.illustration import picture_of_draft
from testamur_web.catalogue.models import Achievement, Review, ReviewRequest
from testamur_web.catalogue.queries import definition_of, version_of_draft
from testamur_web.catalogue.reviewing import Answer, Check
from testamur_web.catalogue.reviews import (
    ANSWERS,
    CHECKLIST,
    Commentable,
    Given,
    commentable_in,
    digest_of,
    find_by_token,
)
from testamur_web.people.models import Person
from testamur_web.people.queries import roles_of
from testamur_web.ui.public.by_link import by_link
from testamur_web.ui.refusals import refusals_on
from testamur_web.ui.wholes import made_for

__all__ = ["review"]

_VERDICTS: Final = (
    (Review.Verdict.SIGNED_OFF.value, _("I sign it off as it stands here")),
    (Review.Verdict.CHANGES.value, _("I ask for changes")),
)
_State = ReviewRequest.State


class ExpertForm(forms.Form):
    """The checklist, a comment for each field that is stated, what they come to, and who they are.

    Fields are named by the line (`answer_workload`) and by the pointer of what is stated
    (`field/summary`): where the draft was changed meanwhile, each comment stays with its field.
    """

    verdict = forms.ChoiceField(
        label=_("Your conclusion"), choices=_VERDICTS, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    role = forms.CharField(label=_("Your role"), max_length=200)
    organisation = forms.CharField(label=_("Your organisation"), max_length=200)
    interest = forms.CharField(
        label=_("Conflicts of interest"),
        help_text=_(
            "Whatever ties you to whoever publishes it, or to its success: work, money, family, "
            "a shared project. Write “None” where there is nothing."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, stated: Sequence[Commentable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stated = stated
        for item, title in CHECKLIST.items():
            self.fields[f"answer_{item}"] = forms.ChoiceField(
                label=title, choices=list(ANSWERS.items()), widget=forms.RadioSelect
            )
            self.fields[f"comment_{item}"] = _comment(_("Comment"))
        for one in stated:
            self.fields[f"field{one.pointer}"] = _comment(one.label)

    @property
    def lines(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each line of the checklist with its comment."""
        for item in CHECKLIST:
            yield self[f"answer_{item}"], self[f"comment_{item}"]

    @property
    def comments(self) -> Iterator[tuple[Commentable, BoundField]]:
        """Each field that is stated, with what is said of it."""
        for one in self._stated:
            yield one, self[f"field{one.pointer}"]

    @property
    def is_about_fields(self) -> bool:
        """Whether something is said of a single field, so that they are shown unfolded."""
        return any(field.value() for _one, field in self.comments)

    def answer(self, seen: str) -> Answer:
        """What was said, of the draft with the digest `seen`."""
        said = self.cleaned_data
        return Answer(
            seen=seen,
            checklist={
                item: Check(said[f"answer_{item}"], said[f"comment_{item}"]) for item in CHECKLIST
            },
            comments={one.pointer: said[f"field{one.pointer}"] for one in self._stated},
            **{name: said[name] for name in ("verdict", "name", "role", "organisation")},
            interest=said["interest"],
        )


def _comment(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(find_by_token, what="review")
def review(request: HttpRequest, token: str, found: ReviewRequest) -> HttpResponse:
    """The draft and the form; afterwards, what was answered."""
    achievement = found.achievement
    state = found.state_at(timezone.now())
    if state != _State.WAITING or achievement.draft is None or achievement.withdrawn_at:
        return _ended(request, found, state)
    version = version_of_draft(achievement)
    definition = definition_of(version)
    is_sent = request.method == "POST"
    form = ExpertForm(
        request.POST if is_sent else None,
        stated=commentable_in(definition),
        initial={"name": found.name, "organisation": found.organisation_name},
    )
    if is_sent and form.is_valid() and _is_kept(request, token, form):
        return redirect("public-review", token=token)
    told = _draft_shown(achievement, definition) | {
        "request_": found,
        "form": form,
        "made": made_for(version),
        "seen": digest_of(definition),
        "is_own": isinstance(request.user, Person)
        and bool(roles_of(request.user, achievement.organisation)),
    }
    return render(request, "public/review.html", told, status=422 if form.errors else 200)


def _draft_shown(achievement: Achievement, definition: Definition) -> dict[str, Any]:
    """The draft with its picture in the page, for it has no address that an expert may ask."""
    picture = picture_of_draft(achievement, tried={})
    data = b64encode(picture.data).decode()
    return {
        "organisation": achievement.organisation,
        "definition": definition,
        "picture": f"data:{picture.media_type};base64,{data}",
    }


def _is_kept(request: HttpRequest, token: str, form: ExpertForm) -> bool:
    by = request.user if isinstance(request.user, Person) else None
    with refusals_on(form):
        answer = form.answer(request.POST.get("seen", ""))
        reviewing.answer_review(token, answer, at=timezone.now(), by=by)
        return True
    return False


def _ended(request: HttpRequest, found: ReviewRequest, state: str) -> HttpResponse:
    """What was answered, to whoever holds the link; else that nothing is asked any more."""
    is_again = request.method == "POST"
    if found.answer:
        told = {
            "request_": found,
            "given": Given(found.answer, is_of_this_state=True),
            "is_again": is_again,
        }
        return render(request, "public/review_given.html", told, status=409 if is_again else 200)
    return render(request, "public/asked_over.html", {"state": state}, status=410)
