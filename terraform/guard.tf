# It needs everything, so it is what a destroy begins with, and its refusal ends the destroy before anything has gone. AWS's own
# protections cannot do that: what needs the load balancer (listeners, its record, alarms) goes before it refuses.
resource "terraform_data" "guard" {
  input = { cluster = var.cluster, protected = var.deletion_protection }

  provisioner "local-exec" {
    when    = destroy
    command = self.input.protected ? "echo ${self.input.cluster} is protected: apply with deletion_protection = false before terraform destroy && exit 1" : "exit 0"
    quiet   = true
  }

  depends_on = [
    aws_autoscaling_group.nodes,
    aws_autoscaling_lifecycle_hook.launching,
    aws_cloudwatch_metric_alarm.this,
    aws_kms_alias.data,
    aws_lb_listener.primary,
    aws_lb_listener.replica,
    aws_route53_record.load_balancer,
    aws_s3_bucket_lifecycle_configuration.backup,
    aws_s3_bucket_ownership_controls.backup,
    aws_s3_bucket_policy.backup,
    aws_s3_bucket_server_side_encryption_configuration.backup,
    aws_vpc_security_group_egress_rule.load_balancer,
    aws_vpc_security_group_ingress_rule.load_balancer,
  ]
}
