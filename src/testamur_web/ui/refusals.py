"""What a service refused is said beside the field it is about, and the form is shown again.

if form.is_valid():
    with refusals_on(form):
        edit_person(person, name=form.cleaned_data["name"], by=person, at=timezone.now())
        return redirect("account-edit-person")
return render(request, "account/person.html", {"form": form})
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from testamur.errors import Conflict, Refused
from testamur.problems import Problem

__all__ = ["refusals_on", "sentence_of"]


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Take what is refused or clashes, and nothing else, as an error of `form`."""
    try:
        yield
    except (Refused, Conflict) as error:
        field = error.problem.pointer.strip("/").split("/")[0]
        form.add_error(field if field in form.fields else None, sentence_of(error.problem))


def sentence_of(problem: Problem) -> str:
    """What a person is told of a problem: what is wrong, and what to do about it."""
    return f"{problem.meaning.title} {problem.meaning.remedy}"
