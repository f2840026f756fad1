#!/bin/bash
# Makes a Debian 12 a member's image: provision.sh AGENT. Once more changes nothing.
set -euo pipefail
scripts=$(cd "$(dirname "$0")" && pwd)
agent=${1:?usage: provision.sh AGENT (the native binary)}
bash "$scripts/install-base.sh"
bash "$scripts/install-postgresql.sh"
bash "$scripts/install-softdog.sh"
bash "$scripts/install-walg.sh"
bash "$scripts/install-agent.sh" "$agent"
