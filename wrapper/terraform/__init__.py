"""Terraform: fetched, pointed at its providers, run, and what it says read."""
