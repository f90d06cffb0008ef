# One reading of an answer by Koji's own client, in a process of its own: koji-client.py decode FILE | call URL
import hashlib
import json
import sys
import time

import koji

how, where = sys.argv[1:]


def pieces_of(data, size=8192):
    """The pieces in which Koji's client takes an answer from the network."""
    return [data[at:at + size] for at in range(0, len(data), size)]


def decode(pieces):
    parser, target = koji.xmlrpcplus.getparser()
    for piece in pieces:
        parser.feed(piece)
    parser.close()
    return target.close()[0]


def call(session):
    return session.listPackages('f44')


if how == 'decode':
    with open(where, 'rb') as file:
        read, source = decode, pieces_of(file.read())
else:
    read, source = call, koji.ClientSession(where)

start = time.perf_counter()
value = read(source)
seconds = time.perf_counter() - start

text = json.dumps(value, separators=(',', ':'), ensure_ascii=False)
print(json.dumps({'seconds': seconds, 'digest': hashlib.sha256(text.encode()).hexdigest()}))
