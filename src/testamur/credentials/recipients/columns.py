"""Which column holds what, told by its heading.

Headings are compared without case, accents, spaces and punctuation, and known in several languages.
A heading that could mean two things is settled by its neighbours (a `Name` beside a `Vorname` is a
family name) or refused; the caller may always name the columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from testamur.credentials.members import require_choice
from testamur.errors import Refused

__all__ = ["FIELDS", "Columns", "columns_of"]

_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": """name|full name|recipient|recipient name|learner|learner name|student|student name
            |participant|participant name|display name|name and surname|first and last name|nom
            |nom complet|nom et prénom|nom prénom|vollständiger name|vor- und nachname|teilnehmer
            |nombre|nombre completo|nombre y apellidos|nome|nome completo|nome e cognome|naam
            |volledige naam|imię i nazwisko|nazwisko i imię|uczestnik|jméno a příjmení|ad soyad
            |adı soyadı|имя|фио|полное имя|ім'я|піб|ονοματεπώνυμο|الاسم|الاسم الكامل|שם|שם מלא
            |氏名|名前|姓名|이름|성명|नाम|ชื่อ|họ và tên""",  # noqa: RUF001 -- Turkish headings
        "given_name": """given name|given names|first name|forename|prénom|vorname|nombre de pila
            |nome próprio|voornaam|imię|jméno|ad|förnamn|fornavn|etunimi|名""",
        "family_name": """family name|last name|surname|nom de famille|nachname|familienname
            |apellido|apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|příjmení|soyad
            |efternamn|etternavn|sukunimi|фамилия|прізвище|姓""",
        "email": """email|mail|email address|mail address|recipient email|courriel|adresse email
            |adresse mail|adresse électronique|email adresse|mailadresse|correo|correo electrónico
            |endereço de email|correio eletrónico|indirizzo email|posta elettronica|emailadres
            |adres email|adres mailowy|e-mailová adresa|e-posta|e-post|sähköposti|почта
            |электронная почта|адрес электронной почты|електронна пошта|البريد الإلكتروني
            |דואר אלקטרוני|メール|メールアドレス|邮箱|电子邮件|电子邮箱|이메일""",
        "id": """id|did|identifier|recipient id|subject id|wallet|wallet did|identifiant
            |identificador""",
        "student_number": """student number|student no|student id|student identifier|learner id
            |matriculation number|matriculation no|registration number|enrolment number|roll number
            |numéro étudiant|numéro d'étudiant|matrikelnummer|número de alumno|número de estudiante
            |número de matrícula|matricola|numero di matricola|studentnummer|numer albumu|nr albumu
            |numer studenta|osobní číslo|öğrenci no|номер студента|학번|学籍番号|学号""",
        "date": """date|completed|completed on|completion date|date completed|date of completion
            |awarded|awarded on|award date|date awarded|issued|issued on|issue date|date issued
            |achieved on|date d'obtention|date de délivrance|datum|abschlussdatum|fecha
            |fecha de finalización|data|data de conclusão|data ukończenia|data wydania|datum vydání
            |tarih|päivämäärä|дата|дата окончания|التاريخ|תאריך|日付|修了日|日期|날짜""",
        "expires": """expires|expires on|expiry|expiry date|expiration date|valid until|valid to
            |date d'expiration|valable jusqu'au|gültig bis|fecha de caducidad|válido hasta
            |ważne do|data ważności|geldig tot|срок действия|有効期限""",
        "grade": """grade|score|result|mark|final grade|final score|note|résultat|ergebnis|punkte
            |nota|calificación|resultado|voto|cijfer|ocena|wynik|známka|puan|betyg|arvosana|оценка
            |результат|оцінка|الدرجة|ציון|成績|成绩|점수""",
        "evidence": """evidence|evidence url|evidence link|evidence address|url|link|portfolio
            |portfolio url|work|preuve|lien|nachweis|evidencia|enlace|prova|evidência|dowód
            |link do pracy|bewijs|důkaz|kanıt|доказательство|证据|証拠""",  # noqa: RUF001 -- Turkish headings
    }
)

FIELDS: Final = tuple(_HEADINGS)
"""What a column can hold."""

_OFTEN_HALF_A_NAME: Final = ("name", "nom", "nombre", "nome", "naam", "имя", "ім'я")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row, the headings as written, and those that are not read."""

    places: Mapping[str, int]
    headings: tuple[str, ...]
    ignored: tuple[str, ...]

    def heading(self, field: str) -> str:
        """The heading of the field as the file writes it, or its name where it has none."""
        return self.headings[self.places[field]] if field in self.places else field


def columns_of(headings: Sequence[str], *, named: Mapping[str, str]) -> Columns:
    """Where each field stands; `named` maps fields to headings and goes before what is guessed.

    Raises `Refused` with `recipients.header` where two columns claim one field, or a heading that
    was named is not there.
    """
    places = {field: _named_place(field, heading, headings) for field, heading in named.items()}
    taken = set(places.values())
    for place, heading in enumerate(headings):
        field = _FIELD_OF.get(_folded(heading))
        if field is None or place in taken or field in named:
            continue
        if field in places:
            told = f"{headings[places[field]]!r} and {heading!r} both look like the {_plain(field)}"
            raise Refused.because("recipients.header", f"{told}; say which one it is")
        places[field] = place
        taken.add(place)
    _settle_half_names(places, headings, named)
    ignored = tuple(
        heading for place, heading in enumerate(headings) if heading and place not in taken
    )
    return Columns(MappingProxyType(places), tuple(headings), ignored)


def _named_place(field: str, heading: str, headings: Sequence[str]) -> int:
    require_choice(field, "/recipients/columns", among=FIELDS)
    alike = [place for place, one in enumerate(headings) if _folded(one) == _folded(heading)]
    if len(alike) != 1:
        how = "no column has" if not alike else "several columns have"
        told = f"{how} the heading {heading!r:.60} named for the {_plain(field)}"
        raise Refused.because("recipients.header", told)
    return alike[0]


def _settle_half_names(
    places: dict[str, int], headings: Sequence[str], named: Mapping[str, str]
) -> None:
    """A `Name` beside a given name is the family name, and the other way round."""
    halves = {"given_name", "family_name"} & set(places)
    if "name" not in places or "name" in named or len(halves) != 1:
        return
    if _folded(headings[places["name"]]) in map(_folded, _OFTEN_HALF_A_NAME):
        other = ({"given_name", "family_name"} - halves).pop()
        places[other] = places.pop("name")


def _plain(field: str) -> str:
    return field.replace("_", " ")


def _folded(heading: str) -> str:
    """Letters and digits alone, without case, accents and compatibility forms."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", heading).casefold())
    return "".join(character for character in plain if character.isalnum())


_FIELD_OF: Final = {
    _folded(heading): field
    for field, headings in _HEADINGS.items()
    for heading in headings.split("|")
}
