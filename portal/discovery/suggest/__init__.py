"""What the search box proposes while someone types: their own searches, missions, people, skills."""
