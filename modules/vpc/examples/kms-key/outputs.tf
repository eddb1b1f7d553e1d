output "vpc_id" {
  description = "ID of the network."
  value       = module.vpc.vpc_id
}

output "flow_log_group_name" {
  description = "Log group of the flow logs."
  value       = module.vpc.flow_log_group_name
}
