# An ecs_cluster in a network of its own.
variable "cluster" {
  description = "Inputs of the module beyond its name and network."
  type        = any
  default     = {}
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

module "cluster" {
  source = "../../../../modules/ecs_cluster"

  name               = "sample"
  vpc_id             = aws_vpc.this.id
  container_insights = try(var.cluster.container_insights, "disabled")
  namespace_name     = try(var.cluster.namespace_name, "airflow")
  execute_command    = try(var.cluster.execute_command, false)
  existing           = try(var.cluster.existing, null)
  tags               = { Deployment = "sample" }
}

output "cluster" {
  value = module.cluster
}
