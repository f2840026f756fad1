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

# Volumes and backups are encrypted with the cluster's key, which rotates.
run "key" {
  command = apply

  assert {
    condition     = aws_kms_key.data.enable_key_rotation
    error_message = "the key must rotate"
  }

  assert {
    condition     = alltrue([for disk in aws_launch_template.node.block_device_mappings : disk.ebs[0].encrypted == "true" && disk.ebs[0].kms_key_id == aws_kms_key.data.arn])
    error_message = "each volume must be encrypted with the cluster's key"
  }

  assert {
    condition     = alltrue([for disk in aws_launch_template.node.block_device_mappings : disk.ebs[0].volume_type == "gp3"]) && length(aws_launch_template.node.block_device_mappings) == 2
    error_message = "a root volume and a data volume, both gp3"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.backup.rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.data.arn
    error_message = "the bucket must be encrypted with the cluster's key"
  }
}

run "no_stranger_may_use_the_key" {
  command = apply

  assert {
    condition = alltrue([for s in jsondecode(aws_kms_key.data.policy).Statement :
    try(s.Condition.StringEquals["kms:CallerAccount"], "") == "123456789012" if s.Principal.AWS == "*"])
    error_message = "a statement for everybody must be bound to this account"
  }
}
