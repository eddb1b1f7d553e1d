output "vpc_id" {
  description = "ID of the network."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "For tasks."
  value       = module.vpc.private_subnet_ids
}

output "endpoint_security_group_id" {
  description = "Security group of the endpoint."
  value       = module.vpc.endpoint_security_group_id
}
