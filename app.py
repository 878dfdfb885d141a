"""The WSGI entry: `app = create_app()`. Run as a script, it serves the portal on this machine."""

from portal import create_app
from portal.core import memory

app = create_app()
memory.settle()

if __name__ == "__main__":
    import sys

    from portal.cli import main

    main(["serve", *sys.argv[1:]])
