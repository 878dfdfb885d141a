"""What people are told: a notice in the portal, and a mail that says the same, as each person chose to have it."""
