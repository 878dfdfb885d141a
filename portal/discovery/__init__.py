"""Finding missions and people: search over several features."""
