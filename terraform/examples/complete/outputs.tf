output "primary_uri" {
  description = "For writing."
  value       = module.orders.primary_uri
}

output "replica_uri" {
  description = "For reading."
  value       = module.orders.replica_uri
}

output "autoscaling_group_name" {
  description = "The members' group."
  value       = module.orders.autoscaling_group_name
}
