"""Talents who offer themselves: what they would like to do, how much of the week and when, for owners to find."""
