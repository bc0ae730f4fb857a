"""PyLD's processor, without the network loaders that its package opens with."""

from __future__ import annotations

import subprocess
import sys

from testamur.ld.processor import jsonld_processor

ALONE = """
import sys
from testamur.ld.processor import jsonld_processor
jsonld = jsonld_processor()
assert jsonld.JsonLdProcessor().expand({"@id": "urn:x", "urn:p": "v"}, {})
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"requests", "urllib3", "aiohttp", "pyld"}, loaded
"""

PYLD_FIRST = """
import pyld
from testamur.ld.processor import jsonld_processor
assert jsonld_processor() is pyld.jsonld
"""

PYLD_AFTER = """
from testamur.ld.processor import jsonld_processor
jsonld_processor()
import pyld
assert pyld.jsonld.expand({"@id": "urn:x", "urn:p": "v"})
"""


def run(program):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_network_loader_is_imported():
    run(ALONE)


def test_whoever_imports_pyld_first_shares_it():
    run(PYLD_FIRST)


def test_whoever_imports_pyld_afterwards_gets_all_of_it():
    run(PYLD_AFTER)


def test_the_processor_is_loaded_once():
    assert jsonld_processor() is jsonld_processor()
