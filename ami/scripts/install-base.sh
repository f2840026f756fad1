#!/bin/bash
# What the boot scripts call, the clock, and the time zones that PostgreSQL wants.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends ca-certificates curl chrony e2fsprogs util-linux kmod procps python3 python3-yaml systemd systemd-sysv tzdata udev
