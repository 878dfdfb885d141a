"""Profiles: what people say of themselves, the skills they hold and what proves them."""
