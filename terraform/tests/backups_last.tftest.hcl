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

# Backups survive a mistake: the bucket refuses to go with them, versions are kept, nothing is public, plain HTTP is refused, an agent deletes no version.
run "bucket" {
  command = apply

  assert {
    condition     = aws_s3_bucket_versioning.backup.versioning_configuration[0].status == "Enabled"
    error_message = "the bucket must keep versions"
  }

  assert {
    condition     = !aws_s3_bucket.backup.force_destroy
    error_message = "a bucket that holds backups must not be destroyed with them"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.backup.block_public_acls, aws_s3_bucket_public_access_block.backup.block_public_policy,
      aws_s3_bucket_public_access_block.backup.ignore_public_acls, aws_s3_bucket_public_access_block.backup.restrict_public_buckets,
    ])
    error_message = "all four blocks of public access must be on"
  }

  assert {
    condition = anytrue([for s in jsondecode(aws_s3_bucket_policy.backup.policy).Statement :
    s.Effect == "Deny" && s.Principal == "*" && s.Condition.Bool["aws:SecureTransport"] == "false"])
    error_message = "requests without TLS must be refused"
  }

  assert {
    condition = anytrue([for rule in aws_s3_bucket_lifecycle_configuration.backup.rule :
    try(rule.abort_incomplete_multipart_upload[0].days_after_initiation, 0) == 7])
    error_message = "uploads that were never finished must go"
  }

  assert {
    condition = anytrue([for rule in aws_s3_bucket_lifecycle_configuration.backup.rule :
    try(rule.noncurrent_version_expiration[0].noncurrent_days, 0) == 14])
    error_message = "old versions must go after noncurrent_days"
  }

  assert {
    condition = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.backup.rule :
    try(rule.expiration[0].days, null) == null || try(rule.expiration[0].days, 0) == 0])
    error_message = "no backup that is in use may expire by age"
  }
}
