"""The one catalogue of problem codes: what each means, and what the reader can do about it.

Grouped by the room that reports it. A code is never renamed or given a second meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["CATALOGUE", "Meaning"]


class Meaning(NamedTuple):
    """What a code means (`title`) and what to do about it (`remedy`)."""

    title: str
    remedy: str


CATALOGUE: Mapping[str, Meaning] = {
    # encoding
    "json.malformed": Meaning("The text is not JSON.", "Send the file as it was issued."),
    "json.duplicate-key": Meaning(
        "An object names the same member twice.", "Ask the issuer for a corrected file."
    ),
    "json.too-large": Meaning("The document is larger than accepted.", "Send a smaller document."),
    "json.too-deep": Meaning("The document nests too deeply.", "Send a flatter document."),
    "json.number-out-of-range": Meaning(
        "A number cannot be carried exactly by JSON.", "Use a string for long numbers."
    ),
    "encoding.malformed": Meaning(
        "An encoded value is not in its canonical form.", "Send the value as it was issued."
    ),
    "encoding.too-large": Meaning(
        "A compressed value unpacks to more than accepted.", "Ask its issuer for a smaller one."
    ),
    "time.malformed": Meaning(
        "A date and time is not written as YYYY-MM-DDThh:mm:ss with a zone.",
        "Write it like 2026-05-01T12:00:00Z.",
    ),
    # quality
    "quality.no-achievement": Meaning(
        "The document is no achievement, and awards none.",
        "Give an Open Badges 3.0 achievement, or a credential of one.",
    ),
    # market
    "market.mapping-malformed": Meaning(
        "A mapping of a file of postings is not of the form that is documented.",
        "Mend the member that is named; `testamur market mapping FILE` writes one to begin with.",
    ),
    "market.mapping-misfit": Meaning(
        "A mapping and a file do not fit: a column that it names, or needs, is not there.",
        "Name the columns as the first row of the file does.",
    ),
    "market.file-unreadable": Meaning(
        "A file of postings cannot be read.",
        "Give CSV (also .gz), JSON, JSON lines or Parquet, in UTF-8.",
    ),
    "market.row-incomplete": Meaning(
        "A posting does not state what every posting must: a title and a day.",
        "Mend the row at its source; it is left out and told.",
    ),
    "market.row-date": Meaning(
        "A day of a posting cannot be read, or cannot be.",
        "State the form of the date in the mapping, and the day the file was retrieved.",
    ),
    "market.row-pay": Meaning(
        "The pay of a posting cannot be told by the year in one currency.",
        "State period, currency and, under `year`, how many hours or days make a year.",
    ),
    "market.extra-missing": Meaning(
        "A package that the market needs is not installed.",
        "Install the extra that is named.",
    ),
    "market.engine-unknown": Meaning(
        "An address names no engine that can answer, or one that does not answer.",
        "Leave TESTAMUR_ANALYTICS_URL empty for DuckDB, or give a file, or the address of a Spark.",
    ),
    "market.nothing-loaded": Meaning(
        "No postings were loaded here yet, or none within what was asked for.",
        "Load a file with `testamur market load`, or ask for less.",
    ),
    "market.scope-malformed": Meaning(
        "What was asked for cannot be: a month that is none, or an end before the beginning.",
        "Write months like 2026-05, the earlier first.",
    ),
    "market.store-damaged": Meaning(
        "A file of the store of postings is not what was written there.",
        "Put it back from a copy, or load the source again into an empty folder.",
    ),
    "market.file-too-large": Meaning(
        "A file of postings is larger than is taken in through a page.",
        "Pack it as .gz, bring it in parts, or load it with `testamur market load`.",
    ),
    "market.not-mapped": Meaning(
        "Nobody has said yet what the columns of the file hold.",
        "State the mapping, look at the dry run, then load it.",
    ),
    "market.load-begun": Meaning(
        "The file is being loaded, or was: its mapping stands.",
        "Delete the load and bring the file anew to map it otherwise.",
    ),
    "market.load-over": Meaning(
        "The load is not under way, so it cannot be stopped.",
        "Delete it, if it should not count.",
    ),
    "market.load-stopped": Meaning(
        "A load stood still each time it was begun, and was given up.",
        "Look at the log of the worker, then load it again.",
    ),
    "market.loaded-before": Meaning(
        "The same file was loaded before with the same mapping: nothing was added.",
        "Delete this one; the earlier one counts.",
    ),
    # plans
    "plan.no-calendar": Meaning(
        "Weeks and dates are asked for, and it is not said how many hours a week there are.",
        "Say how many hours a week can be worked.",
    ),
    "plan.offer-repeated": Meaning(
        "Two offers of a catalogue have the same id.", "Give each offer an id of its own."
    ),
    # keys
    "key.malformed": Meaning("The key cannot be read.", "Check the file and its form."),
    "key.refused": Meaning(
        "The key is of a kind or strength that is not accepted.",
        "Use an Ed25519, P-256 or P-384 key made by a current tool.",
    ),
    "key.passphrase": Meaning(
        "The key file is encrypted and the passphrase is missing or wrong.",
        "Give the right passphrase.",
    ),
    # ld
    "context.unknown": Meaning(
        "A JSON-LD context is not one of those shipped and pinned.",
        "Use published contexts of Open Badges and Verifiable Credentials.",
    ),
    "context.changed": Meaning(
        "A JSON-LD context that ships with Testamur is not the pinned one.",
        "Install the package again from a source you trust.",
    ),
    "context.refused": Meaning(
        "A context is nested, inline, changed or out of place.",
        "List the contexts once, at the top of the document.",
    ),
    # stacks, gaps and composites
    "stack.rule-malformed": Meaning(
        "A rule of a stack is not written as its schema says.",
        "Write it as docs/how-to/stacks-and-gaps.md shows, or let the builder write it.",
    ),
    "stack.rule-too-large": Meaning(
        "A rule has too many clauses, or nests them too deep.",
        "Write several rules, each of a composite of its own.",
    ),
    "stack.nothing-awarded": Meaning(
        "The credential does not say of one person what they achieved.",
        "Count the credentials that award an achievement.",
    ),
    "stack.several-holders": Meaning(
        "The credentials are about several people.", "Say whose credentials are counted."
    ),
    "stack.too-large": Meaning(
        "There are too many credentials, or too many ways to count them.",
        "Leave out what the rule does not ask for, or write the rule more narrowly.",
    ),
    "stack.circle": Meaning(
        "A micro-credential asks for itself, straight or through its parts, so nobody can earn it.",
        "Take out the part that leads back to it.",
    ),
    "stack.part-not-offered": Meaning(
        "A part cannot be earned here: it is withdrawn, not published, or lies elsewhere.",
        "Name another, or say in the description how it is earned.",
    ),
    "stack.part-stands-alone": Meaning(
        "A part says of itself that it counts toward nothing larger.",
        "Ask its issuer, who can say otherwise in the next version.",
    ),
    "stack.part-twice": Meaning(
        "A rule asks for one achievement twice, and one credential counts once.",
        "Take one out, or let one credential count in several places.",
    ),
    "stack.out-of-reach": Meaning(
        "A rule asks for more credits or a higher level than its parts can give.",
        "Ask for less, or name more parts.",
    ),
    "stack.incomplete": Meaning(
        "The parts do not meet the rule, so there is no whole to award.",
        "Award it when what is left is earned.",
    ),
    "stack.no-rule": Meaning(
        "The micro-credential is not made of others, or is not offered now.",
        "Choose one that states its parts.",
    ),
    "stack.not-waiting": Meaning(
        "Nothing waits for this answer: it was given before, or the parts have changed.",
        "Look at the stack again to see how it stands.",
    ),
    "composite.malformed": Meaning(
        "The credential does not say which parts and which rule it is made of.",
        "Ask the issuer for a composite with its list of parts.",
    ),
    "composite.rule-altered": Meaning(
        "The rule in the composite is not the one whose digest it states.",
        "Ask the issuer for a corrected composite.",
    ),
    "composite.part-missing": Meaning(
        "A part of the composite was not handed over.",
        "Ask the holder for the part, and verify again with it.",
    ),
    "composite.part-altered": Meaning(
        "A file has the identifier of a part, and is not the text that was counted.",
        "Ask the holder for the part as it was issued.",
    ),
    "composite.part-revoked": Meaning(
        "A part of the composite was taken back.",
        "Ask the holder for another award of it, and the issuer for a new composite.",
    ),
    "composite.part-expired": Meaning(
        "A part of the composite is no longer valid.",
        "Ask the holder to renew it, and the issuer for a new composite.",
    ),
    "composite.part-invalid": Meaning(
        "A part of the composite does not hold.", "See what is told of the part; ask its issuer."
    ),
    "composite.part-undetermined": Meaning(
        "Whether a part of the composite holds could not be judged.",
        "Verify the part by itself to see what was missing, then try again.",
    ),
    "composite.part-not-counted": Meaning(
        "A part holds, and does not count toward the rule.", "See the reason that is told with it."
    ),
    "composite.not-proven": Meaning(
        "What is left of the parts does not meet the rule.",
        "Earn what is told as left; then the issuer can award the whole again.",
    ),
    "composite.token": Meaning(
        "A credential is a token, which a CLR cannot carry.",
        "Hand the whole and its parts over as files, or ask for the credential as JSON.",
    ),
    "gap.goal-malformed": Meaning(
        "A list of needed or self-assessed skills cannot be read.",
        "Write it as docs/how-to/stacks-and-gaps.md shows.",
    ),
    "gap.goal-unknown": Meaning(
        "The occupation is in none of the frameworks at hand.",
        "Look it up with `testamur skills search`, or give a file with the needs.",
    ),
    "posting.unrecognised": Meaning(
        "The JSON or the page has no job posting in it that is known here.",
        "Hand over a schema.org JobPosting or an HR Open position, or paste the words themselves.",
    ),
    "posting.several": Meaning(
        "Several job postings stand in one document.", "Hand them over one at a time."
    ),
    "posting.empty": Meaning(
        "The advert has no words that could speak of skills.", "Paste the text of the advert."
    ),
    "match.trace-malformed": Meaning(
        "The trace of matches cannot be read.", "Hand it over as it was written."
    ),
    "ranking.off": Meaning(
        "Ranking is switched off in this organisation.",
        "An administrator switches it on, and says why.",
    ),
    "match.running": Meaning(
        "People are still being compared.", "Wait until all are compared, and ask again."
    ),
    "match.not-invited": Meaning(
        "Nobody decided to invite this person.", "Decide first; then write to them."
    ),
    "ranking.contested": Meaning(
        "You contested this already, and the answer is not there yet.", "Wait for the answer."
    ),
    "ranking.answered": Meaning(
        "What was contested has an answer already.", "Read the answer; it stays."
    ),
    "fairness.table-malformed": Meaning(
        "The table of who was selected cannot be read.",
        "Write it as docs/how-to/check-fairness.md shows: one row for each person.",
    ),
    "gap.trace-malformed": Meaning(
        "The trace of a gap cannot be read.", "Send it as it was exported."
    ),
    "gap.figures-malformed": Meaning(
        "The figures that confidence is reckoned with cannot be read.",
        "Use the names of the documented defaults, each with a number in its bounds.",
    ),
    "confidence.uses-malformed": Meaning(
        "The file that says when skills were used at work cannot be read.",
        "Write each use with `at`, a `skill` or a `digest`, and `confirmed`, true or false.",
    ),
    # shape of documents, and schemas
    "document.missing-member": Meaning(
        "A member that every such document must have is missing.",
        "Ask the issuer for a document that follows its specification.",
    ),
    "document.unexpected-member": Meaning(
        "A member stands where its specification allows no others.", "Remove it."
    ),
    "document.wrong-form": Meaning(
        "A value has the wrong form, such as text in place of an object.",
        "Write it in the form that the specification gives.",
    ),
    "document.wrong-value": Meaning(
        "A value is not one that its specification allows.",
        "Write a value that the specification allows.",
    ),
    "document.wrong-type": Meaning(
        "A `type` does not name what must stand there.", "Name the type the specification gives."
    ),
    "document.wrong-context": Meaning(
        "The contexts are missing, in the wrong order or not URLs.",
        "List the Verifiable Credentials context first, then those of Open Badges.",
    ),
    "document.not-a-url": Meaning(
        "An identifier is not an absolute URL.", "Write the identifier in full."
    ),
    "document.repeated-id": Meaning(
        "Two related resources have the same identifier.", "List each resource once."
    ),
    "document.ends-before-start": Meaning(
        "The document ends before it starts.", "Ask the issuer for corrected dates."
    ),
    "schema.mismatch": Meaning(
        "The document does not keep the schema that it names.",
        "Ask the issuer for a document that keeps it.",
    ),
    "schema.type-unknown": Meaning(
        "The document names a schema of a kind that is not known here.",
        "Judge the document by another program that knows that kind.",
    ),
    "schema.unreachable": Meaning(
        "A schema that the document names could not be had.",
        "Allow the network, or give a copy of the schema.",
    ),
    "schema.refused": Meaning(
        "A schema cannot be evaluated safely.",
        "Ask whoever wrote the schema for one without references or costly patterns.",
    ),
    "schema.not-verified": Meaning(
        "The credential that carries a schema did not verify.",
        "Ask the issuer which schema is meant.",
    ),
    "document.unsigned-term": Meaning(
        "A member would not be covered by the signature.",
        "Remove it, or name a context that defines it.",
    ),
    "document.relative-iri": Meaning(
        "An identifier is not an absolute IRI, so the signature would not cover it.",
        "Write the identifier in full.",
    ),
    "document.refused-value": Meaning(
        "A value cannot be signed without loss.", "Write the value another way, or leave it out."
    ),
    "canonical.work-limit": Meaning(
        "The document's graph would take unbounded work to put in canonical form.",
        "Ask the issuer for a document with named nodes.",
    ),
    # dids
    "did.malformed": Meaning(
        "The identifier of a key is not written as its method demands.",
        "Ask the issuer to write it in its one canonical form.",
    ),
    "did.method-unsupported": Meaning(
        "The identifier of a key is of a kind that is not looked up.",
        "Use did:key, did:web, did:jwk or an https address.",
    ),
    "did.document-malformed": Meaning(
        "What is published about a key cannot be read without doubt.",
        "Ask the issuer to repair the document at that address.",
    ),
    "did.id-mismatch": Meaning(
        "The published document says that it is about another identifier.",
        "Ask the issuer to publish it under its own identifier.",
    ),
    "did.controller-mismatch": Meaning(
        "The key is not controlled by whom it is said to be.",
        "Treat the credential as not from this issuer.",
    ),
    "did.key-not-found": Meaning(
        "The key is not among those that its controller publishes.",
        "Ask the issuer to keep retired keys published.",
    ),
    "did.purpose": Meaning(
        "The key is not published for this purpose.",
        "Ask the issuer to list the key for the purpose it is used for.",
    ),
    "did.private-key": Meaning(
        "A private key is published where everybody can read it.",
        "Tell the issuer: the key is lost and must be replaced.",
    ),
    # proofs
    "proof.missing": Meaning(
        "The document carries no proof.", "Ask the issuer for the signed document."
    ),
    "proof.malformed": Meaning(
        "The proof is not written as its suite demands.", "Send the file as it was issued."
    ),
    "proof.suite-unknown": Meaning(
        "The proof is made by a suite that is not known here.",
        "Check it with other software, or ask the issuer for a proof by a published suite.",
    ),
    "proof.key-mismatch": Meaning(
        "The key is not of the kind that the suite takes.", "Use a key made for this suite."
    ),
    "proof.key-retired": Meaning(
        "The key was no longer in use when the proof was made.",
        "Ask the issuer to issue the credential again with a current key.",
    ),
    "proof.key-revoked": Meaning(
        "The issuer has revoked the key since, for somebody else may have it and choose any date.",
        "Ask the issuer whether it issued this, and to issue it again with a current key.",
    ),
    "proof.signature-mismatch": Meaning(
        "The document is not what was signed, or another key signed it.",
        "Do not rely on it; ask the issuer for the original.",
    ),
    "proof.context-mismatch": Meaning(
        "The document does not stand in the contexts it was signed in.",
        "Restore the list of contexts as it was issued.",
    ),
    "proof.purpose-mismatch": Meaning(
        "The proof was made for another purpose.", "Send what was asked for, signed for that."
    ),
    "proof.not-yet-made": Meaning(
        "The proof says it was made in the future.", "Check the clocks, or wait."
    ),
    "proof.expired": Meaning("The proof has expired.", "Ask for a new one."),
    "proof.domain-mismatch": Meaning(
        "The proof was made for another place than this one.",
        "Present the credential here anew.",
    ),
    "proof.challenge-mismatch": Meaning(
        "The proof does not answer the challenge that was given.",
        "Present the credential anew, with the current challenge.",
    ),
    "proof.previous-missing": Meaning(
        "An earlier proof that this one covers is not there.",
        "Send the document with all the proofs it was issued with.",
    ),
    "proof.pointer-unmatched": Meaning(
        "A pointer does not lead to a part that can be shown.",
        "Point to whole members of the document, and to whole lists.",
    ),
    "proof.nothing-selected": Meaning(
        "Nothing is selected to be shown.", "Name at least one part of the document."
    ),
    "proof.not-derived": Meaning(
        "The proof is the holder's own, from which a proof for others is derived.",
        "Derive a document that shows what is needed, and send that.",
    ),
    # resolution and net
    "fetch.offline": Meaning(
        "A document was needed that is not among the local copies, and nothing may be fetched.",
        "Allow the network, or give a copy of the document.",
    ),
    "fetch.too-many": Meaning(
        "More addresses are named than are asked for in one judgement.",
        "Verify what is carried along one by one.",
    ),
    "fetch.handed-over": Meaning(
        "The only copy of a document came along with what is judged, so it proves nothing.",
        "Verify with a network, or with documents that you trust.",
    ),
    "fetch.blocked": Meaning(
        "The address is one that this software does not ask.",
        "Use a public https address without user name, port or fragment.",
    ),
    "fetch.unreachable": Meaning(
        "The address does not answer, or not over a trusted connection.", "Try again later."
    ),
    "fetch.timeout": Meaning("The address answers too slowly.", "Try again later."),
    "fetch.status": Meaning(
        "The address answers, but not with the document.",
        "Ask whoever publishes it to put it back.",
    ),
    "fetch.gone": Meaning(
        "The address answers that the document is gone for good.",
        "Ask whoever published it why it was withdrawn.",
    ),
    "fetch.too-large": Meaning(
        "The document at the address is larger than accepted.",
        "Ask whoever publishes it for a smaller one.",
    ),
    "fetch.malformed": Meaning(
        "The answer does not keep the rules of HTTP.", "Ask whoever publishes it to repair it."
    ),
    # skills
    "framework.unrecognised": Meaning(
        "No list of skills of a known kind lies there.",
        "Hand over the files as they were published, or name their kind with --framework.",
    ),
    "framework.file-missing": Meaning(
        "A file without which a list of skills cannot be read is not there.",
        "Download the list again, and hand over the whole folder or archive.",
    ),
    "framework.ambiguous": Meaning(
        "The same part of a list of skills is there twice.",
        "Hand over one download at a time, or name one of the files.",
    ),
    "framework.unreadable": Meaning(
        "A file of a list of skills is not what its name says.",
        "Download it again; a table of one's own is saved as 'CSV UTF-8'.",
    ),
    "framework.too-large": Meaning(
        "A file of a list of skills is larger than any that is published.",
        "Hand over the list alone, in several parts if it must be.",
    ),
    "framework.column-missing": Meaning(
        "A table of a list of skills lacks a column that it needs.",
        "Name the column in the first row, or choose the right kind with --framework.",
    ),
    "framework.empty": Meaning(
        "The list of skills holds no skill.", "Hand over the files that hold the skills."
    ),
    "skills.not-text": Meaning(
        "A file in which skills are to be found is not a text.",
        "Save it as plain text in UTF-8: the words of a PDF or a document, copied out.",
    ),
    "framework.unknown": Meaning(
        "No list of skills of that name has been imported.",
        "Name one that `testamur skills list` shows.",
    ),
    "framework.adopted": Meaning(
        "The list of skills is in use already.", "Nothing needs to be done."
    ),
    "framework.reading-stopped": Meaning(
        "Reading the list was begun several times and never came to its end.",
        "Bring it again; if that fails too, the log of the workers says what stopped them.",
    ),
    "framework.damaged": Meaning(
        "An imported list of skills can no longer be read.", "Import it again."
    ),
    "skill.unknown": Meaning(
        "No list of skills here holds that identifier.",
        "Find it by its words with `testamur skills search`, or import the list that it is from.",
    ),
    "skill.alike": Meaning(
        "A skill that is there already may be the one that is meant.",
        "Use that one; or say that none of them is meant.",
    ),
    "skill.doubled": Meaning(
        "A skill of that name stands in your list already.", "Use it, or call this one differently."
    ),
    "skill.too-many": Meaning(
        "There are more skills, or more names of one, than are kept.",
        "Retire or leave out those that nobody uses.",
    ),
    "skill.mapped": Meaning(
        "The skill is mapped to that one already.", "End that mapping first, or replace it."
    ),
    "skill.relation-unknown": Meaning(
        "A skill stands to another in no such way.",
        "Say exact, broader, narrower or related.",
    ),
    "skill.mapping-ended": Meaning(
        "The mapping has ended already.", "Map the skill anew, if it stands so again."
    ),
    "scale.malformed": Meaning(
        "A scale of levels is not one that can be compared.",
        "Name 2 to 12 levels from low to high, each with its level of the EQF, 1 to 8.",
    ),
    "crosswalk.adopted": Meaning("The crosswalk is in use already.", "Nothing needs to be done."),
    # images
    "image.unknown-format": Meaning(
        "The file is neither a PNG nor an SVG image.", "Send the badge as PNG or SVG."
    ),
    "image.too-large": Meaning(
        "The image, one of its sides or the text in it is larger than accepted.",
        "Send a smaller image: at most 4096 pixels a side and 10 MB.",
    ),
    "image.too-complex": Meaning(
        "The image has more parts, or draws more, than accepted.",
        "Simplify the image, or save it as PNG.",
    ),
    "image.malformed": Meaning(
        "The image does not keep the rules of its format.",
        "Save it anew: as PNG, or as plain SVG in UTF-8.",
    ),
    "image.damaged": Meaning(
        "The image was damaged on its way.", "Get the image again from where it was issued."
    ),
    "image.truncated": Meaning(
        "The image ends too early.", "Get the image again from where it was issued."
    ),
    "image.trailing-data": Meaning(
        "Something is hidden behind the end of the image.",
        "Treat the file with suspicion; ask for the image as it was issued.",
    ),
    "image.animated": Meaning("The image moves.", "Send a still image."),
    "image.not-standard": Meaning(
        "The image is of a private kind of PNG that few programs can show.", "Save it as plain PNG."
    ),
    "image.unsafe-markup": Meaning(
        "The SVG image holds entities, instructions or inclusions.", "Save it as plain SVG."
    ),
    "image.no-credential": Meaning(
        "No credential is baked into the image.",
        "Send the image as it was issued: messengers and editors often strip the credential.",
    ),
    "image.several-credentials": Meaning(
        "More than one credential is baked into the image.",
        "Ask the issuer for an image with one; nobody can say which of them is meant.",
    ),
    "image.mixed-credentials": Meaning(
        "Credentials of two generations of Open Badges are baked into the image.",
        "Ask the issuer for an image with one; nobody can say which of them is meant.",
    ),
    "image.not-a-credential": Meaning(
        "What is baked, or is to be baked, is not a credential.",
        "Use a signed credential: JSON with a proof, or a compact JWS.",
    ),
    "image.text-refused": Meaning(
        "The credential holds a character that an SVG image cannot carry.", "Bake it into a PNG."
    ),
    "image.nameless": Meaning(
        "A badge cannot be drawn without a name.", "Give the achievement a name."
    ),
    "image.colour": Meaning(
        "The colour of a badge is not known.",
        "Name one of the palettes, or a colour like #1a6aa6.",
    ),
    "image.shape": Meaning("The shape of a badge is not known.", "Name one of the shapes."),
    "image.icon": Meaning("The sign of a badge is not known.", "Name one of the signs."),
    "image.too-small": Meaning(
        "The image is too small to be shown as a badge, or far from square.",
        "Send a square image of at least 200 pixels a side.",
    ),
    "image.not-described": Meaning(
        "An uploaded image does not say what it shows.",
        "Write the alternative text for people who cannot see it.",
    ),
    # catalogue: definitions of micro-credentials
    "letter.not-correctable": Meaning(
        "The address of this letter cannot be corrected here.",
        "Whose account it is changes it there; a member is invited anew.",
    ),
    "definition.missing": Meaning(
        "Something that a micro-credential of this kind must state is not stated.",
        "Fill in the field.",
    ),
    "definition.circular": Meaning(
        "What must be held before one begins leads back to the micro-credential itself.",
        "Take out the prerequisite that asks for it, or add another way to meet it.",
    ),
    "definition.reference-unknown": Meaning(
        "A prerequisite names something that is not known here.",
        "Check its address; what is only known elsewhere may stay.",
    ),
    "definition.dates-passed": Meaning(
        "A date on which it begins, or until which it is funded, has passed.",
        "State dates to come, or take the old ones out.",
    ),
    "definition.hours-differ": Meaning(
        "The hours of the parts do not add up to the stated workload.",
        "Change the hours of a part, or the workload.",
    ),
    "definition.weights-differ": Meaning(
        "The weights of the parts do not add up to 100 percent.", "Change the weight of a part."
    ),
    "definition.no-draft": Meaning(
        "There is no draft to publish.", "Change something first, then publish the next version."
    ),
    "definition.changed-meanwhile": Meaning(
        "Somebody saved a change after you opened this.",
        "Look at what changed, then reload it or save over it knowingly.",
    ),
    "definition.unchanged": Meaning(
        "The draft says what the published version says.", "Change something, or discard it."
    ),
    "definition.below-threshold": Meaning(
        "The quality score is below what the organisation publishes from.",
        "Raise the elements that are named, or have an administrator lower the threshold.",
    ),
    "definition.unreviewed": Meaning(
        "Fewer experts have signed off this state of the draft than the organisation asks for.",
        "Ask experts to review the draft as it stands, or have an administrator ask for fewer.",
    ),
    "definition.not-a-correction": Meaning(
        "A change of what is certified is called a correction of wording.",
        "Publish it as a change, or undo what is more than wording.",
    ),
    "definition.withdrawn": Meaning(
        "The micro-credential was withdrawn.", "Bring it back first, or define another."
    ),
    "definition.too-large": Meaning(
        "The draft holds more text than a definition may have.", "Shorten the longest texts."
    ),
    "outcome.vague": Meaning(
        "An outcome names something that nobody can see or check.",
        "Say what a person does who has learned it.",
    ),
    "outcome.level-differs": Meaning(
        "The verb of an outcome is of another level than the one stated.",
        "Choose a verb of that level, or change the level.",
    ),
    "outcome.several": Meaning(
        "An outcome holds several skills, which cannot be judged apart.",
        "Make one outcome of each skill.",
    ),
    # openbadges, eu_elements: making a document
    "value.missing": Meaning("A value that must be stated is missing.", "State it."),
    "value.wrong-kind": Meaning(
        "A value is of another kind than the one that belongs here.",
        "Write a text, a number, a date or a table as the reference says.",
    ),
    "value.out-of-range": Meaning(
        "A number, length or text lies outside what may stand here.", "Check it and correct it."
    ),
    "value.unknown-choice": Meaning(
        "A value is not among those that may stand here.", "Choose one of the listed values."
    ),
    "value.contradiction": Meaning(
        "Two values that are stated cannot both be true.", "Correct one of them, or leave it out."
    ),
    "value.repeated": Meaning("The same is said twice.", "Say it once."),
    "text.empty": Meaning("A text that must be stated is empty.", "Write the text."),
    "text.too-long": Meaning("A text is longer than may stand here.", "Shorten it."),
    "text.unsafe": Meaning(
        "A text holds characters that are invisible or change how it is read.",
        "Type the text again without them.",
    ),
    "name.confusable": Meaning(
        "A name holds letters that only look like those of its alphabet.",
        "Type the name again with one keyboard layout.",
    ),
    "iri.malformed": Meaning(
        "An address is not in its plain spelling.", "Copy the address from the page it leads to."
    ),
    "iri.scheme": Meaning(
        "An address is of another kind than the one that belongs here.",
        "Give an address that begins as the message says.",
    ),
    "email.malformed": Meaning(
        "An e-mail address cannot be used as it is written.", "Write it like ada@example.org."
    ),
    # award_toml, recipients: files people write
    "award.malformed": Meaning(
        "The award file is not TOML.", "Correct the line that the message names."
    ),
    "award.unknown-key": Meaning(
        "The award file holds a key that means nothing here.",
        "Correct its spelling, or remove it.",
    ),
    "recipients.unreadable": Meaning(
        "The list of recipients cannot be read.",
        "Save it again as 'CSV UTF-8' or, where workbooks are taken, as .xlsx without a password.",
    ),
    "recipients.header": Meaning(
        "The first row does not say which column holds what.",
        "Name the columns in the first row: name, email, date, grade, evidence.",
    ),
    "recipients.too-many": Meaning(
        "The list has more rows than are read at once.", "Cut it in several lists."
    ),
    "row.malformed": Meaning(
        "A row does not have the form of the others.",
        "Check its quotation marks and the number of its cells.",
    ),
    "row.too-long": Meaning("A row is longer than a row of people can be.", "Shorten its cells."),
    "row.recipient-missing": Meaning(
        "A row does not say whom the award is for.",
        "Give an e-mail address, an identifier, or a name with a student number.",
    ),
    "row.duplicate": Meaning(
        "The same recipient stands in an earlier row.", "Remove one of the rows."
    ),
    "date.undeclared": Meaning(
        "A date can be read in more than one way.",
        "Write it like 2026-05-31, or say in which order day and month stand.",
    ),
    "date.impossible": Meaning("There is no such date or time.", "Correct the date."),
    "date.malformed": Meaning("This is not a date.", "Write it like 2026-05-31."),
    "date.no-zone": Meaning(
        "A time of day is written without its time zone.",
        "Write it like 2026-05-31T14:00:00Z, or say in which zone the times are.",
    ),
    # jose
    "jose.malformed": Meaning(
        "The text is not a signed token in its one spelling.", "Send the token as it was issued."
    ),
    "jose.encrypted": Meaning(
        "The token is encrypted.", "Ask its sender for the signed token inside."
    ),
    "jose.alg-refused": Meaning(
        "The token's algorithm is none, or not the key's.", "Ask the issuer to sign it again."
    ),
    "jose.header-refused": Meaning(
        "The token's header brings keys or changes that are not accepted.",
        "Ask the issuer for a token that names its key with kid.",
    ),
    "jose.crit-refused": Meaning(
        "The token asks for extensions that are not understood.",
        "Ask the issuer for a token without crit and b64.",
    ),
    "jose.typ-mismatch": Meaning(
        "The token was made to be something else.", "Send the token that is asked for."
    ),
    "jose.signature-mismatch": Meaning(
        "The token's signature is not that of the key it names.",
        "The token was changed or forged; ask the issuer for the original.",
    ),
    "jose.key-not-named": Meaning(
        "The token does not say which key signed it.",
        "Ask the issuer for a token that names its key with kid.",
    ),
    "jose.key-not-bound": Meaning(
        "The token's key is not one of who is said to have signed it.",
        "The token was forged, or its issuer must publish the key.",
    ),
    "jose.claim-malformed": Meaning(
        "A claim of the token has not its form.", "Ask the issuer for a corrected token."
    ),
    "jose.claim-mismatch": Meaning(
        "A claim of the token contradicts what the token carries.",
        "Ask the issuer for a corrected token.",
    ),
    "jose.expired": Meaning(
        "The token's signature has expired.", "Ask the issuer for a new token."
    ),
    "jose.not-yet-valid": Meaning(
        "The token's signature begins to hold later.", "Try again then, or check the clock."
    ),
    "jose.envelope-malformed": Meaning(
        "An envelope does not carry a token as it should.", "Send the envelope as it was issued."
    ),
    "jose.envelope-not-supported": Meaning(
        "The envelope holds a kind of security that is not judged here.",
        "Ask for a JWT or for a Data Integrity proof, or use other software.",
    ),
    "jose.sd-jwt-not-supported": Meaning(
        "The token is an SD-JWT, which is not judged here.",
        "Ask for a JWT or for a Data Integrity proof, or use other software.",
    ),
    # presentations
    "presentation.malformed": Meaning(
        "The document is not a presentation.", "Ask the holder to present again."
    ),
    "presentation.not-proven": Meaning(
        "Nothing proves who presents.", "Ask the holder to sign the presentation."
    ),
    "presentation.holder-mismatch": Meaning(
        "Somebody other than the stated holder signed the presentation.",
        "Ask the holder to present with a key of their own.",
    ),
    "presentation.holder-unconfirmed": Meaning(
        "Nobody could be asked whether the key is the holder's.",
        "Try again later, or ask the holder to present with a did:key.",
    ),
    "presentation.subject-mismatch": Meaning(
        "A credential is about somebody other than who presents it.",
        "Ask the person the credential is about to present it.",
    ),
    # status
    "status.revoked": Meaning(
        "The issuer has revoked the credential.", "Ask the issuer why, or for a new one."
    ),
    "status.suspended": Meaning(
        "The issuer has suspended the credential.", "Ask the issuer, or try again later."
    ),
    "status.entry-malformed": Meaning(
        "The credential says wrongly where its status stands.",
        "Ask the issuer for a corrected credential.",
    ),
    "status.type-unknown": Meaning(
        "The credential's status is of a kind that is not known here.",
        "Ask the issuer whether the credential still holds.",
    ),
    "status.purpose-unknown": Meaning(
        "A status is set whose meaning is not known here.", "Ask the issuer what it means."
    ),
    "status.purpose-mismatch": Meaning(
        "The status list is for another purpose than the credential says.",
        "Ask the issuer whether the credential still holds.",
    ),
    "status.issuer-mismatch": Meaning(
        "The status list is by somebody other than the credential's issuer.",
        "Ask the issuer whether the credential still holds.",
    ),
    "status.index-out-of-range": Meaning(
        "The status list is too short for the credential's place in it.",
        "Ask the issuer whether the credential still holds.",
    ),
    "status.list-unreachable": Meaning(
        "The status list cannot be had, so the status is unknown.", "Try again later."
    ),
    "status.list-stale": Meaning(
        "The status list is not current, so the status is unknown.",
        "Fetch a newer list, or ask the issuer to publish one.",
    ),
    "status.list-not-verified": Meaning(
        "The status list is not proven to be its issuer's, so the status is unknown.",
        "Try again later, or ask the issuer to publish it again.",
    ),
    "status.list-invalid": Meaning(
        "The status list is not a whole status list, so the status is unknown.",
        "Ask the issuer to publish it again.",
    ),
    "status.list-too-large": Meaning(
        "The status list unpacks to more than accepted, so the status is unknown.",
        "Ask the issuer for smaller lists.",
    ),
    "status.row-refused": Meaning(
        "A status entry cannot be written.", "Give an index and value that fit the list."
    ),
    "status.rows-conflict": Meaning(
        "Two rows say different things of one entry.", "Keep one row for each entry."
    ),
    "status.window-refused": Meaning(
        "The time a status list shall hold is impossible.", "Let it end after it begins."
    ),
    # resources
    "resource.malformed": Meaning(
        "A related resource or its digest has not its form.",
        "Ask the issuer for a corrected credential.",
    ),
    "resource.digest-mismatch": Meaning(
        "A resource is not the one the issuer signed for.",
        "Ask the issuer for the resource as it was.",
    ),
    "resource.digest-unknown": Meaning(
        "A resource's digest is of a kind that is not computed here.",
        "Compare the resource with other software.",
    ),
    "resource.unreachable": Meaning(
        "A resource cannot be had, so its digest was not compared.", "Try again later."
    ),
    # open badges 2.0
    "openbadges2.unrecognised": Meaning(
        "This is not a badge of Open Badges 2.0.", "Check that it is the file the issuer gave."
    ),
    "openbadges2.version-unsupported": Meaning(
        "The badge is of a version older than Open Badges 2.0.",
        "Ask the issuer for the same badge in a current version.",
    ),
    "openbadges2.type-unknown": Meaning(
        "A badge object is not of the class that its place asks for.",
        "Ask the issuer for a corrected badge.",
    ),
    "openbadges2.malformed": Meaning(
        "A badge object lacks a member, or holds one that is not what it must be.",
        "Ask the issuer for a corrected badge.",
    ),
    "openbadges2.extension-malformed": Meaning(
        "An extension of the badge does not keep its own rules.",
        "Ask the issuer for a corrected badge.",
    ),
    "openbadges2.document-unreadable": Meaning(
        "A document the badge links to is not there as a badge object.",
        "Ask the issuer to publish it again.",
    ),
    "openbadges2.too-many-documents": Meaning(
        "The badge links to more documents than are read for one badge.",
        "Ask the issuer for a badge with fewer links.",
    ),
    "openbadges2.hosted-nowhere": Meaning(
        "A hosted badge has no web address, so nothing can prove it.",
        "Ask the issuer for the address the badge is published at.",
    ),
    "openbadges2.hosted-differs": Meaning(
        "The copy of the badge says something that its issuer does not publish.",
        "Rely on the published badge, not on the copy.",
    ),
    "openbadges2.id-differs": Meaning(
        "A document calls itself by an address of somebody else's.",
        "Treat the badge as not from the issuer it names.",
    ),
    "openbadges2.out-of-scope": Meaning(
        "The badge is published where its issuer does not publish.",
        "Treat the badge as not from the issuer it names.",
    ),
    "openbadges2.policy-unsupported": Meaning(
        "The issuer's rule for where it publishes cannot be read.",
        "Ask the issuer whether the badge is theirs.",
    ),
    "openbadges2.issuer-mismatch": Meaning(
        "The badge and its published badge class name different issuers.",
        "Treat the badge as not from the issuer it names.",
    ),
    "openbadges2.issuer-unidentified": Meaning(
        "The issuer's profile cannot be had, so nobody can say whose signature it is.",
        "Try again later, or ask the issuer where its profile is published.",
    ),
    "openbadges2.key-not-listed": Meaning(
        "The key is not one that the issuer lists as its own.",
        "Treat the badge as not from the issuer it names.",
    ),
    "openbadges2.expired": Meaning("The badge has expired.", "Ask the issuer for a new one."),
    "openbadges2.issued-in-future": Meaning(
        "The badge is issued at a time that has not come.", "Ask the issuer for a corrected badge."
    ),
    "openbadges2.expires-before-issued": Meaning(
        "The badge expires before it is issued.", "Ask the issuer for a corrected badge."
    ),
    "openbadges2.recipient-mismatch": Meaning(
        "The badge was awarded to somebody else.", "Ask whose badge it is."
    ),
    "openbadges2.recipient-unsupported": Meaning(
        "The recipient is hidden in a way that is not known here.",
        "Ask the issuer whose badge it is.",
    ),
    "openbadges2.endorsement-refused": Meaning(
        "An endorsement beside the badge does not hold.",
        "Ask the issuer to remove or replace it.",
    ),
    "openbadges2.endorsement-undetermined": Meaning(
        "An endorsement beside the badge could not be judged.", "Try again later."
    ),
    # verify
    "issuer.key-mismatch": Meaning(
        "The credential was signed with a key that is not its issuer's.",
        "Treat it as forged; ask the issuer it names.",
    ),
    "issuer.key-unproven": Meaning(
        "Only the credential itself says that the key is its issuer's.",
        "Ask the issuer to publish the key; or accept fragment keys, as 1EdTech's validator does.",
    ),
    "issuer.key-handed-over": Meaning(
        "That the key is its issuer's is said only by a document that came with the credential.",
        "Verify with a network, or state the issuer's key; or accept what came along, if you trust"
        " whoever made the bundle.",
    ),
    "dates.not-yet-valid": Meaning(
        "The credential is not valid yet.", "Verify it again when it is."
    ),
    "dates.expired": Meaning("The credential has expired.", "Ask the holder for a renewed one."),
    "carried.too-many": Meaning(
        "A credential carries more credentials than are judged at once.",
        "Verify those that it carries one by one.",
    ),
    "endorsement.not-counted": Meaning(
        "An endorsement that is carried along is about something else.",
        "Do not read it as praise of this credential; ask its issuer why it is there.",
    ),
    "verify.too-deep": Meaning(
        "Too many credentials rely on one another.", "Verify the innermost ones by themselves."
    ),
    # cli: files and options of the command line
    "file.missing": Meaning("A file that was named is not there.", "Check the path."),
    "file.unreadable": Meaning(
        "A file cannot be read.", "Check that it is a file, that you may read it, and its size."
    ),
    "file.unwritable": Meaning(
        "A file cannot be written.",
        "Free some space or choose another folder, then run the same command again.",
    ),
    "file.exists": Meaning(
        "The file to write is there already.", "Choose another name, or move the file away."
    ),
    "option.malformed": Meaning(
        "An option does not have the form it needs.", "Write it as `--help` shows."
    ),
    "key.rotation-refused": Meaning(
        "The issuer is the key itself and cannot change it.",
        "Add --new-issuer to go on under a new identifier; did:web issuers can change keys.",
    ),
    "key.nothing-to-publish": Meaning(
        "A key that names itself has no document to publish.",
        "Make a key with --controller did:web:… where a document is wanted.",
    ),
    "run.worker-lost": Meaning(
        "A process that was signing has been ended from outside.",
        "Run the same command again: nothing is lost.",
    ),
    "row.already-awarded": Meaning(
        "The same award was issued before, saying something else.",
        "Revoke what was issued first, or restore the row.",
    ),
    "register.unknown-credential": Meaning(
        "The credential is not in the register.",
        "Name the register of the folder it was issued into, with --register.",
    ),
    "status.not-stated": Meaning(
        "The credential was issued without a place in such a status list.",
        "State `status`, and for suspension `suspendable = true`, in [award] before issuing.",
    ),
    "status.revocation-is-final": Meaning(
        "A revoked credential cannot be reinstated.",
        "Issue a new one: with another achievement id, or into another folder.",
    ),
    "register.other-issuer": Meaning(
        "The folder holds the awards of another issuer.", "Give another folder to -o."
    ),
    "register.unreadable": Meaning(
        "The register beside the issued files cannot be used.",
        "Restore it from a backup; without it nobody knows what was issued.",
    ),
    # requests to the web product
    "http.malformed": Meaning(
        "The request is not one that HTTP allows, or is for another host.",
        "Send it to the address the service states.",
    ),
    "http.forbidden": Meaning(
        "The role this was asked with does not include it.",
        "Ask an administrator of the organisation for the role.",
    ),
    "http.not-found": Meaning(
        "Nothing is served at this address.", "Take the addresses the service states."
    ),
    "http.method-refused": Meaning(
        "This address does not answer that method.", "Use a method that `Allow` names."
    ),
    "http.media-type-refused": Meaning(
        "The body is not of a kind that is read here.", "Send UTF-8 JSON as application/json."
    ),
    "http.failed": Meaning(
        "The server failed and has written down why.", "Try again; tell its operator if it stays."
    ),
    "request.malformed": Meaning(
        "A member of the request is missing or not of its kind.",
        "Send what the description of the service (/openapi.json) asks for.",
    ),
    "service.database-refused": Meaning(
        "The database does not take the connection.",
        "Check DATABASE_URL, and that the database runs and lets this user in.",
    ),
    "service.database-behind": Meaning(
        "The tables of the database are not those of this version.",
        "Start `testamur serve` once without --no-migrate.",
    ),
    "service.key-secret": Meaning(
        "The keys kept here do not open with the secret this instance was started with.",
        "Start it with the TESTAMUR_KEY_SECRET or secret.key that it had; ask `testamur doctor`.",
    ),
    "service.address-refused": Meaning(
        "Nothing can be served at this address.",
        "Give another --port, or end what listens there.",
    ),
    "status.credential-unknown": Meaning(
        "No credential of that id stands in the status list.",
        "Name the credential by the id it was issued with.",
    ),
    "status.list-full": Meaning("The status list has no place left.", "Issue with a new list."),
    # the web product: keys, awards, batches
    "key.in-use": Meaning("A key of this kind is in use.", "Rotate it instead."),
    "key.ended": Meaning("The key was ended before.", "Reload the page to see the keys in use."),
    "award.no-key": Meaning(
        "The organisation has no key to sign with.", "Ask an administrator to make one."
    ),
    "award.replaced": Meaning(
        "The award was replaced by another before.", "Correct the one that replaced it."
    ),
    "batch.too-large": Meaning(
        "The list is larger than is read at once.", "Split it, and upload the parts one by one."
    ),
    "batch.nothing-ready": Meaning(
        "No row of the list is ready to be awarded.", "Repair the rows that say what is wrong."
    ),
    "batch.running": Meaning(
        "The batch is at another point than this needs.", "Reload the page to see where it is."
    ),
    # wallets: claims, items from elsewhere, shares
    "claim.unknown": Meaning(
        "No award waits for this link or code.",
        "Check it letter by letter, or ask whoever gave it for a new one.",
    ),
    "claim.taken": Meaning(
        "The award is in somebody else's wallet.",
        "Sign in with the account that claimed it, or ask its issuer.",
    ),
    "wallet.not-genuine": Meaning(
        "The credential does not hold, so it is not taken into a wallet.",
        "Ask its issuer for the file as it was issued.",
    ),
    "wallet.form": Meaning("This is not one single credential.", "Add each credential by itself."),
    "wallet.duplicate": Meaning("The credential is in the wallet already.", "Look for it there."),
    "wallet.full": Meaning(
        "The wallet holds as many credentials from elsewhere as it takes.", "Remove some first."
    ),
    "wallet.kept": Meaning(
        "An award of this instance stays in its holder's wallet.", "Stop sharing it instead."
    ),
    "share.not-yours": Meaning(
        "Only the holder shares a credential, and stops it.", "Sign in as its holder."
    ),
    "share.items": Meaning(
        "A share shows nothing, or more than its kind can show.", "Choose what to show."
    ),
    "share.expiry": Meaning("A share would end before it begins.", "Choose a later day."),
    # people: persons, organisations, members
    "person.username-malformed": Meaning(
        "A user name holds something else than letters a to z, digits, dots and hyphens.",
        "Choose a user name such as ada.lovelace.",
    ),
    "person.username-taken": Meaning("Somebody has this user name.", "Choose another."),
    "person.own-account": Meaning(
        "An operator cannot close the account they use.", "Ask another operator to close it."
    ),
    "organisation.slug-malformed": Meaning(
        "The short name of an organisation cannot stand in an address.",
        "Use small letters and digits, joined by hyphens.",
    ),
    "organisation.slug-taken": Meaning(
        "Another organisation has this address.", "Choose another short name."
    ),
    "member.unknown": Meaning(
        "This person is no member of the organisation.", "Invite them first."
    ),
    "member.last-administrator": Meaning(
        "An organisation cannot be left without an administrator.",
        "Make somebody else an administrator first.",
    ),
    "team.exists": Meaning("A team of this name is there already.", "Give it another name."),
    "team.circular": Meaning(
        "A team would stand under itself.", "Choose a team that is not under this one."
    ),
    "staff.known": Meaning(
        "Somebody on the list of staff has this address.", "Change that entry instead."
    ),
    "staff.twice": Meaning(
        "Two rows have the same address.", "Leave one of them out, or correct the address."
    ),
    "staff.manager-unknown": Meaning(
        "The manager is not on the list.",
        "Write the e-mail address of somebody else on the list, or leave the cell empty.",
    ),
    "staff.profile-unknown": Meaning(
        "No role of the organisation has this title.",
        "Write the title of a role as it stands under Roles, or leave the cell empty.",
    ),
    "programme.dates": Meaning(
        "A programme begins before it ends.", "Choose a last day after the first."
    ),
    "programme.reminders": Meaning(
        "Reminders are at most six whole numbers of days, from 1 to 365.", "Write 14, 3."
    ),
    "programme.nobody": Meaning(
        "Nobody takes part in the programme.", "Choose people or teams first."
    ),
    "programme.state": Meaning(
        "The programme is launched already, or closed.", "Look at the state it is in."
    ),
    "programme.no-skills": Meaning(
        "The stack names no skill, so no goal can be made of it.", "Choose a role instead."
    ),
    "nomination.closed": Meaning(
        "It was answered or withdrawn already.", "Look at the state it is in."
    ),
    "nomination.too-many": Meaning(
        "Too many good words of yours wait for an answer.", "Wait for answers, or withdraw some."
    ),
    "nomination.self": Meaning(
        "Nobody nominates themselves.", "Choose a colleague, or ask for an endorsement."
    ),
    "profile.withdrawn": Meaning(
        "This role profile was withdrawn, so nothing new begins with it.",
        "Choose another role profile, or describe the role again.",
    ),
    "consent.missing": Meaning(
        "Nobody agreed to what this is for.",
        "Agree under “Who may find me” first; nothing is kept or shown before.",
    ),
    "search.empty": Meaning(
        "The search asks for no skill.", "Name at least one skill that people are to prove."
    ),
    "search.too-many": Meaning(
        "The organisation keeps as many searches as it may.", "Delete one that nobody needs."
    ),
    "contact.waiting": Meaning(
        "A message of the organisation to this drawn name waits for its answer.",
        "Wait for it, or take that message back first.",
    ),
    "contact.too-many": Meaning(
        "The organisation wrote as many messages as it may on one day.", "Go on tomorrow."
    ),
    "contact.closed": Meaning(
        "This message was answered, taken back, or is too old.", "Nothing more can be done with it."
    ),
    "contact.foreign-address": Meaning(
        "The address is not among those of the person.",
        "Choose one of your own, or prove another under your account first.",
    ),
    "need.closed": Meaning(
        "This need was answered or withdrawn, or its time is over.", "Look at the open needs."
    ),
    "need.own": Meaning(
        "A need is answered by others, not by the organisation that published it.",
        "Withdraw it if you have what it asks for yourself.",
    ),
    "need.too-many": Meaning(
        "Too many needs of your organisation are open at once.", "Close or withdraw one first."
    ),
    "need.answered-already": Meaning(
        "This definition answers the need already.",
        "Answer with another one, or take that answer back.",
    ),
    "need.too-many-answers": Meaning(
        "This need has as many answers as it may have, or as many of your organisation.",
        "Take one of yours back before you give another.",
    ),
    "need.answer-unpublished": Meaning(
        "A need is closed with a definition that is published, and this one is not.",
        "Wait until its issuer publishes it, or choose another answer.",
    ),
    "ladder.withdrawn": Meaning(
        "This ladder was withdrawn, so nothing of it changes.", "Make another ladder."
    ),
    "proposal.waiting": Meaning(
        "A goal that you proposed to this person waits for their answer already.",
        "Wait for it, or withdraw that proposal first.",
    ),
    "proposal.closed": Meaning(
        "This proposal was answered or withdrawn already.",
        "Look at it again; what was answered can be changed on the page of your goal.",
    ),
    "endorsement.own": Meaning(
        "Nobody vouches for what is their own.",
        "Let somebody speak who neither issues it, nor works for its issuer, nor holds it.",
    ),
    "endorsement.nobody-asked": Meaning(
        "This is no e-mail address, and no organisation of this instance.",
        "Type an address, or the name of the organisation as its page writes it.",
    ),
    "endorsement.asked-already": Meaning(
        "They were asked for the same thing already, and have not answered.",
        "Wait for their answer, or take the request back first.",
    ),
    "endorsement.too-many": Meaning(
        "Too many of your requests wait for an answer.", "Take some of them back first."
    ),
    "endorsement.closed": Meaning(
        "This request was answered or taken back already.", "There is nothing left to answer."
    ),
    "endorsement.given-already": Meaning(
        "The same voice vouches for it already.",
        "Withdraw what was said before, then say something new.",
    ),
    "endorsement.ended": Meaning(
        "The credential was revoked, so nobody can vouch for it any more.",
        "Ask its holder for the one that replaced it.",
    ),
    "endorsement.withdrawn": Meaning(
        "It was withdrawn before.", "What is withdrawn stays so; say something new instead."
    ),
    "endorsement.not-accreditor": Meaning(
        "Only a quality body accredits.",
        "Speak for an organisation whose settings name it a quality body, or give an endorsement.",
    ),
    "recognition.unpublished": Meaning(
        "Nothing was published at this address of this instance.",
        "Copy the address from the page of the micro-credential in the catalogue.",
    ),
    "recognition.given-already": Meaning(
        "The register says so already, for some of these days.",
        "Withdraw what it says, or begin on the day after it ends.",
    ),
    "recognition.withdrawn": Meaning(
        "It was withdrawn before.", "What is withdrawn stays so; recognise it anew instead."
    ),
    "registry.malformed": Meaning(
        "It is verified, and is no list of issuers.",
        "Load a credential whose subjects are profiles, each with a DID and a name of its own.",
    ),
    "registry.older": Meaning(
        "A newer edition of this list is loaded.",
        "Get the newest from whoever publishes it, or remove the one that is loaded first.",
    ),
    "registry.removed": Meaning(
        "This list was removed or replaced before.", "Look at the lists that are loaded now."
    ),
    "issuer-check.ended": Meaning(
        "This check was ended before.", "What is ended stays so; write down a new check instead."
    ),
    "invitation.closed": Meaning(
        "The invitation was accepted or withdrawn, or its time is over.",
        "Ask the organisation for a new one.",
    ),
    "identifier.taken": Meaning(
        "The identifier stands for somebody else.",
        "Sign in to that account, or use another identifier.",
    ),
    "identifier.needed": Meaning(
        "It is the last way to sign in to this account.",
        "Set a password, or add another address first.",
    ),
    "identifier.too-many": Meaning(
        "The account has as many addresses as it can have.", "End one that is no longer used."
    ),
    "identifier.unproven": Meaning(
        "Nobody has shown that the address is theirs.", "Open the link that was mailed to it."
    ),
    "identifier.ended": Meaning("The identifier has ended.", "Add it anew."),
    # bundle and intake
    "bundle.malformed": Meaning(
        "The offline bundle is not written as it must be.", "Make the bundle again."
    ),
    "bundle.context-differs": Meaning(
        "The bundle carries a context that is not the published one.",
        "Treat it as altered; make the bundle again.",
    ),
    # the web product: cohorts, enrolments, evidence, decisions
    "cohort.version-withdrawn": Meaning(
        "What the cohort would lead to has been withdrawn.", "Publish it again, or choose another."
    ),
    "cohort.dates-reversed": Meaning(
        "The time to enrol would end before it begins.", "Correct one of the two dates."
    ),
    "cohort.places-taken": Meaning(
        "There would be fewer places than people.", "Give more places, or withdraw somebody first."
    ),
    "cohort.not-open": Meaning(
        "Nobody can enrol in this cohort now.", "Ask its organisation when the next one begins."
    ),
    "cohort.entry-refused": Meaning(
        "This cohort lets people in by code or by invitation.",
        "Type the code as you were given it, or use the link of your invitation.",
    ),
    "cohort.full": Meaning(
        "The cohort has no place left.", "Ask its organisation for more places."
    ),
    "enrolment.exists": Meaning(
        "The person is in this cohort already.", "Nothing is left to be done."
    ),
    "enrolment.withdrawn": Meaning(
        "The person has left this cohort.", "Its organisation can let them back in."
    ),
    "enrolment.taken": Meaning(
        "The place belongs to an account already.", "Sign in with that account."
    ),
    "enrolment.no-address": Meaning(
        "Nobody can be written to without an e-mail address.", "Enrol them again with an address."
    ),
    "enrolment.decided": Meaning(
        "The person has passed.", "Revoke the award where it was given wrongly."
    ),
    "enrolment.not-in-progress": Meaning(
        "Work can be handed in only while it is in progress.",
        "Take back what was handed in, or wait for the decision.",
    ),
    "enrolment.nothing-to-hand-in": Meaning(
        "There is nothing to hand in yet.", "Add a file, a link or a note first."
    ),
    "evidence.empty": Meaning("There is nothing in it.", "Add a file, an address or a text."),
    "evidence.too-large": Meaning("The file or text is too large.", "Send a smaller one."),
    "evidence.too-many": Meaning(
        "No more pieces of evidence are taken.", "Remove one first, or put several into one file."
    ),
    "evidence.kind-refused": Meaning(
        "Files of this kind are not taken, or the file is not what its name says.",
        "Send it as PDF, image, office document, text, ZIP, sound or film.",
    ),
    "evidence.address-refused": Meaning(
        "The address is not one of a page that anybody could open.",
        "Copy it from the address bar; it begins with https:// or http://.",
    ),
    "attestation.nothing-asked": Meaning(
        "Nothing is named that could be confirmed.", "Choose what your supervisor saw, up to 60."
    ),
    "attestation.own-address": Meaning(
        "Nobody can attest to their own work.", "Name somebody else who saw it."
    ),
    "attestation.too-many": Meaning(
        "Too many letters to supervisors were sent today.", "Try again tomorrow."
    ),
    "attestation.relation-unknown": Meaning(
        "What the supervisor was to your work is not among the choices.",
        "Choose manager, mentor, colleague, client or other.",
    ),
    "attestation.unknown": Meaning(
        "Nothing is asked by this link.", "Copy the whole link from the newest letter."
    ),
    "attestation.answered": Meaning(
        "This was answered already.", "An answer is given once; ask anew where it was a mistake."
    ),
    "attestation.closed": Meaning(
        "Nothing is asked by this link any more.", "Whoever asked can send a new letter."
    ),
    "attestation.reply-missing": Meaning(
        "Not every row is answered, or one that was not asked is.",
        "Say of each row whether you confirm it.",
    ),
    "attestation.statement-missing": Meaning(
        "Nothing says that you are who was asked.", "Read the statement and tick it."
    ),
    "review.own-address": Meaning(
        "Nobody reviews for an organisation of which they are a member.",
        "Ask somebody from outside.",
    ),
    "review.asked-already": Meaning(
        "This expert was asked already, and has not answered yet.",
        "Send the letter again, or withdraw it first.",
    ),
    "review.too-many": Meaning(
        "Too many letters to experts were sent today.", "Try again tomorrow."
    ),
    "review.unknown": Meaning(
        "No review is asked by this link.", "Copy the whole link from the newest letter."
    ),
    "review.answered": Meaning(
        "This review was given already.", "An answer is given once; whoever asked can ask anew."
    ),
    "review.closed": Meaning(
        "No review is asked by this link any more.", "Whoever asked can send a new letter."
    ),
    "review.reply-missing": Meaning(
        "Not every line of the checklist is answered, or one that was not asked is.",
        "Answer each line with yes, no or cannot say.",
    ),
    "review.field-unknown": Meaning(
        "A comment is about a field that the draft does not state.",
        "Name a field by its JSON Pointer, as the draft has it.",
    ),
    "review.changed-meanwhile": Meaning(
        "The draft was changed after you opened it.",
        "Look at it as it is now, then send your answer again.",
    ),
    "prior.not-open": Meaning("This cohort is not for prior learning.", "Enrol in one that is."),
    "prior.row-unknown": Meaning(
        "There is no such outcome or criterion to claim.", "Choose one that is listed."
    ),
    "prior.no-account": Meaning(
        "It is not said how you came to it.", "Write where, when and what you did."
    ),
    "prior.no-evidence": Meaning(
        "A claim needs evidence.", "Add a file, a link or a note first, then choose it."
    ),
    "prior.nothing-claimed": Meaning(
        "Nothing is claimed yet.", "Claim at least one outcome or criterion before you hand in."
    ),
    "placement.not-part": Meaning(
        "No work placement is part of this.", "Note hours where a placement is asked for."
    ),
    "placement.day-refused": Meaning(
        "The day is to come or lies too far back.", "Choose the day on which you worked."
    ),
    "placement.hours-refused": Meaning(
        "The hours cannot be so.", "State quarters of an hour, at most 24 in a day."
    ),
    "placement.too-many": Meaning(
        "No more entries are taken.", "Put several tasks of a day into one entry."
    ),
    "placement.asked-already": Meaning(
        "A supervisor was asked about these hours.", "Withdraw the request first."
    ),
    "placement.entry-unknown": Meaning(
        "Hours that were named are not there, or were asked about already.",
        "Choose from those that are open.",
    ),
    "use.day-refused": Meaning(
        "The day of use is to come, or before the award.", "Choose the day on which you used it."
    ),
    "use.nothing-said": Meaning(
        "It is not said what the skill was used for.", "Write a sentence or two."
    ),
    "use.skill-unknown": Meaning(
        "The credential does not certify this skill.", "Choose from those that it names."
    ),
    "use.too-many": Meaning("No more uses are kept for one credential.", "Remove old ones first."),
    "use.asked-already": Meaning(
        "A supervisor was asked about this use.", "Withdraw that request first."
    ),
    "decision.finding-missing": Meaning(
        "A criterion has no finding.", "Say of each criterion whether it is met."
    ),
    "decision.finding-unknown": Meaning(
        "A finding is about no criterion of this version, or says something else than it can.",
        "Load the page again and decide there.",
    ),
    "decision.criterion-unmet": Meaning(
        "The award is refused while a mandatory criterion is not met.",
        "Decide 'not passed', or correct the finding.",
    ),
    "decision.own-enrolment": Meaning("Nobody decides about themselves.", "Ask another assessor."),
    "decision.passed-already": Meaning(
        "The person has passed already.", "Nothing is left to be decided."
    ),
    "decision.grade-unknown": Meaning(
        "The grade is none of those that the definition states.", "Choose one of them."
    ),
    "decision.grade-too-low": Meaning(
        "The grade is below the lowest that passes.", "Decide 'not passed', or correct the grade."
    ),
    "decision.evidence-changed": Meaning(
        "The evidence is no longer what was looked at.", "Look at it again, then decide."
    ),
    # the web product: appeals against decisions
    "appeal.not-yours": Meaning(
        "Only the learner contests a decision about them.", "Sign in with the account it is about."
    ),
    "appeal.too-late": Meaning(
        "The time to contest this decision is over.",
        "Write to the organisation, or hand in again where that is possible.",
    ),
    "appeal.reasons-missing": Meaning(
        "Nothing says why.", "Write what you hold against it, or what the answer rests on."
    ),
    "appeal.evidence-unknown": Meaning(
        "What is pointed at was not handed in.", "Point at evidence that was handed in."
    ),
    "appeal.exists": Meaning(
        "This decision has been contested already.", "Wait for the answer, or read it."
    ),
    "appeal.overtaken": Meaning(
        "A newer decision was taken since.", "Contest the newest decision."
    ),
    "appeal.closed": Meaning("The appeal is closed.", "Nothing is left to be done about it."),
    "appeal.own": Meaning(
        "Whoever decided does not answer for it, nor does the learner.",
        "Ask a colleague who has not decided about this person.",
    ),
    "appeal.outcome-unknown": Meaning(
        "This is no answer to an appeal.", "Uphold the decision, overturn it, or remit it."
    ),
    "appeal.remit-refused": Meaning(
        "A decision that gave an award is not taken anew.",
        "Uphold it, or overturn it and correct the award.",
    ),
    "appeal.overturned": Meaning(
        "An appeal found that “not passed” was wrong.",
        "Decide 'passed'; where a mandatory criterion stays unmet, speak with whoever answered.",
    ),
    "appeal.days-refused": Meaning("So many days cannot be given.", "State from 1 to 366 days."),
    # the web product: surveys of participants, reviews of definitions
    "survey.rating-refused": Meaning(
        "A question is unknown, or its rating is not from 1 to 5.",
        "Choose 1 to 5, or leave the question out: you cannot say.",
    ),
    "survey.nothing-said": Meaning(
        "Nothing is answered.", "Answer one question at least, or write something."
    ),
    "survey.answered": Meaning(
        "This survey was answered already.",
        "Nothing is left to be done; an answer cannot be found again to be changed.",
    ),
    "survey.over": Meaning("The survey is over.", "You will be asked again after six months."),
    "definition-review.owner-refused": Meaning(
        "A review is for somebody who may change the definition.",
        "Choose a designer, a manager or an administrator of the organisation.",
    ),
    "definition-review.day-refused": Meaning(
        "A review is due on a day to come.", "Choose a later day."
    ),
    "definition-review.nothing-said": Meaning(
        "Nothing says what was done.", "Write what you found and what you changed, or why nothing."
    ),
    "definition-review.months-refused": Meaning(
        "So many months cannot pass without a new version.", "State from 3 to 120 months."
    ),
    "definition-review.not-offered": Meaning(
        "Only what is offered is reviewed.", "Publish it, or leave it as it is."
    ),
    "definition-review.open": Meaning(
        "A review that somebody asked for is open.", "Close that one first, or write in it."
    ),
    "definition-review.closed": Meaning(
        "The review is closed.", "Nothing is left to be done about it."
    ),
    "decision.marks-missing": Meaning(
        "What is marked with a rubric is decided by its marks.",
        "Mark it with the rubric of its cohort, then decide.",
    ),
    # the web product: partners and their sheets
    "partner.own": Meaning(
        "An organisation is no partner of its own.", "Choose another organisation."
    ),
    "partner.days-wrong": Meaning(
        "A partner cannot work in a time that is over, or that ends before it begins.",
        "Give a last day that is to come, not before the first.",
    ),
    "partner.exists": Meaning(
        "This organisation works in the cohort already.",
        "Withdraw that first, then let it in with other days.",
    ),
    "partner.over": Meaning(
        "A partner works in a cohort within its days alone, and as long as it is not withdrawn.",
        "Ask the organisation of the cohort for other days.",
    ),
    "partner.not-of-group": Meaning(
        "A partner works for the people it enrolled itself.", "Choose somebody of your group."
    ),
    "partner.row-wrong": Meaning(
        "A partner enrols people by name and number.",
        "Give both; who has an e-mail address enrols by themselves.",
    ),
    "partner.number-taken": Meaning(
        "Somebody else in the cohort has this number.", "Give this person another number."
    ),
    "sheet.empty": Meaning(
        "Nobody of the group can be decided about.", "Enrol people first, then print the sheet."
    ),
    "sheet.row-unknown": Meaning(
        "A sheet has no such row.", "Type the number that stands at the beginning of the line."
    ),
    "sheet.number-unknown": Meaning(
        "The number is not that of the row, or of nobody in the group.",
        "Compare it with the paper; enrol whoever was added by hand, then enter the row again.",
    ),
    "sheet.row-settled": Meaning(
        "The row is decided, and what was typed now differs from it.",
        "Where the paper says otherwise, let an assessor speak with the learner.",
    ),
    "sheet.row-overtaken": Meaning(
        "Somebody else typed in this row meanwhile, and otherwise.",
        "Compare what stands there now with the paper, and type it again where it is wrong.",
    ),
    "sheet.changed": Meaning(
        "Something was typed in the sheet since you looked at it.",
        "Look at the rows once more, then decide by them.",
    ),
    "sheet.file-wrong": Meaning(
        "The file cannot be read as this sheet.",
        "Download the sheet as CSV, fill in that file, and send it.",
    ),
    # the web product: rubrics, marks and moderation
    "rubric.title-missing": Meaning(
        "A rubric needs a name, and not too long a one.", "Name it by what it judges."
    ),
    "rubric.levels-wrong": Meaning(
        "The levels of a rubric do not do.",
        "Give it 2 to 6 levels of different names, from low to high, with points that rise.",
    ),
    "rubric.rows-wrong": Meaning(
        "The criteria of a rubric do not do.",
        "Give each a text, its own short name, a weight from 1 to 100 and a level that is met.",
    ),
    "rubric.does-not-fit": Meaning(
        "The rubric does not judge every criterion of what the cohort leads to.",
        "Add that criterion, as mandatory as there, or begin from the achievement's criteria.",
    ),
    "rubric.retired": Meaning("The rubric is retired.", "Choose another one, or bring it back."),
    "marking.threshold-wrong": Meaning(
        "The points by which two totals may differ are none.", "Write a number from 0 to 100."
    ),
    "marking.begun": Meaning(
        "How a cohort is marked stays from its first mark on.", "Open another cohort."
    ),
    "marking.no-rubric": Meaning(
        "This cohort is decided by findings, not marked.", "Decide with a finding per criterion."
    ),
    "mark.incomplete": Meaning(
        "A criterion has no level, or one that its rubric does not have.",
        "Choose a level for each criterion; only optional ones can be said not to apply.",
    ),
    "mark.evidence-unknown": Meaning(
        "A comment is about evidence that was not handed in here.", "Load the page again."
    ),
    "mark.given-already": Meaning(
        "You have marked this already.", "Leave the second mark to another assessor."
    ),
    "mark.complete": Meaning(
        "All marks that are asked for are in.", "Decide, or moderate where they disagree."
    ),
    "mark.missing": Meaning(
        "Not all marks that are asked for are in.", "Wait for the other assessor, or ask one."
    ),
    "mark.disagreement": Meaning(
        "The two marks disagree beyond what the cohort allows.",
        "Let an assessor who gave neither of them set the agreed mark.",
    ),
    "mark.trial-missing": Meaning(
        "Whoever marks in this cohort has passed a trial on a sample first.",
        "Mark a sample of its rubric; come as close to what it was given as the cohort allows.",
    ),
    "sample.not-marked": Meaning(
        "Only work that was marked with a rubric and decided is a sample of it.",
        "Choose another decision.",
    ),
    "sample.own-mark": Meaning(
        "Whoever had a part in a sample knows what it was given.", "Try another sample."
    ),
    "sample.tried-already": Meaning("A sample is tried once.", "Try another sample."),
    "moderation.not-needed": Meaning(
        "There is nothing to moderate.", "Decide by the marks that are in."
    ),
    "moderation.not-third": Meaning(
        "Whoever moderates gave neither of the two marks.", "Ask a third assessor."
    ),
    "moderation.reason-missing": Meaning(
        "An agreed mark states its reason.", "Say why it is this one."
    ),
    # the web product: the programme of a cohort
    "programme.begun": Meaning(
        "The cohort has activities already.", "Change them, or add what is missing."
    ),
    "programme.too-much": Meaning(
        "No more can be added to this programme.", "Remove something first."
    ),
    "activity.untitled": Meaning("The activity has no title.", "Give it one."),
    "activity.dates-reversed": Meaning(
        "The activity would be due before it opens.", "Correct one of the two dates."
    ),
    "activity.in-use": Meaning(
        "Something belongs to the activity that must be kept.",
        "Leave it in the programme, and change its title or dates.",
    ),
    "activity.elsewhere": Meaning(
        "The activity is of another cohort.", "Choose one of this cohort."
    ),
    "resource.empty": Meaning(
        "A resource says what it is and where.", "Give a title, and an address, a place or a note."
    ),
    "resource.address-refused": Meaning(
        "The address of a resource is none of a page.",
        "Copy it from the address bar; it begins with https:// or http://.",
    ),
    "announcement.empty": Meaning(
        "An announcement has a title and a text.", "Write both, then send it."
    ),
    "late-rule.refused": Meaning(
        "This is no rule for what is late.", "Accept or refuse it, with 0 to 90 days of grace."
    ),
    "evidence.late": Meaning(
        "It is too late for this activity.",
        "Ask for an extension, or add it without naming an activity.",
    ),
    "extension.not-later": Meaning(
        "An extension gives a later day.", "Choose a day after the one that holds now."
    ),
    "extension.reason-missing": Meaning("Nothing says why.", "Write the reason."),
    "extension.own": Meaning("Nobody gives themselves more time.", "Ask a colleague."),
    "accommodation.empty": Meaning(
        "An accommodation says what was agreed and with whom.", "Write both."
    ),
    "accommodation.percent-refused": Meaning(
        "So much extra time cannot be given.", "State from 0 to 300 percent."
    ),
    "result.percent-refused": Meaning("A result is in percent.", "Write a number from 0 to 100."),
    "result.own": Meaning("Nobody enters their own result.", "Ask a colleague."),
    "result.nobody": Meaning(
        "Nobody in this cohort has that number.", "Correct the number, or enrol the person first."
    ),
    # the web product: qualifications, their units, mappings and exemptions
    "qualification.credits-wrong": Meaning(
        "The credits of the units do not make up the total of the qualification.",
        "Let mandatory units have at most the total, and all units together at least that.",
    ),
    "qualification.no-skills": Meaning(
        "Nothing that counts toward the open mandatory units names a skill to aim at.",
        "Choose an occupation as your goal, or ask the organisation which credentials count.",
    ),
    "unit.code-taken": Meaning(
        "Another unit of this qualification has the code.", "Give each unit a code of its own."
    ),
    "unit.in-use": Meaning(
        "Something was mapped to the unit, or somebody applied for it.",
        "Keep it, and end what is mapped to it.",
    ),
    "mapping.credits-wrong": Meaning(
        "An achievement cannot count for no credits, nor for more than its unit has.",
        "State more than 0 and at most the credits of the unit.",
    ),
    "mapping.dates-reversed": Meaning(
        "It would end before it begins.", "Correct one of the two days."
    ),
    "mapping.address-refused": Meaning(
        "What counts is named by the address of an achievement.",
        "Copy the id of the achievement from one of its credentials; it begins with https://.",
    ),
    "mapping.exists": Meaning(
        "The achievement counts toward this unit on some of these days already.",
        "End what is there or replace it, then it is kept as history.",
    ),
    "mapping.ended": Meaning("It was ended already.", "Map the achievement anew."),
    "exemption.exists": Meaning(
        "The unit is exempt already, or an application for it waits.",
        "Wait for the decision, or take the application back.",
    ),
    "exemption.nothing-named": Meaning(
        "The application names no credential.", "Choose at least one credential of your wallet."
    ),
    "exemption.credential-used": Meaning(
        "A credential counts toward this unit already.", "Choose another credential."
    ),
    "exemption.own": Meaning("Nobody decides about themselves.", "Ask a colleague to decide."),
    "exemption.interest-undeclared": Meaning(
        "Whoever decides says that they have no interest of their own in it.",
        "Say so, or leave it to somebody who can.",
    ),
    "exemption.reason-missing": Meaning(
        "A decision has a reason.", "Write what it rests on; the learner reads it."
    ),
    "exemption.credits-wrong": Meaning(
        "That many credits cannot be granted for this unit.",
        "Grant more than 0 and less than what is left of the unit, or all of it.",
    ),
    "exemption.decided": Meaning(
        "It has been decided already.", "Withdraw the decision with a reason, then decide anew."
    ),
    "exemption.not-decided": Meaning(
        "There is no decision that could be withdrawn.", "Decide about it first."
    ),
    "exemption.taken-back": Meaning(
        "The learner has taken the application back.", "Nothing is left to be decided."
    ),
    "document.unrecognised": Meaning(
        "The file is nothing that carries a credential.",
        "Send the badge image, JSON file or token as it was issued.",
    ),
    "upload.too-large": Meaning(
        "The file is too large.", "Send the credential itself: it is small."
    ),
    "upload.too-many": Meaning("These are too many files at once.", "Send them in several rounds."),
    "archive.malformed": Meaning(
        "The archive, or a file in it, cannot be unpacked.",
        "Pack the files again as a plain ZIP without a password, or send them by themselves.",
    ),
    "archive.too-large": Meaning(
        "The archive unpacks to more than is read.", "Send the files in several archives."
    ),
    "shortlist.unfinished": Meaning(
        "Not every row of the shortlist is checked yet.", "Wait until it is done, then ask again."
    ),
    "list.no-link": Meaning(
        "A row of a list of links names no address.",
        "Write one address in each row, beginning with https://.",
    ),
    "address.shows-nothing": Meaning(
        "Nothing is shown at this address.",
        "Ask its holder for a new link, or for the file.",
    ),
    "pdf.no-credential": Meaning(
        "The PDF is a picture of a certificate, with no signed credential inside.",
        "Ask for the file that the issuer signed, or scan the code that is printed on it.",
    ),
    "receipt.malformed": Meaning(
        "This is no receipt of a verification.", "Hand over the JSON file as it was downloaded."
    ),
    "receipt.not-signed": Meaning(
        "The receipt shows something else than what was signed.",
        "Do not rely on it, and ask for the file as it was downloaded.",
    ),
    "receipt.refused": Meaning(
        "No receipt can be made of this.", "Check the credential again, and take the receipt then."
    ),
    "code.missing": Meaning(
        "There is no credential inside the picture and no QR code that can be read on it.",
        "Send the badge image as it was issued, or a sharper picture of the whole code.",
    ),
    "code.several": Meaning(
        "There are several QR codes on the picture.", "Cut the picture so that it shows one."
    ),
    "http.too-many": Meaning(
        "There were too many requests from this address.", "Wait a minute and send it again."
    ),
    "token.missing": Meaning(
        "The request carries no access token that opens anything.",
        "Send `Authorization: Bearer` with a token made under account settings.",
    ),
    "idempotency.key-missing": Meaning(
        "The request carries no Idempotency-Key, so that sending it twice could not be told.",
        "Send a text of your own choosing, one for each award, and the same when trying again.",
    ),
    "idempotency.key-reused": Meaning(
        "The Idempotency-Key was used for another award.", "Send another key for another award."
    ),
}
