#!/bin/bash
# Makes a Debian 12 a member's image: provision.sh AGENT. Once more changes nothing.
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)
agent=${1:?usage: provision.sh AGENT (the native binary)}
"$scripts/install-base.sh"
"$scripts/install-postgresql.sh"
"$scripts/install-softdog.sh"
"$scripts/install-walg.sh"
"$scripts/install-agent.sh" "$agent"
