"""The cloud: one network with AWS's services on it. moto answers for all of them but the lease's table, which is DynamoDB Local's,
because moto's conditional writes are not atomic."""
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

import boto3

from promises import Broken, within

NETWORK = "10.20.0.0/16"  # of the example
SERVICES = "10.20.255.1"
RESOLVER = "10.20.0.2"  # as in every VPC: the second address
BRIDGE = "vpc"
REGION = "eu-central-1"
MOTO = f"http://{SERVICES}:5000"
DYNAMODB = f"http://{SERVICES}:8000"
# What stands in for names that only AWS can answer for. An instance has nothing else that a real one has not.
ENDPOINTS = {"AWS_ENDPOINT_URL": MOTO, "AWS_ENDPOINT_URL_DYNAMODB": DYNAMODB, "MATRIARCH_EC2_ENDPOINT": MOTO}
HERE = pathlib.Path(__file__).resolve().parent


def run(*command, **how):
    try:
        done = subprocess.run(command, capture_output=True, text=True, **how)
    except subprocess.TimeoutExpired as e:
        raise Broken(f"{' '.join(command[:6])}: no end after {e.timeout:.0f} s") from None
    if done.returncode != 0:
        raise Broken(f"{' '.join(command[:6])}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def client(service, endpoint=MOTO):
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id="moto", aws_secret_access_key="moto")


class Region:
    """Its processes end with the namespaces that the rehearsal runs in."""

    def __init__(self, work, checkout, java):
        self.work, self.checkout, self.java = work, checkout, java

    def begin(self):
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", BRIDGE, "type", "bridge")
        for address in (SERVICES, RESOLVER):
            run("ip", "address", "add", f"{address}/{NETWORK.split('/')[1]}", "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        self.start("moto", sys.executable, str(HERE / "services.py"), "-H", SERVICES, "-p", "5000")
        local = self.checkout / "target/dynamodb-local"
        # Shared, because each instance has credentials of its own.
        self.start(
            "dynamodb", self.java, "-Xmx256m", f"-Djava.library.path={local}", "-cp", f"{local}/*",
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner", "-inMemory", "-sharedDb", "-port", "8000",
        )
        within(60, "moto answers", lambda: urllib.request.urlopen(f"{MOTO}/moto-api/", timeout=2))

    def start(self, name, *command):
        log = open(self.work / f"{name}.log", "wb")
        return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.work)

    def apply(self):
        """terraform apply of the module's own example, which has been initialised already; its outputs."""
        example = self.work / "module/examples/complete"
        # An image that moto knows.
        env = dict(os.environ, AWS_ENDPOINT_URL=MOTO, TF_VAR_ami_id="ami-12c6146b", TF_VAR_deletion_protection="false")
        (self.work / "apply.log").write_text(
            run("terraform", f"-chdir={example}", "apply", "-input=false", "-auto-approve", "-parallelism=30", env=env, timeout=400)
        )
        self.resources = [
            r for r in run("terraform", f"-chdir={example}", "state", "list", env=env).splitlines() if not r.startswith("data.") and ".data." not in r
        ]
        return {name: o["value"] for name, o in json.loads(run("terraform", f"-chdir={example}", "output", "-json", env=env)).items()}

    def without_tls(self):
        """Agents speak plain HTTP to moto, which the bucket's policy (OnlyOverTls) refuses, rightly. Returns the bucket."""
        (bucket,) = [b["Name"] for b in client("s3").list_buckets()["Buckets"]]
        client("s3").delete_bucket_policy(Bucket=bucket)
        return bucket

    def lease_table(self):
        """Makes the table that Terraform made, with the same keys, where the agents look for it."""
        (name,) = client("dynamodb").list_tables()["TableNames"]
        made = client("dynamodb").describe_table(TableName=name)["Table"]
        lease = client("dynamodb", DYNAMODB)
        within(60, "DynamoDB Local answers", lease.list_tables)
        lease.create_table(
            TableName=name, KeySchema=made["KeySchema"], AttributeDefinitions=made["AttributeDefinitions"], BillingMode="PAY_PER_REQUEST"
        )
        return name

    def resolve(self):
        """Names are answered for from the zone that Terraform made; clients in the network ask there."""
        (zone,) = client("route53").list_hosted_zones()["HostedZones"]
        self.start("resolver", sys.executable, str(HERE / "resolver.py"), RESOLVER, zone["Id"].split("/")[-1], MOTO)
        conf = self.work / "resolv.conf"
        conf.write_text(f"nameserver {RESOLVER}\noptions timeout:1 attempts:2\n")
        run("mount", "--bind", str(conf), "/etc/resolv.conf")
        return zone["Name"].rstrip(".")
