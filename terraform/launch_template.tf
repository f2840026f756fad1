resource "aws_launch_template" "node" {
  name                   = local.name
  description            = "A member of ${var.cluster}"
  image_id               = var.ami_id
  instance_type          = var.instance_type
  vpc_security_group_ids = [aws_security_group.node.id]
  update_default_version = true

  user_data = base64encode(templatefile("${path.module}/templates/user-data.yaml.tftpl", {
    cluster     = var.cluster
    table       = aws_dynamodb_table.lease.name
    initial     = terraform_data.initial.input
    s3_prefix   = local.s3_prefix
    zone        = local.zone_id
    leader_port = local.leader_port
    ssm_path    = local.ssm_path
    kms_key     = aws_kms_key.data.arn
  }))

  iam_instance_profile {
    arn = aws_iam_instance_profile.node.arn
  }

  # One hop: a container or a proxy on the machine does not reach the role's credentials.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "enabled"
  }

  block_device_mappings {
    device_name = var.root_device

    ebs {
      volume_type           = "gp3"
      volume_size           = 10 # the image's 8 GiB, and room for the journal
      encrypted             = true
      kms_key_id            = aws_kms_key.data.arn
      delete_on_termination = true
    }
  }

  block_device_mappings {
    device_name = "/dev/sdf"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.data_volume.size
      iops                  = var.data_volume.iops
      throughput            = var.data_volume.throughput
      encrypted             = true
      kms_key_id            = aws_kms_key.data.arn
      delete_on_termination = !var.data_volume.keep
    }
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "volume", "network-interface"]

    content {
      resource_type = tag_specifications.value
      tags = merge(local.tags, { Name = local.name },
      tag_specifications.value == "instance" ? { "matriarch:backup-s3-prefix" = local.s3_prefix } : {})
    }
  }
}
