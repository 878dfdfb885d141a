"""Scoring: pure functions over sets of skills. It knows no feature and no database."""
