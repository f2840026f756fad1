resource "aws_iam_role" "node" {
  name        = "${local.name}-${local.region}"
  description = "The agents of ${var.cluster}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "InstancesAssumeIt"
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = local.tags
}

resource "aws_iam_instance_profile" "node" {
  name = aws_iam_role.node.name
  role = aws_iam_role.node.name
  tags = local.tags
}

resource "aws_iam_role_policy" "node" {
  name = "agent"
  role = aws_iam_role.node.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for s in local.agent_statements : s if var.fencing != "off" || s.Sid != "FenceMembers"]
  })
}
