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

# The longest name that is accepted is one that AWS accepts, whole: two clusters whose names begin alike must not meet.
run "the_longest" {
  command = apply

  variables {
    cluster = "abcdefghijklmnopqrst"
  }

  assert {
    condition     = alltrue([for name in [aws_lb.postgres.name, aws_lb_target_group.primary.name, aws_lb_target_group.replica.name] : length(name) <= 32 && strcontains(name, "matriarch-abcdefghijklmnopqrst")])
    error_message = "load balancer and target groups take 32 characters"
  }

  assert {
    condition     = length(aws_s3_bucket.backup.bucket) <= 63 - length("ap-northeast-1") + length("eu-central-1") && length(aws_iam_role.node.name) <= 64
    error_message = "a bucket takes 63 characters, a role 64, in regions with longer names as well"
  }
}

run "one_letter_more" {
  command = plan

  variables {
    cluster = "abcdefghijklmnopqrstu"
  }

  expect_failures = [var.cluster]
}
