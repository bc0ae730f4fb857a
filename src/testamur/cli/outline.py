"""What is in a credential, read and not judged: its outline, as nested names and values.

For people who want to see what they hold, and for those who must find out why something does not
verify. Nothing here says that any of it is true.
"""

from __future__ import annotations

from typing import Any, Final

from testamur.credentials.bundle import open_bundle
from testamur.credentials.document import Credential, kind_of, name_of
from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.jose import is_token, parse_jws, presentation_of_jwt
from testamur.encoding import Json, JsonObject, format_timestamp, parse_object
from testamur.interop.intake import Form, Taken

__all__ = ["outline_of"]

_PROOF_MEMBERS: Final = ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose")
_STATUS_MEMBERS: Final = ("type", "statusPurpose", "statusListCredential", "statusListIndex")
_OB2_MEMBERS: Final = ("id", "recipient", "issuedOn", "expires", "verification", "badge")


def outline_of(taken: Taken) -> JsonObject:
    """The outline of what was taken in; raises `Refused` where its text cannot be read."""
    told: JsonObject = {"form": taken.form.value}
    if taken.image_type:
        told["image"] = taken.image_type
    match taken.form:
        case Form.CREDENTIAL:
            told |= _credential(taken.text)
        case Form.PRESENTATION:
            told |= _presentation(taken.text)
        case Form.BUNDLE:
            bundle = open_bundle(taken.text)
            told["taken"] = format_timestamp(bundle.taken)
            told["documents"] = {
                url: f"as of {format_timestamp(one.at)}" for url, one in bundle.documents.items()
            }
            told["credential"] = _credential(bundle.credential.text)
        case Form.OPEN_BADGES_2:
            told |= _openbadges2(taken.text)
    return told


def _credential(text: str) -> JsonObject:
    document = Credential(text).document
    told: JsonObject = {"kind": kind_of(document), "id": id_of(document), "name": name_of(document)}
    told["types"] = listed(document.get("type"))
    told["issuer"] = _party(document.get("issuer"))
    told["from"] = document.get("validFrom", document.get("issuanceDate"))
    told["until"] = document.get("validUntil", document.get("expirationDate"))
    subjects = [_subject(one) for one in subjects_of(document) if isinstance(one, dict)]
    told["subject"] = subjects[0] if len(subjects) == 1 else subjects
    told["evidence"] = [_party(one) for one in listed(document.get("evidence"))]
    told["status"] = [
        _some(one, _STATUS_MEMBERS) for one in listed(document.get("credentialStatus"))
    ]
    told["schemas"] = [id_of(one) for one in listed(document.get("credentialSchema"))]
    told["endorsements"] = len(listed(document.get("endorsement"))) or None
    told["contexts"] = [one for one in listed(document.get("@context")) if isinstance(one, str)]
    told |= _secured(text, document)
    return _stated(told)


def _secured(text: str, document: JsonObject) -> JsonObject:
    if is_token(text):
        return {"token": parse_jws(text).header}
    return {"proofs": [_some(one, _PROOF_MEMBERS) for one in listed(document.get("proof"))]}


def _subject(subject: JsonObject) -> JsonObject:
    told: JsonObject = {"id": id_of(subject)}
    for identity in listed(subject.get("identifier")):
        if isinstance(identity, dict):
            told[str(identity.get("identityType", "identity"))] = identity.get("identityHash")
    achievement = subject.get("achievement")
    if isinstance(achievement, dict):
        told["achievement"] = _achievement(achievement)
    results = [one for one in listed(subject.get("result")) if isinstance(one, dict)]
    told["results"] = [_some(one, ("value", "achievedLevel", "status")) for one in results]
    return _stated(told)


def _achievement(achievement: JsonObject) -> JsonObject:
    criteria = achievement.get("criteria")
    told: JsonObject = {
        "id": id_of(achievement),
        "name": name_of(achievement),
        "type": achievement.get("achievementType"),
        "description": achievement.get("description"),
        "criteria": criteria.get("narrative", id_of(criteria))
        if isinstance(criteria, dict)
        else None,
        "credits": achievement.get("creditsAvailable"),
    }
    told["alignment"] = [
        f"{one.get('targetName')} ({one.get('targetUrl')})"
        for one in listed(achievement.get("alignment"))
        if isinstance(one, dict)
    ]
    return _stated(told)


def _presentation(text: str) -> JsonObject:
    document = presentation_of_jwt(text).document if is_token(text) else parse_object(text)
    inside = listed(document.get("verifiableCredential"))
    told: JsonObject = {
        "id": id_of(document),
        "holder": _party(document.get("holder")),
        "credentials": [_inside(one) for one in inside],
    }
    return _stated(told | _secured(text, document))


def _inside(one: Json) -> Json:
    if isinstance(one, str):
        return _credential(one) if is_token(one) else one[:200]
    if not isinstance(one, dict):
        return "not a credential"
    return _stated({"kind": kind_of(one), "id": id_of(one), "name": name_of(one)})


def _openbadges2(text: str) -> JsonObject:
    source = parse_jws(text).payload if not text.startswith("{") else text
    return _some(parse_object(source), _OB2_MEMBERS)


def _party(value: Json) -> Json:
    """`University of Example (did:web:uni.example)`, or whichever half there is."""
    identity, name = id_of(value), name_of(value)
    return f"{name} ({identity})" if name and identity else name or identity


def _some(value: Json, members: tuple[str, ...]) -> JsonObject:
    return {name: value[name] for name in members if isinstance(value, dict) and name in value}


def _stated(members: dict[str, Any]) -> JsonObject:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
