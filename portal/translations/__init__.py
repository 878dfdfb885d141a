"""The portal's sentences in French and in English. The English source is the key."""
