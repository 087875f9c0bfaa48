"""What people agree to before they sign; each wording has a version, and the version that was shown is kept.

A wording in another language is a wording of its own: its version names the language, and it stands here and not among
the words of pages, since what somebody agreed to must never read otherwise later.
"""

from __future__ import annotations

from django.utils.translation import get_language

VERSION = "2026-1"
TEXT = (
    "I agree to sign this document electronically, and that my electronic signature counts as my signature by hand. "
    "I have read the document. My name, my e-mail address, the network address and program that I use, and the times "
    "of what I do here are recorded in the audit trail of this document, which everybody who signs it may see."
)
OTHERS = {
    "de": (
        "Ich stimme zu, dieses Dokument elektronisch zu unterschreiben, und dass meine elektronische Unterschrift wie "
        "meine eigenhändige gilt. Ich habe das Dokument gelesen. Mein Name, meine E-Mail-Adresse, die Netzwerkadresse "
        "und das Programm, die ich verwende, und die Zeitpunkte dessen, was ich hier tue, werden im Prüfprotokoll "
        "dieses Dokuments festgehalten, das alle sehen dürfen, die es unterschreiben."
    ),
    "fr": (
        "J'accepte de signer ce document par voie électronique et que ma signature électronique vaille ma signature "
        "manuscrite. J'ai lu le document. Mon nom, mon adresse e-mail, l'adresse réseau et le programme que j'utilise, "
        "ainsi que les moments de ce que je fais ici sont consignés dans le journal d'audit de ce document, que tous "
        "ceux qui le signent peuvent consulter."
    ),
    "es": (
        "Acepto firmar este documento electrónicamente y que mi firma electrónica valga como mi firma manuscrita. He "
        "leído el documento. Mi nombre, mi dirección de correo electrónico, la dirección de red y el programa que "
        "utilizo, así como los momentos de lo que hago aquí, quedan anotados en el registro de auditoría de este "
        "documento, que pueden ver todos los que lo firman."
    ),
}
ENGLISH = "en"
TEXTS = {VERSION: TEXT, **{f"{VERSION}.{language}": text for language, text in OTHERS.items()}}
NAMES = {ENGLISH: "English", "de": "German", "fr": "French", "es": "Spanish"}


def shown() -> dict[str, str]:
    """What the page shows: the wording in its language, and the version that names both."""
    language = get_language() or ENGLISH
    version = f"{VERSION}.{language}" if language in OTHERS else VERSION
    return {"version": version, "text": TEXTS[version]}


def language_of(version: str) -> str:
    """The language of a wording, by its version; the one without a name is English."""
    return version.partition(".")[2] or ENGLISH


def named(version: str) -> str:
    """A wording as the certificate names it."""
    language = language_of(version)
    return version if language == ENGLISH else f"{version}, in {NAMES[language]}"
