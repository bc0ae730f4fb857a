"""Random awards: every builder of a credential, its optional members stated or not, in many scripts.

`random_award` gives the award of a number, always the same; `awards` draws them for hypothesis. The
keys and status lists that go with them are `key_of` and `published_lists`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha384
from random import Random
from typing import Any, Final, TypeVar
from uuid import UUID

from hypothesis import strategies as st

from testamur.credentials.document import Credential
from testamur.credentials.eu_elements import (
    ASSESSMENT_TYPES,
    CYCLES,
    PARTICIPATION,
    QUALITY_ASSURANCE_TYPES,
    STACKABILITY,
    SUPERVISION,
    LearningOutcome,
    QualityAssurance,
    StandardElements,
)
from testamur.credentials.issue import sign
from testamur.credentials.members import Rule, require_line, require_name
from testamur.credentials.openbadges import (
    ACHIEVEMENT_TYPES,
    Achievement,
    Address,
    Alignment,
    Criteria,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    Identity,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    SubjectDetails,
    credential_document,
    endorsement_document,
)
from testamur.credentials.status import (
    StatusRow,
    Window,
    build_list,
    status_credential,
    status_entry,
)
from testamur.encoding import JsonObject, parse_object
from testamur.errors import Refused
from testamur.keys import SigningKey
from tests.simulated_web import SimulatedWeb

__all__ = [
    "AWARDED",
    "LISTS",
    "REVOKED",
    "Award",
    "awards",
    "key_of",
    "published_lists",
    "random_award",
]

T = TypeVar("T")

AWARDED: Final = datetime(2026, 5, 1, 12, tzinfo=UTC)
"""When every award is given; those that end, end years later."""

LISTS: Final = {
    "revocation": "https://uni.example/status/1",
    "suspension": "https://uni.example/status/2",
}
"""The status list of each purpose, published by `published_lists`."""

REVOKED: Final = 131_071
"""The entry that is set in both lists; no award that is drawn has it."""

SCRIPTS: Final = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ąćęłńóśźżàèéìòùçñäöüßøåğışžčř",
    "абвгдежзийклмнопрстуфхцчшщьюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधन",
    "学位证书微凭据大学编程基础数据结构",
    "ひらがなカタカナ修了証",
    "한국어마이크로배지증명서",
)
SIGNS: Final = "0123456789 -'\u2019.,:;()&/+#%\"\\<>{}[]|^`~@*=?!_$🎓🏅✓€\u0301"
PATH_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@éł学"
ESCO: Final = "http://data.europa.eu/esco/skill/"
SPECIAL: Final = (
    '"',
    "\\",
    '\\"',
    "%s %% {}",
    "<x>",
    "_:b0",
    "_:c14n0",
    "urn:testamur-slot:0000:",
    "true",
    "12",
    "@value",
    "e\u0301",
    "https://uni.example/",
    "U+0041",
    "\\u0041",
)


class _Dice(Random):
    """Draws what an award is made of. One number decides it all, so any award can be had again.

    Drawing each letter and member by hypothesis itself would take fifty times as long.
    """

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.random() < 0.4 else None

    def few(self, make: Callable[[], T], *, least: int = 0, most: int = 2) -> list[T]:
        """Some that differ from one another."""
        made = [make() for _ in range(self.randint(least, most))]
        return list({repr(one): one for one in made}.values())

    # ------------------------------------------------------------------------------------- text

    def line(self) -> str:
        """One script and some signs, or a text that software stumbles over."""
        while True:
            if self.random() < 0.1:
                return self.choice(SPECIAL)
            letters = self.choice(SCRIPTS) + self.choice(("  ", "  ", SIGNS))
            text = "".join(self.choices(letters, k=self.randint(1, 24)))
            if _is_accepted(require_line, text):
                return text

    def name(self) -> str:
        while not _is_accepted(require_name, name := self.line()):
            pass
        return name

    def prose(self) -> str:
        return " \n\t".join(self.line() for _ in range(self.randint(1, 4)))

    # -------------------------------------------------------------------------------- addresses

    def urn(self) -> str:
        return f"urn:uuid:{UUID(int=self.getrandbits(128))}"

    def page(self) -> str:
        host = self.choice(("uni.example", "a.b-c.example:8443", "xn--bcher-kva.example"))
        path = "".join(self.choices(PATH_LETTERS, k=self.randint(1, 12)))
        ending = self.choice(("", "", "#final", "?q=1&r=2", "/%C3%A9"))
        return f"{self.choice(('https', 'http'))}://{host}/{path}{ending}"

    def email(self) -> str:
        person = self.choice(("ada", "bashir", "chen", "o'dara", "łucja"))
        return f"{person}.{self.randrange(10**6)}@{self.choice(('uni', 'mail.uni'))}.example"

    def recipient(self) -> str:
        holder = key_of(f"holder {self.randrange(64)}").public.did_key
        return self.choice((f"mailto:{self.email()}", holder, self.urn(), self.page()))

    def image(self) -> Image | str:
        if self.random() < 0.2:
            return "data:image/svg+xml;base64,PHN2Zy8+"
        return Image(self.page(), caption=self.maybe(self.line))

    def number(self) -> float:
        return self.randint(0, 1000) if self.random() < 0.5 else round(self.uniform(0, 1000), 3)

    # ------------------------------------------------------------------------------ Open Badges

    def alignment(self) -> Alignment:
        match self.randrange(3):
            case 0:
                return Alignment.eqf(self.randint(1, 8))
            case 1:
                return Alignment.esco(self.urn().replace("urn:uuid:", ESCO), self.line())
            case _:
                return Alignment(
                    self.line(),
                    target_url=self.page(),
                    target_type=self.choice((None, "CFItem", "CTDL", "ext:other")),
                    target_code=self.maybe(self.line),
                    target_framework=self.maybe(self.line),
                    target_description=self.maybe(self.prose),
                )

    def level(self) -> RubricCriterionLevel:
        return RubricCriterionLevel(
            self.line(),
            id=self.urn(),
            description=self.maybe(self.prose),
            level=self.maybe(self.line),
            points=self.maybe(self.line),
            alignment=self.few(self.alignment, most=1),
        )

    def result_description(self) -> ResultDescription:
        stated: dict[str, Any] = {"id": self.urn(), "alignment": self.few(self.alignment, most=1)}
        match self.randrange(3):
            case 0:
                ends: dict[str, Any] = {"value_min": "0", "value_max": "100"}
                return ResultDescription(self.line(), result_type="Percent", **ends, **stated)
            case 1:
                kind = self.choice(("LetterGrade", "Status", "ext:stars"))
                values = self.few(self.line, least=1, most=4)
                return ResultDescription(
                    self.line(), result_type=kind, allowed_value=values, **stated
                )
            case _:
                levels = self.few(self.level, least=1)
                return ResultDescription(
                    self.line(),
                    result_type="RubricCriterionLevel",
                    rubric_criterion_level=levels,
                    **stated,
                )

    def result_of(self, description: ResultDescription) -> Result:
        stated: dict[str, Any] = {
            "result_description": description.id,
            "alignment": self.few(self.alignment, most=1),
        }
        if description.rubric_criterion_level:
            reached = self.choice(list(description.rubric_criterion_level))
            return Result(achieved_level=reached.id, **stated)
        if description.allowed_value:
            return Result(self.choice(list(description.allowed_value)), **stated)
        return Result(str(self.randint(0, 100)), **stated)

    def results(self, descriptions: Sequence[ResultDescription]) -> list[Result]:
        """One result of each description, and perhaps one that has none."""
        results = [self.result_of(description) for description in descriptions]
        more = self.maybe(lambda: Result(status=self.choice(("Completed", "Provisional"))))
        return [*results, more] if more else results

    def address(self) -> Address:
        return Address(
            address_country=self.maybe(self.line),
            address_country_code=self.choice(("PL", "IE", "JP")),
            address_locality=self.maybe(self.line),
            street_address=self.maybe(self.line),
            postal_code=self.maybe(self.line),
            geo=self.maybe(
                lambda: GeoCoordinates(
                    latitude=round(self.uniform(-90, 90), 6),
                    longitude=round(self.uniform(-180, 180), 9),
                )
            ),
        )

    def identifier_entry(self) -> IdentifierEntry:
        kind = self.choice(("sourcedId", "isbn", "ext:ror"))
        return IdentifierEntry(self.line(), identifier_type=kind)

    def profile(self) -> dict[str, Any]:
        """The members of a profile but its id."""
        return {
            "name": self.maybe(self.name),
            "url": self.maybe(self.page),
            "phone": self.maybe(lambda: "+48 12 345 67 89"),
            "description": self.maybe(self.prose),
            "image": self.maybe(self.image),
            "email": self.maybe(self.email),
            "address": self.maybe(self.address),
            "other_identifier": self.few(self.identifier_entry),
            "official": self.maybe(self.name),
            "family_name": self.maybe(self.name),
            "given_name": self.maybe(self.name),
            "date_of_birth": self.maybe(lambda: date(self.randint(1900, 2020), 2, 28)),
        }

    def other_party(self) -> Profile:
        return Profile(self.page(), **self.profile())

    def related(self) -> Related:
        language = self.choice((None, "en", "pt-BR", "zh-Hant-TW"))
        return Related(self.page(), in_language=language, version=self.maybe(self.line))

    def elements(self) -> StandardElements:
        def outcome() -> LearningOutcome:
            described = self.maybe(self.prose)
            return LearningOutcome(
                self.line(), description=described, alignment=self.few(self.alignment)
            )

        def assurance() -> QualityAssurance:
            return QualityAssurance(
                self.choice(QUALITY_ASSURANCE_TYPES),
                name=self.maybe(self.line),
                assured_by=self.maybe(self.line),
                url=self.maybe(self.page),
            )

        return StandardElements(
            self.few(outcome),
            workload_hours=self.maybe(self.number),
            qf_ehea_cycle=self.choice((None, *CYCLES)),
            assessment_type=self.few(lambda: self.choice(ASSESSMENT_TYPES)),
            assessment_description=self.maybe(self.prose),
            participation=self.choice((None, *PARTICIPATION)),
            quality_assurance=self.few(assurance),
            prerequisites=self.maybe(self.prose),
            supervision=self.choice((None, *SUPERVISION)),
            stackability=self.choice((None, *STACKABILITY)),
            stacks_toward=self.few(self.page),
            further_information=self.maybe(self.prose),
        )

    def achievement(self) -> Achievement:
        return Achievement(
            self.choice((self.page, self.urn))(),
            name=self.line(),
            criteria=Criteria(self.prose(), id=self.maybe(self.page)),
            description=self.maybe(self.prose),
            achievement_type=self.choice((None, "ext:NanoBadge", *ACHIEVEMENT_TYPES)),
            in_language=self.choice((None, "en", "pl", "pt-BR")),
            ects=self.maybe(self.number),
            eqf=self.maybe(lambda: self.randint(1, 8)),
            alignment=self.few(self.alignment, most=3),
            tag=self.few(self.line, most=3),
            image=self.maybe(self.image),
            creator=self.maybe(self.other_party),
            field_of_study=self.maybe(self.line),
            specialization=self.maybe(self.line),
            human_code=self.maybe(self.line),
            version=self.maybe(self.line),
            result_description=self.few(self.result_description),
            related=self.few(self.related, most=1),
            other_identifier=self.few(self.identifier_entry, most=1),
            standard_elements=self.maybe(self.elements),
        )

    def evidence(self) -> Evidence:
        return Evidence(
            self.maybe(self.page),
            narrative=self.prose(),
            name=self.maybe(self.line),
            description=self.maybe(self.prose),
            genre=self.maybe(self.line),
            audience=self.maybe(self.line),
        )

    def details(self) -> SubjectDetails:
        day = timedelta(days=self.randint(1, 4000), seconds=self.randrange(86_400))
        return SubjectDetails(
            self.maybe(self.prose),
            activity_start_date=self.maybe(lambda: AWARDED - day),
            credits_earned=self.maybe(self.number),
            license_number=self.maybe(self.line),
            role=self.maybe(self.line),
            term=self.maybe(self.line),
            source=self.maybe(self.other_party),
        )

    def identity(self) -> Identity:
        match self.randrange(3):
            case 0:
                return Identity.name(self.name())
            case 1:
                return Identity.student_id(self.line())
            case _:
                return Identity.email(self.email())

    def status(self) -> JsonObject:
        purpose = self.choice(sorted(LISTS))
        return status_entry(LISTS[purpose], index=self.randrange(REVOKED), purpose=purpose)

    def award(self) -> Award:
        achievement, to = self.achievement(), self.maybe(self.recipient)
        lasting = timedelta(days=self.randint(400, 40_000))
        return Award(
            achievement,
            self.choice((self.page, self.urn))(),
            to,
            self.profile() | {"parent_org": self.maybe(self.other_party)},
            self.choice((0, 0, 0, 1, 2)),
            {
                "identities": self.few(self.identity, least=0 if to else 1),
                "results": self.results(achievement.result_description),
                "evidence": self.few(self.evidence),
                "details": self.maybe(self.details),
                "name": self.maybe(self.line),
                "description": self.maybe(self.prose),
                "image": self.maybe(self.image),
                "valid_until": self.maybe(lambda: AWARDED + lasting),
                "awarded": self.maybe(lambda: AWARDED - timedelta(days=3)),
                "standard_elements": self.maybe(self.elements),
                "status": self.maybe(self.status),
            },
        )


def _is_accepted(rule: Rule, value: str) -> bool:
    try:
        rule(value, "")
    except Refused:
        return False
    return True


@cache
def _endorsements_of(issuer: str) -> tuple[str, ...]:
    """What a quality body, whose key everybody can read, says of an issuer, as text."""
    key = key_of("quality body")
    body = Profile(key.public.did_key, name="Quality body")
    return tuple(
        sign(
            endorsement_document(
                comment,
                id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                about=issuer,
                issuer=body,
                valid_from=AWARDED,
            ),
            signer=key,
            at=AWARDED,
        ).text
        for number, comment in enumerate(["In good standing", 'Zgodne ze standardem "A" \\'])
    )


# ---------------------------------------------------------------------------------------- awards


@dataclass(frozen=True)
class Award:
    """One award before it is signed; `document` writes it for the issuer that signs it."""

    achievement: Achievement
    id: str
    to: str | None
    profile: dict[str, Any]
    endorsements: int
    details: dict[str, Any]

    def issuer(self, key: SigningKey) -> Profile:
        """The profile of the issuer, whose id is the key itself."""
        return Profile(key.public.did_key, **self.profile)

    def members(self, key: SigningKey) -> dict[str, Any]:
        """The other parameters of `issue`, for the issuer that has `key`."""
        endorsed = _endorsements_of(key.public.did_key)[: self.endorsements]
        return self.details | {"endorsement": [parse_object(text) for text in endorsed]}

    def document(self, key: SigningKey) -> JsonObject:
        """The unsigned credential."""
        return credential_document(
            self.achievement,
            id=self.id,
            to=self.to,
            issuer=self.issuer(key),
            valid_from=AWARDED,
            **self.members(key),
        )

    def signed(self, key: SigningKey, *, proof: str | None = None) -> Credential:
        """The credential, signed by its issuer."""
        return sign(self.document(key), signer=key, at=AWARDED, proof=proof)


def random_award(number: int) -> Award:
    """The award of that number: any kind, any size, always one that the builders accept."""
    return _Dice(number).award()


awards: Final = st.integers(0, 2**32).map(random_award)
"""Awards by their numbers."""


def published_lists(key: SigningKey) -> SimulatedWeb:
    """A web with the status lists of the issuer that has `key`."""
    web = SimulatedWeb(at=AWARDED)
    for purpose, url in LISTS.items():
        document = status_credential(
            url,
            issuer=key.public.did_key,
            purpose=purpose,
            encoded_list=build_list([StatusRow(REVOKED)]),
            window=Window(AWARDED, AWARDED + timedelta(days=36_500)),
        )
        web.publish(url, sign(document, signer=key, at=AWARDED).text)
    return web


@cache
def key_of(name: str, kind: str = "ed25519") -> SigningKey:
    """The key of whoever has that name: the same one each time."""
    seed = sha384(name.encode()).digest()
    return SigningKey.generate(kind, rng=lambda size: (seed * 2)[:size])
