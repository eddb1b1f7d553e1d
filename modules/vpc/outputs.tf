# Published from modules/vpc/*.py by `./tarmac publish`: change the Python, not this file.

output "vpc_id" {
  description = "ID of the network."
  value       = local.vpc_id
}

output "cidr_block" {
  description = "IPv4 range of the network."
  value       = local.vpc_cidr_block
}

output "availability_zones" {
  description = "Zones that are spanned; empty for an existing network."
  value       = aws_subnet.public[*].availability_zone
}

output "public_subnet_ids" {
  description = "One for each zone."
  value       = local.create ? aws_subnet.public[*].id : var.existing.public_subnet_ids
}

output "private_subnet_ids" {
  description = "One for each zone."
  value       = local.create ? aws_subnet.private[*].id : var.existing.private_subnet_ids
}

output "database_subnet_ids" {
  description = "One for each zone."
  value       = local.create ? aws_subnet.database[*].id : var.existing.database_subnet_ids
}

output "public_route_table_id" {
  description = "Route table of the public subnets; null for an existing network."
  value       = one(aws_route_table.public[*].id)
}

output "private_route_table_ids" {
  description = "One for each zone; empty for an existing network."
  value       = aws_route_table.private[*].id
}

output "database_route_table_id" {
  description = "Route table of the database subnets; null for an existing network."
  value       = one(aws_route_table.database[*].id)
}

output "nat_public_ips" {
  description = "Addresses from which private subnets are seen outside."
  value       = concat(aws_eip.nat_gateway[*].public_ip, aws_eip.nat_instance[*].public_ip)
}

output "s3_prefix_list_id" {
  description = "Prefix list of S3's gateway endpoint; null for an existing network."
  value       = one(aws_vpc_endpoint.s3[*].prefix_list_id)
}

output "endpoint_security_group_id" {
  description = "Security group of the interface endpoints; null without any."
  value       = one(aws_security_group.endpoints[*].id)
}

output "flow_log_group_name" {
  description = "CloudWatch log group of the flow logs; null without them."
  value       = one(aws_cloudwatch_log_group.flow_logs[*].name)
}
