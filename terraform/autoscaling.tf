resource "aws_autoscaling_group" "nodes" {
  name                = local.group_name
  min_size            = var.nodes
  max_size            = var.nodes
  desired_capacity    = var.nodes
  vpc_zone_identifier = var.subnet_ids
  target_group_arns   = [aws_lb_target_group.primary.arn, aws_lb_target_group.replica.arn]
  capacity_rebalance  = true

  # Never "ELB": an instance counts as healthy then only if each of its target groups says so. No replica
  # passes /primary, and no leader passes /replica, so the group would replace the whole cluster. An
  # agent that cannot repair its node reports it by SetInstanceHealth, which this type heeds as well.
  health_check_type         = "EC2"
  health_check_grace_period = 300

  enabled_metrics = ["GroupInServiceInstances"]

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }

  # A new image or configuration replaces one member after the other, never two at once.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage       = floor(100 * (var.nodes - 1) / var.nodes)
      max_healthy_percentage       = 100
      instance_warmup              = 300
      scale_in_protected_instances = "Wait"
      standby_instances            = "Wait"
    }
  }

  # Time for a switchover before the instance goes. An agent that does not answer must not keep it.
  initial_lifecycle_hook {
    name                 = "${local.name}-terminating"
    lifecycle_transition = "autoscaling:EC2_INSTANCE_TERMINATING"
    heartbeat_timeout    = 300
    default_result       = "CONTINUE"
  }

  dynamic "tag" {
    for_each = merge(local.tags, { Name = local.name })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = false # the launch template tags instances and their volumes
    }
  }

  # Terraform destroys in the reverse order. Members come after all that they need, so that they start with their rights and say
  # CONTINUE to the group's hook when they go: with the rules gone first each would be waited for in vain.
  depends_on = [
    aws_iam_role_policy.node,
    aws_iam_role_policy.restore,
    aws_s3_bucket_lifecycle_configuration.backup,
    aws_s3_bucket_ownership_controls.backup,
    aws_s3_bucket_policy.backup,
    aws_s3_bucket_server_side_encryption_configuration.backup,
    aws_s3_bucket_versioning.backup,
    aws_vpc_security_group_egress_rule.node_to_node,
    aws_vpc_security_group_egress_rule.node_to_services,
    aws_vpc_security_group_ingress_rule.node_api_from_operator,
    aws_vpc_security_group_ingress_rule.node_from_group,
    aws_vpc_security_group_ingress_rule.node_postgres_from_client,
  ]
}
