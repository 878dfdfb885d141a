"""`make messages`: bring both catalogues up to date with the code and say what is left to translate."""

from __future__ import annotations

import sys

from portal.translations import catalogue


def main() -> None:
    """Update both catalogues and name each sentence that is not translated: the suite refuses it, not this."""
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


if __name__ == "__main__":
    main()
