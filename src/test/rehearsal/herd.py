"""The members: an instance runs for each one that the Auto Scaling group says exists."""
import json
import urllib.request

from instance import Instance
from promises import must
from region import client


class Herd:
    def __init__(self, group, work, checkout):
        self.group, self.work, self.checkout = group, work, checkout
        self.instances = {}

    def listed(self):
        (group,) = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[self.group])["AutoScalingGroups"]
        return [i["InstanceId"] for i in group["Instances"] if i["LifecycleState"] == "InService"]

    def reconcile(self):
        """Does what EC2 would: what is not listed any more loses its power, what is new boots. Returns the new ones."""
        listed = self.listed()
        for name in set(self.instances) - set(listed):
            self.instances.pop(name).gone()
        described = {
            i["InstanceId"]: i
            for r in client("ec2").describe_instances(InstanceIds=listed)["Reservations"]
            for i in r["Instances"]
        }
        fresh = [Instance(described[name], self.work, self.checkout) for name in listed if name not in self.instances]
        for instance in fresh:
            self.instances[instance.id] = instance
            instance.boot()
        return fresh

    def cluster(self, on=None):
        """What an agent says of all members."""
        asked = on or next(iter(self.instances.values()))
        with urllib.request.urlopen(f"http://{asked.address}:8008/cluster", timeout=3) as answer:
            return json.load(answer)

    def whole(self, on=None, without=()):
        """Leader, once it leads and all others stream from it; else nothing."""
        members = {m["name"]: m for m in self.cluster(on)["members"] if m["name"] in self.instances and m["name"] not in without}
        leaders = [n for n, m in members.items() if m["role"] == "leader" and m["state"] == "running"]
        streaming = [n for n, m in members.items() if m["role"] != "leader" and m["state"] == "streaming"]
        complete = len(leaders) == 1 and len(streaming) == len(self.instances) - len(without) - 1
        return self.instances[leaders[0]] if complete else None

    def leads_now(self, on=None):
        members = [m for m in self.cluster(on)["members"] if m["role"] == "leader" and m["state"] == "running"]
        must(len(members) <= 1, "never two leaders", members)
        return members[0]["name"] if members else None

    def leader_of(self, asked):
        return self.instances[self.leads_now(asked)]

    def others(self, instance):
        return [i for i in self.instances.values() if i is not instance]

    def last_words(self):
        return "\n".join(f"  {i.id} ({i.address}):\n{i.last_words()}" for i in self.instances.values())
