"""The team's calendar: weeks across, people down, all that is given, asked and announced."""
