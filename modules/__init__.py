"""The modules, each a folder with its Python and the Terraform that is published from it."""

from modules.aurora import Aurora
from modules.ecs_airflow import EcsAirflow
from modules.ecs_cluster import EcsCluster
from modules.monitoring import Monitoring
from modules.redis import Redis
from modules.vpc import Vpc

MODULES = (Vpc, Aurora, Redis, EcsCluster, EcsAirflow, Monitoring)
