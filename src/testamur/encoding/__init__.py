"""Text and bytes: strict and canonical JSON, multibase, bitstrings, times, cells: pure functions.

Every reader accepts exactly one spelling of a value, so that what was signed is what is read.
"""

from testamur.encoding.bitstrings import gunzip, gzip_fixed
from testamur.encoding.cells import harmless
from testamur.encoding.json_text import (
    MAX_DEPTH,
    MAX_DOCUMENT_BYTES,
    Json,
    JsonObject,
    canonical_json,
    compact_json,
    copy_json,
    parse_json,
    parse_object,
)
from testamur.encoding.multibase import (
    base58_decode,
    base58_encode,
    base64url_decode,
    base64url_encode,
    multibase_decode,
    multibase_encode,
)
from testamur.encoding.timestamps import format_timestamp, parse_timestamp

__all__ = [
    "MAX_DEPTH",
    "MAX_DOCUMENT_BYTES",
    "Json",
    "JsonObject",
    "base58_decode",
    "base58_encode",
    "base64url_decode",
    "base64url_encode",
    "canonical_json",
    "compact_json",
    "copy_json",
    "format_timestamp",
    "gunzip",
    "gzip_fixed",
    "harmless",
    "multibase_decode",
    "multibase_encode",
    "parse_json",
    "parse_object",
    "parse_timestamp",
]
