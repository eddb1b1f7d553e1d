"""Airflow's metadata database: an Aurora PostgreSQL cluster, or one that is there already."""

from modules.aurora.inputs import ExistingDatabase, PointInTime, Serverless
from modules.aurora.module import Aurora

__all__ = ["Aurora", "ExistingDatabase", "PointInTime", "Serverless"]
