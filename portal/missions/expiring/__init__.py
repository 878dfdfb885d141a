"""No dead posts: a mission that nobody takes is warned about, confirmed current, or expires."""
