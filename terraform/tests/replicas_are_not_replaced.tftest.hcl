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

# The group keeps as many members as were asked for, and replaces none because it isn't the leader.
run "group" {
  command = apply

  assert {
    condition     = aws_autoscaling_group.nodes.health_check_type == "EC2" && length(aws_autoscaling_group.nodes.target_group_arns) > 0
    error_message = "with health checks of type ELB each replica fails /primary, and the group would replace it"
  }

  assert {
    condition     = aws_autoscaling_group.nodes.min_size == 3 && aws_autoscaling_group.nodes.max_size == 3 && aws_autoscaling_group.nodes.desired_capacity == 3
    error_message = "minimum, maximum and desired capacity must be the number of nodes"
  }

  assert {
    condition     = toset(aws_autoscaling_group.nodes.vpc_zone_identifier) == toset(var.subnet_ids)
    error_message = "the group must use every subnet"
  }

  assert {
    condition     = aws_autoscaling_group.nodes.health_check_grace_period >= 120
    error_message = "a member that joins from S3 needs time before anybody judges it"
  }
}
