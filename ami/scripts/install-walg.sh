#!/bin/bash
# WAL-G's release WALG_VERSION, checked against WALG_SHA256; nothing when WALG_VERSION is empty.
set -euo pipefail
version=${WALG_VERSION:-}
[ -n "$version" ] || exit 0
case $(dpkg --print-architecture) in
    amd64) machine=amd64 ;;
    arm64) machine=aarch64 ;;
    *) echo "WAL-G has no release for this architecture" >&2; exit 1 ;;
esac
sum=${WALG_SHA256:-}
[[ $sum =~ ^[0-9a-f]{64}$ ]] || { echo "WALG_SHA256: the archive's SHA-256, 64 hexadecimal digits" >&2; exit 1; }
program=wal-g-pg-22.04-$machine
url=${WALG_URL:-https://github.com/wal-g/wal-g/releases/download/v$version/$program.tar.gz}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
curl -fsSL --retry 3 --max-time 300 -o "$work/archive" "$url"
echo "$sum  $work/archive" | sha256sum --check --quiet || { echo "$url is not the file that WALG_SHA256 names" >&2; exit 1; }
tar -xzf "$work/archive" -C "$work"
install -m 755 "$work/$program" /usr/local/bin/wal-g
