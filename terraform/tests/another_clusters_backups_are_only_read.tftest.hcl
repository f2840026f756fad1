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

# A cluster that is founded from another one's archive may read there what was named, and write nothing.
run "nothing_unasked" {
  command = apply

  assert {
    condition     = length(aws_iam_role_policy.restore) == 0
    error_message = "no right without a prefix"
  }
}

run "what_was_named" {
  command = apply

  variables {
    restore_from = [
      { s3_prefix = "s3://matriarch-shop-123456789012-eu-central-1/shop", kms_key = "arn:aws:kms:eu-central-1:123456789012:key/99999999-2222-3333-4444-555555555555" },
      { s3_prefix = "s3://backups/old/shop" },
    ]
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.restore[0].policy).Statement : [s.Action, s.Resource, try(s.Condition.StringLikeIfExists["s3:prefix"][0], "")]] == [
      ["s3:ListBucket", "arn:aws:s3:::matriarch-shop-123456789012-eu-central-1", "shop/*"],
      ["s3:ListBucket", "arn:aws:s3:::backups", "old/shop/*"],
      ["s3:GetObject", "arn:aws:s3:::matriarch-shop-123456789012-eu-central-1/shop/*", ""],
      ["s3:GetObject", "arn:aws:s3:::backups/old/shop/*", ""],
      ["kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/99999999-2222-3333-4444-555555555555", ""],
    ]
    error_message = "the role may: ${aws_iam_role_policy.restore[0].policy}"
  }

  assert {
    condition     = length(distinct([for s in jsondecode(aws_iam_role_policy.restore[0].policy).Statement : s.Sid])) == 5
    error_message = "IAM refuses two statements of one name"
  }
}

run "a_bucket_without_a_path" {
  command = plan

  variables {
    restore_from = [{ s3_prefix = "s3://backups/" }]
  }

  expect_failures = [var.restore_from]
}

run "an_alias_is_no_key" {
  command = plan

  variables {
    restore_from = [{ s3_prefix = "s3://backups/shop", kms_key = "alias/shop" }]
  }

  expect_failures = [var.restore_from]
}
