# What only founding a cluster reads. It stays as it was then: a running cluster keeps these settings in its own document, and a
# change here would replace every member for nothing.
locals {
  initial = {
    lease_ttl           = var.lease_ttl
    maximum_lag         = var.maximum_lag
    replication_mode    = var.replication_mode
    fencing             = var.fencing
    postgres_parameters = var.postgres_parameters
  }
}

resource "terraform_data" "initial" {
  input = local.initial

  lifecycle {
    ignore_changes = [input]
  }
}

check "initial" {
  assert {
    condition     = jsonencode(terraform_data.initial.input) == jsonencode(local.initial)
    error_message = <<-END
      ${join(", ", [for name, value in local.initial : name if jsonencode(value) != jsonencode(try(terraform_data.initial.input[name], null))])}: not what ${var.cluster} was founded with.
      Nothing is changed by that: these are for a new cluster, and a running one is changed with "matriarch config set".
    END
  }
}
