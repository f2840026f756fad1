# A new member counts as in service only once its agent says that it streams or leads: an instance refresh, a
# rebalance over the zones and a replaced spot instance wait for that before the next member goes. While it
# copies its data the agent asks for more time. Whoever says nothing is given up, and another one is started.
resource "aws_autoscaling_lifecycle_hook" "launching" {
  name                   = "${local.name}-launching"
  autoscaling_group_name = aws_autoscaling_group.nodes.name
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_LAUNCHING"
  heartbeat_timeout      = 900
  default_result         = "ABANDON"
}
