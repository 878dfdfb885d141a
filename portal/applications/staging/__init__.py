"""What applications say of a mission offered inside first."""
