"""What people look for and nobody has: kept without them, for human resources."""
