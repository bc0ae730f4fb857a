"""Verification for everybody: what somebody hands over is opened, judged, told and attested.

`sources` opens files, addresses and pictures of codes; `judging` says in plain words what the
library found; `receipts` signs that it was found. Nothing that is handed over is kept.
"""
