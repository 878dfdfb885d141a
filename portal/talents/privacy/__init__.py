"""Who sees what of one's own profile: the choice, the look through others' eyes, and who looked."""
