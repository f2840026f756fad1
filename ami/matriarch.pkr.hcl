packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.3.0"
    }
  }
}

locals {
  built         = formatdate("YYYYMMDDhhmm", timestamp())
  instance_type = var.architecture == "arm64" ? "t4g.small" : "t3.small"
}

source "amazon-ebs" "debian" {
  region        = var.region
  instance_type = local.instance_type
  ssh_username  = "admin"

  ami_name        = "matriarch-pg${var.postgres_major}-${var.architecture}-${local.built}"
  ami_description = "Matriarch with PostgreSQL ${var.postgres_major} on Debian 12"
  ena_support     = true
  imds_support    = "v2.0"

  # Debian's own account.
  source_ami_filter {
    owners      = ["136693071363"]
    most_recent = true

    filters = {
      name                = "debian-12-${var.architecture}-*"
      virtualization-type = "hvm"
      root-device-type    = "ebs"
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  launch_block_device_mappings {
    device_name           = "/dev/xvda"
    volume_size           = 8
    volume_type           = "gp3"
    throughput            = 125
    iops                  = 3000
    encrypted             = true
    delete_on_termination = true
  }

  tags = {
    Name                   = "matriarch-pg${var.postgres_major}-${var.architecture}-${local.built}"
    "matriarch:postgresql" = var.postgres_major
    "matriarch:base"       = "{{ .SourceAMIName }}"
  }
}

build {
  sources = ["source.amazon-ebs.debian"]

  # A directory is uploaded into one that exists.
  provisioner "shell" {
    inline = ["mkdir -p /tmp/ami"]
  }

  provisioner "file" {
    source      = "${path.root}/"
    destination = "/tmp/ami"
  }

  provisioner "file" {
    source      = var.matriarch_binary
    destination = "/tmp/ami/matriarch"
  }

  # The interpreter that is named here ignores the script's first line, and with it "-e": without it a failed step would be passed over.
  provisioner "shell" {
    execute_command = "sudo env {{ .Vars }} bash -eu {{ .Path }}"

    # Checked last, because what finish.sh takes away is part of what an image must be.
    inline = [
      "bash /tmp/ami/scripts/provision.sh /tmp/ami/matriarch",
      "bash /tmp/ami/scripts/finish.sh",
      "python3 /tmp/ami/scripts/check.py /tmp/ami/goss.yaml",
      "rm -rf /tmp/ami",
    ]

    environment_vars = [
      "POSTGRES_MAJOR=${var.postgres_major}",
      "WALG_VERSION=${var.walg_version}",
      "WALG_SHA256=${var.walg_sha256}",
    ]
  }
}
