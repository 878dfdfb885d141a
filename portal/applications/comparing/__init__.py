"""Candidates for one place beside each other, requirement by requirement: no rank, no score, nobody is set aside."""
