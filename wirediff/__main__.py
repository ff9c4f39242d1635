"""``python -m wirediff``."""

from wirediff.cli import main

if __name__ == "__main__":
    main()
