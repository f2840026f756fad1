# With no healthy target a network load balancer sends to all of them. The port for writes is open on the
# leader alone, so that nobody else takes what reaches it then; for reading, the leader is welcome.
resource "aws_lb" "postgres" {
  name                             = local.name
  internal                         = true
  load_balancer_type               = "network"
  subnets                          = var.subnet_ids
  security_groups                  = [aws_security_group.load_balancer.id]
  enable_cross_zone_load_balancing = true
  enable_deletion_protection       = var.deletion_protection
  tags                             = local.tags

  # Made after the members, hence destroyed before them: its refusal keeps them, and with them their data and the key.
  depends_on = [aws_autoscaling_group.nodes, aws_vpc_security_group_egress_rule.load_balancer, aws_vpc_security_group_ingress_rule.load_balancer]
}

resource "aws_lb_target_group" "primary" {
  name                   = "${local.name}-p"
  port                   = local.leader_port
  protocol               = "TCP"
  vpc_id                 = var.vpc_id
  deregistration_delay   = 30
  connection_termination = true

  # As quick as the service allows: two answers, five seconds apart.
  health_check {
    protocol            = "HTTP"
    port                = local.api_port
    path                = "/primary"
    matcher             = "200"
    interval            = 5
    timeout             = 3
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  # A client of a former leader is cut off, so that it looks for the new one.
  target_health_state {
    enable_unhealthy_connection_termination = true
  }

  tags = local.tags
}

resource "aws_lb_target_group" "replica" {
  name                   = "${local.name}-r"
  port                   = local.postgres_port
  protocol               = "TCP"
  vpc_id                 = var.vpc_id
  deregistration_delay   = 30
  connection_termination = true

  health_check {
    protocol            = "HTTP"
    port                = local.api_port
    path                = "/replica"
    matcher             = "200"
    interval            = 5
    timeout             = 3
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  # A read goes on while its server becomes the leader.
  target_health_state {
    enable_unhealthy_connection_termination = false
  }

  tags = local.tags
}

resource "aws_lb_listener" "primary" {
  load_balancer_arn = aws_lb.postgres.arn
  port              = local.postgres_port
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.primary.arn
  }

  tags = local.tags
}

resource "aws_lb_listener" "replica" {
  load_balancer_arn = aws_lb.postgres.arn
  port              = local.replica_lb_port
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.replica.arn
  }

  tags = local.tags
}
