#!/usr/bin/env python3
# timeout: 240
"""Oracle's request signing, verified by openssl(1): what the scripted server
received is put together again, as "Request Signatures" of Oracle's manual has
it, and its signature checked with the public half of a key that is made here.
Then the profiles: which are taken, and what is said of those that are not.
Speaks TAP."""

import base64
import email.utils
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok, skip	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

PHRASE = "two words, canary"
NAMES = {"tenancy": "ocid1.tenancy.oc1..t", "user": "ocid1.user.oc1..u",
         "fingerprint": "20:3b:97:13:55:1c"}
KEY_ID = "ocid1.tenancy.oc1..t/ocid1.user.oc1..u/20:3b:97:13:55:1c"
POSTED = "date (request-target) host content-length content-type " \
         "x-content-sha256"
ANSWER = """response
sse {"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"o"}]},"pad":"a"}
sse {"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"k"}]},"finishReason":"stop"}
sse {"usage":{"promptTokens":9,"completionTokens":2,"totalTokens":11}}
sse [DONE]
"""
CONFIG = """[defaults]
retries = 0
[endpoint.oci]
base_url = %s
auth = signature
compartment = ocid1.compartment.oc1..c
%s
"""


def openssl(*args, data=None):
    return subprocess.run(["openssl", *args], input=data, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def make_keys(folder):
    """rsa.pem, closed.pem (with PHRASE), ec.pem; rsa.pub, closed.pub."""
    def path(name):
        return os.path.join(folder, name)
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
            "rsa_keygen_bits:2048", "-out", path("rsa.pem"))
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
            "rsa_keygen_bits:3072", "-aes256", "-pass", "stdin",
            "-out", path("closed.pem"), data=PHRASE.encode() + b"\n")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-out", path("ec.pem"))
    # what Oracle's own console makes
    openssl("rsa", "-traditional", "-in", path("rsa.pem"), "-out",
            path("old.pem"))
    openssl("pkey", "-in", path("rsa.pem"), "-pubout", "-out",
            path("rsa.pub"))
    openssl("pkey", "-passin", "stdin", "-in", path("closed.pem"), "-pubout",
            "-out", path("closed.pub"), data=PHRASE.encode() + b"\n")
    for name in ("rsa", "closed", "ec", "old"):
        os.chmod(path(name + ".pem"), 0o600)
    return all(os.path.getsize(path(n)) for n in
               ("rsa.pem", "closed.pem", "rsa.pub", "closed.pub"))


def profile(name="DEFAULT", **more):
    values = dict(NAMES, key_file="%s/rsa.pem", region="us-ashburn-1", **more)
    return "[%s]\n" % name + "".join(
        "%s=%s\n" % x for x in values.items() if x[1])


class Run:
    """One ask, with that config of Oracle's tools; what came of it."""

    def __init__(self, keys, oci, more="", args=(), answer=ANSWER, mode=0o600,
                 **env):
        with tempfile.TemporaryDirectory() as root:
            box, server = Box(root + "/box"), Server()
            server.load(script.parse(answer))
            server.start()
            self.port = server.port
            os.mkdir(box.home + "/.oci")
            path = box.home + "/.oci/config"
            if oci is not None:
                self.put(path, oci.replace("%s", keys), mode)
            os.mkdir(box.home + "/.config")
            os.mkdir(box.home + "/.config/shunt")
            self.put(box.home + "/.config/shunt/config.ini",
                     CONFIG % (server.url, more.replace("%s", keys)), 0o600)
            before = time.time()
            env = {k: v.replace("%h", box.home) for k, v in env.items()}
            child = Child([SHUNT] + list(args or ["-m", "oci/meta.x", "hello"]),
                          box.env(**env), box.cwd)
            r = child.finish(30)
            self.between = (before, time.time())
            self.out, self.err = r.stdout.decode(), r.stderr.decode()
            self.status, self.requests = r.status, list(server.requests)
            server.stop()
            self.reports = box.reports()
        self.quiet = PHRASE not in self.out + self.err and \
            "PRIVATE" not in self.out + self.err and not self.reports

    @staticmethod
    def put(path, text, mode):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, mode)


def verify(run, public, key_id=KEY_ID):
    """Complaints about the one request that came, none if it is good."""
    if len(run.requests) != 1 or not run.quiet:
        return ["%d requests" % len(run.requests), run.err, run.reports]
    rq, bad = run.requests[0], []
    auth = rq.header("authorization")
    m = re.fullmatch(r'Signature algorithm="rsa-sha256",headers="([^"]+)",'
                     r'keyId="([^"]+)",signature="([A-Za-z0-9+/=]+)",'
                     r'version="1"', auth[0] if len(auth) == 1 else "")
    if not m:
        return ["authorization is %r" % auth]
    names = m.group(1).split(" ")
    if m.group(2) != key_id:
        bad.append("keyId is " + m.group(2))
    if m.group(1) != (POSTED if rq.method == "POST" else
                      "date (request-target) host"):
        bad.append("signed are " + m.group(1))
    lines = []
    for name in names:
        value = ["%s %s" % (rq.method.lower(), rq.path)] \
            if name == "(request-target)" else rq.header(name)
        if len(value) != 1:
            bad.append("%s is %r" % (name, value))
        lines.append("%s: %s" % (name, "".join(value)))
    date = email.utils.parsedate_to_datetime(
        "".join(rq.header("date"))).timestamp()
    if not run.between[0] - 1 <= date <= run.between[1] + 1:
        bad.append("date is %s" % rq.header("date"))
    if rq.method == "POST":
        digest = base64.b64encode(hashlib.sha256(rq.body).digest()).decode()
        if rq.header("x-content-sha256") != [digest]:
            bad.append("the body's hash is %s" % digest)
        if rq.header("content-length") != [str(len(rq.body))]:
            bad.append("the body has %d bytes" % len(rq.body))
    return bad + check_signature("\n".join(lines), m.group(3), public)


def check_signature(text, signature, public):
    with tempfile.NamedTemporaryFile() as sig:
        sig.write(base64.b64decode(signature, validate=True))
        sig.flush()
        done = openssl("dgst", "-sha256", "-verify", public, "-signature",
                       sig.name, data=text.encode())
    return [] if done.returncode == 0 and b"Verified OK" in done.stdout \
        else ["openssl: %r of:\n%s" % (done.stdout + done.stderr, text)]


def good(keys):
    """Each is signed so that openssl agrees."""
    rsa, closed = keys + "/rsa.pub", keys + "/closed.pub"
    run = Run(keys, profile())
    ok(not verify(run, rsa) and run.out == "ok" and run.status == 0,
       "an ask is signed", *verify(run, rsa), run.err)
    rq = run.requests[0]
    ok((rq.method, rq.path) == ("POST", "/20231130/actions/chat") and
       rq.header("host") == ["127.0.0.1:%d" % run.port] and
       rq.header("content-type") == ["application/json"], "it is a chat",
       rq.headers)
    ok(json.loads(rq.body) == {
        "compartmentId": "ocid1.compartment.oc1..c",
        "servingMode": {"servingType": "ON_DEMAND", "modelId": "meta.x"},
        "chatRequest": {
            "apiFormat": "GENERIC", "isStream": True,
            "streamOptions": {"isIncludeUsage": True},
            "messages": [{"role": "USER", "content": [
                {"type": "TEXT", "text": "hello"}]}]}}, "with its body",
       rq.body)
    rq.headers = [(n, "x" + v[1:] if n.lower() == "x-content-sha256" else v)
                  for n, v in rq.headers]
    ok(verify(run, rsa), "what is changed on the way is not agreed to")
    ok(verify(Run(keys, profile()), closed), "nor is another key's")

    for name, oci, more, public, env in (
            ("a key in the older form",
             profile().replace("rsa.pem", "old.pem"), "", rsa, {}),
            ("an encrypted key, its passphrase in the profile",
             profile(pass_phrase=PHRASE).replace("rsa.pem", "closed.pem"),
             "", closed, {}),
            ("its passphrase by a command",
             profile().replace("rsa.pem", "closed.pem"),
             "api_key_cmd = echo '%s'" % PHRASE, closed, {}),
            ("a command's goes before the profile's",
             profile(pass_phrase="wrong").replace("rsa.pem", "closed.pem"),
             "api_key_cmd = echo '%s'" % PHRASE, closed, {}),
            ("its passphrase in a variable",
             profile().replace("rsa.pem", "closed.pem"),
             "api_key_env = PHRASE", closed, {"PHRASE": PHRASE}),
            ("a profile that inherits what it does not say",
             profile(fingerprint="no", user="no") + "[WORK]\nuser=%s\n"
             "fingerprint = %s\n" % (NAMES["user"], NAMES["fingerprint"]),
             "profile = WORK", rsa, {}),
            ("a file that others can read, with no secret in it",
             profile(), "", rsa, {"mode": 0o644}),
            ("another file", profile(), "", rsa,
             {"OCI_CONFIG_FILE": "~/.oci/config"})):
        run = Run(keys, oci, more, **env)
        ok(not verify(run, public) and run.out == "ok", name,
           *verify(run, public), run.err)

    text = "".join(chr(c) for c in range(0x20, 0x2FF)) * 40
    run = Run(keys, profile(), args=["-m", "oci/meta.x", text])
    ok(not verify(run, rsa), "a body of %d bytes" %
       len(run.requests[0].body), *verify(run, rsa))


def tokens(keys):
    """A session's token in place of a user."""
    def jwt(exp):
        claims = json.dumps({"exp": int(exp)}).encode()
        return "e30." + base64.urlsafe_b64encode(claims).decode().rstrip(
            "=") + ".c2ln"
    for exp, name in ((time.time() + 600, "fresh"),
                      (time.time() - 3600, "expired")):
        token = jwt(exp)
        with open(keys + "/" + name, "w", encoding="ascii") as f:
            f.write(token + "\n")
        os.chmod(keys + "/" + name, 0o600)
        oci = profile(user="", security_token_file="%s/" + name)
        run = Run(keys, oci)
        ok(not verify(run, keys + "/rsa.pub", "ST$" + token),
           "a %s token" % name, *verify(run, keys + "/rsa.pub",
                                        "ST$" + token))
    run = Run(keys, oci, answer="response\nstatus 401\njson {\"code\":"
              "\"NotAuthenticated\",\"message\":\"bad %s\"}\n" % token)
    ok(run.status == 4 and token not in run.err and re.search(
        r"HTTP 401: bad \*+; the key is from .*/\.oci/config \[DEFAULT\]; "
        r"the token has expired 60 min ago", run.err),
       "that it has expired is said, and it is not", run.err)
    os.chmod(keys + "/fresh", 0o644)
    run = Run(keys, oci.replace("expired", "fresh"))
    ok(run.status == 3 and not run.requests and "chmod 600" in run.err,
       "one that others can read is refused", run.err)


def bad(keys):
    """Nothing is sent, and what is wrong is said."""
    def lines(**change):
        return profile(**change)
    for name, oci, more, says, mode, env in (
            ("no file", None, "", r"/\.oci/config'?: No such file", 0, {}),
            ("no such profile", lines(), "profile = WORK",
             r"has no profile \[WORK\]", 0o600, {}),
            ("an empty file", "", "", r"has no profile \[DEFAULT\]", 0o600,
             {}),
            ("no tenancy", lines(tenancy=""), "",
             r"\[DEFAULT\] has no tenancy", 0o600, {}),
            ("no user", lines(user=""), "", "has no user", 0o600, {}),
            ("no fingerprint", lines(fingerprint=""), "",
             "has no fingerprint", 0o600, {}),
            ("no key_file", lines().replace("key_file", "key"), "",
             "has no key_file", 0o600, {}),
            ("a key that is not there", lines().replace("rsa.", "no."), "",
             r"the private key: .*no\.pem'?: No such file", 0o600, {}),
            ("a relative key", lines().replace("%s/", ""), "",
             "begins with neither / nor ~/", 0o600, {}),
            ("a header's line in a name", lines(user='a",x="'), "",
             "the user has a blank or another odd character", 0o600, {}),
            ("a key that is no RSA key", lines().replace("rsa.", "ec."), "",
             "the private key is not an RSA key", 0o600, {}),
            ("an encrypted key alone", lines().replace("rsa.", "closed."),
             "", "is encrypted, and no passphrase is given", 0o600, {}),
            ("another passphrase",
             lines(pass_phrase="wrong").replace("rsa.", "closed."), "",
             "the passphrase does not open the private key", 0o600, {}),
            ("a passphrase that others can read",
             lines(pass_phrase=PHRASE).replace("rsa.", "closed."), "",
             "the file has a pass_phrase: .*chmod 600", 0o644, {}),
            ("a file that others can write", lines(), "", "written by",
             0o666, {}),
            ("another file that is not there", lines(), "",
             "/nowhere'?: No such file", 0o600,
             {"OCI_CONFIG_FILE": "/nowhere"}),
            ("another file by a relative path", lines(), "",
             "begins with neither / nor ~/", 0o600,
             {"OCI_CONFIG_FILE": "config"})):
        run = Run(keys, oci, more, mode=mode, **env)
        ok(run.status == 3 and not run.requests and run.quiet and
           re.search(says, run.err) and run.err.count("\n") == 1,
           name, run.status, run.err)
    os.chmod(keys + "/rsa.pem", 0o640)
    run = Run(keys, lines())
    ok(run.status == 3 and not run.requests and
       re.search(r"the private key: .*rsa\.pem.*0640.*chmod 600", run.err),
       "a private key that others can read", run.err)
    os.chmod(keys + "/rsa.pem", 0o600)


def doctor(keys):
    """What is wrong with a signed call, in words."""
    def look(status, code, words, header="", oci=profile(), **more):
        return Run(keys, oci, args=["doctor"], answer="response\nstatus %d\n"
                   "%sjson %s\n" % (status, header, json.dumps(
                       {"code": code, "message": words})), **more)
    run = look(400, "400", "messages must not be empty")
    ok(run.status == 0 and not verify(run, keys + "/rsa.pub") and re.search(
        r"(?m)^good  model oci/meta\.llama-3\.3-70b-instruct: is there, and "
        r"answered the key from .*\[DEFAULT\] in \d+ ms$", run.out),
       "doctor signs, too", run.out, *verify(run, keys + "/rsa.pub"))
    run = look(401, "NotAuthenticated", "The required information to complete "
               "authentication was not provided or was incorrect.")
    ok(run.status == 4 and re.search(
        r"(?m)^bad   model oci/.*: the key from .*\[DEFAULT\] was refused: "
        r"HTTP 401: The required information.*; the key must be that of the "
        r"fingerprint, the user of the tenancy, and the clock within five "
        r"minutes$", run.out), "a refused signature", run.out)
    run = look(401, "NotAuthenticated", "Date is not within allowed clock "
               "skew", "header Date: %s\n" % email.utils.formatdate(
                   time.time() + 3600, usegmt=True))
    ok(re.search(r"(?m)^bad   clock: this machine's clock is \d+ (h \d+ )?min "
                 r"behind oci's ", run.out), "a clock that is wrong", run.out)
    run = look(404, "NotAuthorizedOrNotFound", "Authorization failed or "
               "requested resource not found")
    ok(run.status == 10 and re.search(
        r"(?m)^bad   model oci/.*HTTP 404: Authorization failed.*; that region "
        r"has no such model, or no policy lets the user call it in that "
        r"compartment$", run.out), "a model or a policy that lacks", run.out)
    run = look(401, "NotAuthenticated", "no", oci=profile(
        user="", security_token_file="%s/expired"))
    ok(re.search(r"(?m)^bad   model oci/.*HTTP 401: no; the token has expired "
                 r"\d+ min ago: get a new one$", run.out),
       "a token that has expired", run.out)
    os.chmod(keys + "/rsa.pem", 0o644)
    run = look(200, "", "")
    ok(run.status == 3 and not run.requests and re.search(
        r"(?m)^bad   model oci/.*the private key: .*rsa\.pem.*chmod 600",
        run.out), "a private key that others can read", run.out)
    os.chmod(keys + "/rsa.pem", 0o600)


def unread(keys):
    """Nothing of it is read where it is not used."""
    oci = profile()
    for args in (["--version"], ["route", "hello"], ["config", "check"],
                 ["-m", "oci/meta.x", "--dry-run", "hello"],
                 ["models"]):
        run = Run(keys, None, args=args)
        ok(run.status == 0 and not run.requests,
           "not read by shunt " + args[0], run.err)
    run = Run(keys, oci, args=["-m", "oci/meta.x", "--dry-run", "hello"])
    ok("Authorization: Signature <by the profile DEFAULT>\n" in run.out and
       "/20231130/actions/chat" in run.out, "a dry run says who signs",
       run.out)


def main():
    if openssl("version").returncode:
        skip("signatures", "there is no openssl")
        return finish()
    with tempfile.TemporaryDirectory() as keys:
        ok(make_keys(keys), "keys are made")
        good(keys)
        tokens(keys)
        bad(keys)
        doctor(keys)
        unread(keys)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
