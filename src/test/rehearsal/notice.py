"""Spot capacity is taken back: the leader's machine is told two minutes before, and another one leads while it still runs."""
import datetime
import json
import time

from promises import kept, must, since, within


def interrupted(herd, application, leader):
    """The leader's instance goes when its agent has said goodbye. Returns the new leader."""
    ends = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=2)
    begun = time.monotonic()
    leader.tell("meta-data/spot/instance-action", json.dumps({"action": "terminate", "time": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}))
    witness = herd.others(leader)[0]
    name, _ = within(60, "another member leads", lambda: herd.leads_now(witness) not in (None, leader.id) and herd.leads_now(witness))
    new = herd.instances[name]
    within(60, "clients write again", lambda: application.write("after-interruption"), every=0.05)
    took = since(begun)
    must(application.host() == new.address, "clients write to the new leader", application.host())
    within(60, "PostgreSQL is stopped in order on what goes", lambda: not running(leader))
    must(since(begun) < 120, "within the two minutes that a notice gives", f"{since(begun):.0f} s")
    kept("a spot interruption is announced, and the leader hands over before it goes", f"{leader.id} to {name}, clients write there", took)
    herd.instances.pop(leader.id).gone()
    within(60, "clients write without it", lambda: application.write("after-interruption"))
    return new


def running(instance):
    return instance.inside("sh", "-c", "pgrep -cx postgres || true").strip() != "0"
