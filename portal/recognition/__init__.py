"""What a mission leaves to those who made it: hours, an outcome, skills attested, a manager's words."""
