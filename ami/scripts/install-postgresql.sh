#!/bin/bash
# PostgreSQL of the major POSTGRES_MAJOR (14 to 18) from the project's own packages (PGDG), without a cluster and without a
# service of its own: the agent starts it. POSTGRES_SOURCE=debian takes Debian's packages, which hold one major only.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
major=${POSTGRES_MAJOR:-18}
origin=${POSTGRES_SOURCE:-pgdg}
case $major in
    14 | 15 | 16 | 17 | 18) ;;
    *) echo "POSTGRES_MAJOR=$major: 14, 15, 16, 17 or 18" >&2; exit 1 ;;
esac
# Before the server's package, which would make a cluster and start it.
apt-get install -y -q --no-install-recommends postgresql-common
mkdir -p /etc/postgresql-common
conf=/etc/postgresql-common/createcluster.conf
touch "$conf"
sed -i '/^#*create_main_cluster/d' "$conf"
echo 'create_main_cluster = false' >> "$conf"
list=/etc/apt/sources.list.d/pgdg.sources
case $origin in
    pgdg)
        # The key comes with Debian's own package, so nothing has to be trusted that was just downloaded.
        # shellcheck source=/dev/null
        codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
        cat > "$list" <<END
Types: deb
URIs: https://apt.postgresql.org/pub/repos/apt
Suites: $codename-pgdg
Components: main
Signed-By: /usr/share/postgresql-common/pgdg/apt.postgresql.org.asc
END
        apt-get update -q
        ;;
    debian) rm -f "$list" ;;
    *) echo "POSTGRES_SOURCE=$origin: pgdg or debian" >&2; exit 1 ;;
esac
apt-get install -y -q --no-install-recommends "postgresql-$major" "postgresql-client-$major"
# Two masters for one server would be one too many.
systemctl mask postgresql.service "postgresql@.service" >/dev/null 2>&1
"/usr/lib/postgresql/$major/bin/postgres" --version
