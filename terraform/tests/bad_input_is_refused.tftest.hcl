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
# A bad value is refused by the variable that holds it. Each run gives many, and each of them must be refused.
run "what_is_no_name" {
  command = plan

  variables {
    cluster             = "Orders"
    ami_id              = "debian-12"
    vpc_id              = "default"
    subnet_ids          = ["subnet-0123456789abcdef0"]
    zone_name           = "db.internal."
    client_cidrs        = ["0.0.0.0/0"]
    operator_cidrs      = ["0.0.0.0/0"]
    nodes               = 1
    instance_type       = "large"
    data_volume         = { size = 5 }
    root_device         = "xvda"
    lease_ttl           = "6"
    maximum_lag         = "much"
    replication_mode    = "maybe"
    fencing             = "always"
    postgres_parameters = { "Work Mem" = "1MB" }
    zone_id             = "db.internal"
    bucket_name         = "My Bucket"
    noncurrent_days     = 0
    alarm_actions       = ["me@example.com"]
    tags                = { "matriarch:cluster" = "mine" }
  }

  expect_failures = [
    var.cluster, var.ami_id, var.vpc_id, var.subnet_ids, var.zone_name, var.client_cidrs, var.operator_cidrs, var.nodes, var.instance_type,
    var.data_volume, var.root_device, var.lease_ttl, var.maximum_lag, var.replication_mode, var.fencing, var.postgres_parameters, var.zone_id,
    var.bucket_name, var.noncurrent_days, var.alarm_actions, var.tags,
  ]
}

run "what_is_out_of_range" {
  command = plan

  variables {
    cluster      = "a-name-that-no-target-group-has-room-for"
    subnet_ids   = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    client_cidrs = ["10.0.0.1"]
    nodes        = 2.5
    data_volume  = { size = 10, iops = 6000 }
  }

  expect_failures = [var.cluster, var.subnet_ids, var.client_cidrs, var.nodes, var.data_volume]
}

# The instances' metadata has a path for each tag.
run "a_tag_with_a_slash" {
  command = plan

  variables {
    tags = { "kubernetes.io/name" = "orders" }
  }

  expect_failures = [var.tags]
}

run "a_tag_with_a_space" {
  command = plan

  variables {
    tags = { "cost centre" = "12" }
  }

  expect_failures = [var.tags]
}

run "a_volume_too_quick_for_its_iops" {
  command = plan

  variables {
    data_volume = { throughput = 900 }
  }

  expect_failures = [var.data_volume]
}
