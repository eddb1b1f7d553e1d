# A network in two zones. Load balancers go into the public subnets, tasks into the private ones, and databases into
# subnets that have no way out. One NAT gateway leads out of the private subnets.

module "vpc" {
  source = "../.."

  name = "vpc-basic"
}
