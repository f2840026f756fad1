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

# PostgreSQL is open to the clients' networks, the API to members, load balancer and operators; nothing is open to all.
run "ingress" {
  command = apply

  variables {
    client_cidrs   = ["10.0.0.0/16", "10.1.0.0/16"]
    operator_cidrs = ["10.9.0.0/24"]
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.node_postgres_from_client : "${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}"]) == toset(["10.0.0.0/16 5432-5432", "10.1.0.0/16 5432-5432"])
    error_message = "clients may reach port 5432 of the members, and nothing else"
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.node_api_from_operator : "${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}"] == ["10.9.0.0/24 8008-8008"]
    error_message = "operators may reach port 8008 of the members, and nothing else"
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.load_balancer : "${rule.cidr_ipv4} ${rule.from_port}"]) == toset(["10.0.0.0/16 5432", "10.0.0.0/16 5433", "10.1.0.0/16 5432", "10.1.0.0/16 5433"])
    error_message = "clients may reach both listeners"
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.node_from_group : rule.cidr_ipv4 == null && contains([5432, 6432, 8008], rule.from_port) && rule.from_port == rule.to_port])
    error_message = "members and load balancer reach the three ports by their group"
  }
}
