"""moto's server, nearer to AWS where an agent or Terraform would notice: a hosted zone's id begins with Z; a batch of changes to records is
one transaction, in which each deletion names the very record that stands there and each creation finds none; a load balancer with
deletion protection refuses to be deleted; and a lifecycle hook tells no queue that nobody named."""
import copy
import sys
import threading

import moto.autoscaling.models as autoscaling
import moto.elbv2.models as elbv2
import moto.route53.models as route53
from moto.elbv2.exceptions import ELBClientError
from moto.route53.exceptions import InvalidActionValue, ResourceRecordAlreadyExists, Route53ClientError
from moto.server import main

random_id = route53.create_route53_zone_id
ONE_AT_A_TIME = threading.Lock()


def whole(name):
    return name.lower().rstrip(".") + "."


def values(record):
    """TTL and values, as moto keeps them or as they come."""
    if isinstance(record, dict):
        return str(record.get("TTL", 0)), sorted(v["Value"] for v in record.get("ResourceRecords") or [])
    return str(record.ttl or 0), sorted(record.records or [])


def change(zone, action, asked):
    name, kind, set_id = whole(asked["Name"]), asked["Type"], asked.get("SetIdentifier")
    standing = [r for r in zone.rrsets if (whole(r.name), r.type, r.set_identifier) == (name, kind, set_id)]
    if action not in ("CREATE", "UPSERT", "DELETE"):
        raise InvalidActionValue(action)
    if action == "CREATE" and standing:
        raise ResourceRecordAlreadyExists(name=name, _type=kind)
    if action == "DELETE" and (not standing or ("AliasTarget" not in asked and values(standing[0]) != values(asked))):
        raise Route53ClientError(
            "InvalidChangeBatch",
            f"Tried to delete resource record set [name='{name}', type='{kind}'] but it was not found, or its values do not match",
        )
    zone.rrsets = [r for r in zone.rrsets if r not in standing]
    if action != "DELETE":
        fresh = dict(copy.deepcopy(asked), Name=name)
        if "ResourceRecords" in fresh:
            fresh["ResourceRecords"] = [v["Value"] for v in fresh["ResourceRecords"]]
        zone.rrsets.append(route53.RecordSet(fresh))


def transaction(backend, zone_id, changes):
    zone = backend.get_hosted_zone(zone_id)
    with ONE_AT_A_TIME:
        before = list(zone.rrsets)
        try:
            for asked in changes:
                change(zone, asked["Action"], asked["ResourceRecordSet"])
        except Exception:
            zone.rrsets = before
            raise


delete_load_balancer = elbv2.ELBv2Backend.delete_load_balancer


def refusing(backend, arn):
    balancer = backend.load_balancers.get(arn)
    if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
        raise ELBClientError("OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled")
    return delete_load_balancer(backend, arn)


hook_init = autoscaling.LifecycleHook.__init__


def untold(hook, *args, **kwargs):
    hook_init(hook, *args, **kwargs)
    hook.role_arn = hook.notification_target_arn = None


autoscaling.LifecycleHook.__init__ = untold
elbv2.ELBv2Backend.delete_load_balancer = refusing
route53.create_route53_zone_id = lambda *args, **kwargs: "Z" + random_id(*args, **kwargs)[1:]
route53.Route53Backend.change_resource_record_sets = transaction
main(sys.argv[1:])
