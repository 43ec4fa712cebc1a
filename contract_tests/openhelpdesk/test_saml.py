"""SAML; contract 2.7, endpoint 23 and D8."""

from xml.etree import ElementTree

import pytest

OFF = {"error": "SAML is not configured"}
MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\nAQID==\n-----END CERTIFICATE-----\n"


def base(ohd):
    """Where the world's API is."""
    return f"http://localhost{ohd.url}/api/auth/saml"


@pytest.mark.parametrize(("method", "name"), [("GET", "metadata"), ("POST", "acs")])
@pytest.mark.parametrize("as_", [None, "sam", "ada"])
def test_without_saml_there_is_nothing(ohd, method, name, as_):
    """404 for everybody."""
    answer = ohd.open(method, f"/api/auth/saml/{name}", as_=as_)

    assert (404, OFF) == (answer.status_code, answer.json)


def test_23_the_metadata_describe_the_service_provider(ohd):
    """Public, in XML."""
    ohd.set(saml_enabled=True)

    answer = ohd.get("/api/auth/saml/metadata", as_=None)

    assert (200, "application/samlmetadata+xml") == (answer.status_code, answer.mimetype)
    entity = ElementTree.fromstring(answer.data)
    assert (f"{MD}EntityDescriptor", f"{base(ohd)}/metadata") == (
        entity.tag,
        entity.get("entityID"),
    )
    (provider,) = entity
    protocol = "urn:oasis:names:tc:SAML:2.0:protocol"
    assert (f"{MD}SPSSODescriptor", protocol) == (
        provider.tag,
        provider.get("protocolSupportEnumeration"),
    )
    (acs,) = provider.iter(f"{MD}AssertionConsumerService")
    binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    assert (binding, f"{base(ohd)}/acs") == (acs.get("Binding"), acs.get("Location"))
    assert [] == [*provider.iter(f"{MD}KeyDescriptor")]


def test_the_metadata_have_the_certificate_that_is_set(ohd):
    """Before the endpoints, as the schema of SAML asks for."""
    ohd.set(saml_enabled=True, saml_cert_pem=CERTIFICATE)

    entity = ElementTree.fromstring(ohd.get("/api/auth/saml/metadata").data)

    (provider,) = entity
    assert [f"{MD}KeyDescriptor", f"{MD}NameIDFormat", f"{MD}AssertionConsumerService"] == [
        part.tag for part in provider
    ]
    (certificate,) = provider.iter(f"{DS}X509Certificate")
    assert "MIIBAQID==" == certificate.text


def test_what_is_no_certificate_is_left_out(ohd):
    """The document stays well-formed."""
    ohd.set(saml_enabled=True, saml_cert_pem="<&>")

    entity = ElementTree.fromstring(ohd.get("/api/auth/saml/metadata").data)

    assert [] == [*entity.iter(f"{MD}KeyDescriptor")]


@pytest.mark.parametrize("sent", [{}, {"data": {"SAMLResponse": "PHg+"}}, {"data": b"{"}])
def test_d8_no_answer_of_an_identity_provider_is_trusted(ohd, sent):
    """Whatever it says."""
    ohd.set(saml_enabled=True)

    answer = ohd.post("/api/auth/saml/acs", as_=None, **sent)

    assert (400, {"error": "invalid SAML response"}) == (answer.status_code, answer.json)
