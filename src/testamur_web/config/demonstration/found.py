"""People who let themselves be found, and an employer who looks for them and writes to Ada.

About one in five of the learners agreed, each to something else; Brightworks keeps a search.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from testamur_web.employers.consent import give_consent
from testamur_web.employers.contacts import send_request
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.facts import state_for_employers
from testamur_web.employers.looking import look
from testamur_web.employers.models import Part, ProvenSkill, Purpose
from testamur_web.employers.saved import save_search
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Organisation, Person

__all__ = ["let_people_be_found"]

_LEARNERS: Final = 40
_LEVEL: Final = 4
_DAY: Final = timedelta(days=1)
_PLACES: Final = (("AT", "Tyrol"), ("ES", "Andalusia"), ("PT", "Lisbon"), ("IE", "Munster"))
_LANGUAGES: Final = (["en"], ["en", "de"], ["es", "en"], ["pt"], ["en", "fr", "es"])
_HOURS: Final = (10, 20, 30, 40)
_SHOWN: Final = (
    {Part.SKILLS, Part.LANGUAGES, Part.REGION, Part.AVAILABILITY},
    {Part.SKILLS, Part.LANGUAGES, Part.AVAILABILITY},
    {Part.SKILLS},
    {*Part},
)
_SUBJECT: Final = "Data work at our solar parks, from spring"
_MESSAGE: Final = """\
We are Brightworks Energy, and run eleven solar parks. We look for somebody who makes sense of \
what their sensors tell: three days a week, from home or in Huelva, EUR 2,900 a month.

Your proven skills are what we need. Would you talk to us for half an hour?"""


def let_people_be_found(ada: Person, dara: Person, employer: Organisation, *, at: datetime) -> None:
    """Let forty learners and Ada agree; Dara searches, keeps the search and writes to Ada."""
    learners = Person.objects.filter(username__startswith="learner-").order_by("username")
    for number, person in enumerate([ada, *learners[:_LEARNERS]]):
        _agree(person, number, at=at - (30 - number % 20) * _DAY)
    drain()
    asked = _asked(ada)
    save_search(employer, "Data people for the parks", asked, alerts=True, by=dara, at=at)
    _write_to(ada, asked, dara, employer, at=at)
    drain()


def _agree(person: Person, number: int, *, at: datetime) -> None:
    shown = _SHOWN[number % len(_SHOWN)]
    give_consent(person, Purpose.SEARCH, parts=shown, at=at)
    give_consent(person, Purpose.RANKING, parts=shown - {Part.NAME}, at=at)
    if number % 3 == 0:
        give_consent(person, Purpose.CONTACT, at=at)
    country, region = _PLACES[number % len(_PLACES)]
    facts = {
        "languages": _LANGUAGES[number % len(_LANGUAGES)],
        "country": country,
        "region": region,
        "available_from": (at + (20 + 7 * (number % 9)) * _DAY).date().isoformat(),
        "hours": _HOURS[number % len(_HOURS)],
    }
    state_for_employers(person, facts)


def _asked(ada: Person) -> Criteria:
    """The skill of Ada's that most others prove, and two more that many prove; one is enough."""
    hers = ProvenSkill.objects.filter(findable__person=ada, level__gte=_LEVEL)
    first = _most_proven(ProvenSkill.objects.filter(skill__in=hers.values("skill")))[0]
    titles = ProvenSkill.objects.filter(skill__uri=first).values("title")
    others = _most_proven(ProvenSkill.objects.exclude(title__in=titles))
    wanted = [Wanted(first, _LEVEL), *(Wanted(uri, _LEVEL + 1) for uri in others[:2])]
    return Criteria(tuple(wanted), least=1)


def _most_proven(rows: QuerySet[ProvenSkill]) -> list[str]:
    """Skills, those first that most people prove."""
    counted = rows.values("skill__uri").annotate(many=Count("findable", distinct=True))
    return [row["skill__uri"] for row in counted.order_by("-many", "skill__uri")[:9]]


def _write_to(
    ada: Person, asked: Criteria, dara: Person, employer: Organisation, *, at: datetime
) -> None:
    """Look page by page until Ada is there, whoever she may be called."""
    pages = look(employer, asked, by=dara, at=at).page.pages
    for number in range(1, pages + 1):
        found = look(employer, asked, number=number, by=dara, at=at)
        for one in found.people:
            if one.hit.findable.person_id == ada.pk:
                told = {"alias": one.alias, "subject": _SUBJECT, "message": _MESSAGE}
                send_request(employer, ada, **told, by=dara, at=at)
                return
