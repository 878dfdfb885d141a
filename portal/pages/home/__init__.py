"""Someone's home: what waits for them, what moved, where they stand, what suits them, and what comes next."""
