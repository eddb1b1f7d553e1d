"""The monitoring module: a dashboard, alarms that wake a person, the topic that they tell, and what is spent."""

from modules.monitoring.inputs import Budget, CostAnomalies, Database, ElastiCache, LoadBalancer, Service
from modules.monitoring.module import Monitoring

__all__ = ["Budget", "CostAnomalies", "Database", "ElastiCache", "LoadBalancer", "Monitoring", "Service"]
