output "vpc_id" {
  description = "ID of the network."
  value       = module.vpc.vpc_id
}

output "availability_zones" {
  description = "Zones that are spanned."
  value       = module.vpc.availability_zones
}

output "private_subnet_ids" {
  description = "For tasks."
  value       = module.vpc.private_subnet_ids
}

output "nat_public_ips" {
  description = "What a partner's firewall lets in: the addresses from which tasks are seen outside."
  value       = module.vpc.nat_public_ips
}

output "flow_log_group_name" {
  description = "Log group of the flow logs."
  value       = module.vpc.flow_log_group_name
}
