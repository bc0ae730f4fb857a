"""The product over HTTP for programs: JSON in, JSON out, problems as RFC 9457 writes them."""
