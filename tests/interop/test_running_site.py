"""What the running product awards is judged by others who have nothing but the web to go by.

`testamur serve` and a worker run as they do for real, over TLS on this machine. Bashir signs up,
makes an organisation and a key, publishes and awards; Ada downloads the credential by the link in
her letter. @digitalbazaar/vc and our own command line then fetch the issuer's DID document and the
status lists from the site.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from testamur.ld.contexts import KNOWN, load_context
from tests.running_site import Site, program, running_site, stated
from tests.web.catalogue.conftest import WHOLE

HERE = Path(__file__).resolve().parent
SLUG = "example-university"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Awarded:
    """A site on which Ada was awarded: Bashir's token, the award's id, the file Ada downloaded."""

    site: Site
    token: str
    award: str
    file: Path

    @property
    def did(self) -> str:
        host = self.site.url.removeprefix("https://").replace(":", "%3A")
        return f"did:web:{host}:o:{SLUG}"

    def revoke(self) -> None:
        path = f"/awards/{self.award}/revoke"
        told = self.site.ask("POST", path, {"reason": "Given by mistake"}, token=self.token)
        assert told["state"] == "revoked"


@pytest.fixture(scope="module")
def awarded(tmp_path_factory, with_tables):
    tmp_path = tmp_path_factory.mktemp("running")
    with running_site(tmp_path / "site", with_tables) as site:
        bashir = site.person()
        bashir.send(
            "/accounts/signup/", name="Bashir", username="bashir", email="", password1=PASSWORD
        )
        bashir.send("/organisations/new/", name="Example University", slug=SLUG, kinds="university")
        bashir.send(f"/o/{SLUG}/keys/new/", page=f"/o/{SLUG}/keys/", kind="ed25519")
        bashir.send("/accounts/reauthenticate/", password=PASSWORD)
        token = bashir.make_token(SLUG)
        award = give_award(site, token)
        letter = site.claim_address()
        text = site.person().open(f"{letter}credential.json")
        file = tmp_path / "ada.json"
        file.write_text(text, encoding="utf-8")
        yield Awarded(site, token, award, file)


def give_award(site: Site, token: str) -> str:
    made = site.ask("POST", "/achievements", {"title": "Welding"}, token=token)
    here = f"/achievements/{made['id']}"
    whole = {"definition": WHOLE.as_json() | {"title": "Welding"}}
    site.ask("PUT", f"{here}/draft", whole, token=token)
    site.ask("POST", f"{here}/publish", {}, token=token)
    asked = {"achievement": made["id"], "name": "Ada Example", "email": "ada@people.example"}
    given = site.ask("POST", "/awards", asked, token=token, key="ada-welding")
    return str(given["id"])


def judged_by_node(site: Site, *documents: dict[str, Any]) -> list[dict[str, Any]]:
    if not (HERE / "node_modules" / ".stamp").exists() or not shutil.which("node"):
        pytest.fail("the npm packages are not installed: `make test` installs them", pytrace=False)
    contexts = {url: load_context(url) for url in KNOWN}
    ended = subprocess.run(
        ["node", str(HERE / "site_verifier.mjs")],
        input=json.dumps({"credentials": documents, "contexts": contexts}),
        env=stated(NODE_EXTRA_CA_CERTS=str(site.certificate)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    return json.loads(ended.stdout)


def judged_by_us(awarded: Awarded, *words: str, trusts: bool = True) -> tuple[int, Any]:
    environment = stated(SSL_CERT_FILE=str(awarded.site.certificate)) if trusts else stated()
    ran = subprocess.run(
        program("verify", awarded.file, "--json", *words),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stdout, ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def codes_in(report: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in report["problems"]}


def test_others_and_we_accept_it_and_then_refuse_it(awarded):
    site, allowed = awarded.site, ("--allow-origin", awarded.site.url)
    document = json.loads(awarded.file.read_text(encoding="utf-8"))
    altered = document | {"name": "Master of everything"}

    assert document["issuer"]["id"] == awarded.did
    accepted, refused = judged_by_node(site, document, altered)
    assert (accepted["verified"], accepted["reason"]) == (True, "")
    entries = document["credentialStatus"]
    lists = {entry["statusListCredential"] for entry in entries}
    assert awarded.did in accepted["asked"]
    assert lists <= set(accepted["asked"])
    assert all(url.startswith((site.url, awarded.did)) for url in accepted["asked"])
    assert (refused["verified"], refused["reason"]) == (False, "Invalid signature.")
    code, report = judged_by_us(awarded, *allowed)
    assert (code, report["verdict"]) == (0, "valid")

    awarded.revoke()

    [revoked] = judged_by_node(site, document)
    assert (revoked["verified"], revoked["reason"]) == (False, "its status is set")
    code, report = judged_by_us(awarded, *allowed)
    assert (code, report["verdict"]) == (1, "invalid")
    assert "status.revoked" in codes_in(report)


def test_the_own_network_is_asked_only_by_name_and_only_over_a_certificate_that_is_trusted(awarded):
    code, report = judged_by_us(awarded)
    assert (code, report["verdict"]) == (3, "undetermined")
    assert "fetch.blocked" in codes_in(report)
    code, report = judged_by_us(awarded, "--allow-origin", awarded.site.url, trusts=False)
    assert (code, report["verdict"]) == (3, "undetermined")
    assert "fetch.unreachable" in codes_in(report)
