data "aws_availability_zones" "available" {
  state = "available"

  # Without local zones, which have no NAT gateways of their own.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

resource "aws_vpc" "this" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "orders" }
}

locals {
  zones = slice(data.aws_availability_zones.available.names, 0, 3)
}

# The members' subnets, one in each zone.
resource "aws_subnet" "private" {
  count = 3

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "orders-${local.zones[count.index]}" }
}

# A way out in each zone, so that a zone that fails takes no other's with it: Route53's control plane has no endpoint within a network,
# and Parameter Store, KMS, EC2 and Auto Scaling are reached the same way.
resource "aws_subnet" "public" {
  count = 3

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, 100 + count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "orders-out-${local.zones[count.index]}" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "orders" }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "orders-out" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  count = 3

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "out" {
  count = 3

  domain = "vpc"
  tags   = { Name = "orders-out-${local.zones[count.index]}" }
}

resource "aws_nat_gateway" "this" {
  count = 3

  allocation_id = aws_eip.out[count.index].id
  subnet_id     = aws_subnet.public[count.index].id
  tags          = { Name = "orders-${local.zones[count.index]}" }

  depends_on = [aws_route_table_association.public]
}

resource "aws_route_table" "private" {
  count = 3

  vpc_id = aws_vpc.this.id
  tags   = { Name = "orders-${local.zones[count.index]}" }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[count.index].id
  }
}

# The lease and the backups do not depend on a NAT gateway.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.${var.region}.${each.key}"
  route_table_ids = aws_route_table.private[*].id
}

# The cluster takes its subnets from here, so that its members start when the ways out are there, and have gone before they go.
resource "aws_route_table_association" "private" {
  count = 3

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id

  depends_on = [aws_vpc_endpoint.gateway]
}
