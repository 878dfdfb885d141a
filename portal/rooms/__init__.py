"""The room of a running mission: its people, what is to be done for them, what comes next, and its end."""
