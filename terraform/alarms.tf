# From what the services measure themselves: an agent that is gone can send no metric.
locals {
  target = { for name, group in { primary = aws_lb_target_group.primary, replica = aws_lb_target_group.replica } :
    name => { LoadBalancer = aws_lb.postgres.arn_suffix, TargetGroup = group.arn_suffix }
  }
  table = { TableName = aws_dynamodb_table.lease.name }
  group = { AutoScalingGroupName = aws_autoscaling_group.nodes.name }

  # What is silent: whether missing figures mean trouble. What EC2 measures each five minutes says so (every, in seconds).
  alarms = {
    no-primary = {
      about     = "No member passes /primary: clients cannot write", space = "AWS/NetworkELB", metric = "HealthyHostCount", of = local.target.primary,
      statistic = "Maximum", times = 1, comparison = "LessThanThreshold", threshold = 1, silent = "breaching"
    }
    two-primaries = {
      about     = "Two members pass /primary for longer than a failover takes the load balancer to see", space = "AWS/NetworkELB", metric = "HealthyHostCount", of = local.target.primary,
      statistic = "Minimum", times = 2, comparison = "GreaterThanThreshold", threshold = 1, silent = "notBreaching"
    }
    replica-missing = {
      about     = "Fewer replicas than the cluster should have", space = "AWS/NetworkELB", metric = "HealthyHostCount", of = local.target.replica,
      statistic = "Maximum", times = 15, comparison = "LessThanThreshold", threshold = var.nodes - 1, silent = "breaching"
    }
    node-missing = {
      about     = "Fewer instances in service than the group should have", space = "AWS/AutoScaling", metric = "GroupInServiceInstances", of = local.group,
      statistic = "Maximum", times = 15, comparison = "LessThanThreshold", threshold = var.nodes, silent = "breaching"
    }
    status-check = {
      about     = "An instance or its host fails EC2's checks", space = "AWS/EC2", metric = "StatusCheckFailed", of = local.group,
      statistic = "Maximum", times = 2, comparison = "GreaterThanThreshold", threshold = 0, silent = "notBreaching"
    }
    volume-unreachable = {
      about     = "An instance cannot reach a volume of its own", space = "AWS/EC2", metric = "StatusCheckFailed_AttachedEBS", of = local.group,
      statistic = "Maximum", times = 2, comparison = "GreaterThanThreshold", threshold = 0, silent = "notBreaching"
    }
    volume-operations-used-up = {
      about     = "An instance has nearly used up its burst of volume operations: it falls back to its type's baseline", space = "AWS/EC2", metric = "EBSIOBalance%", of = local.group,
      statistic = "Minimum", times = 2, every = 300, comparison = "LessThanThreshold", threshold = 20, silent = "notBreaching"
    }
    volume-bytes-used-up = {
      about     = "An instance has nearly used up its burst of volume throughput: it falls back to its type's baseline", space = "AWS/EC2", metric = "EBSByteBalance%", of = local.group,
      statistic = "Minimum", times = 2, every = 300, comparison = "LessThanThreshold", threshold = 20, silent = "notBreaching"
    }
    processor-credits-used-up = {
      about     = "An instance of a burstable type has nearly used up its credits", space = "AWS/EC2", metric = "CPUCreditBalance", of = local.group,
      statistic = "Minimum", times = 2, every = 300, comparison = "LessThanThreshold", threshold = 20, silent = "notBreaching"
    }
    lease-writes-throttled = {
      about     = "DynamoDB throttles writes of the lease", space = "AWS/DynamoDB", metric = "WriteThrottleEvents", of = local.table,
      statistic = "Sum", times = 1, comparison = "GreaterThanThreshold", threshold = 0, silent = "notBreaching"
    }
    lease-reads-throttled = {
      about     = "DynamoDB throttles reads of the lease", space = "AWS/DynamoDB", metric = "ReadThrottleEvents", of = local.table,
      statistic = "Sum", times = 1, comparison = "GreaterThanThreshold", threshold = 0, silent = "notBreaching"
    }
    lease-writes-fail = {
      about     = "DynamoDB fails writes of the lease by errors of its own", space = "AWS/DynamoDB", metric = "SystemErrors", of = merge(local.table, { Operation = "PutItem" }),
      statistic = "Sum", times = 1, comparison = "GreaterThanThreshold", threshold = 5, silent = "notBreaching"
    }
    lease-silent = {
      about     = "Nobody has renewed the lease: no agent leads, or none reaches the table", space = "AWS/DynamoDB", metric = "ConsumedWriteCapacityUnits", of = local.table,
      statistic = "Sum", times = 3, comparison = "LessThanThreshold", threshold = 1, silent = "breaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if name != "processor-credits-used-up" || can(regex("^t[0-9]", var.instance_type)) }

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.about
  namespace           = each.value.space
  metric_name         = each.value.metric
  dimensions          = each.value.of
  statistic           = each.value.statistic
  period              = try(each.value.every, 60)
  evaluation_periods  = each.value.times
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.silent
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = local.tags
}
