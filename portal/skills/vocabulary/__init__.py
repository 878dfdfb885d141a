"""Bringing vocabularies into the library: the starter one that comes with the portal, ESCO, O*NET's technologies."""
