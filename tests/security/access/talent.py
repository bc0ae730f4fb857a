"""Who may ask the pages of finding people, and of being found."""

from __future__ import annotations

from typing import Any

from testamur_web.employers import contacts, saved
from testamur_web.employers.consent import give_consent
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.facts import make_findable
from testamur_web.employers.models import Alias, ContactRequest, Part, Purpose
from tests.web.conftest import NOW

MANAGERS = "member:manager"

ROUTES = {
    "employer-search-people": MANAGERS,
    "employer-list-searches": MANAGERS,
    "employer-save-search": MANAGERS,
    "employer-run-search": MANAGERS,
    "employer-change-search": MANAGERS,
    "employer-write-to": MANAGERS,
    "employer-list-contacts": MANAGERS,
    "employer-withdraw-contact": MANAGERS,
    "employer-list-shown": MANAGERS,
    "learner-read-talent": "signed-in",
    "learner-give-consent": "signed-in",
    "learner-withdraw-consent": "signed-in",
    "learner-state-talent-facts": "signed-in",
    "learner-block-employer": "signed-in",
    "learner-unblock-employer": "signed-in",
    "learner-list-seen": "signed-in",
    "learner-read-contact": "own",
    "learner-decline-contact": "own",
    "learner-stop-showing": "own",
}


def _found(cast: Any) -> Alias:
    """Ada, who agreed to all, by the name drawn for the university."""
    for purpose in Purpose:
        give_consent(cast.ada, purpose, parts=set(Part), at=NOW)
    make_findable(cast.ada)
    return Alias.objects.create(
        organisation=cast.university,
        search="one",
        person=cast.ada,
        name="ABCDE-FGHJK",
        drawn_at=NOW,
    )


def a_request(cast: Any) -> ContactRequest:
    """A message of the university to Ada."""
    alias = _found(cast).name
    told = {"alias": alias, "subject": "Work", "message": "Would you?"}
    return contacts.send_request(cast.university, cast.ada, **told, by=cast.bashir, at=NOW)


def a_search(cast: Any) -> Any:
    """A saved search of the university."""
    criteria = Criteria((Wanted("https://skills.example/solder"),))
    return saved.save_search(cast.university, "Solderers", criteria, by=cast.bashir, at=NOW)


OBJECTS = {
    "employer-write-to": lambda cast: {"alias": _found(cast).name},
    **dict.fromkeys(
        ("employer-run-search", "employer-change-search"),
        lambda cast: {"pk": a_search(cast).pk},
    ),
    **dict.fromkeys(
        (
            "employer-withdraw-contact",
            "learner-read-contact",
            "learner-decline-contact",
            "learner-stop-showing",
        ),
        lambda cast: {"pk": a_request(cast).pk},
    ),
}
