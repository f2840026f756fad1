mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  cluster      = "orders"
  ami_id       = "ami-0123456789abcdef0"
  vpc_id       = "vpc-0123456789abcdef0"
  subnet_ids   = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"]
  zone_name    = "db.internal"
  client_cidrs = ["10.0.0.0/16"]
}

# Somebody is told when nobody can write, when the lease is throttled or silent, and when members are missing.
run "alarms" {
  command = apply

  variables {
    alarm_actions = ["arn:aws:sns:eu-central-1:123456789012:alarms"]
    nodes         = 5
  }

  assert {
    condition = toset([for alarm in aws_cloudwatch_metric_alarm.this : trimprefix(alarm.alarm_name, "matriarch-orders-")]) == toset([
      "no-primary", "two-primaries", "replica-missing", "node-missing", "status-check", "volume-unreachable", "volume-operations-used-up",
    "volume-bytes-used-up", "lease-writes-throttled", "lease-reads-throttled", "lease-writes-fail", "lease-silent"])
    error_message = "these alarms there must be"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset(var.alarm_actions) && alarm.ok_actions == toset(var.alarm_actions)])
    error_message = "an alarm must be told when it begins and when it ends"
  }

  # No figures at all means that nobody is there to count.
  assert {
    condition     = alltrue([for name in ["no-primary", "lease-silent", "node-missing"] : aws_cloudwatch_metric_alarm.this[name].treat_missing_data == "breaching"])
    error_message = "silence must be an alarm"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["replica-missing"].threshold == 4 && aws_cloudwatch_metric_alarm.this["node-missing"].threshold == 5
    error_message = "the thresholds must follow the number of nodes"
  }
}

# Credits are counted for burstable types alone, each five minutes.
run "credits" {
  command = apply

  variables {
    instance_type = "t4g.large"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["processor-credits-used-up"].period == 300 && aws_cloudwatch_metric_alarm.this["no-primary"].period == 60
    error_message = "a burstable type's credits must be watched, at EC2's own pace"
  }
}
