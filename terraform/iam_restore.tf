# What a new cluster reads when "matriarch restore" founds it with another one's archive. Nothing is ever written there.
locals {
  restore = [for from in var.restore_from : {
    bucket = regex("^s3://([^/]+)/", from.s3_prefix)[0]
    prefix = regex("^s3://[^/]+/(.+)$", from.s3_prefix)[0]
  }]

  restore_statements = concat(
    [for from in local.restore : {
      Sid      = "ListAnothersBackups"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = "arn:${local.partition}:s3:::${from.bucket}"
      # Without it S3 says 403 instead of 404 of an object that is not there: a GetObject has no prefix.
      Condition = { StringLikeIfExists = { "s3:prefix" = ["${from.prefix}/*"] } }
    }],
    [for from in local.restore : {
      Sid      = "ReadAnothersBackups"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:${local.partition}:s3:::${from.bucket}/${from.prefix}/*"
    }],
    [for key in distinct(compact(var.restore_from[*].kms_key)) : {
      Sid       = "DecryptAnothersBackups"
      Effect    = "Allow"
      Action    = "kms:Decrypt"
      Resource  = key
      Condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" } }
    }],
  )
}

resource "aws_iam_role_policy" "restore" {
  count = length(var.restore_from) > 0 ? 1 : 0

  name   = "restore"
  role   = aws_iam_role.node.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [for i, s in local.restore_statements : merge(s, { Sid = "${s.Sid}${i}" })] })
}
