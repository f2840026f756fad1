#!/usr/bin/env python3
"""Checks this machine against a goss file: check.py FILE. Knows the resources and attributes that the file uses, and refuses any other."""
import grp
import os
import pwd
import re
import stat
import subprocess
import sys

import yaml

KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink"}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def file_facts(path):
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return {"exists": False}
    facts = {
        "exists": True,
        "size": info.st_size,
        "filetype": KINDS.get(stat.S_IFMT(info.st_mode), "other"),
        "mode": "%04o" % stat.S_IMODE(info.st_mode),
        "owner": pwd.getpwuid(info.st_uid).pw_name,
        "group": grp.getgrgid(info.st_gid).gr_name,
    }
    if stat.S_ISLNK(info.st_mode):
        facts["linked-to"] = os.readlink(path)
    if stat.S_ISREG(info.st_mode) and info.st_size < 1 << 20:
        with open(path, errors="replace") as opened:
            facts["contents"] = opened.read()
    return facts


def package_facts(name):
    return {"installed": run("dpkg-query", "-W", "-f", "${db:Status-Status}", name).stdout == "installed"}


def service_facts(name):
    return {"enabled": run("systemctl", "is-enabled", name).stdout.strip() == "enabled"}


def user_facts(name):
    return {"exists": any(entry.pw_name == name for entry in pwd.getpwall())}


def command_facts(line):
    done = run("sh", "-c", line)
    return {"exit-status": done.returncode, "stdout": done.stdout}


FACTS = {"file": file_facts, "package": package_facts, "service": service_facts, "user": user_facts, "command": command_facts}


def agrees(wanted, found):
    """A list names patterns, /regular expressions/ or plain words, each of which some line must have, and none when "!" stands before it."""
    if not isinstance(wanted, list):
        return wanted == found
    lines = (found or "").splitlines()

    def in_some(p):
        return any(re.search(p[1:-1], line) if len(p) > 1 and p[0] == p[-1] == "/" else p in line for line in lines)

    return all(not in_some(p[1:]) if p.startswith("!") else in_some(p) for p in wanted)


def main(path):
    passed, failed = 0, 0
    with open(path) as opened:
        wanted = yaml.safe_load(opened)
    for kind, resources in wanted.items():
        for name, attributes in resources.items():
            facts = FACTS[kind](name)
            for attribute, value in attributes.items():
                if attribute not in facts and facts.get("exists", True):
                    sys.exit(f"{path}: {kind} {name}: {attribute} is not known here")
                if agrees(value, facts.get(attribute)):
                    passed += 1
                else:
                    failed += 1
                    print(f"FAILED {kind} {name}: {attribute} is {facts.get(attribute)!r}, not {value!r}")
    print(f"image: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1])
