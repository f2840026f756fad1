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

# User-data is the agent's configuration file, and holds no secret.
run "yaml" {
  command = apply

  variables {
    postgres_parameters = { work_mem = "16MB", "auto_explain.log_min_duration" = "1s", log_line_prefix = "%m [%p] \"%u\" " }
    replication_mode    = "sync"
  }

  assert {
    condition = yamldecode(base64decode(aws_launch_template.node.user_data)) == {
      cluster  = "orders"
      store    = { table = "matriarch-orders" }
      postgres = { "data-dir" = "/var/lib/matriarch/postgresql" }
      backup   = { "s3-prefix" = "s3://matriarch-orders-123456789012-eu-central-1/orders" }
      routing  = { zone = "Z0123456789ABCDEFGHIJ", "primary-listen" = "0.0.0.0:6432" }
      secrets  = { "ssm-path" = "/matriarch/orders", "kms-key" = aws_kms_key.data.arn }
      initial = {
        lease       = { ttl = "6s" }
        failover    = { "maximum-lag" = "1MB" }
        replication = { mode = "sync" }
        fencing     = { mode = "background" }
        postgres    = { parameters = { work_mem = "16MB", "auto_explain.log_min_duration" = "1s", log_line_prefix = "%m [%p] \"%u\" " } }
      }
    }
    error_message = "user-data is: ${base64decode(aws_launch_template.node.user_data)}"
  }

  assert {
    condition     = length(split("\n", base64decode(aws_launch_template.node.user_data))) < 25
    error_message = "a person must be able to read it"
  }
}
