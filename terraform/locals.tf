data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  name        = "matriarch-${var.cluster}"
  bucket_name = coalesce(var.bucket_name, "${local.name}-${local.account}-${local.region}")
  s3_prefix   = "s3://${local.bucket_name}/${var.cluster}"
  ssm_path    = "/matriarch/${var.cluster}"
  domain      = "${var.cluster}.${var.zone_name}"

  # Not below the domain: all names there are the agents', which remove what they did not write.
  lb_name = "${var.cluster}-lb.${var.zone_name}"

  postgres_port   = 5432
  leader_port     = 6432
  replica_lb_port = 5433
  api_port        = 8008

  # The agent's policy rests on this tag: what does not bear it can be neither stopped nor tagged.
  cluster_tag = "matriarch:cluster"
  tags        = merge(var.tags, { (local.cluster_tag) = var.cluster })

  lease_table_name = local.name
  group_name       = local.name

  # ARNs are put together from names, so that a policy can be read in the plan.
  table_arn = "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${local.lease_table_name}"
  group_arn = "arn:${local.partition}:autoscaling:${local.region}:${local.account}:autoScalingGroup:*:autoScalingGroupName/${local.group_name}"
}
