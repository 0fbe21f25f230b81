#!/usr/bin/env python3
"""Recomputes with hmac and hashlib what src/wire/sigv4.c signs: 20 paths and
queries that others sign wrongly, with and without a session token and body.
"""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import sigv4				# noqa: E402
from points import SHUNT, finish, ok	# noqa: E402

DRIVER = os.path.dirname(SHUNT) + "/eval/sigv4_driver"
HOST = "bedrock-runtime.eu-west-1.amazonaws.com"
KEY, SECRET, TOKEN = "AKIDEXAMPLE", "wJalr/+K7MDENG", "IQoJb3JpZ2luX2Vj//8=="
ARN = "arn%3Aaws%3Abedrock%3Aeu-west-1%3A111122223333%3A"
TARGETS = [
    "/", "", "/model/plain/converse", "/model/a.b-c_d~e/converse",
    "/model/us.amazon.nova-lite-v1%3A0/converse",
    "/model/us.amazon.nova-lite-v1:0/converse",
    "/model/" + ARN + "inference-profile%2Fus.amazon.nova-pro-v1%3A0/converse",
    "/model/" + ARN + "default-prompt-router%2Fanthropic.claude%3A1/"
    "converse-stream",
    "/model/a%2Fb/converse", "/model/a%252Fb/converse",
    "/model/%C3%A9%E2%82%AC/converse", "/model/%F0%9F%98%80/invoke",
    "/model/a%20b+c/converse", "/model/a@b!$'()*,;/converse",
    "/model/" + "x" * 2000 + "/converse",
    "/foundation-models?byOutputModality=TEXT",
    "/inference-profiles?type=SYSTEM_DEFINED&maxResults=1000",
    "/q?b=2&a=1&a=0&B=3", "/q?empty=&none&z=%2Fx%3A", "/q?u=%C3%A9",
]


def sign(target, token, body, method, headers=""):
    return subprocess.run(
        [DRIVER, method, "https://" + HOST + target, headers,
         str(int(time.time())), KEY, SECRET, token, "eu-west-1"],
        input=body, stdout=subprocess.PIPE, check=True).stdout.decode()


def check(target, token, body, method, headers=""):
    out = sign(target, token, body, method, headers)
    lines = [line.split(": ", 1) for line in
             (headers + out).strip().split("\n")]
    received = (method, target or "/", [("Host", HOST)] + lines, body)
    return sigv4.check(received, KEY, SECRET, "eu-west-1", token)


def main():
    body = b'{"messages":[{"role":"user","content":[{"text":"h\xc3\xa9"}]}]}'
    typed = "Content-Type: application/json\n"
    for target in TARGETS:
        wrong = [check(target, "", b"", "GET"),
                 check(target, TOKEN, b"", "POST", typed),
                 check(target, "", body, "POST", typed),
                 check(target, TOKEN, body, "POST",
                       typed + "X-Amz-Extra:  a   b \nX-Team: blue\n")]
        ok(not any(wrong), "%.60s" % (target or "no path"), *wrong)
    large = bytes(range(256)) * 40000
    ok(not check("/x", "", large, "POST", typed), "10 MB of all bytes")
    return finish()


if __name__ == "__main__":
    sys.exit(main())
