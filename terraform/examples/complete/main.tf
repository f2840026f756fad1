# A network of three zones, and a cluster in it.
terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 6.0"
    }
  }
}

provider "aws" {
  region = var.region
}

module "orders" {
  source = "../.."

  cluster             = "orders"
  ami_id              = var.ami_id
  vpc_id              = aws_vpc.this.id
  subnet_ids          = aws_route_table_association.private[*].subnet_id
  zone_name           = "db.internal"
  client_cidrs        = [aws_vpc.this.cidr_block]
  deletion_protection = var.deletion_protection
  alarm_actions       = [aws_sns_topic.alarms.arn]
  postgres_parameters = { work_mem = "16MB", shared_buffers = "2GB" }
  tags                = { team = "orders" }

  data_volume = { size = 200, iops = 4000, throughput = 250 }
}

resource "aws_sns_topic" "alarms" {
  name = "matriarch-orders-alarms"
}
