"""VC-API: issue, verify, derive, present and revoke over HTTP, as conformance suites call it.

A service for a machine of one's own: it signs for whoever asks, so it listens on loopback unless
it is told otherwise, and is served only where `testamur vc-api` set it up. The paths and what they
take and give are in docs/reference/vc-api.md.
"""
