"""Signing in: credentials, sessions that can be revoked, single-use links, roles."""
