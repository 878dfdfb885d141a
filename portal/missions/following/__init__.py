"""Following a mission: whoever does is told what happens to it, without applying."""
