"""@digitalbazaar/vc as a client of VC-API over HTTPS: each accepts what the other signs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.running_vc_api import running

HERE = Path(__file__).resolve().parent


def test_other_people_s_client_and_this_service_agree(tmp_path):
    if not (HERE / "node_modules" / ".stamp").exists() or not shutil.which("node"):
        pytest.fail("the npm packages are not installed: `make test` installs them", pytrace=False)
    with running(tmp_path / "state") as service:
        ended = subprocess.run(
            ["node", str(HERE / "vc_api_client.mjs"), service.url],
            env=os.environ | {"NODE_EXTRA_CA_CERTS": service.certificate},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    found = json.loads(ended.stdout)
    assert len(found) == 11
    assert not [sentence for sentence, is_so in found.items() if is_so is not True]
