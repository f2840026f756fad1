data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "orders" }
}

resource "aws_subnet" "private" {
  count = 3

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
  tags              = { Name = "orders-${data.aws_availability_zones.available.names[count.index]}" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "orders" }
}

resource "aws_route_table_association" "private" {
  count = 3

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

# The lease and the backups do not depend on a NAT gateway.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.${var.region}.${each.key}"
  route_table_ids = [aws_route_table.private.id]
}

# Route53 has no endpoint in a VPC's own region for its control plane: the rest goes through an interface
# endpoint where there is one, and for Route53 through a NAT gateway of yours.
resource "aws_vpc_endpoint" "interface" {
  for_each = toset(["ec2", "autoscaling", "ssm", "kms"])

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}

resource "aws_security_group" "endpoints" {
  name        = "orders-endpoints"
  description = "AWS services from within the network"
  vpc_id      = aws_vpc.this.id

  ingress {
    description = "TLS"
    cidr_blocks = [aws_vpc.this.cidr_block]
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
  }
}
