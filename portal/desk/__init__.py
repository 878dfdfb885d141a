"""The manager's desk: what waits, the consequence before the decision, the decision in place."""
