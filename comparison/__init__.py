"""What lies between two versions of a text, exactly and in a reader's terms. Pure functions: no I/O, no logging.

The public face is ``from wirediff import compare, collate``.
"""
