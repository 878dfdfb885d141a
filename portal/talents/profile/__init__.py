"""One’s own profile: what a person says about themselves, one small form at a time."""
