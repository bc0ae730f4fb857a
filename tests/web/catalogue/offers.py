"""What tests put into the public catalogue: rows as publishing writes them, without the drawing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from testamur_web.awards.services import state_quality
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.scores import scored
from testamur_web.catalogue.search import searchable
from tests.web.conftest import NOW


def offer(organisation, title="Python basics", *, number=1, achievement=None, **said) -> Version:
    """The newest version of an achievement, published `number` days after the first."""
    content = {
        "title": title,
        "summary": "Writes small programs.",
        "kind": "short-course",
        "language": "en",
        "mode": "online",
        "eqf_level": 5,
        "hours": 40,
        "price": {"amount": "180", "currency": "EUR"},
        **said,
    }
    content = {name: value for name, value in content.items() if value is not None}
    achievement = achievement or Achievement.objects.create(organisation=organisation, title=title)
    price = content.get("price")
    version = Version.objects.create(
        achievement=achievement,
        number=number,
        content=content,
        published_at=NOW + timedelta(days=number),
        title=title,
        summary=content["summary"],
        search_text=searchable(title, content["summary"], organisation.name),
        kind=content["kind"],
        language=content["language"],
        mode=content["mode"],
        eqf_level=content.get("eqf_level"),
        hours=content.get("hours"),
        price=Decimal(price["amount"]) if price else None,
        currency=price["currency"] if price else "",
    )
    achievement.current = version
    achievement.save()
    return version


def stated(version: Version) -> Version:
    """The same with its score, and the signed statement of it."""
    version.score_told = scored(version)
    version.score = version.score_told["score"]
    version.save()
    state_quality(version.pk, at=NOW)
    return version
