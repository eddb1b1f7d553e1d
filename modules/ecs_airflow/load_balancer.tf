# Published from modules/ecs_airflow/*.py by `./tarmac publish`: change the Python, not this file.

locals {
  create_requests_bucket = (
    local.create_load_balancer &&
    var.load_balancer.keep_access_logs &&
    var.load_balancer.access_logs == null
  )
}

resource "aws_s3_bucket" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket        = "${var.name}-requests-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  force_destroy = var.storage.force_destroy
  tags          = merge(var.tags, { Name = "${var.name}-requests" })
}

resource "aws_s3_bucket_public_access_block" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.requests[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket = aws_s3_bucket.requests[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# S3's own keys are the only ones with which Elastic Load Balancing can write.
resource "aws_s3_bucket_server_side_encryption_configuration" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket = aws_s3_bucket.requests[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket = aws_s3_bucket.requests[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.storage.log_expiry_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

data "aws_iam_policy_document" "requests_bucket" {
  count = local.create_requests_bucket ? 1 : 0

  statement {
    sid       = "Delivery"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.requests[0].arn}/AWSLogs/${data.aws_caller_identity.current.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.requests[0].arn, "${aws_s3_bucket.requests[0].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "requests" {
  count = local.create_requests_bucket ? 1 : 0

  bucket = aws_s3_bucket.requests[0].id
  policy = data.aws_iam_policy_document.requests_bucket[0].json

  depends_on = [aws_s3_bucket_public_access_block.requests]
}

locals {
  requests_bucket = (
    local.create_requests_bucket
    ? one(aws_s3_bucket_policy.requests[*].bucket)
    : try(var.load_balancer.access_logs.bucket, null)
  )
}

resource "aws_lb" "this" {
  count = local.create_load_balancer ? 1 : 0

  name                       = var.name
  load_balancer_type         = "application"
  internal                   = local.internal
  subnets                    = var.load_balancer_subnet_ids
  security_groups            = [aws_security_group.load_balancer[0].id]
  drop_invalid_header_fields = true
  enable_deletion_protection = var.load_balancer.deletion_protection
  idle_timeout               = var.load_balancer.idle_timeout
  tags                       = merge(var.tags, { Name = var.name })

  dynamic "access_logs" {
    for_each = var.load_balancer.keep_access_logs || var.load_balancer.access_logs != null ? [1] : []

    content {
      enabled = true
      bucket  = local.requests_bucket
      prefix  = try(var.load_balancer.access_logs.prefix, null)
    }
  }

  lifecycle {
    precondition {
      condition     = local.internal || local.https || length(var.load_balancer.allowed_cidrs) > 0
      error_message = "load_balancer.internal can be false only with a certificate (HTTPS), or with allowed_cidrs (HTTP for a few)."
    }

    precondition {
      condition     = length(var.load_balancer_subnet_ids) > 1
      error_message = "load_balancer_subnet_ids must name two subnets at least, in different zones."
    }
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = local.create_load_balancer && var.load_balancer.web_acl != null ? 1 : 0

  resource_arn = aws_lb.this[0].arn
  web_acl_arn  = try(var.load_balancer.web_acl.arn, null)
}

resource "aws_lb_target_group" "api_server" {
  name                 = "${var.name}-api-server"
  port                 = 8080
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.vpc_id
  deregistration_delay = "30"
  tags                 = merge(var.tags, { Name = "${var.name}-api-server" })

  health_check {
    path                = "/api/v2/monitor/health"
    matcher             = "200"
    interval            = 15
    timeout             = 10
    healthy_threshold   = 2
    unhealthy_threshold = 4
  }
}

resource "aws_lb_target_group" "flower" {
  name                 = "${var.name}-flower"
  port                 = 5555
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.vpc_id
  deregistration_delay = "30"
  tags                 = merge(var.tags, { Name = "${var.name}-flower" })

  health_check {
    path                = "/flower/healthcheck"
    matcher             = "200"
    interval            = 15
    timeout             = 10
    healthy_threshold   = 2
    unhealthy_threshold = 4
  }
}

# Read into the state: provider 5.100 to 6 has no write-only argument for a client's secret.
data "aws_secretsmanager_secret_version" "oidc_client" {
  count = var.load_balancer.oidc != null ? 1 : 0

  secret_id = try(var.load_balancer.oidc.client_secret_arn, null)
}

resource "aws_lb_listener" "http" {
  count = local.create_load_balancer ? 1 : 0

  load_balancer_arn = aws_lb.this[0].arn
  port              = 80
  protocol          = "HTTP"
  tags              = merge(var.tags, { Name = "${var.name}-http" })

  dynamic "default_action" {
    for_each = local.https ? [1] : []

    content {
      type = "redirect"

      redirect {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
  }

  dynamic "default_action" {
    for_each = !local.https ? [1] : []

    content {
      type             = "forward"
      target_group_arn = aws_lb_target_group.api_server.arn
    }
  }
}

resource "aws_lb_listener" "https" {
  count = local.https ? 1 : 0

  load_balancer_arn = aws_lb.this[0].arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = try(var.load_balancer.certificate.arn, null)
  tags              = merge(var.tags, { Name = "${var.name}-https" })

  dynamic "default_action" {
    for_each = var.load_balancer.oidc != null ? [1] : []

    content {
      type  = "authenticate-oidc"
      order = 1

      authenticate_oidc {
        issuer                 = var.load_balancer.oidc.issuer
        authorization_endpoint = var.load_balancer.oidc.authorization_endpoint
        token_endpoint         = var.load_balancer.oidc.token_endpoint
        user_info_endpoint     = var.load_balancer.oidc.user_info_endpoint
        client_id              = var.load_balancer.oidc.client_id
        client_secret          = data.aws_secretsmanager_secret_version.oidc_client[0].secret_string
        scope                  = var.load_balancer.oidc.scope
        session_timeout        = var.load_balancer.oidc.session_seconds
      }
    }
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api_server.arn
    order            = var.load_balancer.oidc != null ? 2 : null
  }
}

resource "aws_lb_listener" "flower" {
  count = local.create_load_balancer ? 1 : 0

  load_balancer_arn = aws_lb.this[0].arn
  port              = 5555
  protocol          = local.https ? "HTTPS" : "HTTP"
  ssl_policy        = local.https ? "ELBSecurityPolicy-TLS13-1-2-2021-06" : null
  certificate_arn   = try(var.load_balancer.certificate.arn, null)
  tags              = merge(var.tags, { Name = "${var.name}-flower" })

  dynamic "default_action" {
    for_each = var.load_balancer.oidc != null ? [1] : []

    content {
      type  = "authenticate-oidc"
      order = 1

      authenticate_oidc {
        issuer                 = var.load_balancer.oidc.issuer
        authorization_endpoint = var.load_balancer.oidc.authorization_endpoint
        token_endpoint         = var.load_balancer.oidc.token_endpoint
        user_info_endpoint     = var.load_balancer.oidc.user_info_endpoint
        client_id              = var.load_balancer.oidc.client_id
        client_secret          = data.aws_secretsmanager_secret_version.oidc_client[0].secret_string
        scope                  = var.load_balancer.oidc.scope
        session_timeout        = var.load_balancer.oidc.session_seconds
      }
    }
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.flower.arn
    order            = var.load_balancer.oidc != null ? 2 : null
  }
}

locals {
  listener_arn = (
    var.load_balancer.existing != null
    ? try(var.load_balancer.existing.listener_arn, null)
    : one(local.https ? aws_lb_listener.https[*].arn : aws_lb_listener.http[*].arn)
  )
  first_priority = try(var.load_balancer.existing.priority, 100)
}

# Flower answers there without a login.
resource "aws_lb_listener_rule" "metrics_closed" {
  listener_arn = local.listener_arn
  priority     = local.first_priority
  tags         = merge(var.tags, { Name = "${var.name}-metrics-closed" })

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "not found"
      status_code  = "404"
    }
  }

  condition {
    path_pattern {
      values = ["/flower/metrics*"]
    }
  }

  dynamic "condition" {
    for_each = var.load_balancer.existing != null ? [1] : []

    content {
      host_header {
        values = [coalesce(var.load_balancer.domain_name, try(var.load_balancer.existing.dns_name, null))]
      }
    }
  }

  lifecycle {
    precondition {
      condition = (
        !(var.load_balancer.oidc != null) ||
        (var.load_balancer.existing != null ? try(var.load_balancer.existing.https, false) : local.https)
      )
      error_message = "load_balancer.oidc needs HTTPS: a certificate, or an existing listener with it."
    }
  }
}

resource "aws_lb_listener_rule" "flower" {
  listener_arn = local.listener_arn
  priority     = local.first_priority + 1
  tags         = merge(var.tags, { Name = "${var.name}-flower-path" })

  dynamic "action" {
    for_each = var.load_balancer.oidc != null ? [1] : []

    content {
      type  = "authenticate-oidc"
      order = 1

      authenticate_oidc {
        issuer                 = var.load_balancer.oidc.issuer
        authorization_endpoint = var.load_balancer.oidc.authorization_endpoint
        token_endpoint         = var.load_balancer.oidc.token_endpoint
        user_info_endpoint     = var.load_balancer.oidc.user_info_endpoint
        client_id              = var.load_balancer.oidc.client_id
        client_secret          = data.aws_secretsmanager_secret_version.oidc_client[0].secret_string
        scope                  = var.load_balancer.oidc.scope
        session_timeout        = var.load_balancer.oidc.session_seconds
      }
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.flower.arn
    order            = var.load_balancer.oidc != null ? 2 : null
  }

  condition {
    path_pattern {
      values = ["/flower", "/flower/*"]
    }
  }

  dynamic "condition" {
    for_each = var.load_balancer.existing != null ? [1] : []

    content {
      host_header {
        values = [coalesce(var.load_balancer.domain_name, try(var.load_balancer.existing.dns_name, null))]
      }
    }
  }
}

# On a listener of our own it is the default.
resource "aws_lb_listener_rule" "api_server" {
  count = var.load_balancer.existing != null ? 1 : 0

  listener_arn = local.listener_arn
  priority     = local.first_priority + 3
  tags         = merge(var.tags, { Name = "${var.name}-api-server-host" })

  dynamic "action" {
    for_each = var.load_balancer.oidc != null ? [1] : []

    content {
      type  = "authenticate-oidc"
      order = 1

      authenticate_oidc {
        issuer                 = var.load_balancer.oidc.issuer
        authorization_endpoint = var.load_balancer.oidc.authorization_endpoint
        token_endpoint         = var.load_balancer.oidc.token_endpoint
        user_info_endpoint     = var.load_balancer.oidc.user_info_endpoint
        client_id              = var.load_balancer.oidc.client_id
        client_secret          = data.aws_secretsmanager_secret_version.oidc_client[0].secret_string
        scope                  = var.load_balancer.oidc.scope
        session_timeout        = var.load_balancer.oidc.session_seconds
      }
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api_server.arn
    order            = var.load_balancer.oidc != null ? 2 : null
  }

  condition {
    host_header {
      values = [coalesce(var.load_balancer.domain_name, try(var.load_balancer.existing.dns_name, null))]
    }
  }
}

# Programs cannot sign in to the identity provider; Airflow itself asks them who they are.
resource "aws_lb_listener_rule" "open_paths" {
  count = length(try(var.load_balancer.oidc.open_paths, [])) > 0 ? 1 : 0

  listener_arn = local.listener_arn
  priority     = local.first_priority + 2
  tags         = merge(var.tags, { Name = "${var.name}-open-paths" })

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api_server.arn
  }

  condition {
    path_pattern {
      values = try(var.load_balancer.oidc.open_paths, [])
    }
  }

  dynamic "condition" {
    for_each = var.load_balancer.existing != null ? [1] : []

    content {
      host_header {
        values = [coalesce(var.load_balancer.domain_name, try(var.load_balancer.existing.dns_name, null))]
      }
    }
  }
}

resource "aws_lb_listener_rule" "flower_port_metrics_closed" {
  count = var.load_balancer.existing == null ? 1 : 0

  listener_arn = aws_lb_listener.flower[0].arn
  priority     = 1
  tags         = merge(var.tags, { Name = "${var.name}-flower-port-metrics-closed" })

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "not found"
      status_code  = "404"
    }
  }

  condition {
    path_pattern {
      values = ["/flower/metrics*", "/metrics*"]
    }
  }
}

# Flower lives under /flower on either port.
resource "aws_lb_listener_rule" "flower_port_root" {
  count = var.load_balancer.existing == null ? 1 : 0

  listener_arn = aws_lb_listener.flower[0].arn
  priority     = 2
  tags         = merge(var.tags, { Name = "${var.name}-flower-port-root" })

  action {
    type = "redirect"

    redirect {
      path        = "/flower/"
      status_code = "HTTP_302"
    }
  }

  condition {
    path_pattern {
      values = ["/"]
    }
  }
}

# The load balancer itself fetches the tokens.
resource "aws_vpc_security_group_egress_rule" "identity_provider" {
  count = local.create_load_balancer && var.load_balancer.oidc != null ? 1 : 0

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "Identity provider over HTTPS"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "${var.name}-load-balancer-to-identity-provider" })
}

data "aws_vpc" "this" {
  id = var.vpc_id
}

locals {
  # Who reaches the load balancer, by name.
  let_in = (
    length(var.load_balancer.allowed_cidrs) > 0
    ? { for key, value in var.load_balancer.allowed_cidrs : value => value }
    : local.internal ? { network = data.aws_vpc.this.cidr_block } : { anywhere = "0.0.0.0/0" }
  )
  load_balancer_ports = concat([80, 5555], local.https ? [443] : [])
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = (
    local.create_load_balancer
    ? {
      for key, value in setproduct(local.load_balancer_ports, keys(local.let_in)) : "${value[0]}-from-${value[1]}" => {
        port  = value[0]
        range = value[1]
      }
    }
    : {}
  )

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "From ${each.value.range}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = local.let_in[each.value.range]
  tags              = merge(var.tags, { Name = "${var.name}-load-balancer-${each.key}" })
}

locals {
  load_balancer_dns_name = (
    local.create_load_balancer
    ? one(aws_lb.this[*].dns_name)
    : try(var.load_balancer.existing.dns_name, null)
  )
  url = "${(local.create_load_balancer ? local.https : try(var.load_balancer.existing.https, false)) ? "https" : "http"}://${coalesce(var.load_balancer.domain_name, local.load_balancer_dns_name)}"
}
