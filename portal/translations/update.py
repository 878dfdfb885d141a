"""`make messages`: bring both catalogues up to date with the code and say what is left to translate."""

from __future__ import annotations

import sys

from portal.translations import catalogue


def main() -> int:
    """Update both catalogues; the exit status is 1 while a French sentence is missing."""
    missing = 0
    for locale in ("en", "fr"):
        updated = catalogue.update(locale)
        catalogue.write(updated)
        for message in catalogue.sentences(updated):
            if not catalogue.is_complete(message):
                missing += 1
                where = ", ".join(name for name, _ in message.locations)
                sys.stdout.write(f"{locale}: {message.id!r} ({where})\n")
    sys.stdout.write(f"{missing} left to translate\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
