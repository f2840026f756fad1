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

# Whatever replaces members one after the other waits until the new one is of use.
run "launching" {
  command = apply

  assert {
    condition     = aws_autoscaling_lifecycle_hook.launching.lifecycle_transition == "autoscaling:EC2_INSTANCE_LAUNCHING" && aws_autoscaling_lifecycle_hook.launching.autoscaling_group_name == aws_autoscaling_group.nodes.name
    error_message = "a new instance must not be in service before its agent says so"
  }

  # With CONTINUE a refresh would go on to the next member beside one that never joined.
  assert {
    condition     = aws_autoscaling_lifecycle_hook.launching.default_result == "ABANDON"
    error_message = "who says nothing is not in service"
  }

  # Booting takes minutes; the agent asks for more each minute, and AWS allows a hundred times as long in all.
  assert {
    condition     = aws_autoscaling_lifecycle_hook.launching.heartbeat_timeout >= 600 && aws_autoscaling_lifecycle_hook.launching.heartbeat_timeout * 100 >= 86400
    error_message = "a copy of a large database may take a day"
  }
}

# What the agent reads from its instance's tags: keys without slashes or spaces, as the metadata needs them.
run "identity" {
  command = apply

  assert {
    condition = alltrue([for s in aws_launch_template.node.tag_specifications :
      s.tags["matriarch:cluster"] == "orders" && s.tags["matriarch:backup-s3-prefix"] == "s3://matriarch-orders-123456789012-eu-central-1/orders"
    if s.resource_type == "instance"]) && contains([for s in aws_launch_template.node.tag_specifications : s.resource_type], "instance")
    error_message = "an instance must say which cluster it belongs to, and where the archive is"
  }

  assert {
    condition     = aws_launch_template.node.metadata_options[0].instance_metadata_tags == "enabled"
    error_message = "the agent reads the instance's tags from its metadata"
  }

  assert {
    condition     = alltrue(flatten([for s in aws_launch_template.node.tag_specifications : [for k, v in s.tags : can(regex("^[A-Za-z0-9+=.,_:@-]+$", k)) if startswith(k, "matriarch")]]))
    error_message = "a key with a slash or a space keeps an instance from starting"
  }
}
