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

# What is for a new cluster only must not replace the members of one that runs.
run "founded" {
  command = apply

  variables {
    postgres_parameters = { work_mem = "16MB" }
  }
}

run "changed_later" {
  command = apply

  variables {
    lease_ttl           = "10s"
    maximum_lag         = "5MB"
    replication_mode    = "sync"
    fencing             = "off"
    postgres_parameters = { work_mem = "32MB" }
  }

  assert {
    condition = yamldecode(base64decode(aws_launch_template.node.user_data)).initial == {
      lease       = { ttl = "6s" }
      failover    = { "maximum-lag" = "1MB" }
      replication = { mode = "async" }
      fencing     = { mode = "background" }
      postgres    = { parameters = { work_mem = "16MB" } }
    }
    error_message = "another user-data replaces every member: ${base64decode(aws_launch_template.node.user_data)}"
  }

  # It is told, so that nobody waits for what does not happen.
  expect_failures = [check.initial]
}
