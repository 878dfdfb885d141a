"""What a level rests on: who attested or endorsed it, which level counts, and whether it is still true."""
