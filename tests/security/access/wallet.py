"""Who may ask the pages of wallets, claims, shares and public credentials."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from testamur_web.learning.models import SurveyCall
from testamur_web.learning.services import OPEN_FOR
from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW
from tests.web.wallet.conftest import publish, sign_award

ROUTES = {
    "public-type-claim-code": "public",
    "public-open-claim": "token",
    "public-keep-claim": "token",
    "public-download-claim": "token",
    "public-read-credential": "public",
    "public-embed-credential": "public",
    "public-read-card": "public",
    "public-download-credential": "public",
    "public-read-share": "token",
    "public-read-shared-item": "token",
    "public-download-shared": "token",
    "issuer-show-claim": "member:registrar",
    "issuer-send-claim": "member:registrar",
    "learner-list-wallet": "signed-in",
    "learner-add-item": "signed-in",
    "learner-list-renewals": "signed-in",
    "learner-list-shares": "signed-in",
    "learner-make-portfolio": "signed-in",
    "learner-read-share": "own",
    "learner-stop-share": "own",
    "learner-read-item": "own",
    "learner-share-item": "own",
    "learner-remove-item": "own",
    "learner-download-item": "own",
    "learner-answer-survey": "own",
    "learner-note-use": "own",
    "learner-ask-about-use": "own",
    "learner-remove-use": "own",
}


def adas(cast):
    """An award in Ada's wallet."""
    award = sign_award(publish(cast.university), key=str(uuid4()))
    return services.put_in_wallet(award, person=cast.ada, at=NOW)


def shared(cast, kind):
    item = adas(cast)
    return services.share(cast.ada, [item], kind=kind, at=NOW), item


def page_of(cast, **more):
    """What she shows to everybody."""
    _, item = shared(cast, Share.Kind.EMBED)
    return {"key": item.award_id, **more}


def a_survey(cast):
    """What she holds, and is asked about."""
    item, now = adas(cast), timezone.now()
    SurveyCall.objects.create(
        award=item.award_id,
        version=item.award.version,
        wave="after-award",
        asked_at=now,
        expires_at=now + OPEN_FOR,
    )
    return {"pk": item.pk}


def an_item(cast, **more):
    return {"pk": adas(cast).pk, **more}


def a_use(cast):
    """A use that Ada noted of what she holds."""
    item = adas(cast)
    use = services.note_use(
        item, used_on=NOW.date(), text="At work", skills=[], by=cast.ada, at=NOW
    )
    return {"pk": item.pk, "use": use.pk}


def a_share(cast):
    made, _ = shared(cast, Share.Kind.SECRET)
    return {"pk": made.pk}


def an_award(cast):
    return {"award": sign_award(publish(cast.university), key=str(uuid4())).pk}


OBJECTS = {
    "issuer-show-claim": an_award,
    "issuer-send-claim": an_award,
    "public-download-claim": lambda _: {"token": "0" * 64, "file": "credential.json"},
    "public-read-credential": page_of,
    "public-embed-credential": page_of,
    "public-read-card": page_of,
    "public-download-credential": lambda cast: page_of(cast, file="credential.json"),
    "public-read-shared-item": lambda _: {"token": "0" * 32, "item": uuid4()},
    "public-download-shared": lambda _: {
        "token": "0" * 32,
        "item": uuid4(),
        "file": "credential.json",
    },
    "learner-read-share": a_share,
    "learner-stop-share": a_share,
    "learner-read-item": an_item,
    "learner-share-item": an_item,
    "learner-remove-item": an_item,
    "learner-answer-survey": a_survey,
    "learner-note-use": an_item,
    "learner-ask-about-use": a_use,
    "learner-remove-use": a_use,
    "learner-download-item": lambda cast: an_item(cast, file="credential.json"),
}
