"""The redis module: the Celery broker, in a container or in ElastiCache."""

from modules.redis.module import ExistingRedis, Redis

__all__ = ["ExistingRedis", "Redis"]
