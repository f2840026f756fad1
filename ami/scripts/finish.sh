#!/bin/bash
# Nothing of the build stays in the image: no key, no identity, no log. The build itself removes /tmp/ami, after a last check.
set -euo pipefail
apt-get clean
rm -rf /var/lib/apt/lists/* /var/tmp/*
rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
rm -f /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys
if [ -e /etc/machine-id ]; then : > /etc/machine-id; fi
if command -v cloud-init >/dev/null; then cloud-init clean --logs; fi
find /var/log -type f -exec truncate -s 0 {} +
