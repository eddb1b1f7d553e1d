"""Draws a deployment from its plan: zones, subnets, services, and who may reach whom."""
