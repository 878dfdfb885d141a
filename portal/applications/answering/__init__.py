"""The reply clock: how long owners take to answer, and what follows when a promised day passes in silence."""
