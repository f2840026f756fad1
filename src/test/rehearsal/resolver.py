"""The network's resolver: resolver.py ADDRESS ZONE-ID ENDPOINT. Each question is answered from what the hosted zone holds now."""
import socketserver
import struct
import sys

import boto3

ADDRESS, ZONE, ENDPOINT = sys.argv[1:]
A, IN = 1, 1
NO_SUCH_NAME = 3


def held():
    """Names to addresses; an alias has none, because no load balancer stands behind it here."""
    client = boto3.client("route53", endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="moto", aws_secret_access_key="moto")
    names = {}
    for page in client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=ZONE):
        for record in page["ResourceRecordSets"]:
            values = [r["Value"] for r in record.get("ResourceRecords", [])] if record["Type"] == "A" else []
            names.setdefault(record["Name"].rstrip("."), []).extend((value, record.get("TTL", 0)) for value in values)
    return names


def question(message):
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].decode("ascii"))
        at += 1 + message[at]
    kind, _ = struct.unpack("!HH", message[at + 1 : at + 5])
    return ".".join(labels).lower(), kind, message[12 : at + 5]


def answer(message):
    name, kind, asked = question(message)
    names = held()
    found = names.get(name, []) if kind == A else []
    code = 0 if name in names else NO_SUCH_NAME
    records = b"".join(
        b"\xc0\x0c" + struct.pack("!HHIH", A, IN, ttl, 4) + bytes(int(part) for part in address.split("."))
        for address, ttl in found
    )
    header = message[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(found), 0, 0)
    return header + asked + records


class Question(socketserver.BaseRequestHandler):
    def handle(self):
        message, socket = self.request
        socket.sendto(answer(message), self.client_address)


class Resolver(socketserver.ThreadingUDPServer):
    daemon_threads = True


Resolver((ADDRESS, 53), Question).serve_forever()
