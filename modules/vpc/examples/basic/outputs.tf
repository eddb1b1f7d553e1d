output "vpc_id" {
  description = "ID of the network."
  value       = module.vpc.vpc_id
}

output "public_subnet_ids" {
  description = "For load balancers."
  value       = module.vpc.public_subnet_ids
}

output "private_subnet_ids" {
  description = "For tasks."
  value       = module.vpc.private_subnet_ids
}

output "database_subnet_ids" {
  description = "For databases."
  value       = module.vpc.database_subnet_ids
}
