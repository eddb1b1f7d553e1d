"""The compose file of a deployment: what ECS would run, its secrets, and what stands in for Aurora and ElastiCache."""
