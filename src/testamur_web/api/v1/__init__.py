"""The product over HTTP, version 1: everything the pages do, for programs.

`app` is the API itself; one module holds the operations of one topic. Each calls the service or the
query that the page of the same purpose calls. A token acts as its person: with an organisation, by
the roles they have there; without one, on what is their own and nothing else.
"""
