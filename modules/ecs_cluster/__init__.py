"""The ecs_cluster module: the cluster that tasks run in, and the private DNS names that they find each other by."""

from modules.ecs_cluster.module import EcsCluster, ExistingCluster

__all__ = ["EcsCluster", "ExistingCluster"]
