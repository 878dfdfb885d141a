"""What people do in a room. Each verb is one transaction."""
