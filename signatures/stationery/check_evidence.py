"""Checks the evidence of a signed document: the files beside this one, offline, with nothing but Python."""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

HASHED = ("requestId", "seq", "event", "actorKind", "actor", "at", "ip", "userAgent", "documentSha256", "details")
MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
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


def rsa_key(certificate):
    """Modulus and exponent of the public key of a certificate; None for a key of another kind."""
    body = inside(certificate, inside(certificate, 0)[0][1])
    info = [part for part in body if part[0] == 0x30][-1]
    bits = next(part for part in inside(certificate, info[1]) if part[0] == 0x03)
    key = certificate[bits[2] + 1 : bits[3]]
    if key[:1] != b"\x30":
        return None
    numbers = [int.from_bytes(key[start:end], "big") for tag, _, start, end in inside(key, 0) if tag == 0x02]
    return numbers if len(numbers) == 2 else None


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


def seal_problem(pdf, pem, trail):
    """What is wrong with the seal; nothing for one that holds."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if len(ranges) != 1:
        return f"the file has {len(ranges)} signatures instead of one"
    first, length, second, rest = (int(number) for number in ranges[0])
    if first != 0 or second + rest != len(pdf) or pdf[length : length + 1] != b"<" or pdf[second - 1 : second] != b">":
        return "the seal does not cover the whole file"
    hashed, digest, signature = signer_info(bytes.fromhex(pdf[length + 1 : second - 1].decode()))
    if digest != sha256(pdf[:length] + pdf[second:]):
        return "the bytes under the seal were changed"
    certificate = base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))
    key = rsa_key(certificate)
    if key is None:
        return "the key is not RSA: check the seal with pdfsig"
    opened = pow(int.from_bytes(signature, "big"), key[1], key[0]).to_bytes((key[0].bit_length() + 7) // 8, "big")
    wanted = SHA256_PREFIX + hashlib.sha256(hashed).digest()
    if opened != b"\x00\x01" + b"\xff" * (len(opened) - len(wanted) - 3) + b"\x00" + wanted:
        return "the seal was not made with the key of seal.pem"
    sealed_at = next((entry for entry in trail["entries"] if entry["event"] == "sealed"), None)
    if sealed_at is None or sealed_at["prevHash"].encode() not in pdf:
        return "the seal names another audit trail"
    return ""


def main(folder):
    """Check, print, and answer 0 only if everything holds."""
    trail = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    signed, own = (folder / "signed.pdf").read_bytes(), (folder / "certificate.pdf").read_bytes()
    sealed = next((entry for entry in trail["entries"] if entry["event"] == "sealed"), None)
    bad = first_bad(trail)
    try:
        seal = seal_problem(signed, (folder / "seal.pem").read_text(), trail)
    except (ValueError, IndexError, StopIteration) as error:
        seal = f"the seal cannot be read ({error})"
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
        ("the seal holds for every byte of signed.pdf", not seal, seal),
    ]
    for claim, holds, more in findings:
        print(("ok    " if holds else "WRONG ") + claim + ("" if holds or not more else f": {more}"))
    return 0 if all(holds for _, holds, _ in findings) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
