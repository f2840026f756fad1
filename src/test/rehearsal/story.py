"""The whole story on one machine, from `terraform apply` to a replaced instance: story.py WORK CHECKOUT JAVA. Runs in namespaces of
its own (see .ci/rehearsal); each promise that is kept is a line, and the first that is not ends it."""
import pathlib
import sys
import time

from application import Application
from herd import Herd
from notice import interrupted
from partition import partition
from passwords import SUPERUSER, parameter, rotated
from promises import Broken, Tally, kept, must, since, within
from region import DYNAMODB, Region, client

SENTINEL = "_backup_stop_sentinel.json"


def founded(region):
    begun = time.monotonic()
    region.begin()
    kept("the region is there", f"moto for all services, DynamoDB Local at {DYNAMODB} for the lease", since(begun))
    begun = time.monotonic()
    outputs = region.apply()
    table = region.lease_table()
    region.without_tls()
    zone = region.resolve()
    kept("terraform apply makes a cluster", f"{len(region.resources)} resources, table {table}, zone {zone}", since(begun))
    return outputs


def formed(herd):
    begun = time.monotonic()
    fresh = herd.reconcile()
    must(len(fresh) == 3, "the group has three instances", [i.id for i in fresh])
    kept("each instance boots from its user-data", " ".join(f"{i.id}={i.address}" for i in fresh), since(begun))
    leader, took = within(240, "a cluster forms", herd.whole)
    kept("a cluster forms", f"{leader.id} leads, 2 replicas stream", took)
    return leader


def password():
    """As whoever sets up an application gets at it: from the parameter that the first agent made."""
    begun = time.monotonic()
    made = parameter()
    must(made["Type"] == "SecureString", "the password is kept encrypted", made["Type"])
    kept("the agents have made the passwords", f"{SUPERUSER} is a SecureString of {len(made['Value'])} characters", since(begun))
    return made["Value"]


def found_by_name(herd, application, leader):
    name = "primary.orders.db.internal"
    _, took = within(90, f"{name} is the leader's address", lambda: application.addresses(name) == [leader.address])
    kept("Route53 points at the leader", f"{name} is {leader.address}", took)
    replicas = sorted(i.address for i in herd.others(leader))
    _, took = within(90, "replica. is the replicas", lambda: application.addresses("replica.orders.db.internal") == replicas)
    kept("and at the replicas", f"replica.orders.db.internal is {' '.join(replicas)}", took)


def written(application, what):
    _, took = within(120, f"row {what} is written through primary_uri", lambda: application.write(what))
    kept("a row is written through Terraform's primary_uri", f"{what}, at {application.host()}", took)


def printed(herd, application, leader):
    """The string that `matriarch dsn` prints; it has to last for the rest of the story."""
    begun = time.monotonic()
    dsn = leader.inside("matriarch", "dsn", timeout=60).strip()
    must("//primary.orders.db.internal:5432," in dsn, "the cluster's own name comes first", dsn)
    must(all(f"{i}.orders.db.internal:5432" in dsn for i in herd.instances), "every member is in the string by its own name", dsn)
    leads(application, dsn, leader)
    kept("matriarch dsn prints a string that leads to the leader", dsn, since(begun))
    return dsn


def leads(application, dsn, leader):
    _, took = within(60, "the printed string leads to the leader", lambda: application.sql("select host(inet_server_addr())", dsn) == leader.address)
    return took


def door(herd, application, leader):
    """The port that a load balancer sends clients to, which nothing tells who leads: it is open where writes are taken, and nowhere else."""
    at = "host={} port=6432 dbname=postgres connect_timeout=3".format

    def only():
        open_at = []
        for member in herd.instances.values():
            try:
                open_at.append(application.sql("select host(inet_server_addr())", at(member.address)))
            except Exception:  # refused, as it should be
                pass
        return len(open_at) == 1 and open_at[0] in (leader.address, "127.0.0.1")

    _, took = within(60, "port 6432 is open on the leader alone", only)
    application.sql("create table if not exists by_the_door ()", at(leader.address))
    kept("the load balancer's port is open on the leader alone", f"{leader.address}:6432", took)


def backed_up(prefix):
    """The schedule takes the first one about a minute after the members have started; nobody asks for it."""
    bucket, _, prefix = prefix.removeprefix("s3://").partition("/")

    def stored():
        keys = [o["Key"] for o in client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix + "/").get("Contents", [])]
        return keys if any(k.endswith(SENTINEL) for k in keys) else None

    keys, took = within(240, "a base backup is in S3", stored)
    name = next(k for k in keys if k.endswith(SENTINEL)).rsplit("/", 1)[1].removesuffix(SENTINEL)
    kept("a base backup is in S3 by schedule", f"{name}, {len(keys)} objects in {bucket}", took)


def prefix_of(instance):
    """As the instance itself knows it."""
    lines = (instance.here / "metadata/latest/user-data").read_text().splitlines()
    return next(line for line in lines if line.startswith("backup:")).split('"')[1]


def switched_over(herd, application, leader):
    begun = time.monotonic()
    leader.inside("matriarch", "switchover", "--yes", timeout=120)
    took = since(begun)
    new, _ = within(120, "all stream from the new leader", lambda: other(herd.whole(), leader))
    must(new.id != leader.id, "another member leads", new.id)
    kept("a switchover is one command", f"{leader.id} handed over to {new.id}", took)
    found_by_name(herd, application, new)
    return new


def other(leader, than):
    return leader if leader is not than else None


def terminated(herd, application, leader):
    """The machine is gone at once: its network card first, then everything that runs on it."""
    before = set(herd.listed())
    begun = time.monotonic()
    client("ec2").terminate_instances(InstanceIds=[leader.id])
    must(leader.id not in herd.listed(), "the group has let it go", leader.id)
    replacement = sorted(set(herd.listed()) - before)
    herd.instances.pop(leader.id).gone()
    survivor = next(iter(herd.instances.values()))
    new, _ = within(120, "a replica leads", lambda: herd.leads_now(survivor) not in (None, leader.id) and herd.leads_now(survivor))
    kept("the leader's instance is terminated, a replica leads", f"{leader.id} is gone, {new} leads", since(begun))
    new = herd.instances[new]
    name = "primary.orders.db.internal"
    within(90, f"{name} follows", lambda: application.addresses(name) == [new.address])
    kept("DNS follows", f"{name} is {new.address}", since(begun))
    within(90, "clients write again", lambda: application.write("after-termination"))
    kept("clients write again by the same connection string", f"at {application.host()}", since(begun))
    return new, replacement


def replaced(herd, replacement, leader):
    """The example's database is far smaller than backup.replica-size, and would come from the leader; so the cluster's document says less here."""
    must(len(replacement) == 1, "the group has a new instance in its place", replacement)
    begun = time.monotonic()
    leader.inside("matriarch", "config", "set", "backup.replica-size=1MB", "--yes", timeout=60)
    (fresh,) = herd.reconcile()
    must(fresh.id == replacement[0], "the new instance boots", fresh.id)
    within(240, "the new instance streams", lambda: herd.whole(leader) is leader)
    log = (fresh.here / "log").read_text(errors="replace")
    told = [line for line in log.splitlines() if "restored base_" in line]
    must(told, "it joined from S3", "\n" + fresh.last_words())
    kept("the group's replacement joins from S3 by itself", f"{fresh.id}: {told[-1].split('restored', 1)[1][:60].strip()}", since(begun))
    return fresh


def given_up(herd, stopped):
    """What an Auto Scaling group does with a stopped instance; moto's does not look by itself."""
    before = set(herd.listed())
    client("autoscaling").terminate_instance_in_auto_scaling_group(InstanceId=stopped.id, ShouldDecrementDesiredCapacity=False)
    replacement = sorted(set(herd.listed()) - before)
    must(stopped.id not in herd.listed() and len(replacement) == 1, "the group replaces the stopped instance", replacement)
    return replacement


def joined(herd, replacement, leader):
    begun = time.monotonic()
    (fresh,) = herd.reconcile()
    must(fresh.id == replacement[0], "the new instance boots", fresh.id)
    within(240, "the new instance streams", lambda: herd.whole(leader) is leader)
    way = "from S3" if "restored base_" in (fresh.here / "log").read_text(errors="replace") else f"copied from {leader.id}"
    kept("the group's next replacement joins, too", f"{fresh.id}, {way}", since(begun))


def shown(herd, leader):
    def roles():
        told = {i.id: i.tag("matriarch:role") for i in herd.instances.values()}
        return told if told == {n: "leader" if n == leader.id else "replica" for n in told} else None

    _, took = within(120, "tags show each role", roles)
    kept("the instances' tags show each role", f"leader {leader.id}, the others replica", took)


def forgotten(herd, application, gone, leader):
    _, took = within(240, f"{gone.id} leaves the list", lambda: gone.id not in [m["name"] for m in herd.cluster(leader)["members"]])
    name = f"{gone.id}.orders.db.internal"
    within(120, f"{name} is removed", lambda: not application.addresses(name))
    kept("the terminated member has left the list and the zone", f"{gone.id} and {name}", took)


def kept_rows(application, herd, wanted):
    must(application.rows()[: len(wanted)] == wanted, "every row is there", application.rows())
    for instance in herd.instances.values():
        uri = f"host={instance.address} dbname=postgres"
        within(90, f"every row is on {instance.id}", lambda uri=uri: set(wanted) <= set(application.rows(uri)))
    kept("every row is on every member", " ".join(wanted))


def tell(region):
    outputs = founded(region)
    herd = Herd(outputs["autoscaling_group_name"], region.work, region.checkout)
    try:
        leader = formed(herd)
        application = Application(outputs, password())
        found_by_name(herd, application, leader)
        written(application, "first")
        dsn = printed(herd, application, leader)
        door(herd, application, leader)
        backed_up(prefix_of(leader))
        leader = switched_over(herd, application, leader)
        written(application, "after-switchover")
        door(herd, application, leader)
        kept_rows(application, herd, ["first", "after-switchover"])
        shown(herd, leader)
        gone = leader
        leader, replacement = terminated(herd, application, gone)
        replaced(herd, replacement, leader)
        found_by_name(herd, application, leader)
        door(herd, application, leader)
        took = leads(application, dsn, leader)
        kept("the string printed before still leads to the leader", "two changes of the leader and a new member later", took)
        kept_rows(application, herd, ["first", "after-switchover", "after-termination"])
        application = rotated(herd, application, leader)
        replacement = given_up(herd, partition(herd, application, leader))
        leader = herd.leader_of(herd.others(leader)[0])
        joined(herd, replacement, leader)
        forgotten(herd, application, gone, leader)
        interrupted(herd, application, leader)
        kept_rows(application, herd, ["first", "after-switchover", "after-termination", "after-partition", "after-interruption"])
    except Exception:
        print(f"the agents' last words:\n{herd.last_words()}", flush=True)
        raise
    finally:
        for instance in herd.instances.values():
            instance.gone()


if __name__ == "__main__":
    try:
        tell(Region(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]))
    except Broken as e:
        print(f"BROKEN  {e}")
        print(f"rehearsal: {Tally.kept} passed, 1 failed")
        sys.exit(1)
    print(f"rehearsal: {Tally.kept} passed, 0 failed")
