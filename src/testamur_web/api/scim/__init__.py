"""SCIM 2.0 (RFC 7643, RFC 7644): a directory tells an organisation who works there."""
