"""Who may ask the pages of endorsements: everybody what is shown, each side what is theirs."""

from __future__ import annotations

from uuid import uuid4

from testamur_web.catalogue.addresses import achievement_url
from testamur_web.trust import asking, giving, recognising
from testamur_web.trust.giving import Word
from testamur_web.trust.levels import Checked, write_check
from testamur_web.trust.recognising import Acceptance
from testamur_web.trust.subjects import Subject
from testamur_web.wallet import services
from tests.web.conftest import NOW
from tests.web.trust.test_load_registries import listed, load
from tests.web.wallet.conftest import publish, sign_award

ROUTES = {
    "trust-list-endorsements": "signed-in",
    "trust-ask-endorsement": "own",
    "trust-give-endorsement": "signed-in",
    "trust-answer-request": "token",
    "trust-take-back-request": "own",
    "trust-read-endorsement": "public",
    "trust-withdraw-endorsement": "own",
    "trust-show-endorsement": "own",
    "trust-list-of-organisation": "member:manager",
    "trust-read-register": "public",
    "trust-read-recognition": "public",
    "trust-recognise": "member:manager",
    "trust-withdraw-recognition": "member:manager",
    "operator-list-checks": "operator",
    "operator-end-check": "operator",
    "operator-list-registries": "operator",
    "operator-read-registry": "operator",
    "public-read-registry": "public",
    "api-v1:read_issuer_trust": "public",
    "api-v1:write_issuer_check": "token",
    "api-v1:end_issuer_check": "token",
    "api-v1:list_registries": "token",
    "api-v1:load_registry": "token",
    "api-v1:remove_registry": "token",
    "api-v1:list_register": "public",
    "api-v1:list_equivalents": "public",
    "api-v1:read_recognition": "public",
    "api-v1:recognise": "token",
    "api-v1:withdraw_recognition": "token",
}


def adas(cast) -> Subject:
    """A credential that Ada holds."""
    award = sign_award(publish(cast.university), key=str(uuid4()))
    services.put_in_wallet(award, person=cast.ada, at=NOW)
    award.refresh_from_db()
    return Subject(award=award)


def said(subject, by):
    return {"pk": giving.give(subject, Word("It is good."), organisation=None, by=by, at=NOW).pk}


def a_version(cast) -> Subject:
    return Subject(version=publish(cast.university, str(uuid4())))


def asked(cast):
    row = asking.ask(adas(cast), whom="dara@people.example", by=cast.ada, at=NOW)
    return {"pk": row.pk}


def an_address(cast) -> str:
    return achievement_url(publish(cast.university, str(uuid4())).achievement)


def accepted(cast):
    """What the university, which the matrix asks for, accepts of its own."""
    said = Acceptance(an_address(cast), "credit", "Two credits of the diploma", NOW.date())
    return {"pk": recognising.recognise(cast.university, said, by=cast.ada, at=NOW).pk}


def checked(cast):
    said = Checked("legal", "Their entry was read", NOW.date())
    return {"pk": write_check(cast.university, said, by=cast.fay, at=NOW).pk}


def a_signer(cast):
    sign_award(publish(cast.university), key=str(uuid4()))
    return {}


def an_issuer(cast):
    return {"slug": publish(cast.university, str(uuid4())).achievement.organisation.slug}


def a_list(cast):
    text = listed(("did:web:a.example", "Academy"), id=f"urn:uuid:{uuid4()}")
    return {"pk": load(text, cast.fay).pk}


OBJECTS = {
    "trust-ask-endorsement": lambda cast: {"about": adas(cast).name},
    "trust-give-endorsement": lambda cast: {"about": a_version(cast).name},
    "trust-take-back-request": asked,
    "trust-read-endorsement": lambda cast: said(a_version(cast), cast.dara),
    "trust-withdraw-endorsement": lambda cast: said(a_version(cast), cast.ada),
    "trust-show-endorsement": lambda cast: said(adas(cast), cast.eli),
    "trust-read-recognition": accepted,
    "trust-withdraw-recognition": accepted,
    "operator-list-checks": lambda cast: {"slug": cast.university.slug},
    "operator-end-check": checked,
    "operator-read-registry": a_list,
    "public-read-registry": a_signer,
    "api-v1:read_issuer_trust": an_issuer,
    "api-v1:write_issuer_check": lambda cast: {"slug": cast.university.slug},
    "api-v1:end_issuer_check": lambda _cast: {"check": uuid4()},
    "api-v1:remove_registry": lambda _cast: {"registry": uuid4()},
    "api-v1:list_equivalents": lambda cast: {"address": an_address(cast)},
    "api-v1:read_recognition": lambda cast: {"recognition": accepted(cast)["pk"]},
    "api-v1:withdraw_recognition": lambda _cast: {"recognition": uuid4()},
}
