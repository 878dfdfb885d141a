"""Who comes next: owners name in order whom they would offer the place to, should it come free again."""
