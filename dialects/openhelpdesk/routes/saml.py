"""SAML."""

import re
from typing import Any, NoReturn
from xml.etree import ElementTree

from flask import Response, request

from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.dialects.openhelpdesk.settings import of
from polydesk.kit.routes import Routes

routes = Routes("saml", tag="SAML", prefix="/api")

MEDIA_TYPE = "application/samlmetadata+xml"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")


def _enabled(desk: Desk) -> dict[str, Any]:
    """For `at`: raises NotFound where SAML is off."""
    if not of(desk, "saml_enabled"):
        raise NotFound("saml")
    return {}


@routes.get(
    "/auth/saml/metadata",
    public=True,
    at=_enabled,
    gives={"type": "string"},
    media_types=(MEDIA_TYPE,),
    errors=(404,),
)
def metadata(desk: Desk) -> Response:
    """The service provider, as identity providers read it.

    Source: contract 2.7 and 6.5 (23); SAML 2.0 Metadata, section 2.4.4.
    """
    entity = describe(request.root_url.rstrip("/"), of(desk, "saml_cert_pem"))
    body = ElementTree.tostring(entity, encoding="UTF-8", xml_declaration=True)
    return Response(body, mimetype=MEDIA_TYPE)


@routes.post(
    "/auth/saml/acs",
    public=True,
    at=_enabled,
    errors=(400, 404),
    coverage="partial",
    note="every answer of an identity provider is refused",
)
def acs(desk: Desk) -> NoReturn:
    """Take the answer of an identity provider; none is trusted.

    Source: contract 6.8 (D8).
    """
    raise Invalid({"SAMLResponse": ["invalid SAML response"]})


def describe(base_url: str, certificate: str) -> ElementTree.Element:
    """The EntityDescriptor; with a key where there is a certificate in PEM."""
    ElementTree.register_namespace("md", METADATA)
    ElementTree.register_namespace("ds", SIGNATURE)
    entity = ElementTree.Element(
        f"{{{METADATA}}}EntityDescriptor", entityID=f"{base_url}/api/auth/saml/metadata"
    )
    provider = ElementTree.SubElement(
        entity,
        f"{{{METADATA}}}SPSSODescriptor",
        AuthnRequestsSigned="false",
        WantAssertionsSigned="true",
        protocolSupportEnumeration=PROTOCOL,
    )
    found = _PEM.search(certificate)
    if found is not None:
        _add_key(provider, "".join(found.group(1).split()))
    ElementTree.SubElement(provider, f"{{{METADATA}}}NameIDFormat").text = EMAIL
    ElementTree.SubElement(
        provider,
        f"{{{METADATA}}}AssertionConsumerService",
        Binding=POST,
        Location=f"{base_url}/api/auth/saml/acs",
        index="0",
        isDefault="true",
    )
    return entity


def _add_key(provider: ElementTree.Element, certificate: str) -> None:
    key = ElementTree.SubElement(provider, f"{{{METADATA}}}KeyDescriptor")
    info = ElementTree.SubElement(key, f"{{{SIGNATURE}}}KeyInfo")
    data = ElementTree.SubElement(info, f"{{{SIGNATURE}}}X509Data")
    ElementTree.SubElement(data, f"{{{SIGNATURE}}}X509Certificate").text = certificate
