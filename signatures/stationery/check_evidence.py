"""Checks the evidence of a signed document: the files beside this one, offline, with nothing but Python."""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

HASHED = ("requestId", "seq", "event", "actorKind", "actor", "at", "ip", "userAgent", "documentSha256", "details")
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P384 = 2**384 - 2**128 - 2**96 + 2**32 - 1
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
BYTE_RANGE = rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]"
LASTING = ("B-LT", "B-LTA")
RSA = bytes.fromhex("2a864886f70d010101")
# Of each curve: its prime, its slope, the order of its base point, and that point (FIPS 186-4).
CURVES = {
    bytes.fromhex("2a8648ce3d030107"): (
        P256,
        -3,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        (
            0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
            0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
        ),
    ),
    bytes.fromhex("2b81040022"): (
        P384,
        -3,
        int("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
        (
            int("AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7", 16),
            int("3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F", 16),
        ),
    ),
}
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


def sha256(data):
    """The hash as text."""
    return hashlib.sha256(data).hexdigest()


def first_bad(trail):
    """The number of the first entry that is not as it was written, or None."""
    previous = "0" * 64
    for number, entry in enumerate(trail["entries"], start=1):
        told = json.dumps(
            {name: entry[name] for name in HASHED}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        right = sha256((previous + told).encode())
        if entry["seq"] != number or entry["prevHash"] != previous or entry["entryHash"] != right:
            return number
        previous = right
    whole = len(trail["entries"]) == trail["count"] and previous == trail["head"]
    return None if whole else len(trail["entries"]) + 1


def element(data, at):
    """The tag of the DER element at a place, where its content begins, and where it ends."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    return data[at], start, start + length


def children(data, start, end):
    """The elements inside another one, as (tag, whole, start of content, end)."""
    found = []
    while start < end:
        tag, inner, after = element(data, start)
        found.append((tag, start, inner, after))
        start = after
    return found


def inside(data, at):
    """The children of the element at a place."""
    _, start, end = element(data, at)
    return children(data, start, end)


def public_key(certificate):
    """What verifies with the key of a certificate: RSA as (modulus, exponent), a curve as (curve, x, y); else None."""
    body = inside(certificate, inside(certificate, 0)[0][1])
    info = inside(certificate, [part for part in body if part[0] == 0x30][-1][1])
    key = certificate[info[1][2] + 1 : info[1][3]]
    kinds = [certificate[start:end] for tag, _, start, end in inside(certificate, info[0][1]) if tag == 0x06]
    if kinds[0] == RSA:
        return tuple(int.from_bytes(key[start:end], "big") for tag, _, start, end in inside(key, 0) if tag == 0x02)
    curve = CURVES.get(kinds[-1])
    if curve is None or key[:1] != b"\x04":
        return None
    half = (len(key) - 1) // 2
    return curve, int.from_bytes(key[1 : 1 + half], "big"), int.from_bytes(key[1 + half :], "big")


def fits_rsa(key, hashed, signature):
    """Whether the signature is of these bytes (PKCS #1 v1.5 with SHA-256)."""
    opened = pow(int.from_bytes(signature, "big"), key[1], key[0]).to_bytes((key[0].bit_length() + 7) // 8, "big")
    wanted = SHA256_PREFIX + hashlib.sha256(hashed).digest()
    return opened == b"\x00\x01" + b"\xff" * (len(opened) - len(wanted) - 3) + b"\x00" + wanted


def fits_curve(key, hashed, signature):
    """Whether the signature is of these bytes (ECDSA with SHA-256)."""
    (prime, slope, order, base), public = key[0], key[1:]
    r, s = (int.from_bytes(signature[start:end], "big") for _, _, start, end in inside(signature, 0))
    if not (0 < r < order and 0 < s < order):
        return False
    number, turn = int.from_bytes(hashlib.sha256(hashed).digest(), "big"), pow(s, -1, order)
    point = added(
        times(number * turn % order, base, prime, slope), times(r * turn % order, public, prime, slope), prime, slope
    )
    return point is not None and point[0] % order == r


def added(one, other, prime, slope):
    """Two points of a curve together; None stands for the point far away."""
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % prime == 0:
        return None
    if one == other:
        rise = (3 * one[0] * one[0] + slope) * pow(2 * one[1], -1, prime)
    else:
        rise = (other[1] - one[1]) * pow(other[0] - one[0], -1, prime)
    x = (rise * rise - one[0] - other[0]) % prime
    return x, (rise * (one[0] - x) - one[1]) % prime


def times(count, point, prime, slope):
    """A point of a curve so many times."""
    total = None
    while count:
        if count & 1:
            total = added(total, point, prime, slope)
        point, count = added(point, point, prime, slope), count >> 1
    return total


def signer_info(cms):
    """The attributes that are signed, as they are hashed, the digest among them, and the signature's bytes."""
    signed_data = inside(cms, inside(cms, 0)[1][1])[0]
    signers = inside(cms, signed_data[1])[-1]
    parts = inside(cms, inside(cms, signers[1])[0][1])
    attributes = next(part for part in parts if part[0] == 0xA0)
    signature = [part for part in parts if part[0] == 0x04][-1]
    hashed = b"\x31" + cms[attributes[1] + 1 : attributes[3]]
    at = hashed.index(MESSAGE_DIGEST) + len(MESSAGE_DIGEST)
    value = inside(hashed, at)[0]
    return hashed, hashed[value[2] : value[3]].hex(), cms[signature[2] : signature[3]]


def seal_problem(pdf, pem, trail, names=""):
    """What is wrong with the seal; nothing for one that holds. With `names`, the seal must say that as well.

    What lies behind the sealed bytes is looked at by `rest_problem`.
    """
    ranges = re.findall(BYTE_RANGE, pdf)
    if not ranges:
        return "the file has no seal"
    first, length, second, rest = (int(number) for number in ranges[0])
    end = second + rest
    if first != 0 or end > len(pdf) or pdf[length : length + 1] != b"<" or pdf[second - 1 : second] != b">":
        return "the seal does not cover the file from its beginning"
    hashed, digest, signature = signer_info(bytes.fromhex(pdf[length + 1 : second - 1].decode()))
    if digest != sha256(pdf[:length] + pdf[second:end]):
        return "the bytes under the seal were changed"
    certificate = base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))
    key = public_key(certificate)
    if not key:
        return "the key is of a kind that this program does not know: check the seal with pdfsig"
    if not (fits_rsa if len(key) == 2 else fits_curve)(key, hashed, signature):
        return "the seal was not made with the key of seal.pem"
    sealed_at = next((entry for entry in trail["entries"] if entry["event"] == "sealed"), None)
    if sealed_at is None or sealed_at["prevHash"].encode() not in pdf[:end]:
        return "the seal names another audit trail"
    return "" if names.encode() in pdf[:end] else "the seal names another file"


def rest_problem(pdf, lasts):
    """What is wrong behind the sealed bytes: there is nothing but, at levels that last, evidence for later."""
    ranges = re.findall(BYTE_RANGE, pdf)
    if not ranges:
        return "the file has no seal"
    covered = int(ranges[0][2]) + int(ranges[0][3])
    if covered == len(pdf) and len(ranges) == 1:
        return ""
    return "" if lasts else f"the seal covers the first {covered} of {len(pdf)} bytes"


def read_seals(folder, trail, sealed):
    """What is wrong with the seals of both files; that of the certificate vouches for every byte of the signed PDF."""
    signed, own = (folder / "signed.pdf").read_bytes(), (folder / "certificate.pdf").read_bytes()
    pem, lasts = (folder / "seal.pem").read_text(), bool(sealed) and sealed["details"].get("level") in LASTING
    try:
        first = seal_problem(signed, pem, trail) or rest_problem(signed, lasts)
        return first, seal_problem(own, pem, trail, names=sha256(signed)) or rest_problem(own, lasts)
    except (ValueError, IndexError, StopIteration) as error:
        return (f"the seal cannot be read ({error})",) * 2


def main(folder):
    """Check, print, and answer 0 only if everything holds."""
    trail = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    signed, own = (folder / "signed.pdf").read_bytes(), (folder / "certificate.pdf").read_bytes()
    sealed = next((entry for entry in trail["entries"] if entry["event"] == "sealed"), None)
    bad, (seal, other) = first_bad(trail), read_seals(folder, trail, sealed)
    document = (folder / "document.pdf").read_bytes()
    named = sealed or {"documentSha256": "", "details": {"certificateSha256": ""}}
    findings = [
        ("signed.pdf is the file that the trail names", sha256(signed) == named["documentSha256"], ""),
        ("certificate.pdf is the file that the trail names", sha256(own) == named["details"]["certificateSha256"], ""),
        (
            "document.pdf is what was signed",
            sha256(document) == trail["documentSha256"],
            "",
        ),
        ("the audit trail is whole", bad is None, f"first bad entry: {bad}"),
        ("the seal of signed.pdf holds", not seal, seal),
        ("the seal of certificate.pdf holds, and vouches for every byte of signed.pdf", not other, other),
    ]
    for claim, holds, more in findings:
        print(("ok    " if holds else "WRONG ") + claim + ("" if holds or not more else f": {more}"))
    return 0 if all(holds for _, holds, _ in findings) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
