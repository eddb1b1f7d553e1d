terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }

  # Bucket, key and region come from a file of yours: terraform init -backend-config=backend.hcl
  backend "s3" {
    encrypt      = true
    use_lockfile = true # locked by an object beside the state; no DynamoDB table
  }
}

# It refuses any other account than yours, whoever's credentials it finds.
provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = merge(var.tags, { Deployment = var.name, ManagedBy = "Tarmac" })
  }
}
