"""The governed library of skills, in two languages, with alternative labels."""
