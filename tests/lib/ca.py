"""Certificates for tests, made by the openssl program in a given folder.

ca.pem signs good.pem (localhost, 127.0.0.1, ::1), expired.pem and
wrongname.pem; selfsigned.pem signs itself; unknown.pem comes from a CA that
nobody is told of. Each X.pem has its key in X.key.
"""

import os
import subprocess
import threading

LOCK = threading.Lock()
NAMES = "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1"
CONF = """[ca]
default_ca = us
[us]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
CN = shunt test
"""


def openssl(folder, *args):
    done = subprocess.run(["openssl", *args], cwd=folder, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    if done.returncode:
        raise RuntimeError("openssl %s: %s" % (args[0], done.stderr))


def self_signed(folder, name, *extra):
    openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-config", "ca.conf", "-subj", "/CN=" + name, "-keyout",
            name + ".key", "-out", name + ".pem", *extra)


def signed(folder, ca, name, names, start, end):
    openssl(folder, "req", "-new", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-config", "ca.conf",
            "-subj", "/CN=" + name, "-addext", "subjectAltName=" + names,
            "-keyout", name + ".key", "-out", name + ".csr")
    openssl(folder, "ca", "-batch", "-notext", "-config", "ca.conf", "-cert",
            ca + ".pem", "-keyfile", ca + ".key", "-startdate", start,
            "-enddate", end, "-in", name + ".csr", "-out", name + ".pem")


def make(folder):
    """Makes all of them, once; returns the folder."""
    with LOCK:
        return make_once(folder)


def make_once(folder):
    if os.path.exists(folder + "/done"):
        return folder
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/ca.conf", "w", encoding="ascii") as f:
        f.write(CONF)
    open(folder + "/index.txt", "w", encoding="ascii").close()
    authority = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    self_signed(folder, "ca", *authority)
    self_signed(folder, "otherca", *authority)
    self_signed(folder, "selfsigned", "-addext", "subjectAltName=" + NAMES)
    now, then = "20200101000000Z", "20491231235959Z"
    signed(folder, "ca", "good", NAMES, now, then)
    signed(folder, "ca", "expired", NAMES, now, "20200201000000Z")
    signed(folder, "ca", "wrongname", "DNS:wrong.example", now, then)
    signed(folder, "otherca", "unknown", NAMES, now, then)
    open(folder + "/done", "w", encoding="ascii").close()
    return folder


def hashed(folder, into):
    """A hashed copy of the system's certificate folder with our CA in it,
    and a bundle with it: (folder, bundle)."""
    certs = os.path.join(into, "certs")
    os.makedirs(certs, exist_ok=True)
    bundle = os.path.join(into, "bundle.pem")
    with open(folder + "/ca.pem", encoding="ascii") as f:
        ours = f.read()
    system = "/etc/ssl/certs"
    text = ""
    if os.path.isdir(system):
        for name in os.listdir(system):
            if not name.endswith(".pem"):
                continue
            with open(os.path.join(system, name), encoding="utf-8") as f:
                content = f.read()
            with open(os.path.join(certs, name), "w", encoding="utf-8") as f:
                f.write(content)
        try:
            with open(system + "/ca-certificates.crt", encoding="utf-8") as f:
                text = f.read()
        except OSError:
            pass
    with open(os.path.join(certs, "shunt-test-ca.pem"), "w",
              encoding="ascii") as f:
        f.write(ours)
    with open(bundle, "w", encoding="utf-8") as f:
        f.write(text + ours)
    openssl(into, "rehash", certs)
    return certs, bundle


if __name__ == "__main__":
    import sys
    print(make(sys.argv[1]))
