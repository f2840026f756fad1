#!/bin/bash
# The kernel's own watchdog. systemd feeds it, so a machine whose kernel or whose process 1 hangs starts again; systemd in turn
# watches the agent. Nitro instances have no watchdog device, hence softdog.
set -euo pipefail
files=$(cd "$(dirname "$0")/../files" && pwd)
for modules in /lib/modules/*/; do
    [ -d "$modules" ] || continue # no kernel at all: a root directory that is being tested
    kernel=$(basename "$modules")
    modinfo -k "$kernel" softdog >/dev/null 2>&1 || { echo "kernel $kernel has no module softdog" >&2; exit 1; }
done
install -D -m 644 "$files/softdog-load.conf" /etc/modules-load.d/softdog.conf
install -D -m 644 "$files/softdog-options.conf" /etc/modprobe.d/softdog.conf
install -D -m 644 "$files/watchdog.conf" /etc/systemd/system.conf.d/watchdog.conf
