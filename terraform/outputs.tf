output "primary_uri" {
  description = "libpq, for writing: the leader's own name first, then the load balancer, for when DNS lags. User and password come from the client."
  value       = "postgresql://primary.${local.domain}:${local.postgres_port},${local.lb_name}:${local.postgres_port}/postgres?target_session_attrs=read-write&connect_timeout=3"
}

output "replica_uri" {
  description = "libpq, for reading: a replica, or the leader when there is none."
  value       = "postgresql://${local.lb_name}:${local.replica_lb_port},replica.${local.domain}:${local.postgres_port},primary.${local.domain}:${local.postgres_port}/postgres?target_session_attrs=any&connect_timeout=3"
}

output "primary_jdbc_url" {
  description = "JDBC, for writing."
  value       = "jdbc:postgresql://primary.${local.domain}:${local.postgres_port},${local.lb_name}:${local.postgres_port}/postgres?targetServerType=primary&connectTimeout=3&hostRecheckSeconds=2"
}

output "replica_jdbc_url" {
  description = "JDBC, for reading."
  value       = "jdbc:postgresql://${local.lb_name}:${local.replica_lb_port},replica.${local.domain}:${local.postgres_port},primary.${local.domain}:${local.postgres_port}/postgres?targetServerType=any&connectTimeout=3&hostRecheckSeconds=2"
}

output "domain" {
  description = "Below it are primary, replica and a name for each node."
  value       = local.domain
}

output "zone_id" {
  description = "The hosted zone that the agents write to."
  value       = local.zone_id
}

output "load_balancer_dns_name" {
  description = "The load balancer's own name; port 5432 leads to the leader, 5433 to the replicas."
  value       = aws_lb.postgres.dns_name
}

output "autoscaling_group_name" {
  description = "The group of the members' instances."
  value       = aws_autoscaling_group.nodes.name
}

output "lease_table_name" {
  description = "The DynamoDB table of the lease."
  value       = aws_dynamodb_table.lease.name
}

output "backup_s3_prefix" {
  description = "Where base backups and WAL are."
  value       = local.s3_prefix
}

output "ssm_path" {
  description = "Below it are the cluster's passwords, as SecureString parameters."
  value       = local.ssm_path
}

output "kms_key_arn" {
  description = "The key of volumes, backups and passwords."
  value       = aws_kms_key.data.arn
}

output "node_security_group_id" {
  description = "The members' security group."
  value       = aws_security_group.node.id
}

output "node_role_arn" {
  description = "The agents' role."
  value       = aws_iam_role.node.arn
}
