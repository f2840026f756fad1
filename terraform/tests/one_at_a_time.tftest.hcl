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

# A refresh takes one member after the other, and leaves time for a switchover before each goes.
run "three" {
  command = apply

  assert {
    condition     = ceil(3 * aws_autoscaling_group.nodes.instance_refresh[0].preferences[0].min_healthy_percentage / 100) == 2
    error_message = "of three members two must stay"
  }

  assert {
    condition     = aws_autoscaling_group.nodes.instance_refresh[0].preferences[0].max_healthy_percentage == 100
    error_message = "no member beside those asked for"
  }

  assert {
    condition = alltrue([for hook in aws_autoscaling_group.nodes.initial_lifecycle_hook :
    hook.lifecycle_transition == "autoscaling:EC2_INSTANCE_TERMINATING" && hook.heartbeat_timeout >= 120 && hook.default_result == "CONTINUE"]) && length(aws_autoscaling_group.nodes.initial_lifecycle_hook) == 1
    error_message = "an instance that is to go must wait for the switchover, and not for ever"
  }

  assert {
    condition     = aws_autoscaling_group.nodes.capacity_rebalance
    error_message = "a rebalance notice must be answered by a new instance"
  }
}

run "five" {
  command = apply

  variables {
    nodes = 5
  }

  assert {
    condition     = ceil(5 * aws_autoscaling_group.nodes.instance_refresh[0].preferences[0].min_healthy_percentage / 100) == 4
    error_message = "of five members four must stay"
  }
}
