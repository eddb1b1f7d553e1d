# A small serverless database for Airflow, beside our module for the network.

module "vpc" {
  source = "../../../vpc"

  name = "aurora-basic"
}

module "aurora" {
  source = "../.."

  name       = "aurora-basic"
  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.database_subnet_ids

  # So that this example leaves nothing behind. In earnest leave the two out: then AWS refuses to delete the database,
  # and keeps a last snapshot of it.
  deletion_protection = false
  skip_final_snapshot = true
}
