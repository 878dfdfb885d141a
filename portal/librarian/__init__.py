"""The librarian's desk: what is proposed, what is doubled, every skill and family, and a journal to undo it all."""
