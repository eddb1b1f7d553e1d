# An ElastiCache that is there already, to which clients sign in with their IAM role.

module "redis" {
  source = "../.."

  name = "redis-elasticache"

  # Of no use here, for no node is placed; the module asks for them all the same.
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = []

  existing = {
    host                 = "master.theirs.abcdef.use1.cache.amazonaws.com" # the primary, never a node
    authentication       = "iam"
    user_name            = "airflow" # ID and name of the user must be the same
    replication_group_id = "theirs"
    security_group_id    = "sg-0123456789abcdef0"
  }
}
