"""Asks what a first apply needs, before it fails for the lack of it."""
