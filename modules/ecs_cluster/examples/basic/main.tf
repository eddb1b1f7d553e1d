# A cluster for Fargate, and the private DNS zone "airflow" for what runs in it, beside our module for the network.

module "vpc" {
  source = "../../../vpc"

  name = "cluster-basic"
}

module "ecs_cluster" {
  source = "../.."

  name   = "cluster-basic"
  vpc_id = module.vpc.vpc_id
}
