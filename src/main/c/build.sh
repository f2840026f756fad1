#!/bin/sh
# Compiles the dead man's switch: build.sh TARGET. Does nothing when TARGET is newer than all sources.
set -eu
target=$1
sources=$(dirname "$0")
if [ -x "$target" ] && [ -z "$(find "$sources" -type f -newer "$target")" ]; then
    exit 0
fi
cc=${CC:-cc}
if ! command -v "$cc" >/dev/null 2>&1; then
    echo "The dead man's switch needs a C compiler, and '$cc' is missing:" \
        "apt-get install gcc libc6-dev (Debian, Ubuntu) or dnf install gcc glibc-static (Fedora, Amazon Linux)" >&2
    exit 1
fi
mkdir -p "$(dirname "$target")"
# Static, so that the binary runs whatever C library the machine has; renamed, so that it is whole.
if ! "$cc" -O2 -Wall -Wextra -Werror -static -s -o "$target.new" "$sources"/*.c; then
    rm -f "$target.new"
    echo "'$cc' could not compile $sources (a static C library comes with libc6-dev or glibc-static)" >&2
    exit 1
fi
mv "$target.new" "$target"
