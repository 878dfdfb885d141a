"""Atom feeds (RFC 4287) of the open missions and of saved searches, each at a secret address of its reader's."""
