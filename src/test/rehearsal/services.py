"""moto's server, nearer to AWS where an agent would notice: a hosted zone's id begins with Z."""
import sys

import moto.route53.models as route53
from moto.server import main

random_id = route53.create_route53_zone_id
route53.create_route53_zone_id = lambda *args, **kwargs: "Z" + random_id(*args, **kwargs)[1:]
main(sys.argv[1:])
