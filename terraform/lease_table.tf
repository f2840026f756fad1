# Encrypted with DynamoDB's own key: a lease that needed another service would fail with that one, too.
resource "aws_dynamodb_table" "lease" {
  name                        = local.lease_table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "cluster"
  range_key                   = "item"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "cluster"
    type = "S"
  }

  attribute {
    name = "item"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  tags = local.tags
}
