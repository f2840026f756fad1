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

# The agents' policy, right by right.
run "no_wide_rights" {
  command = apply

  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement : alltrue([for a in flatten([s.Action]) : !strcontains(a, "*")])])
    error_message = "each action must be named in full"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s.Sid if contains(flatten([s.Resource]), "*")] == ["SeeMembers"] && alltrue(flatten([
      for s in jsondecode(aws_iam_role_policy.node.policy).Statement : [for a in flatten([s.Action]) : can(regex(":(Describe|List|Get)", a))] if s.Sid == "SeeMembers"
    ]))
    error_message = "only descriptions may be of everything"
  }

  # A right that is added has to be added here, and thought about.
  assert {
    condition = toset(flatten([for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s.Action if s.Effect == "Allow"])) == toset([
      "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem",
      "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload",
      "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:GetHostedZone", "route53:GetChange",
      "ec2:StopInstances", "ec2:CreateTags", "ec2:DescribeInstances",
      "autoscaling:DescribeAutoScalingInstances", "autoscaling:DescribeLifecycleHooks",
      "autoscaling:SetInstanceHealth", "autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat",
      "ssm:GetParameter", "ssm:GetParameterHistory", "ssm:PutParameter",
      "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey",
    ])
    error_message = "the agents may do exactly these things"
  }
}

run "only_this_cluster" {
  command = apply

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      s.Condition["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"] == ["orders"] && s.Condition.Null["dynamodb:LeadingKeys"] == "false" && s.Resource == "arn:aws:dynamodb:eu-central-1:123456789012:table/matriarch-orders"
    if anytrue([for a in flatten([s.Action]) : startswith(a, "dynamodb:")])])
    error_message = "of the table only this cluster's items"
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      s.Resource == "arn:aws:s3:::matriarch-orders-123456789012-eu-central-1/orders/*" || try(s.Condition.StringLikeIfExists["s3:prefix"], []) == ["orders/*"]
    if anytrue([for a in flatten([s.Action]) : startswith(a, "s3:") && a != "s3:ListBucketMultipartUploads"])])
    error_message = "of the bucket only this cluster's prefix"
  }

  # AWS brings s3:prefix with ListBucket and ListBucketVersions alone: whatever else rests on it is denied.
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      toset(flatten([s.Action])) == toset(["s3:ListBucket"])
    if strcontains(jsonencode(try(s.Condition, {})), "s3:prefix")])
    error_message = "a condition that never holds gives nothing"
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.node.policy).Statement : [s.Resource, try(s.Condition, null)]
    if contains(flatten([s.Action]), "s3:ListBucketMultipartUploads")] == [["arn:aws:s3:::matriarch-orders-123456789012-eu-central-1", null]]
    error_message = "uploads that were left are found in this cluster's bucket"
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      try(s.Condition.StringEquals["aws:ResourceTag/matriarch:cluster"], "") == "orders"
    if anytrue([for a in flatten([s.Action]) : contains(["ec2:StopInstances", "ec2:CreateTags"], a)])])
    error_message = "only this cluster's instances may be stopped or tagged"
  }

  # An agent that could write the tag of the cluster could make any instance one that it may stop.
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      !contains(s.Condition["ForAllValues:StringEquals"]["aws:TagKeys"], "matriarch:cluster")
    if contains(flatten([s.Action]), "ec2:CreateTags")])
    error_message = "the cluster's tag is not the agents' to write"
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      alltrue([for arn in flatten([s.Resource]) : startswith(arn, "arn:aws:ssm:eu-central-1:123456789012:parameter/matriarch/orders/")])
    if anytrue([for a in flatten([s.Action]) : startswith(a, "ssm:")])])
    error_message = "only this cluster's parameters"
  }

  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.node.policy).Statement :
      s.Resource == "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:*:autoScalingGroupName/matriarch-orders"
    if contains(flatten([s.Action]), "autoscaling:SetInstanceHealth")])
    error_message = "only this cluster's group"
  }
}

run "only_own_names" {
  command = apply

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s.Condition["ForAllValues:StringLike"]["route53:ChangeResourceRecordSetsNormalizedRecordNames"]
    if s.Effect == "Allow" && s.Action == "route53:ChangeResourceRecordSets"] == [["*.orders.db.internal"]]
    error_message = "only names below the cluster's own may be written"
  }

  # An UPSERT is written whatever stands there; only DELETE and CREATE together compare first.
  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.node.policy).Statement : s.Condition["ForAllValues:StringEquals"]["route53:ChangeResourceRecordSetsActions"]
    if s.Action == "route53:ChangeResourceRecordSets"] == [["CREATE", "DELETE"]]
    error_message = "a late write of a former leader must be able to fail"
  }

  assert {
    condition     = !endswith(aws_route53_record.load_balancer.name, ".orders.db.internal") && endswith(aws_route53_record.load_balancer.name, ".db.internal")
    error_message = "the agents remove what they did not write below their domain: Terraform's record must be outside"
  }
}
