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

# Protected unless somebody says otherwise. That a destroy is refused before anything has gone, and in which order one goes that is meant,
# is tried for real against moto (.ci/terraform).
run "protected_by_default" {
  command = plan

  variables {
    deletion_protection = null
  }

  assert {
    condition     = terraform_data.guard.input.protected && aws_lb.postgres.enable_deletion_protection && aws_dynamodb_table.lease.deletion_protection_enabled
    error_message = "guard, load balancer and table must refuse"
  }
}

run "until_somebody_turns_it_off" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !terraform_data.guard.input.protected && !aws_lb.postgres.enable_deletion_protection && !aws_dynamodb_table.lease.deletion_protection_enabled
    error_message = "without deletion_protection terraform destroy must find no refusal"
  }

  # Whoever takes a cluster away does not thereby mean its backups.
  assert {
    condition     = !aws_s3_bucket.backup.force_destroy
    error_message = "the backups must stay"
  }
}

run "and_backups_go_only_by_name" {
  command = plan

  variables {
    delete_backups = true
  }

  assert {
    condition     = aws_s3_bucket.backup.force_destroy
    error_message = "with delete_backups the bucket must go with all that is in it"
  }
}
