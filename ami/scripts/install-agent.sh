#!/bin/bash
# The agent: install-agent.sh BINARY. Its program holds the dead man's switch and unpacks it where it runs.
set -euo pipefail
binary=${1:?usage: install-agent.sh BINARY}
files=$(cd "$(dirname "$0")/../files" && pwd)
[ "$(head -c 4 "$binary" | tr -d '\0')" = $'\x7fELF' ] || { echo "$binary is no native binary: make native builds one" >&2; exit 1; }
id -u postgres >/dev/null || { echo "there is no user postgres: install-postgresql.sh goes first" >&2; exit 1; }
# Moved into place, because the file of a running program cannot be written to.
install -m 755 "$binary" /usr/local/bin/.matriarch.new
mv -f /usr/local/bin/.matriarch.new /usr/local/bin/matriarch
install -d -m 750 -o root -g postgres /etc/matriarch
install -d -m 700 -o postgres -g postgres /var/lib/matriarch
install -D -m 755 -t /usr/local/libexec/matriarch "$files/configure" "$files/mount-data"
install -m 644 -t /etc/systemd/system "$files"/matriarch*.service
systemctl enable matriarch-data.service matriarch-configure.service matriarch.service >/dev/null 2>&1
/usr/local/bin/matriarch version
