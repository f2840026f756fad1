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

# The load balancer asks the agents, and the outputs are strings to paste.
run "health" {
  command = apply

  assert {
    condition     = aws_lb_target_group.primary.health_check[0].path == "/primary" && aws_lb_target_group.replica.health_check[0].path == "/replica"
    error_message = "the target groups must ask the agents' own verdicts"
  }

  assert {
    condition     = alltrue([for group in [aws_lb_target_group.primary, aws_lb_target_group.replica] : group.health_check[0].port == "8008" && group.health_check[0].protocol == "HTTP" && group.health_check[0].matcher == "200"])
    error_message = "the verdict must be the API's"
  }

  # A load balancer without a healthy target sends to all of them.
  assert {
    condition     = aws_lb_target_group.primary.port == 6432 && aws_lb_target_group.replica.port == 5432
    error_message = "writes must go to the port that the leader alone opens"
  }

  assert {
    condition     = aws_lb_target_group.primary.health_check[0].interval * aws_lb_target_group.primary.health_check[0].unhealthy_threshold <= 10
    error_message = "a former leader must be out within ten seconds"
  }

  assert {
    condition     = aws_lb_listener.primary.port == 5432 && aws_lb_listener.replica.port == 5433
    error_message = "5432 leads to the leader, 5433 to the replicas"
  }

  assert {
    condition     = aws_lb.postgres.internal
    error_message = "the load balancer must not face the Internet"
  }
}

run "strings" {
  command = apply

  assert {
    condition     = output.primary_uri == "postgresql://primary.orders.db.internal:5432,orders-lb.db.internal:5432/postgres?target_session_attrs=read-write&connect_timeout=3"
    error_message = "not what libpq wants: ${output.primary_uri}"
  }

  assert {
    condition     = startswith(output.primary_jdbc_url, "jdbc:postgresql://primary.orders.db.internal:5432,orders-lb.db.internal:5432/postgres?targetServerType=primary")
    error_message = "not what JDBC wants: ${output.primary_jdbc_url}"
  }

  # libpq skips a name's other addresses after the first that does not fit: a name with several must not be asked for an attribute.
  assert {
    condition     = strcontains(output.replica_uri, "replica.orders.db.internal:5432") && strcontains(output.replica_uri, "target_session_attrs=any")
    error_message = "reading must not depend on an attribute: ${output.replica_uri}"
  }
}

run "a_zone_that_exists" {
  command = apply

  variables {
    zone_id = "Z9999999999"
  }

  assert {
    condition     = length(aws_route53_zone.private) == 0 && output.zone_id == "Z9999999999"
    error_message = "a zone that is given must be used, and none made"
  }
}
