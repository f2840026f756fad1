# What must be said

variable "cluster" {
  description = "The cluster's name; every resource, record and tag bears it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.cluster))
    error_message = "cluster: 2 to 20 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen; target groups (matriarch-CLUSTER-p) take no more."
  }
}

variable "ami_id" {
  description = "The image made by ami/; its architecture must be the instance type's."
  type        = string

  validation {
    condition     = can(regex("^ami-[0-9a-f]{8,17}$", var.ami_id))
    error_message = "ami_id: an image's id, such as ami-0123456789abcdef0."
  }
}

variable "vpc_id" {
  description = "The network of the cluster; its private zone is attached here."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]{8,17}$", var.vpc_id))
    error_message = "vpc_id: a VPC's id, such as vpc-0123456789abcdef0."
  }
}

variable "subnet_ids" {
  description = "Private subnets, each in a zone of its own; three of them let the cluster lose a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2 && length(distinct(var.subnet_ids)) == length(var.subnet_ids)
    error_message = "subnet_ids: at least two subnets, none named twice; three, each in a zone of its own, are right."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", id))])
    error_message = "subnet_ids: subnets' ids, such as subnet-0123456789abcdef0."
  }
}

variable "zone_name" {
  description = "The private DNS zone, such as db.internal; clients find primary.CLUSTER.ZONE and replica.CLUSTER.ZONE in it."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$", var.zone_name))
    error_message = "zone_name: a domain in lower case without a dot at its end, such as db.internal."
  }
}

# Who may connect

variable "client_cidrs" {
  description = "Networks whose hosts may connect to PostgreSQL."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.client_cidrs : can(cidrhost(cidr, 0)) && can(cidrnetmask(cidr))])
    error_message = "client_cidrs: IPv4 networks, such as 10.0.0.0/16."
  }

  validation {
    condition     = !contains(var.client_cidrs, "0.0.0.0/0")
    error_message = "client_cidrs: 0.0.0.0/0 would offer the database to everybody who can route to it; name the clients' networks."
  }
}

variable "operator_cidrs" {
  description = "Networks whose hosts may call the agents' API; a change needs the cluster's token as well."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.operator_cidrs : can(cidrnetmask(cidr))]) && !contains(var.operator_cidrs, "0.0.0.0/0")
    error_message = "operator_cidrs: IPv4 networks, such as 10.0.9.0/24; never 0.0.0.0/0."
  }
}

# The machines

variable "nodes" {
  description = "How many members the cluster has."
  type        = number
  default     = 3

  validation {
    condition     = var.nodes >= 2 && var.nodes <= 9 && floor(var.nodes) == var.nodes
    error_message = "nodes: a whole number from 2 to 9; 3 is right for most."
  }
}

variable "instance_type" {
  description = "The members' instance type."
  type        = string
  default     = "m7g.large"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$", var.instance_type))
    error_message = "instance_type: an EC2 instance type, such as m7g.large."
  }
}

variable "data_volume" {
  description = "The data volume, gp3: size in GiB, iops, throughput in MiB/s; keep leaves it there when its instance is terminated."
  type = object({
    size       = optional(number, 100)
    iops       = optional(number, 3000)
    throughput = optional(number, 125)
    keep       = optional(bool, false)
  })
  default = {}

  validation {
    condition     = var.data_volume.size >= 10 && var.data_volume.size <= 16384
    error_message = "data_volume.size: from 10 to 16384 GiB."
  }

  validation {
    condition     = var.data_volume.iops >= 3000 && var.data_volume.iops <= min(16000, 500 * var.data_volume.size)
    error_message = "data_volume.iops: from 3000 to 16000, and at most 500 for each GiB."
  }

  validation {
    condition     = var.data_volume.throughput >= 125 && var.data_volume.throughput <= min(1000, var.data_volume.iops / 4)
    error_message = "data_volume.throughput: from 125 to 1000 MiB/s, and at most a quarter of iops."
  }
}

variable "root_device" {
  description = "The image's root device, so that it is encrypted, too."
  type        = string
  default     = "/dev/xvda"

  validation {
    condition     = can(regex("^/dev/(xvda|sda1)$", var.root_device))
    error_message = "root_device: /dev/xvda (Debian's images) or /dev/sda1."
  }
}

# What a new cluster begins with: the agent's own keys. A running one is changed with "matriarch config set".

variable "lease_ttl" {
  description = "For a new cluster: how long the lease must stand still before another member takes it (initial.lease.ttl)."
  type        = string
  default     = "6s"

  validation {
    condition     = can(regex("^[0-9]+(ms|s|m)$", var.lease_ttl))
    error_message = "lease_ttl: a whole number of ms, s or m, such as 6s."
  }
}

variable "maximum_lag" {
  description = "For a new cluster: a standby that is further behind than this never leads (initial.failover.maximum-lag)."
  type        = string
  default     = "1MB"

  validation {
    condition     = can(regex("^[0-9]+(kB|MB|GB)?$", var.maximum_lag))
    error_message = "maximum_lag: bytes, kB, MB or GB, such as 1MB."
  }
}

variable "replication_mode" {
  description = "For a new cluster: async, sync (no acknowledged write is lost with the leader), quorum (the same, and any few standbys are enough for a commit) or strict (no write without a standby) (initial.replication.mode)."
  type        = string
  default     = "async"

  validation {
    condition     = contains(["async", "sync", "strict", "quorum"], var.replication_mode)
    error_message = "replication_mode: async, sync, strict or quorum."
  }
}

variable "fencing" {
  description = "For a new cluster: what a new leader does about the instance of a leader that vanished: off (nothing), background (stop it meanwhile) or required (stop it before the promotion) (initial.fencing.mode). The right to stop members follows at once."
  type        = string
  default     = "background"

  validation {
    condition     = contains(["off", "background", "required"], var.fencing)
    error_message = "fencing: off, background or required."
  }
}

variable "postgres_parameters" {
  description = "For a new cluster: settings for postgresql.conf (initial.postgres.parameters)."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.postgres_parameters) : can(regex("^[a-z_][a-z0-9_.]*$", name))])
    error_message = "postgres_parameters: names as PostgreSQL writes them, such as work_mem."
  }
}

# What exists already, and what is to last

variable "zone_id" {
  description = "A private zone that exists already and is zone_name's, such as another cluster's (its output zone_id); else one is made, and a VPC takes only one of each name."
  type        = string
  default     = null

  validation {
    condition     = var.zone_id == null || can(regex("^Z[A-Z0-9]{1,31}$", var.zone_id))
    error_message = "zone_id: a hosted zone's id, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "bucket_name" {
  description = "The bucket of base backups and WAL; else matriarch-CLUSTER-ACCOUNT-REGION."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_name == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "noncurrent_days" {
  description = "How many days the bucket keeps what was deleted or overwritten."
  type        = number
  default     = 14

  validation {
    condition     = var.noncurrent_days >= 1 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days: a whole number of days, at least 1."
  }
}

variable "deletion_protection" {
  description = "terraform destroy is refused, and so is any deletion of the table and of the load balancer; turn it off, apply, then destroy."
  type        = bool
  default     = true
  nullable    = false
}

variable "delete_backups" {
  description = "terraform destroy deletes the backups, too, with all their versions; else it stops at a bucket that is not empty."
  type        = bool
  default     = false
  nullable    = false
}

variable "restore_from" {
  description = "Other clusters' backups that \"matriarch restore\" may read here: their s3_prefix (s3://BUCKET/CLUSTER, the output backup_s3_prefix) and the key that they are encrypted with (kms_key_arn)."
  type = list(object({
    s3_prefix = string
    kms_key   = optional(string)
  }))
  default = []

  validation {
    condition     = alltrue([for from in var.restore_from : can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)+$", from.s3_prefix))])
    error_message = "restore_from: s3_prefix is a bucket and a path without a slash at its end, such as s3://backups/orders."
  }

  validation {
    condition     = alltrue([for from in var.restore_from : from.kms_key == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", from.kms_key))])
    error_message = "restore_from: kms_key is a key's ARN, such as arn:aws:kms:eu-central-1:123456789012:key/..., and not an alias."
  }
}

variable "alarm_actions" {
  description = "What is told when an alarm goes off or ends: SNS topics' ARNs."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.alarm_actions : can(regex("^arn:[a-z-]+:[a-z0-9-]+:", arn))])
    error_message = "alarm_actions: ARNs, such as arn:aws:sns:eu-central-1:123456789012:alarms."
  }
}

variable "tags" {
  description = "Tags for everything, beside matriarch:cluster."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(key, "matriarch:") && key != "Name"])
    error_message = "tags: Name and names that begin with \"matriarch:\" are the module's own."
  }

  # The instances read their tags from their metadata, where each is a path; EC2 starts no instance with any other.
  validation {
    condition     = alltrue([for key in keys(var.tags) : can(regex("^[A-Za-z0-9+=.,_:@-]{1,128}$", key)) && !contains([".", "..", "_index"], key) && !startswith(lower(key), "aws:")])
    error_message = "tags: names of 1 to 128 letters, digits and + - = . , _ : @, without spaces and slashes, and not beginning with aws:, because instances read them from their metadata."
  }
}
