"""Verification for everybody: what somebody hands over is opened, judged, told and attested.

`sources` opens files, addresses and pictures of codes; `judging` says in plain words what the
library found; `receipts` signs that it was found. Of what is handed over to these nothing is kept.
`shortlists` does the same for many at once, by a worker: what is found is kept for its owner until
a stated day, and what was handed over until it is judged.
"""
