# All that an agent may do. Each statement says what for by its Sid.
locals {
  agent_statements = [
    {
      Sid      = "LeaseOfThisCluster"
      Effect   = "Allow"
      Action   = ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"]
      Resource = local.table_arn
      Condition = {
        "ForAllValues:StringEquals" = { "dynamodb:LeadingKeys" = [var.cluster] }
        # "For all values" holds for none as well.
        Null = { "dynamodb:LeadingKeys" = "false" }
      }
    },
    {
      # Who may not list is told that an object which is not there is denied, and such a request brings no prefix.
      Sid       = "ListBackups"
      Effect    = "Allow"
      Action    = "s3:ListBucket"
      Resource  = "arn:${local.partition}:s3:::${local.bucket_name}"
      Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.cluster}/*"] } }
    },
    {
      # S3 has no condition of a prefix for this: one would never hold.
      Sid      = "FindLeftUploads"
      Effect   = "Allow"
      Action   = "s3:ListBucketMultipartUploads"
      Resource = "arn:${local.partition}:s3:::${local.bucket_name}"
    },
    {
      # Without s3:DeleteObjectVersion: what an agent deletes stays for noncurrent_days.
      Sid      = "Backups"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
      Resource = "arn:${local.partition}:s3:::${local.bucket_name}/${var.cluster}/*"
    },
    {
      Sid      = "Routes"
      Effect   = "Allow"
      Action   = "route53:ChangeResourceRecordSets"
      Resource = "arn:${local.partition}:route53:::hostedzone/${local.zone_id}"
      Condition = {
        "ForAllValues:StringLike" = {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames" = ["*.${local.domain}"]
        }
        "ForAllValues:StringEquals" = {
          "route53:ChangeResourceRecordSetsRecordTypes" = ["A", "AAAA", "TXT"]
          "route53:ChangeResourceRecordSetsActions"     = ["CREATE", "DELETE"]
        }
        Null = { "route53:ChangeResourceRecordSetsNormalizedRecordNames" = "false" }
      }
    },
    {
      Sid      = "ReadRoutes"
      Effect   = "Allow"
      Action   = ["route53:ListResourceRecordSets", "route53:GetHostedZone"]
      Resource = "arn:${local.partition}:route53:::hostedzone/${local.zone_id}"
    },
    {
      Sid      = "SeeRoutesArrive"
      Effect   = "Allow"
      Action   = "route53:GetChange"
      Resource = "arn:${local.partition}:route53:::change/*"
    },
    {
      Sid       = "FenceMembers"
      Effect    = "Allow"
      Action    = "ec2:StopInstances"
      Resource  = "arn:${local.partition}:ec2:${local.region}:${local.account}:instance/*"
      Condition = { StringEquals = { "aws:ResourceTag/${local.cluster_tag}" = var.cluster } }
    },
    {
      Sid      = "ShowRoles"
      Effect   = "Allow"
      Action   = "ec2:CreateTags"
      Resource = [for kind in ["instance", "volume"] : "arn:${local.partition}:ec2:${local.region}:${local.account}:${kind}/*"]
      Condition = {
        StringEquals                = { "aws:ResourceTag/${local.cluster_tag}" = var.cluster }
        "ForAllValues:StringEquals" = { "aws:TagKeys" = ["matriarch:role"] }
        Null                        = { "aws:TagKeys" = "false" }
      }
    },
    {
      # These know no resources, and change nothing.
      Sid    = "SeeMembers"
      Effect = "Allow"
      Action = [
        "ec2:DescribeInstances",
        "autoscaling:DescribeAutoScalingInstances", "autoscaling:DescribeLifecycleHooks",
      ]
      Resource = "*"
    },
    {
      Sid      = "LeaveTheGroupInOrder"
      Effect   = "Allow"
      Action   = ["autoscaling:SetInstanceHealth", "autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"]
      Resource = local.group_arn
    },
    {
      Sid      = "Passwords"
      Effect   = "Allow"
      Action   = ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:PutParameter"]
      Resource = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.ssm_path}/*"
    },
    {
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      Resource = aws_kms_key.data.arn
      Condition = {
        StringEquals = { "kms:ViaService" = ["s3.${local.region}.amazonaws.com", "ssm.${local.region}.amazonaws.com"] }
      }
    },
  ]
}
