# A PostgreSQL database that is there already.

provider "aws" {
  region = "us-east-1"
}

module "aurora" {
  source = "../../../../modules/aurora"

  name       = "aurora-test"
  vpc_id     = "vpc-0123"
  subnet_ids = []

  existing = {
    host              = "db.example.com"
    port              = 6432
    database_name     = "metadata"
    secret_arn        = "arn:aws:secretsmanager:us-east-1:123456789012:secret:postgres-AbCdEf"
    security_group_id = "sg-0123"
  }
}

output "aurora" {
  value = module.aurora
}
