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

# The table is what the agent expects, costs nothing when idle, and can be had back as it was.
run "table" {
  command = apply

  assert {
    condition     = aws_dynamodb_table.lease.hash_key == "cluster" && aws_dynamodb_table.lease.range_key == "item" && alltrue([for a in aws_dynamodb_table.lease.attribute : a.type == "S"])
    error_message = "partition key cluster, sort key item, both strings: the agent refuses any other table"
  }

  assert {
    condition     = aws_dynamodb_table.lease.billing_mode == "PAY_PER_REQUEST"
    error_message = "on demand: a burst of renewals must not be throttled by a figure of ours"
  }

  assert {
    condition     = aws_dynamodb_table.lease.point_in_time_recovery[0].enabled
    error_message = "point-in-time recovery must be on"
  }
}
