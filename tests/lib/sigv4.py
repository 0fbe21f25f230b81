"""AWS Signature Version 4 as the receiver computes it, by hmac and hashlib.

From "Create a signed AWS API request" of the IAM User Guide: what came is
made canonical again, and what is signed must hold all that must be.
"""

import hashlib
import hmac
import re
from urllib.parse import quote

AUTHORIZATION = re.compile(
    r"^AWS4-HMAC-SHA256 Credential=([^/,]+)/(\d{8})/([^/,]+)/([^/,]+)/"
    r"aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$")


def values(headers, name):
    return [" ".join(v.split()) for n, v in headers if n.lower() == name]


def one(headers, name):
    found = values(headers, name)
    return found[0] if len(found) == 1 else ""


def canonical_query(query):
    pairs = [p.partition("=") for p in query.split("&") if p]
    return "&".join("%s=%s" % (k, v)
                    for k, v in sorted((k, v) for k, _, v in pairs))


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(secret, scope, date, canonical):
    day, region, service = scope
    key = ("AWS4" + secret).encode()
    for part in (day, region, service, "aws4_request"):
        key = mac(key, part)
    text = "\n".join(("AWS4-HMAC-SHA256", date,
                      "/".join(scope) + "/aws4_request",
                      hashlib.sha256(canonical.encode()).hexdigest()))
    return mac(key, text).hex()


def canonical_request(method, target, headers, names, body):
    path, _, query = target.partition("?")
    lines = [method, quote(path, safe="/-._~"), canonical_query(query)]
    lines += ["%s:%s" % (n, ",".join(values(headers, n))) for n in names]
    return "\n".join(lines + ["", ";".join(names),
                              hashlib.sha256(body).hexdigest()])


def check(request, key_id, secret, region, token=""):
    """What is wrong with (method, target, headers, body); None: nothing."""
    method, target, headers, body = request
    found = AUTHORIZATION.match(one(headers, "authorization"))
    if not found:
        return "no Authorization of SigV4"
    who, day, where, service, listed, got = found.groups()
    names, date = listed.split(";"), one(headers, "x-amz-date")
    if (who, where, service) != (key_id, region, "bedrock"):
        return "signed by %s for %s in %s" % (who, service, where)
    if not re.match(r"^%sT\d{6}Z$" % day, date):
        return "the dates differ: %s, %s" % (day, date)
    if names != sorted(names) or "host" not in names:
        return "the signed headers are %s" % listed
    must = {n.lower() for n, _ in headers
            if n.lower().startswith("x-amz-") or n.lower() == "content-type"}
    if must - set(names):
        return "%s are not signed" % sorted(must - set(names))
    if one(headers, "x-amz-security-token") != token:
        return "the token is %s" % one(headers, "x-amz-security-token")[:9]
    text = canonical_request(method, target, headers, names, body)
    if signature(secret, (day, where, service), date, text) != got:
        return "the signature is wrong for %r" % text
    return None
