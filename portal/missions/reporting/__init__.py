"""Posts that a reader says are misfiled, dead or double: human resources decide, and the reader is answered."""
