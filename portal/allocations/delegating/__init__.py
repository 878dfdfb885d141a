"""A manager who is away gives their decisions to a colleague, from one day to another."""
