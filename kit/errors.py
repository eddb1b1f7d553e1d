"""The errors that are a person's to mend, each one sentence; the others are mistakes in the Python of a module."""


class KitError(Exception):
    """What is wrong, where, and what to do."""
