resource "aws_security_group" "node" {
  name        = "${local.name}-node"
  description = "Members of ${var.cluster}"
  vpc_id      = var.vpc_id
  tags        = merge(local.tags, { Name = "${local.name}-node" })
}

resource "aws_security_group" "load_balancer" {
  name        = "${local.name}-lb"
  description = "Load balancer of ${var.cluster}"
  vpc_id      = var.vpc_id
  tags        = merge(local.tags, { Name = "${local.name}-lb" })
}

locals {
  clients   = toset(var.client_cidrs)
  operators = toset(var.operator_cidrs)
}

# To the members. Each rule says by its name what it is for.

resource "aws_vpc_security_group_ingress_rule" "node_postgres_from_client" {
  for_each = local.clients

  security_group_id = aws_security_group.node.id
  tags              = merge(local.tags, { Name = "PostgreSQL, from clients" })
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = local.postgres_port
  to_port           = local.postgres_port
}

resource "aws_vpc_security_group_ingress_rule" "node_api_from_operator" {
  for_each = local.operators

  security_group_id = aws_security_group.node.id
  tags              = merge(local.tags, { Name = "API, from operators" })
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = local.api_port
  to_port           = local.api_port
}

resource "aws_vpc_security_group_ingress_rule" "node_from_group" {
  for_each = {
    "PostgreSQL, from members"           = { port = local.postgres_port, group = aws_security_group.node.id }
    "API, from members"                  = { port = local.api_port, group = aws_security_group.node.id }
    "The leader, from the load balancer" = { port = local.leader_port, group = aws_security_group.load_balancer.id }
    "PostgreSQL, from the load balancer" = { port = local.postgres_port, group = aws_security_group.load_balancer.id }
    "API, from the load balancer"        = { port = local.api_port, group = aws_security_group.load_balancer.id }
  }

  security_group_id            = aws_security_group.node.id
  tags                         = merge(local.tags, { Name = each.key })
  referenced_security_group_id = each.value.group
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

# From the members: each other, and AWS's services. The resolver, the clock and the metadata need no rule.

resource "aws_vpc_security_group_egress_rule" "node_to_node" {
  for_each = { "PostgreSQL, to members" = local.postgres_port, "API, to members" = local.api_port }

  security_group_id            = aws_security_group.node.id
  tags                         = merge(local.tags, { Name = each.key })
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_egress_rule" "node_to_services" {
  security_group_id = aws_security_group.node.id
  tags              = merge(local.tags, { Name = "AWS services" })
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Through the load balancer

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = { for pair in setproduct(var.client_cidrs, [local.postgres_port, local.replica_lb_port]) : "${pair[0]} to ${pair[1]}" => pair }

  security_group_id = aws_security_group.load_balancer.id
  tags              = merge(local.tags, { Name = "PostgreSQL, from clients" })
  cidr_ipv4         = each.value[0]
  ip_protocol       = "tcp"
  from_port         = each.value[1]
  to_port           = each.value[1]
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  for_each = {
    "The leader"                  = local.leader_port
    "PostgreSQL, to members"      = local.postgres_port
    "API, to members, for health" = local.api_port
  }

  security_group_id            = aws_security_group.load_balancer.id
  tags                         = merge(local.tags, { Name = each.key })
  referenced_security_group_id = aws_security_group.node.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}
