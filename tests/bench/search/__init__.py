"""How well and how fast the search answers, beside what one would otherwise use."""
