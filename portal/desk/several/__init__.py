"""Several requests weighed as alternatives, and authorized together."""
