"""The pool of a unit: people who agreed to be thought of again, for a time, and who leave it whenever they like."""
