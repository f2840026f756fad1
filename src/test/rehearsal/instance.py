"""One instance: namespaces of its own, with a network card on the bridge, in which `boot` is process 1."""
import base64
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys

from promises import Broken, within
from region import BRIDGE, ENDPOINTS, HERE, NETWORK, REGION, client, run

ACCOUNT = "123456789012"


class Instance:
    def __init__(self, described, work, checkout):
        self.id = described["InstanceId"]
        self.address = described["PrivateIpAddress"]
        self.zone = described["Placement"]["AvailabilityZone"]
        self.tags = {tag["Key"]: tag["Value"] for tag in described.get("Tags", [])}
        self.type = described["InstanceType"]
        self.checkout = checkout
        self.here = pathlib.Path(work) / self.id
        self.card = f"v{self.id[-12:]}"
        self.process = self.one = None

    def boot(self):
        """Power on."""
        self.here.mkdir()
        (self.here / "address").write_text(self.address)
        self.describe_itself()
        env = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
            "HOME": "/var/lib/postgresql", "USER": "postgres", "LOGNAME": "postgres", "PYTHON": sys.executable, **ENDPOINTS,
        }
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child",
             "bash", str(HERE / "boot"), str(self.here), str(self.checkout)],
            stdin=subprocess.DEVNULL, stdout=open(self.here / "log", "wb"), stderr=subprocess.STDOUT, env=env,
        )  # fmt: skip
        self.one, _ = within(10, f"{self.id} starts", self.first_process, every=0.05)
        run("ip", "link", "add", self.card, "type", "veth", "peer", "name", "eth0", "netns", str(self.one))
        run("ip", "link", "set", self.card, "master", BRIDGE, "up")
        network = ("nsenter", "-t", str(self.one), "-n", "ip")
        run(*network, "link", "set", "eth0", "up")
        run(*network, "address", "add", f"{self.address}/{NETWORK.split('/')[1]}", "dev", "eth0")

    def first_process(self):
        if self.process.poll() is not None:
            raise Broken(f"{self.id} ended: {self.last_words(5)}")
        children = run("pgrep", "-P", str(self.process.pid)).split()
        # Not before it is in its own network, and no longer unshare itself.
        one = int(children[0])
        return one if os.stat(f"/proc/{one}/ns/net").st_ino != os.stat("/proc/self/ns/net").st_ino else None

    def describe_itself(self):
        """What its metadata service answers; user-data is what the group's launch template gave it."""
        given = client("ec2").describe_instance_attribute(InstanceId=self.id, Attribute="userData")["UserData"]["Value"]
        expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=6)
        credentials = {
            "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIA" + self.id[2:].upper()[:16], "SecretAccessKey": self.id,
            "Token": "token", "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }  # fmt: skip
        document = {
            "instanceId": self.id, "privateIp": self.address, "availabilityZone": self.zone, "region": REGION, "accountId": ACCOUNT,
            "instanceType": self.type, "architecture": "x86_64", "version": "2017-09-30",
        }  # fmt: skip
        self.tell("user-data", base64.b64decode(given).decode())
        self.tell("dynamic/instance-identity/document", json.dumps(document))
        for path, value in {
            "instance-id": self.id, "local-ipv4": self.address, "placement/availability-zone": self.zone, "placement/region": REGION,
            "instance-type": self.type, "iam/security-credentials/node": json.dumps(credentials),
            "autoscaling/target-lifecycle-state": "InService", **{f"tags/instance/{k}": v for k, v in self.tags.items()},
        }.items():  # fmt: skip
            self.tell(f"meta-data/{path}", value)

    def tell(self, path, value):
        """From now on its metadata service answers so, whole."""
        file = self.here / "metadata/latest" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.here / "fresh"
        fresh.write_text(value)
        fresh.rename(file)

    def command(self, *words, user="postgres"):
        return [
            "nsenter", "-t", str(self.one), "-m", "-p", "-n", "-u", "-i", "--", "setpriv", f"--reuid={user}", f"--regid={user}",
            "--init-groups", "env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", *(f"{k}={v}" for k, v in ENDPOINTS.items()), *words,
        ]  # fmt: skip

    def inside(self, *words, **how):
        """Runs a command on the instance, as somebody who is logged in there."""
        return run(*self.command(*words), **how)

    def described(self):
        """As EC2 has it now."""
        return client("ec2").describe_instances(InstanceIds=[self.id])["Reservations"][0]["Instances"][0]

    def state(self):
        return self.described()["State"]["Name"]

    def tag(self, key):
        return next((tag["Value"] for tag in self.described().get("Tags", []) if tag["Key"] == key), None)

    def cable(self, state):
        run("ip", "link", "set", self.card, state)

    def gone(self):
        """Power off: nobody on it can say goodbye, because its card goes first."""
        if self.process is None:
            return
        subprocess.run(["ip", "link", "delete", self.card], capture_output=True)
        try:
            os.kill(self.one, signal.SIGKILL)
        except (ProcessLookupError, TypeError):
            self.process.kill()
        self.process.wait()
        self.process = None

    def last_words(self, lines=15):
        try:
            return "\n".join("    " + line for line in (self.here / "log").read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return "    (no log)"
