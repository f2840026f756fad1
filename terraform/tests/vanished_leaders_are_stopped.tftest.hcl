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

# A new leader may stop the instance of the one that vanished: a member's, and nobody else's.
run "by_default_in_the_background" {
  command = apply

  assert {
    condition     = yamldecode(base64decode(aws_launch_template.node.user_data)).initial.fencing == { mode = "background" }
    error_message = "fencing is on unless somebody turns it off"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s.Condition.StringEquals["aws:ResourceTag/matriarch:cluster"]
    if contains(flatten([s.Action]), "ec2:StopInstances")] == ["orders"]
    error_message = "only instances of this cluster may be stopped"
  }
}

run "before_the_promotion_where_required" {
  command = apply

  # As a new cluster.
  plan_options {
    replace = [terraform_data.initial]
  }

  variables {
    fencing = "required"
  }

  assert {
    condition     = yamldecode(base64decode(aws_launch_template.node.user_data)).initial.fencing == { mode = "required" }
    error_message = "the agents must be told"
  }
}

run "not_at_all_where_off" {
  command = apply

  # As a new cluster.
  plan_options {
    replace = [terraform_data.initial]
  }

  variables {
    fencing = "off"
  }

  assert {
    condition     = yamldecode(base64decode(aws_launch_template.node.user_data)).initial.fencing == { mode = "off" }
    error_message = "off is a word here, and not a truth value"
  }

  assert {
    condition     = length([for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s if contains(flatten([s.Action]), "ec2:StopInstances")]) == 0
    error_message = "who fences nobody has no right to stop anybody"
  }
}
