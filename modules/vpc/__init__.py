"""A network for Airflow, or for anything else that wants public, private and database subnets."""

from modules.vpc.module import ExistingVpc, Vpc

__all__ = ["ExistingVpc", "Vpc"]
