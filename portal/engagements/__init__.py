"""Externals: their firms, their rates, and the engagement that procurement confirms."""
