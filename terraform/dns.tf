# The agents write primary.DOMAIN, replica.DOMAIN and a name for each node, and remove all other names there.
resource "aws_route53_zone" "private" {
  count = var.zone_id == null ? 1 : 0

  name          = var.zone_name
  comment       = "Matriarch: where clients find ${var.cluster}"
  force_destroy = true # the agents' records are not in the state, and would keep the zone

  vpc {
    vpc_id = var.vpc_id
  }

  tags = local.tags

  # Further networks may be associated by aws_route53_zone_association, and stay so.
  lifecycle {
    ignore_changes = [vpc]
  }
}

locals {
  zone_id = var.zone_id == null ? aws_route53_zone.private[0].zone_id : var.zone_id
}

resource "aws_route53_record" "load_balancer" {
  zone_id = local.zone_id
  name    = local.lb_name
  type    = "A"

  alias {
    name                   = aws_lb.postgres.dns_name
    zone_id                = aws_lb.postgres.zone_id
    evaluate_target_health = false # there is no second record to fall back to
  }
}
