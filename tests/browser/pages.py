"""Every page that is looked at in a browser: who opens it, at which address.

A new page is one line here. `{award}` and the like are made by `showcase.py`, which prints them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["PAGES", "Page"]


class Page(NamedTuple):
    """An address, and the user name of who opens it; "" is somebody without an account."""

    path: str
    by: str = ""
    status: int = 200


_PUBLIC: Final = {
    "home": Page("/"),
    "catalogue": Page("/catalogue/"),
    "catalogue-nothing-found": Page("/catalogue/?q=nothing-like-it&kind=badge"),
    "catalogue-narrowed": Page("/catalogue/?q=data&kind=short-course&sort=title"),
    "achievement": Page("/catalogue/{achievement}/"),
    "skills": Page("/skills/?q=weld"),
    "skill": Page(
        "/skills/about/?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Foccupation%2F"
        "7aedaa07-3884-4c5b-88f9-80997b2aa54b"
    ),
    "roles-nearest": Page(
        "/skills/roles/?from=http%3A%2F%2Fdata.europa.eu%2Fesco%2Foccupation%2F"
        "d3edb8f8-3a06-47a0-8fb9-9b212c006aa2"
    ),
    "roles-between": Page(
        "/skills/roles/?from=http%3A%2F%2Fdata.europa.eu%2Fesco%2Foccupation%2F"
        "d3edb8f8-3a06-47a0-8fb9-9b212c006aa2&to_words=data+scientist"
    ),
    "roles-to-choose": Page("/skills/roles/?from_words=data&to_words=nothing-like-it"),
    "organisation": Page("/org/{organisation}/"),
    "trust": Page("/org/{organisation}/trust/"),
    "inflation": Page("/inflation/"),
    "inflation-of-achievement": Page("/catalogue/{achievement}/inflation/"),
    "demand": Page("/demand/"),
    "demand-searched": Page("/demand/?q=sql"),
    "demand-of-skill": Page("/demand/skill/?uri=https%3A%2F%2Fskills.example%2Fpython", by="ada"),
    "demand-of-occupation": Page("/demand/occupation/?uri=analyst"),
    "loads": Page("/operator/market/", by="fay"),
    "load": Page("/operator/market/{load}/", by="fay"),
    "load-to-map": Page("/operator/market/{load_to_map}/", by="fay"),
    "load-to-delete": Page("/operator/market/{load}/delete/", by="fay"),
    "comparison": Page("/compare/?compare={achievement}&compare={another}"),
    "comparison-to-choose": Page("/compare/?q=data&compare={achievement}"),
    "register": Page("/recognition/?past=1"),
    "guides": Page("/guides/"),
    "qualifications": Page("/qualifications/"),
    "qualification": Page("/qualifications/{qualification}/"),
    "needs": Page("/needs/"),
    "needs-nothing-found": Page("/needs/?region=nowhere"),
    "need": Page("/needs/{need}/"),
    "not-found": Page("/no/such/page/", status=404),
    "claim-code": Page("/claim/"),
    "claim": Page("/claim/{claim}/"),
    "credential": Page("/c/{award}/"),
    "credential-revoked": Page("/c/{revoked}/"),
    "credential-suspended": Page("/c/{suspended}/"),
    "share": Page("/s/{shared}/"),
    "attest": Page("/attest/{attest}/"),
    "attest-answered": Page("/attest/{attested}/"),
    "attest-unknown": Page("/attest/no-such-link/", status=404),
    "expert-review": Page("/review/{review}/"),
    "expert-review-given": Page("/review/{review_given}/"),
    "expert-review-over": Page("/review/{review_over}/", status=410),
    "expert-review-unknown": Page("/review/no-such-link/", status=404),
    "achievement-reviewed": Page("/catalogue/{reviewed}/"),
    "verify": Page("/verify/"),
    "api": Page("/api/v1/docs"),
    "achievement-version": Page("/catalogue/{achievement}/v/1/"),
    "pathway-map": Page("/catalogue/{made_of_others}/map/"),
    "shared-item": Page("/s/{shared}/{item}/"),
}
_ACCOUNT: Final = {
    "sign-in": Page("/accounts/login/"),
    "sign-up": Page("/accounts/signup/"),
    "forgotten-password": Page("/accounts/password/reset/"),
    "sign-in-by-code": Page("/accounts/login/code/"),
    "home-of-learner": Page("/home/", by="ada"),
    "home-of-staff": Page("/home/", by="bashir"),
    "account": Page("/account/", by="ada"),
    "identifiers": Page("/account/identifiers/", by="ada"),
    "tokens": Page("/account/tokens/", by="bashir"),
    "new-organisation": Page("/organisations/new/", by="ada"),
    "members": Page("/o/{organisation}/members/", by="bashir"),
    "invite": Page("/o/{organisation}/members/invite/", by="bashir"),
    "settings": Page("/o/{organisation}/settings/", by="bashir"),
    "numbers": Page("/o/{organisation}/numbers/", by="bashir"),
    "unsent": Page("/o/{organisation}/unsent/", by="bashir"),
    "unsent-correct": Page("/o/{organisation}/unsent/{unsent}/address/", by="bashir"),
    "trail": Page("/o/{organisation}/trail/", by="bashir"),
    "operator": Page("/operator/", by="fay"),
    "operator-organisations": Page("/operator/organisations/", by="fay"),
    "operator-checks": Page("/operator/organisations/{organisation}/checks/", by="fay"),
    "operator-check-end": Page("/operator/checks/{issuer_check}/end/", by="fay"),
    "registries": Page("/operator/registries/", by="fay"),
    "registry": Page("/operator/registries/{registry}/", by="fay"),
    "operator-people": Page("/operator/people/", by="fay"),
    "operator-frameworks": Page("/operator/frameworks/", by="fay"),
    "operator-person": Page("/operator/people/{person}/", by="fay"),
    "operator-trail": Page("/operator/trail/", by="fay"),
    "reset-sent": Page("/accounts/password/reset/done/"),
    "password-change": Page("/accounts/password/change/", by="ada"),
    "sign-out": Page("/accounts/logout/", by="ada"),
    "end-address": Page("/account/addresses/{address}/end/", by="ada"),
    "invitation": Page("/invitations/{invitation}/"),
    "leave-organisation": Page("/o/{organisation}/leave/", by="amina"),
    "member": Page("/o/{organisation}/members/{member}/", by="bashir"),
    "remove-member": Page("/o/{organisation}/members/{member}/remove/", by="bashir"),
    "number": Page("/o/{organisation}/numbers/{number}/", by="bashir"),
}
_LEARNER: Final = {
    "facts": Page("/goal/facts/", by="ada"),
    "goal-advert": Page("/goal/advert/", by="ada"),
    "goal": Page("/goal/?q=data+anal", by="ada"),
    "plan": Page("/goal/plan/", by="mei"),
    "plan-changed": Page("/goal/plan/?hours_per_week=8&alternatives=1", by="mei"),
    "recommendations": Page("/goal/recommendations/", by="mei"),
    "progress": Page("/qualifications/{qualification}/progress/", by="ada"),
    "progress-of-nobody": Page("/qualifications/{qualification}/progress/", by="dara"),
    "exemption-apply": Page("/qualifications/{qualification}/units/{unit}/apply/", by="ada"),
    "goal-proposed": Page("/goal/", by="amina"),
    "proposal": Page("/goal/proposals/{proposal}/", by="amina"),
    "goal-of-a-role": Page("/goal/", by="bashir"),
    "roles-nearest-to-me": Page("/skills/roles/", by="ada"),
    "stacks-of-learner": Page("/stacks/", by="ada"),
    "stack-of-learner": Page("/stacks/{made_of_others}/", by="ada"),
    "learning": Page("/learning/", by="ada"),
    "learning-one": Page("/learning/{enrolment}/", by="ada"),
    "learning-add-note": Page("/learning/{enrolment}/evidence/add/note/", by="ada"),
    "learning-add-file": Page("/learning/{enrolment}/evidence/add/file/", by="ada"),
    "learning-prior": Page("/learning/{prior}/", by="ada"),
    "learning-claim-row": Page("/learning/{prior}/claims/outcome-1/", by="ada"),
    "learning-ask-supervisor": Page("/learning/{prior}/claims/ask/", by="ada"),
    "learning-placement": Page("/learning/{prior}/placement/", by="ada"),
    "learning-ask-about-hours": Page("/learning/{prior}/placement/ask/", by="ada"),
    "attestations": Page("/attestations/", by="ada"),
    "attestation": Page("/attestations/{attestation}/", by="ada"),
    "learning-passed": Page("/learning/{assessed}/", by="mei"),
    "contest": Page("/learning/{assessed}/decisions/{contested}/contest/", by="mei"),
    "cohort-to-enrol": Page("/learning/cohorts/{cohort}/", by="dara"),
    "enrol-by-code": Page("/enrol/", by="ada"),
    "enrol-coded": Page("/enrol/{code}/", by="ada"),
    "wallet": Page("/wallet/", by="ada"),
    "wallet-empty": Page("/wallet/", by="dara"),
    "wallet-item": Page("/wallet/{item}/", by="ada"),
    "wallet-use": Page("/wallet/{item}/uses/new/", by="ada"),
    "wallet-ask-supervisor": Page("/wallet/{item}/uses/{use}/ask/", by="ada"),
    "wallet-whole": Page("/wallet/{whole}/", by="ada"),
    "renewals": Page("/wallet/renewals/", by="ada"),
    "wallet-add": Page("/wallet/add/", by="ada"),
    "wallet-share-item": Page("/wallet/{item}/share/", by="ada"),
    "shares": Page("/wallet/shares/", by="ada"),
    "portfolio": Page("/wallet/shares/new/", by="ada"),
    "share-of-mine": Page("/wallet/shares/{share}/", by="ada"),
    "share-by-embedding": Page("/wallet/shares/{share_embed}/", by="ada"),
    "share-on-linkedin": Page("/wallet/shares/{share_linkedin}/", by="ada"),
    "learning-leave": Page("/learning/{enrolment}/leave/", by="ada"),
    "enrol-invited": Page("/enrol/invitation/{place}/"),
}
_ISSUER: Final = {
    "dashboard": Page("/o/{organisation}/", by="bashir"),
    "achievements": Page("/o/{organisation}/achievements/", by="bashir"),
    "new-achievement": Page("/o/{organisation}/achievements/new/", by="bashir"),
    "achievement-of-issuer": Page("/o/{organisation}/achievements/{achievement}/", by="bashir"),
    "draft": Page("/o/{organisation}/achievements/{draft}/", by="bashir"),
    "review": Page("/o/{organisation}/achievements/{achievement}/review/", by="bashir"),
    "draft-basics": Page(
        "/o/{organisation}/achievements/{draft}/edit/basics/?check=1", by="bashir"
    ),
    "draft-outcomes": Page("/o/{organisation}/achievements/{draft}/edit/outcomes/", by="bashir"),
    "draft-work": Page("/o/{organisation}/achievements/{draft}/edit/work/", by="bashir"),
    "draft-assessment": Page(
        "/o/{organisation}/achievements/{draft}/edit/assessment/", by="bashir"
    ),
    "draft-practical": Page("/o/{organisation}/achievements/{draft}/edit/practical/", by="bashir"),
    "draft-parts": Page("/o/{organisation}/achievements/{draft}/edit/parts/?check=1", by="bashir"),
    "draft-rule": Page("/o/{organisation}/achievements/{draft}/rule/", by="bashir"),
    "draft-image": Page("/o/{organisation}/achievements/{draft}/edit/image/", by="bashir"),
    "draft-review": Page("/o/{organisation}/achievements/{draft}/review/", by="bashir"),
    "draft-reviews": Page("/o/{organisation}/achievements/{under_review}/reviews/", by="bashir"),
    "draft-reviewed": Page("/o/{organisation}/achievements/{under_review}/review/", by="bashir"),
    "reviews-needed": Page("/o/{organisation}/settings/reviews/", by="bashir"),
    "preview-learner": Page("/o/{organisation}/achievements/{draft}/preview/learner/", by="bashir"),
    "preview-employer": Page(
        "/o/{organisation}/achievements/{draft}/preview/employer/", by="bashir"
    ),
    "preview-signed": Page("/o/{organisation}/achievements/{draft}/preview/signed/", by="bashir"),
    "version": Page("/o/{organisation}/achievements/{achievement}/v/1/", by="bashir"),
    "withdraw": Page("/o/{organisation}/achievements/{achievement}/withdraw/", by="bashir"),
    "own-qualifications": Page("/o/{organisation}/qualifications/", by="bashir"),
    "new-qualification": Page("/o/{organisation}/qualifications/new/", by="bashir"),
    "own-qualification": Page("/o/{organisation}/qualifications/{qualification}/", by="bashir"),
    "unit": Page("/o/{organisation}/qualifications/{qualification}/units/{unit}/", by="bashir"),
    "map": Page(
        "/o/{organisation}/qualifications/{qualification}/units/{unit}/map/?q=data", by="bashir"
    ),
    "map-elsewhere": Page(
        "/o/{organisation}/qualifications/{qualification}/units/{unit}/map/?elsewhere=1",
        by="bashir",
    ),
    "mapping-replace": Page(
        "/o/{organisation}/qualifications/{qualification}/mappings/{mapping}/replace/", by="bashir"
    ),
    "mapping-end": Page(
        "/o/{organisation}/qualifications/{qualification}/mappings/{mapping}/end/", by="bashir"
    ),
    "followers": Page("/o/{organisation}/qualifications/{qualification}/learners/", by="bashir"),
    "exemptions": Page("/o/{organisation}/exemptions/", by="amina"),
    "exemption-waiting": Page("/o/{organisation}/exemptions/{to_exempt}/", by="amina"),
    "exemption-granted": Page("/o/{organisation}/exemptions/{exempted}/", by="amina"),
    "cohorts": Page("/o/{organisation}/cohorts/", by="bashir"),
    "new-cohort": Page("/o/{organisation}/cohorts/new/", by="bashir"),
    "cohort": Page("/o/{organisation}/cohorts/{cohort}/", by="bashir"),
    "cohort-change": Page("/o/{organisation}/cohorts/{cohort}/change/", by="bashir"),
    "cohort-enrol": Page("/o/{organisation}/cohorts/{cohort}/enrol/", by="bashir"),
    "assess": Page("/o/{organisation}/assess/", by="amina"),
    "programme": Page("/o/{organisation}/cohorts/{cohort}/programme/", by="bashir"),
    "activity-change": Page(
        "/o/{organisation}/cohorts/{cohort}/programme/activities/{activity}/", by="bashir"
    ),
    "activity-results": Page(
        "/o/{organisation}/cohorts/{cohort}/programme/activities/{activity}/results/", by="amina"
    ),
    "new-activity": Page(
        "/o/{organisation}/cohorts/{cohort}/programme/activities/new/", by="bashir"
    ),
    "new-resource": Page(
        "/o/{organisation}/cohorts/{cohort}/programme/resources/new/", by="bashir"
    ),
    "announce": Page("/o/{organisation}/cohorts/{cohort}/programme/announce/", by="bashir"),
    "late-rule": Page("/o/{organisation}/cohorts/{cohort}/programme/late/", by="bashir"),
    "extension": Page(
        "/o/{organisation}/cohorts/{cohort}/people/{enrolment}/extension/", by="bashir"
    ),
    "accommodation": Page(
        "/o/{organisation}/cohorts/{cohort}/people/{enrolment}/accommodation/", by="bashir"
    ),
    "results-of-learner": Page(
        "/o/{organisation}/cohorts/{cohort}/people/{enrolment}/results/", by="bashir"
    ),
    "appeals": Page("/o/{organisation}/cohorts/appeals/", by="bashir"),
    "appeal": Page("/o/{organisation}/cohorts/appeals/{appeal}/", by="bashir"),
    "appeal-terms": Page("/o/{organisation}/cohorts/appeals/terms/", by="bashir"),
    "decide": Page("/o/{organisation}/assess/{to_assess}/", by="amina"),
    "rubrics": Page("/o/{organisation}/rubrics/", by="bashir"),
    "rubric": Page("/o/{organisation}/rubrics/{rubric}/", by="bashir"),
    "rubric-change": Page("/o/{organisation}/rubrics/{rubric}/change/", by="bashir"),
    "rubric-new": Page("/o/{organisation}/rubrics/new/?start=rubric-{rubric}", by="bashir"),
    "agreement": Page("/o/{organisation}/rubrics/{rubric}/agreement/", by="amina"),
    "samples": Page("/o/{organisation}/rubrics/{rubric}/samples/", by="bashir"),
    "sample": Page("/o/{organisation}/samples/{sample}/", by="bashir"),
    "cohort-marking": Page("/o/{organisation}/cohorts/{marked_cohort}/marking/", by="bashir"),
    "mark": Page("/o/{organisation}/assess/{to_mark}/mark/", by="amina"),
    "moderate": Page("/o/{organisation}/assess/{to_moderate}/mark/", by="bashir"),
    "awards": Page("/o/{organisation}/awards/", by="bashir"),
    "awards-to-revoke": Page("/o/{organisation}/awards/change/?verb=revoke&all=1", by="bashir"),
    "new-award": Page("/o/{organisation}/awards/new/", by="bashir"),
    "award": Page("/o/{organisation}/awards/{award}/", by="bashir"),
    "award-revoked": Page("/o/{organisation}/awards/{revoked}/", by="bashir"),
    "award-correct": Page("/o/{organisation}/awards/{award}/correct/", by="bashir"),
    "stacks": Page("/o/{organisation}/stacks/", by="bashir"),
    "stack": Page("/o/{organisation}/stacks/{stack}/", by="bashir"),
    "stack-case": Page("/o/{organisation}/stacks/cases/{case}/", by="bashir"),
    "keys": Page("/o/{organisation}/keys/", by="bashir"),
    "roles": Page("/o/{organisation}/roles/", by="bashir"),
    "role": Page("/o/{organisation}/roles/{role}/", by="bashir"),
    "role-change": Page("/o/{organisation}/roles/{role}/edit/", by="bashir"),
    "role-begin": Page("/o/{organisation}/roles/new/?q=data", by="bashir"),
    "role-advert": Page("/o/{organisation}/roles/new/advert/", by="bashir"),
    "ladders": Page("/o/{organisation}/roles/ladders/", by="bashir"),
    "ladder-new": Page("/o/{organisation}/roles/ladders/new/", by="bashir"),
    "ladder": Page("/o/{organisation}/roles/ladders/{ladder}/", by="bashir"),
    "ladder-change": Page("/o/{organisation}/roles/ladders/{ladder}/edit/", by="bashir"),
    "ladder-own": Page("/o/{organisation}/ladders/{ladder}/", by="bashir"),
    "needs-own": Page("/o/{organisation}/roles/needs/", by="bashir"),
    "need-new": Page("/o/{organisation}/roles/needs/new/?profile={role}", by="bashir"),
    "need-own": Page("/o/{organisation}/roles/needs/{own_need}/", by="bashir"),
    "answers": Page("/o/{organisation}/answers/", by="bashir"),
    "answer-new": Page("/o/{organisation}/answers/new/?need={need}", by="bashir"),
    "figures": Page("/o/{organisation}/settings/confidence/", by="bashir"),
    "threshold": Page("/o/{organisation}/settings/quality/", by="bashir"),
    "inflation-own": Page("/o/{organisation}/inflation/", by="bashir"),
    "inflation-own-achievement": Page(
        "/o/{organisation}/achievements/{achievement}/inflation/?by=cohort", by="bashir"
    ),
    "inflation-thresholds": Page("/o/{organisation}/inflation/thresholds/", by="bashir"),
    "recognise": Page("/o/{organisation}/recognition/new/", by="bashir"),
    "batches": Page("/o/{organisation}/batches/", by="bashir"),
    "new-batch": Page("/o/{organisation}/batches/new/", by="bashir"),
    "batch": Page("/o/{organisation}/batches/{batch}/", by="bashir"),
    "batch-columns": Page("/o/{organisation}/batches/{fresh_batch}/columns/", by="bashir"),
    "draft-discard": Page("/o/{organisation}/achievements/{draft}/discard/", by="bashir"),
    "cohort-learner": Page("/o/{organisation}/cohorts/{cohort}/people/{enrolment}/", by="bashir"),
    "cohort-withdraw": Page(
        "/o/{organisation}/cohorts/{cohort}/people/{enrolment}/withdraw/", by="bashir"
    ),
    "award-hand-over": Page("/o/{organisation}/awards/{unclaimed}/claim/", by="bashir"),
    "awards-revoke": Page(
        "/o/{organisation}/awards/change/?verb=revoke&award={award}", by="bashir"
    ),
    "key-end": Page("/o/{organisation}/keys/{key}/rotate/", by="bashir"),
}

_EMPLOYER: Final = {
    "teams": Page("/o/brightworks/teams/", by="dara"),
    "team": Page("/o/brightworks/teams/{team}/", by="dara"),
    "team-change": Page("/o/brightworks/teams/{team}/edit/", by="dara"),
    "team-new": Page("/o/brightworks/teams/new/", by="dara"),
    "staff-import": Page("/o/brightworks/teams/import/", by="dara"),
    "programmes": Page("/o/brightworks/programmes/", by="dara"),
    "company-programme": Page("/o/brightworks/programmes/{programme}/", by="dara"),
    "programme-change": Page("/o/brightworks/programmes/{programme}/edit/", by="dara"),
    "programme-new": Page("/o/brightworks/programmes/new/", by="dara"),
    "coverage": Page("/o/brightworks/programmes/{programme}/coverage/", by="dara"),
    "coverage-cell": Page(
        "/o/brightworks/programmes/{programme}/coverage/cell/?team=&skill="
        "http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F97bd1c21-66b2-4b7e-ad0f-e3cda590e378",
        by="dara",
    ),
    "own-programmes": Page("/programmes/", by="dara"),
    "own-programme": Page("/programmes/{own_programme}/", by="dara"),
    "feed": Page("/o/brightworks/feed/", by="dara"),
    "nominate": Page("/o/brightworks/feed/new/", by="dara"),
    "own-nominations": Page("/nominations/", by="dara"),
}

_SKILLS: Final = {
    "own-skill": Page("/skills/{own_skill}/"),
    "own-skills": Page("/org/{organisation}/skills/"),
    "own-skills-of-issuer": Page("/o/{organisation}/skills/", by="bashir"),
    "own-skill-of-issuer": Page("/o/{organisation}/skills/{own_skill}/", by="bashir"),
    "new-own-skill": Page("/o/{organisation}/skills/new/", by="bashir"),
    "own-skill-change": Page("/o/{organisation}/skills/{own_skill}/change/", by="bashir"),
    "own-skill-map": Page("/o/{organisation}/skills/{own_skill}/map/?q=weld", by="bashir"),
    "level-scales": Page("/o/{organisation}/skills/levels/", by="bashir"),
    "list-upload": Page("/operator/frameworks/uploads/{list_upload}/", by="fay"),
    "crosswalk": Page("/operator/crosswalks/{crosswalk}/", by="fay"),
}

_TRUST: Final = {
    "recognition-withdraw": Page(
        "/o/{organisation}/recognition/{recognition}/withdraw/", by="bashir"
    ),
    "endorsements": Page("/endorsements/", by="ada"),
    "endorsements-of-organisation": Page("/o/{organisation}/endorsements/", by="bashir"),
    "endorse-ask": Page("/endorsements/ask/?about=issuer:{organisation}", by="bashir"),
    "endorse": Page("/endorsements/give/?about=issuer:{organisation}", by="mei"),
    "endorse-asked": Page("/endorsements/asked/{endorse_asked}/"),
    "endorse-answer": Page("/endorsements/asked/{endorse_asked}/", by="mei"),
    "endorsement-withdraw": Page("/endorsements/{endorsement}/withdraw/", by="mei"),
}

_SURVEYS: Final = {
    "survey": Page("/survey/{survey}/"),
    "survey-answered": Page("/survey/{survey_answered}/"),
    "survey-over": Page("/survey/{survey_over}/", status=410),
    "survey-unknown": Page("/survey/no-such-link/", status=404),
    "survey-in-wallet": Page("/wallet/{surveyed_item}/survey/", by="ada"),
    "survey-of-issuer": Page("/o/{organisation}/achievements/{surveyed}/survey/", by="bashir"),
    "survey-in-catalogue": Page("/catalogue/{surveyed}/"),
    "survey-before-five": Page("/o/{organisation}/achievements/{achievement}/survey/", by="bashir"),
    "definition-reviews": Page("/o/{organisation}/reviews/", by="bashir"),
    "definition-review-ask": Page(
        "/o/{organisation}/achievements/{surveyed}/survey/review/", by="bashir"
    ),
    "definition-review-assign": Page(
        "/o/{organisation}/reviews/{definition_review}/assign/", by="bashir"
    ),
    "definition-review-close": Page(
        "/o/{organisation}/reviews/{definition_review}/close/", by="bashir"
    ),
    "definition-review-terms": Page("/o/{organisation}/reviews/terms/", by="bashir"),
}

_PARTNER: Final = {
    "partners": Page("/o/{organisation}/cohorts/{library_cohort}/partners/", by="bashir"),
    "sheet-to-settle": Page(
        "/o/{organisation}/cohorts/{library_cohort}/sheets/{sheet}/", by="amina"
    ),
    "groups": Page("/o/{library}/groups/", by="dara"),
    "group": Page("/o/{library}/groups/{group}/", by="dara"),
    "group-enrol": Page("/o/{library}/groups/{group}/enrol/", by="dara"),
    "group-cards": Page("/o/{library}/groups/{group}/cards/", by="dara"),
    "group-person": Page("/o/{library}/groups/{group}/people/{group_person}/", by="dara"),
    "group-member": Page("/o/{library}/groups/{group}/people/{group_member}/", by="dara"),
    "group-add-note": Page(
        "/o/{library}/groups/{group}/people/{group_member}/add/note/", by="dara"
    ),
    "group-sheet": Page("/o/{library}/groups/{group}/sheets/{sheet}/", by="dara"),
    "group-sheet-enter": Page("/o/{library}/groups/{group}/sheets/{sheet}/enter/", by="dara"),
    "group-sheet-file": Page("/o/{library}/groups/{group}/sheets/{sheet}/file/", by="dara"),
}

_VERIFY: Final = {
    "shortlists": Page("/verify/shortlists/", by="bashir"),
    "shortlist": Page("/verify/shortlists/{shortlist}/", by="bashir"),
    "shortlist-some": Page("/verify/shortlists/{shortlist}/?group=look&level=3", by="bashir"),
    "shortlist-waiting": Page("/verify/shortlists/{waiting_shortlist}/", by="bashir"),
    "receipt-check": Page("/verify/receipts/"),
}
_TALENT: Final = {
    "matches": Page("/o/{organisation}/matches/", by="bashir"),
    "match-run": Page("/o/{organisation}/matches/{run}/", by="bashir"),
    "match-person": Page("/o/{organisation}/matches/{run}/{matched}/", by="bashir"),
    "match-write": Page("/o/{organisation}/matches/{run}/{matched}/write/", by="bashir"),
    "match-fairness": Page("/o/{organisation}/matches/fairness/", by="bashir"),
    "match-ranking": Page("/o/{organisation}/matches/ranking/", by="bashir"),
    "match-contest": Page("/o/{organisation}/matches/contests/{contest}/", by="bashir"),
    "my-rankings": Page("/rankings/", by="kofi"),
    "my-ranking": Page("/rankings/{ranking}/", by="kofi"),
    "my-traits": Page("/rankings/about-me/", by="kofi"),
    "find-people": Page("/o/{organisation}/talent/", by="bashir"),
    "find-people-nobody": Page(
        "/o/{organisation}/talent/?s-TOTAL_FORMS=1&s-INITIAL_FORMS=0&s-0-skill=welding&hours=60",
        by="bashir",
    ),
    "find-people-saved": Page("/o/{organisation}/talent/searches/", by="bashir"),
    "find-people-found": Page("/o/{organisation}/talent/searches/{people}/", by="bashir"),
    "find-people-write": Page("/o/{organisation}/talent/write/{alias}/", by="bashir"),
    "find-people-messages": Page("/o/{organisation}/talent/messages/", by="bashir"),
    "find-people-shown": Page("/o/{organisation}/talent/shown/", by="bashir"),
    "who-may-find-me": Page("/talent/", by="kofi"),
    "who-may-find-me-nobody": Page("/talent/", by="amina"),
    "who-may-find-me-facts": Page("/talent/facts/", by="kofi"),
    "who-may-find-me-seen": Page("/talent/seen/", by="kofi"),
    "who-may-find-me-message": Page("/talent/messages/{contact}/", by="kofi"),
}

PAGES: Final = (_PUBLIC | _ACCOUNT | _LEARNER | _ISSUER | _EMPLOYER) | (
    _SKILLS | _TRUST | _SURVEYS | _PARTNER | _VERIFY | _TALENT
)
