"""The conversation of an application: between its talent and those who own the mission, and nobody else."""
