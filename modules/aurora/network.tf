# Published from modules/aurora/*.py by `./tarmac publish`: change the Python, not this file.

resource "aws_security_group" "this" {
  count = local.cluster_count

  name_prefix = "${var.name}-aurora-"
  description = "Aurora: whoever connects adds its own ingress rule"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-aurora" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_subnet_group" "this" {
  count = local.cluster_count

  name        = "${var.name}-aurora"
  description = "Subnets of Airflow's metadata database"
  subnet_ids  = var.subnet_ids
  tags        = merge(var.tags, { Name = "${var.name}-aurora" })

  lifecycle {
    precondition {
      condition     = length(var.subnet_ids) >= 2
      error_message = "subnet_ids must name subnets in two zones at least."
    }
  }
}

data "aws_subnet" "this" {
  count = local.create ? length(var.subnet_ids) : 0

  id = element(var.subnet_ids, count.index)
}
