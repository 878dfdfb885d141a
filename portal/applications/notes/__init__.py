"""What those who choose write to themselves about a candidate: apart from any message, and never sent."""
