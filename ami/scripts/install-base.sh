#!/bin/bash
# What the boot scripts call, the clock, and the time zones that PostgreSQL wants.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends ca-certificates curl chrony e2fsprogs util-linux kmod procps python3 python3-yaml systemd systemd-sysv tzdata udev
# Amazon's own clock, which every instance reaches and no security group has to let through; Debian's pools it need not reach.
sed -i -E '/^(pool|server) /d' /etc/chrony/chrony.conf
install -D -m 644 "$(dirname "$0")/../files/amazon.sources" /etc/chrony/sources.d/amazon.sources
