"""Imports, accounts and settings."""
