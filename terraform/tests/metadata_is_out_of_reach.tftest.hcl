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

# The role's credentials are for the agent alone: session tokens, one hop.
run "metadata" {
  command = apply

  assert {
    condition     = aws_launch_template.node.metadata_options[0].http_tokens == "required"
    error_message = "IMDSv2 must be required"
  }

  assert {
    condition     = aws_launch_template.node.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "the hop limit must be 1"
  }
}
