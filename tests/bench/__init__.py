"""An organization of the size of a large one, and what each page costs in it (`make bench`)."""
