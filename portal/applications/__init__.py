"""From an application to a confirmed seat; nobody is left in silence."""
