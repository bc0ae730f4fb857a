"""What the browser tests look at: a university with something of everything, made by the services.

    python -m tests.browser.showcase FOLDER     # fills the folder, prints what pages.py names

Everybody signs in by `PASSWORD`. Each kind of row stands here once in each state that looks
different: drafts and what is published, cohorts by state, enrolments to assess, awards that are
valid, suspended and revoked, a batch with a wrong row, claims, shares, an invitation.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.browser.upskilling import make_company

PASSWORD = "correct horse battery"
SURVEYS = "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378"
TITLES = (
    "Data analysis with Python",
    "First aid at work",
    "Circular economy for small firms",
    "Solar panel maintenance",
    "Statistics for decisions",
    "Leading a small team",
    "Accessible web design",
    "Welding of thin sheet",
)


def fill() -> dict[str, str]:
    """Make everything; what pages.py names, by name."""
    from django.utils import timezone

    now = timezone.now()
    people, university = _people(now)
    versions = _catalogue(university, people["bashir"], now)
    facts = {
        "organisation": university.slug,
        "achievement": str(versions[0].achievement_id),
        "another": str(versions[1].achievement_id),
        "draft": str(_draft(university, versions, people["bashir"], now)),
        "made_of_others": str(_whole(university, versions, people["bashir"], now)),
    }
    facts |= _learning(versions[0], people, now)
    facts |= _marking(versions[1], people, now)
    facts |= _partner(versions[2], people, now)
    facts |= _awards(versions, people, now)
    facts |= _wallet(people["ada"], now)
    facts |= _attested(university, people, facts["item"], now)
    facts |= _qualification(versions, people, now)
    facts |= _batch(versions[1], people["bashir"], now)
    facts |= _members(university, people, now)
    facts |= _skills(university, people, now)
    facts |= _roles(university, people, now)
    facts |= _needs(university, versions[0], people, now)
    _goal(people["mei"], now)
    facts |= _stacks(versions, people, now)
    facts |= _reviews(versions, people, now)
    facts |= _vouching(versions[0], people, now)
    facts |= _recognised(university, versions[0], people, now)
    _inflation(now)
    facts |= _surveyed(versions[2], people, facts["item"], now)
    facts |= _shortlists(people, now)
    facts |= _talent(university, people, now)
    facts |= _matching(university, people, now)
    facts |= _market()
    facts |= make_company(people["dara"], PASSWORD, now)
    return facts


def _market() -> dict[str, str]:
    """Postings that are loaded, with what is said of them; and a file that waits to be mapped."""
    from tests.web.labour.conftest import brought, loaded, postings

    return {"load": str(loaded().pk), "load_to_map": str(brought(postings(2)).pk)}


def _reviews(versions: list[Any], people: dict[str, Any], now: Any) -> dict[str, str]:
    """A course that two experts signed off; a draft of which one waits, answered, was withdrawn."""
    from testamur_web.catalogue import reviewing
    from testamur_web.config.demonstration.reviewing import ask_experts
    from testamur_web.ops import outbox
    from testamur_web.ops.models import OutboxRow
    from testamur_web.people.tokens import link_token

    names = ("Statistics for decisions", "Designing a course", "Presenting with confidence")
    bashir = people["bashir"]
    draft = ask_experts(dict(zip(names, versions[4:7], strict=True)), by=bashir, at=now)
    rosa = reviewing.Expert("Rosa Lind", "rosa@guild.example", "Guild of Rhetoric")
    ended = reviewing.ask_expert(draft, rosa, by=bashir, at=now - timedelta(days=1))
    outbox.drain()
    reviewing.withdraw_review(ended, by=bashir, at=now)
    letters = OutboxRow.objects.filter(kind=reviewing.ASK)
    nonces = {row.payload["request"]: row.payload["nonce"] for row in letters}
    links = {
        one.name: link_token(reviewing.ASK, one.pk, nonce=nonces[str(one.pk)])
        for one in draft.review_requests.all()
    }
    return {
        "to_review": str(_employers_draft(people["dara"], now)),
        "reviewed": str(versions[5].achievement_id),
        "under_review": str(draft.pk),
        "review": links["Paul Okoye"],
        "review_given": links["Ingrid Berg"],
        "review_over": links["Rosa Lind"],
    }


def _employers_draft(designer: Any, now: Any) -> Any:
    """A draft that is whole, of the employer: its journey asks for sign-offs before publishing."""
    from testamur_web.catalogue import services
    from testamur_web.people.models import Organisation

    employer = Organisation.objects.get(slug="brightworks")
    definition = _definition("Inspecting roof systems", 0)
    draft = services.create_achievement(employer, title=definition.title, by=designer, at=now)
    services.save_draft(draft, definition, by=designer, at=now)
    return draft.pk


def _surveyed(version: Any, people: dict[str, Any], item: str, now: Any) -> dict[str, str]:
    """Ten answers and a link of each kind; a low result, a review that is closed, one by hand."""
    from uuid import uuid4

    from testamur_web.learning import services
    from testamur_web.learning.models import SurveyCall
    from testamur_web.wallet.models import Item

    def ask(award: Any = None, *, over: bool = False) -> tuple[Any, str]:
        until = now if over else now + services.OPEN_FOR
        call = SurveyCall.objects.create(
            award=award or uuid4(),
            version=version,
            wave="after-award",
            asked_at=now,
            expires_at=until,
        )
        return call, services.issue_token(call, nonce="show")

    def answer() -> str:
        call, token = ask()
        ratings = {"certified": 4, "workload": 2, "used": 4, "helped": 5}
        services.answer_survey(call, services.Said(ratings, "It took me longer."), at=now)
        return token

    answered = [answer() for _turn in range(10)]
    held, staff = version.achievement, people["bashir"]
    by_hand = services.ask_for_review(held, why="The rules have changed.", by=staff, at=now)
    services.close_review(by_hand, done="The second outcome names the new.", by=staff, at=now)
    low = services.review_low_result(held, at=now)
    mine = Item.objects.get(pk=item)
    ask(mine.award_id)
    return {
        "survey": ask()[1],
        "survey_answered": answered[0],
        "survey_over": ask(over=True)[1],
        "surveyed": str(held.pk),
        "surveyed_item": str(mine.pk),
        "definition_review": str(low.pk),
    }


def _shortlists(people: dict[str, Any], now: Any) -> dict[str, str]:
    """A table with a row that holds and rows that do not, and one that waits."""
    from testamur_web.verifying.shortlists import check_rows, make_shortlist
    from testamur_web.verifying.sources import Handed

    good = people["ada"].awards.filter(revoked_at=None).order_by("pk").first().credential
    altered = good.replace('"name":"', '"name":"Not ', 1)
    texts = {"ada.json": good, "altered.json": altered, "letter.txt": "I would like to work here."}
    handed = [Handed(name, text.encode()) for name, text in texts.items()]
    bashir = people["bashir"]
    made = make_shortlist(handed, name="Welder, night shift", by=bashir, at=now)
    check_rows.func(str(made.pk), 1, len(handed))
    waiting = make_shortlist(handed, name="Welder, day shift", by=bashir, at=now)
    return {"shortlist": str(made.pk), "waiting_shortlist": str(waiting.pk)}


def _talent(university: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """Kofi agreed to be found, and was: a saved search, a message that waits, one he answered."""
    from testamur_web.catalogue.skills import entry_of
    from testamur_web.employers import consent, contacts
    from testamur_web.employers.criteria import Criteria, Wanted
    from testamur_web.employers.facts import state_for_employers
    from testamur_web.employers.looking import look
    from testamur_web.employers.models import Part, Purpose
    from testamur_web.employers.saved import save_search
    from testamur_web.ops import outbox

    bashir, kofi, mei = people["bashir"], people["kofi"], people["mei"]
    for person in (kofi, mei):
        for purpose in Purpose:
            consent.give_consent(person, purpose, parts=set(Part) - {Part.NAME}, at=now)
    facts = {"languages": ["en", "fr"], "country": "IE", "region": "Munster", "hours": 30}
    state_for_employers(kofi, facts)
    outbox.drain()
    wanted = Criteria((Wanted(SURVEYS, 5), Wanted("https://skills.example/solder")), least=1)
    saved = save_search(university, "Survey people", wanted, alerts=True, by=bashir, at=now)
    people_found = look(university, wanted, of=str(saved.pk), by=bashir, at=now).people
    found = next(one for one in people_found if one.hit.findable.person_id == kofi.pk)
    told = {"alias": found.alias, "subject": "A survey in spring", "message": "Would you lead it?"}
    sent = contacts.send_request(university, kofi, **told, by=bashir, at=now)
    told |= {"alias": "QK7FD-2MWXA"}
    other = contacts.send_request(university, mei, **told, by=bashir, at=now)
    contacts.accept_contact(other, name=mei.name, email=mei.email, at=now)
    consent.withdraw_all(mei, at=now)
    known = entry_of(SURVEYS)
    named = {"surveys": known.entry.label if known else SURVEYS}
    return named | {"people": str(saved.pk), "alias": found.alias, "contact": str(sent.pk)}


def _matching(university: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """Kofi was compared with a role and invited, and contests it; he says something for fairness."""
    from testamur.pathways.goal import Goal
    from testamur.skills.framework import Need
    from testamur_web.employers import comparing, match_decisions, own_traits, ranking
    from testamur_web.plans.profiles import create_profile, newest_of

    bashir, kofi = people["bashir"], people["kofi"]
    told = {"is_on": True, "reason": "Forty answer each advert.", "by": bashir, "at": now}
    ranking.switch_ranking(university, **told)
    solder = "https://skills.example/solder"
    names = {SURVEYS: "analyse surveys", solder: "solder joints"}
    wanted = Goal((Need(SURVEYS, level=6), Need(solder)), label="Survey hand", names=names)
    role = create_profile(university, wanted, by=bashir, at=now)
    run = comparing.run_match(newest_of(role), by=bashir, at=now)
    comparing.compare(run.pk, at=now)
    row = run.people.get(person=kofi)
    match_decisions.decide(row, "invite", reason="Has led two surveys.", by=bashir, at=now)
    contest = match_decisions.contest_match(row, words="My newest one is missing.", at=now)
    own_traits.state_traits(kofi, {"age": "30-44"}, at=now)
    named = {"run": str(run.pk), "matched": row.alias, "ranking": str(row.pk)}
    return named | {"contest": str(contest.pk)}


def _vouching(version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """A word that stands, one that was withdrawn, and a request that waits."""
    from testamur_web.trust import asking, giving
    from testamur_web.trust.subjects import Subject

    about = Subject(version=version)
    words = [
        giving.give(about, giving.Word(said), organisation=None, by=people[who], at=now)
        for who, said in (("mei", "I use it every day."), ("kofi", "It is kept up to date."))
    ]
    giving.withdraw(words[1], reason="It is not any more", by=people["kofi"], at=now)
    held = people["ada"].awards.filter(revoked_at=None).order_by("pk").first()
    asked = asking.ask(
        Subject(award=held), whom="boss@work.example", note="You know it.", by=people["ada"], at=now
    )
    return {"endorsement": str(words[0].pk), "endorse_asked": asking.token_of(asked)}


def _recognised(university: Any, version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """What the university accepts, of two one to end; a check of it, and a list that names it."""
    from testamur_web.catalogue.addresses import achievement_url
    from testamur_web.config.demonstration.vouching import check_issuer
    from testamur_web.trust import recognising
    from testamur_web.trust.models import IssuerCheck, TrustRegistry
    from testamur_web.trust.recognising import Acceptance

    day, bashir = now.date(), people["bashir"]
    rows = [
        recognising.recognise(
            university, Acceptance(address, kind, terms, day, title="First aid"), by=bashir, at=now
        )
        for address, kind, terms in (
            (achievement_url(version.achievement), "credit", "2 credits of the second year"),
            ("https://badges.example/first-aid", "exemption", "Unit 4, safety at work"),
        )
    ]
    later = day + timedelta(days=90)
    recognising.withdraw(rows[1], on=later, reason="A new syllabus", by=bashir, at=now)
    check_issuer(people["fay"], university, at=now)
    return {
        "recognition": str(rows[0].pk),
        "issuer_check": str(IssuerCheck.objects.filter(ended_at=None).first().pk),
        "registry": str(TrustRegistry.objects.get().pk),
    }


def _inflation(now: Any) -> None:
    """The figures of the day."""
    from testamur_web.trust.inflation_counting import count_inflation

    count_inflation(at=now)


def _goal(person: Any, now: Any) -> None:
    """A goal, and a plan for it that was kept for other limits than the pages ask for."""
    from testamur.pathways.goal import goal_from
    from testamur_web.plans import keeping, services
    from testamur_web.plans.planning import Asked

    need = {
        "skill": "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378",
        "name": "survey data",
        "importance": 1.0,
    }
    wanted = goal_from({"label": "Survey analyst", "needs": [need]})
    keeping.keep_plan(services.set_goal(person, wanted, at=now), Asked(mode="onsite"), at=now)


def _people(now: Any) -> tuple[dict[str, Any], Any]:
    from testamur_web.people import services
    from testamur_web.people.models import Person, Role

    names = {"ada": "Ada Okafor", "bashir": "Bashir Rahman", "amina": "Amina Diallo"}
    names |= {
        "dara": "Dara Nowak",
        "kofi": "Kofi Mensah",
        "mei": "Mei Tanaka",
        "eli": "Eli Janssens",
    }
    people = {
        username: services.create_person(
            username=username,
            name=name,
            email=f"{username}@people.example",
            password=PASSWORD,
            at=now,
        )
        for username, name in names.items()
    }
    people["fay"] = Person.objects.create_superuser("fay", password=PASSWORD, name="Fay Lindqvist")
    for person in people.values():
        if person.email:
            services.verify_email(person, email=person.email, by=None, at=now)
    university = services.create_organisation(
        name="Northgate University",
        slug="northgate",
        kinds=["university"],
        by=people["bashir"],
        at=now,
        description="A public university with evening and online courses for people in work.",
        url="https://northgate.example",
        country="IE",
    )
    services.add_member(
        university, person=people["amina"], roles=[Role.ASSESSOR], by=people["bashir"], at=now
    )
    services.create_organisation(
        name="Brightworks Energy", slug="brightworks", kinds=["employer"], by=people["dara"], at=now
    )
    services.create_organisation(
        name="Open Quality Board", slug="board", kinds=["quality-body"], by=people["eli"], at=now
    )
    return people, university


def _roles(university: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """Two roles; Amina has not answered, Bashir shows how far he is."""
    from testamur_web.config.demonstration.roles import describe_roles
    from testamur_web.employers.ladders import create_ladder
    from testamur_web.plans import proposing
    from testamur_web.plans.models import RoleProfile

    bashir, amina = people["bashir"], people["amina"]
    describe_roles(university, manager=bashir, colleague=amina, at=now)
    role = RoleProfile.objects.filter(organisation=university).latest("title")
    proposal = proposing.propose(role, bashir, by=bashir, at=now)
    proposing.accept(proposal, shares_progress=True, at=now)
    roles = list(RoleProfile.objects.filter(organisation=university).values_list("pk", flat=True))
    ladder = create_ladder(university, "Data group", roles, by=bashir, at=now)
    asked = proposing.proposed_to(amina).get()
    return {"role": str(role.pk), "proposal": str(asked.pk), "ladder": str(ladder.pk)}


def _needs(university: Any, version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """A need of the employer with an answer, and one of the university without."""
    from testamur.pathways.goal import Goal
    from testamur.skills.framework import Need
    from testamur.talent.profile import profile_of
    from testamur_web.employers.answering import answer_need
    from testamur_web.employers.needs import Stated, publish_need
    from testamur_web.people.models import Organisation

    dara, bashir = people["dara"], people["bashir"]
    employer = Organisation.objects.get(slug="brightworks")
    skills = tuple(Need(skill.uri, level=5) for skill in version.skills.all())
    wanted = profile_of(Goal(skills, label="People who know what the numbers say"))
    stated = Stated(people=8, ends_on=(now + timedelta(days=30)).date(), region="Huelva")
    need = publish_need(employer, wanted, stated, by=dara, at=now)
    answer_need(need, version.achievement, note="It runs in May.", by=bashir, at=now)
    own = publish_need(university, wanted, stated, by=bashir, at=now)
    return {"need": str(need.pk), "own_need": str(own.pk)}


def _definition(title: str, at: int) -> Any:
    from testamur_web.catalogue.definition import (
        Component,
        Criterion,
        Definition,
        Image,
        Outcome,
        Price,
        Quality,
    )

    kinds = ("short-course", "badge", "certificate")
    return Definition(
        title=title,
        summary="Do it by yourself, safely, and explain to others why you did it so.",
        description="Eight weeks beside work.\n\nYou work on a task of a real organisation.",
        kind=kinds[at % 3],
        language="en",
        outcomes=(
            Outcome(
                "analyse",
                "advanced",
                "survey data",
                SURVEYS,
                "ESCO",
            ),
            Outcome("present", "intermediate", "findings to non-experts"),
        ),
        components=(
            Component("course-work", "Weekly exercises", 30, 40),
            Component("project", "A survey of your own", 15, 40),
            Component("exam", "Practical exam", 5, 20),
        ),
        criteria=(
            Criterion("exercises", "Hands in eight of ten exercises"),
            Criterion("project", "The project answers a question with data"),
            Criterion("talk", "Presents it to the group", is_mandatory=False),
        ),
        hours=50,
        ects=Decimal(2),
        eqf_level=4 + at % 3,
        assessment_method=("practicalAssessment", "project"),
        assessment_description="A practical task of two hours, then a conversation about it.",
        supervision="supervisedOnlineVerified",
        identity_check="document",
        quality_statement=Quality("internalAssurance", "Reviewed each year", "Quality office"),
        mode=("online", "blended", "onsite")[at % 3],
        place="" if at % 3 == 0 else "Galway",
        pace="part-time",
        price=Price(Decimal((at % 4) * 60), "EUR"),
        prerequisites="Can write a loop in any language.",
        valid_months=36,
        stackability="stackable",
        image=Image(alt=f"A badge with the words {title}"),
    )


def _catalogue(university: Any, designer: Any, now: Any) -> list[Any]:
    from testamur_web.catalogue import services

    versions = []
    for at, title in enumerate(TITLES):
        moment = now - timedelta(days=60 - at)
        achievement = services.create_achievement(university, title=title, by=designer, at=moment)
        services.save_draft(achievement, _definition(title, at), by=designer, at=moment)
        versions.append(services.publish(achievement, by=designer, at=moment))
    return versions


def _skills(university: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """An own skill that was mapped twice, a scale, a crosswalk, and a file that waits."""
    from testamur.skills.framework import Crosswalk, Link, LinkKind
    from testamur.skills.readers import CrosswalkIntake
    from testamur_web.catalogue import mappings, own_skills
    from testamur_web.catalogue.crosswalking import keep_crosswalk
    from testamur_web.catalogue.skills import find_entries
    from testamur_web.catalogue.uploads import bring_list

    designer, operator = people["bashir"], people["fay"]
    steps = [own_skills.Step("Helper", 3), own_skills.Step("Pilot", 5)]
    scale = own_skills.state_scale(university, "Crew", steps, by=designer, at=now)
    words = own_skills.SkillWords(
        "inspect solar parks by drone", "Safely.", ("drone survey",), scale
    )
    skill = own_skills.add_skill(university, words, is_new=True, by=designer, at=now)
    target = find_entries("weld", kind="skill", limit=1)[0].found.id
    early, late = (mappings.MappingWord(target, kind, "Why") for kind in ("related", "exact"))
    before = mappings.map_skill(skill, early, by=designer, at=now)
    mappings.map_skill(skill, late, replaces=before, by=designer, at=now)
    link = Link(target, LinkKind.EXACT, "https://lists.example/1")
    table = Crosswalk("urn:a", "urn:b", name="ESCO to ours", links=(link,))
    crosswalk, _ = keep_crosswalk(CrosswalkIntake(table), by=operator, at=now)
    upload = bring_list("skills.csv", b"label\nMilling\n", by=operator, at=now)
    return {
        "own_skill": str(skill.pk),
        "crosswalk": str(crosswalk.pk),
        "list_upload": str(upload.pk),
    }


def _draft(university: Any, versions: list[Any], designer: Any, now: Any) -> Any:
    """A draft of a whole with boxes of every kind, some of them not finished."""
    from testamur_web.catalogue import services
    from testamur_web.catalogue.addresses import achievement_url

    achievement = services.create_achievement(
        university, title="Repairing household devices", by=designer, at=now
    )
    one, two = (
        {"achievement": achievement_url(v.achievement), "name": v.title} for v in versions[:2]
    )
    some = {"atLeast": 1, "of": [two, {"skill": "urn:skill:1", "name": "Soldering"}]}
    lately = {"withinMonths": 24, "rule": {"credits": 5, "from": [one["achievement"]]}}
    whose = {"issuers": ["did:web:example.org"], "rule": {"atLevel": 4, "rule": {}}}
    clause = {"all": [one, some, lately, whose, {"achievement": "", "name": "No such thing"}]}
    stack = {"clause": clause, "recognised": {one["achievement"]: ["https://example.org/a/1"]}}
    services.change_draft(achievement, {"stack": stack}, by=designer, at=now)
    return achievement.pk


def _whole(university: Any, versions: list[Any], designer: Any, now: Any) -> Any:
    """A micro-credential made of others: one of all, an order, a choice and credits."""
    from testamur_web.catalogue import services
    from testamur_web.catalogue.documents import achievement_url
    from testamur_web.catalogue.stacks import Stack

    parts = [
        {"achievement": achievement_url(one.achievement), "name": one.title} for one in versions
    ]
    clause = {
        "all": [
            parts[0],
            {"inOrder": parts[1:3]},
            {"atLeast": 1, "of": parts[3:6]},
            {"credits": 4, "from": [part["achievement"] for part in parts[5:]]},
        ]
    }
    definition = replace(_definition("Sustainable small firms", 1), stack=Stack(clause))
    achievement = services.create_achievement(
        university, title=definition.title, by=designer, at=now
    )
    services.save_draft(achievement, definition, by=designer, at=now)
    return services.publish(achievement, by=designer, at=now).achievement_id


def _programme(services: Any, cohort: Any, enrolment: Any, staff: Any, now: Any) -> Any:
    from datetime import timedelta
    from decimal import Decimal

    due = now + timedelta(days=20)
    terms = services.ActivityTerms("Survey of forty people", "project", 30, 60, now, due)
    activity = services.add_activity(cohort, terms, by=staff, at=now)
    source = services.Source("Handbook", url="https://learn.example/handbook", place="Library")
    services.add_resource(cohort, source, by=staff, at=now)
    services.announce(cohort, title="Room 4", text="We meet in room 4.", by=staff, at=now)
    services.extend(
        enrolment, activity, due_at=due + timedelta(days=7), reason="Ill", by=staff, at=now
    )
    services.note_accommodation(
        enrolment, what="A quiet room", agreed_by="The office", extra_percent=10, by=staff, at=now
    )
    services.enter_results(enrolment, {activity: Decimal("74.5")}, by=staff, at=now)
    return activity


def _learning(version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    from testamur_web.learning import services
    from testamur_web.learning.findings import Finding, Found
    from testamur_web.learning.roster import Listed
    from testamur_web.ops import outbox

    staff, assessor = people["bashir"], people["amina"]
    cohort = services.open_cohort(version, name="Spring 2026", by=staff, at=now)
    coded = services.open_cohort(version, name="Evening group", by=staff, at=now, entry="code")
    enrolments = {
        name: services.enrol(cohort, person=people[name], at=now) for name in ("ada", "kofi", "mei")
    }
    for name, enrolment in enrolments.items():
        for piece in (
            services.Piece(kind="note", title="How I worked", text="I asked forty people."),
            services.Piece(kind="link", title="The survey", url="https://work.example/survey"),
        ):
            services.add_evidence(enrolment, piece, by=people[name], at=now)
    for name in ("kofi", "mei"):
        services.hand_in(enrolments[name], by=people[name], at=now)
    services.decide(
        enrolments["mei"],
        by=assessor,
        findings=[Finding(one, Found.MET) for one in ("exercises", "project", "talk")],
        at=now,
    )
    contested = services.contest(
        enrolments["mei"].decisions.get(), reasons="A talk too", by=people["mei"], at=now
    )
    activity = _programme(services, cohort, enrolments["ada"], staff, now)
    invited = Listed(name="Ines Prado", email="ines@people.example")
    services.enrol_listed(coded, [invited], by=staff, at=now)
    outbox.drain()
    return {
        "cohort": str(cohort.pk),
        "code": coded.code,
        "enrolment": str(enrolments["ada"].pk),
        "to_assess": str(enrolments["kofi"].pk),
        "assessed": str(enrolments["mei"].pk),
        "appeal": str(contested.pk),
        "contested": str(contested.decision_id),
        "activity": str(activity.pk),
    }


def _marking(version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """A cohort that two mark blind: some are decided, one waits for a third, one for a second."""
    from testamur_web.config.demonstration.marking import mark_twice
    from testamur_web.people import services

    learners = [
        services.create_person(
            username=f"pupil-{at}", name=f"Pupil {at}", email=f"pupil-{at}@people.example", at=now
        )
        for at in range(8)
    ]
    cohort = mark_twice(version, learners, people, at=now)
    rubric = cohort.marking.rubric.rubric
    waiting = list(cohort.enrolments.filter(state="submitted").order_by("name"))
    return {
        "marked_cohort": str(cohort.pk),
        "rubric": str(rubric.pk),
        "sample": str(rubric.samples.get().pk),
        "to_moderate": str(waiting[0].pk),
        "to_mark": str(waiting[1].pk),
    }


def _partner(version: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    """A library with a group, cards to claim with, and a sheet of which one row clashes."""
    from testamur_web.config.demonstration.partners import LIBRARY, work_with_a_library
    from testamur_web.ops import outbox

    cohort = work_with_a_library(version, people | {"gil": people["dara"]}, at=now)
    outbox.drain()
    partnership = cohort.partnerships.get()
    return {
        "library": LIBRARY,
        "library_cohort": str(cohort.pk),
        "group": str(partnership.pk),
        "group_person": str(cohort.enrolments.filter(state="passed").first().pk),
        "group_member": str(cohort.enrolments.filter(state="submitted").first().pk),
        "sheet": str(partnership.sheets.get().pk),
    }


def _awards(versions: list[Any], people: dict[str, Any], now: Any) -> dict[str, str]:
    from testamur_web.awards import services
    from testamur_web.ops import outbox
    from testamur_web.ops.models import OutboxRow
    from testamur_web.wallet import services as wallets

    staff = people["bashir"]
    given = [
        services.give_award(
            version,
            recipient=services.Recipient(person.name, person.email, "", person),
            awarded_at=now - timedelta(days=at),
            award_key=f"show {at}",
            by=staff,
            at=now,
            valid_until=now + timedelta(days=40) if at == 1 else None,
        )
        for at, (version, person) in enumerate(
            [
                *((version, people["ada"]) for version in versions[1:5]),
                (versions[0], people["kofi"]),
            ]
        )
    ]
    stranger = services.give_award(
        versions[0],
        recipient=services.Recipient("Zoë Haddad", "zoe@people.example", "", None),
        awarded_at=now,
        award_key="show stranger",
        by=staff,
        at=now,
    )
    services.sign_awards([*given, stranger], at=now)
    outbox.drain()
    services.revoke([given[2]], reason="Awarded to the wrong person", by=staff, at=now)
    services.suspend([given[3]], reason="The project is being looked at again", by=staff, at=now)
    _, token = wallets.make_claim(stranger, at=now)
    unsent = OutboxRow.objects.get(key=f"wallet.mail:{stranger.pk}")
    unsent.given_up_at, unsent.done_at = now, None
    unsent.last_error = "SMTPRecipientsRefused: 550 no such mailbox"
    unsent.save()
    return {
        "unsent": str(unsent.pk),
        "award": str(given[0].pk),
        "revoked": str(given[2].pk),
        "suspended": str(given[3].pk),
        "claim": token,
        "unclaimed": str(stranger.pk),
        "key": str(stranger.organisation.keys.get().pk),
    }


def _wallet(ada: Any, now: Any) -> dict[str, str]:
    from testamur_web.wallet import services

    items = list(ada.wallet_items.order_by("-awarded_at"))
    for item in items:
        services.share(ada, [item], kind="public", at=now)
    secret = services.share(
        ada,
        items[:3],
        kind="secret",
        title="For Brightworks",
        at=now,
        expires_at=now + timedelta(days=30),
    )
    ways = {
        f"share_{kind}": str(services.share(ada, items[:1], kind=kind, at=now).pk)
        for kind in ("embed", "linkedin")
    }
    return ways | {"item": str(items[0].pk), "share": str(secret.pk), "shared": secret.token}


def _attested(university: Any, people: dict[str, Any], item: str, now: Any) -> dict[str, str]:
    """Claims and hours, of which one supervisor has said something and another is asked."""
    from testamur_web.catalogue import services as catalogue
    from testamur_web.catalogue.definition import Component
    from testamur_web.learning import services
    from testamur_web.learning.services.attesting import ASK
    from testamur_web.ops import outbox
    from testamur_web.ops.models import OutboxRow
    from testamur_web.people.tokens import link_token
    from testamur_web.wallet import services as wallets
    from testamur_web.wallet.models import Item

    def link_of(request: Any) -> str:
        row = OutboxRow.objects.get(kind=ASK, payload__request=str(request.pk))
        return link_token(ASK, request.pk, nonce=row.payload["nonce"])

    ada, staff = people["ada"], people["bashir"]
    placed = (Component("work-placement", "Placement in a firm", 50, 100),)
    definition = replace(_definition("Welding in a workshop", 2), components=placed)
    achievement = catalogue.create_achievement(university, title=definition.title, by=staff, at=now)
    catalogue.save_draft(achievement, definition, by=staff, at=now)
    version = catalogue.publish(achievement, by=staff, at=now)
    cohort = services.open_cohort(
        version, name="Recognition", by=staff, at=now, is_prior_learning=True
    )
    prior = services.enrol(cohort, person=ada, at=now)
    piece = services.Piece(kind="note", title="My work", text="Ten years of thin sheet.")
    proof = services.add_evidence(prior, piece, by=ada, at=now)
    rows = ("criterion-exercises", "criterion-project")
    for row in rows:
        services.claim_row(
            prior, row, account="At Brightworks.", evidence=[proof.pk], by=ada, at=now
        )
    for hours in ("7.5", "4"):
        services.log_hours(
            prior, day=now.date(), hours=Decimal(hours), task="Frames", by=ada, at=now
        )
    maria = services.Supervisor("Maria Lang", "maria@bright.example", "Brightworks", "manager")
    said, asked = [
        services.ask_about_claims(prior, [row], supervisor=maria, by=ada, at=now) for row in rows
    ]
    uses = [
        wallets.note_use(
            Item.objects.get(pk=item), used_on=now.date(), text=text, skills=[], by=ada, at=now
        )
        for text in ("A survey of our customers", "A talk about it")
    ]
    wallets.ask_about_use(uses[0], supervisor=maria, by=ada, at=now)
    outbox.drain()
    reply = services.Reply(rows[0], confirmed=True, comment="Alone, and well.")
    services.answer_request(
        link_of(said), [reply], signed_name="Maria Lang", is_stated=True, at=now
    )
    return {
        "prior": str(prior.pk),
        "attestation": str(said.pk),
        "attest": link_of(asked),
        "attested": link_of(said),
        "use": str(uses[1].pk),
    }


def _qualification(versions: list[Any], people: dict[str, Any], now: Any) -> dict[str, str]:
    from testamur_web.plans import exemptions, mappings, qualifications, studying

    staff, ada = people["bashir"], people["ada"]
    terms = qualifications.Terms("Diploma in applied studies", "diploma", Decimal(12))
    made = qualifications.create_qualification(
        versions[0].achievement.organisation, terms, by=staff, at=now
    )
    units = [
        qualifications.add_unit(
            made, qualifications.UnitTerms(f"AS-{at}", title, Decimal(4)), by=staff, at=now
        )
        for at, title in enumerate(("Working safely", "Research methods", "Leading people"))
    ]
    mapping, *_others = [
        mappings.map_achievement(
            unit, version.achievement, mappings.MappingTerms(Decimal(2)), by=staff, at=now
        )
        for unit, version in zip(units, versions[1:], strict=False)
    ]
    qualifications.publish_qualification(made, by=staff, at=now)
    studying.follow(made, person=ada, at=now)
    items = list(ada.wallet_items.order_by("-awarded_at"))
    granted, waiting = [
        exemptions.apply_for_exemption(unit, [items[at]], person=ada, at=now, note="The same")
        for at, unit in ((2, units[0]), (0, units[2]))
    ]
    verdict = exemptions.Verdict("granted", reason="It is the same", has_no_interest=True)
    exemptions.decide_exemption(granted, verdict, by=staff, at=now)
    return {
        "qualification": str(made.pk),
        "unit": str(units[1].pk),
        "mapping": str(mapping.pk),
        "exempted": str(granted.pk),
        "to_exempt": str(waiting.pk),
    }


def _stacks(versions: list[Any], people: dict[str, Any], now: Any) -> dict[str, str]:
    """A stack that Ada was given, and one that waits for a registrar."""
    from dataclasses import replace

    from testamur_web.catalogue import services
    from testamur_web.catalogue.documents import achievement_url
    from testamur_web.catalogue.stacks import Stack
    from testamur_web.plans.services import follow_stack

    cases = []
    for title, part, gives in (
        ("Ready for site work", versions[1], "award"),
        ("Ready for circular work", versions[2], "confirm"),
    ):
        named = {"achievement": achievement_url(part.achievement), "name": part.title}
        whole = services.create_achievement(
            part.achievement.organisation, title=title, by=people["bashir"], at=now
        )
        definition = replace(_definition(title, 0), stack=Stack(named, gives=gives))
        services.save_draft(whole, definition, by=people["bashir"], at=now)
        services.publish(whole, by=people["bashir"], at=now)
        cases.append(follow_stack(people["ada"], whole, at=now))
    given, waiting = cases
    whole = people["ada"].wallet_items.get(award=given.award)
    return {
        "stack": str(waiting.achievement_id),
        "given_stack": str(given.achievement_id),
        "case": str(waiting.pk),
        "whole": str(whole.pk),
    }


def _batch(version: Any, staff: Any, now: Any) -> dict[str, str]:
    from testamur_web.awards.bulk import batches, sheets

    rows = ["name,email,date", "Yara Costa,yara@people.example,12/05/2026"]
    rows += ["Ivan Bianchi,ivan(at)people.example,13/05/2026", "Olga Jensen,,14/05/2026"]
    table = sheets.read_table("\n".join(rows))
    made = batches.make_batch(version, name="Course of May", table=table, by=staff, at=now)
    fresh = batches.make_batch(version, name="Course of June", table=table, by=staff, at=now)
    batches.confirm_columns(
        made,
        columns=made.mapping["columns"],
        date_form=made.date_form,
        awarded_on="",
        by=staff,
        at=now,
    )
    return {"batch": str(made.pk), "fresh_batch": str(fresh.pk)}


def _members(university: Any, people: dict[str, Any], now: Any) -> dict[str, str]:
    from testamur_web.ops import outbox
    from testamur_web.people import services

    admin, ada = people["bashir"], people["ada"]
    services.invite(university, email="gil@people.example", roles=["registrar"], by=admin, at=now)
    services.make_token(admin, organisation=university, name="Student system", at=now)
    number = services.add_number(university, person=ada, value="S100200", by=admin, at=now)
    outbox.drain()
    return {
        "member": str(people["amina"].pk),
        "person": str(ada.pk),
        "address": str(ada.emailaddress_set.get().pk),
        "number": str(number.pk),
        "invitation": _secret_mailed("/invitations/"),
        "place": _secret_mailed("/enrol/invitation/"),
    }


def _secret_mailed(path: str) -> str:
    """The last part of an address below `path`, which only a letter holds."""
    from django.conf import settings

    letters = "".join(file.read_text("utf-8") for file in settings.EMAIL_FILE_PATH.iterdir())
    found = re.search(f"{re.escape(path)}([^/\\s]+)/", letters)
    assert found, f"no letter leads to {path}"
    return found.group(1)


if __name__ == "__main__":
    os.environ["TESTAMUR_DATA_DIR"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "testamur_web.config.settings"

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"{json.dumps(fill())}\n")
