"""What a TLS handshake with a site shows: protocol, certificate, whether it is trusted and whether the name fits."""

import asyncio
import ipaddress
import socket
import ssl
import warnings
from dataclasses import replace
from datetime import UTC, date
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from crawler.model import Outcome, TlsFacts, Visit
from crawler.net.resolver import AddressForbiddenError, AddressNotFoundError
from crawler.net.session import Session

_PORT = 443


async def probe_tls(session: Session, url: str, home: Visit | None) -> tuple[Outcome, TlsFacts | None]:  # noqa: ARG001 - the common shape of probes
    """Return what TLS on the site's port (443 for an http site) offers. Nothing listening there is a fact, too."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = (parts.port or _PORT) if parts.scheme == "https" else _PORT
    try:
        address = (await session.names.addresses(host))[0]
    except AddressNotFoundError:
        return Outcome.DNS_FAILED, None
    except AddressForbiddenError:
        return Outcome.ADDRESS_FORBIDDEN, None
    return await asyncio.to_thread(_handshakes, host, port, address, session.settings.timeout)


def _handshakes(host: str, port: int, address: str, timeout: float) -> tuple[Outcome, TlsFacts | None]:
    """One lenient handshake to see what is there, one strict one to see whether the chain is trusted."""
    facts = TlsFacts(host=host, port=port, offered=False)
    try:
        protocol, certificate = _shake(host, port, address, timeout, _lenient())
    except ssl.SSLError as error:
        return Outcome.OK, replace(facts, error=_words(error))
    except ConnectionRefusedError as error:
        return Outcome.OK, replace(facts, error=_words(error))
    except TimeoutError:
        return Outcome.TIMEOUT, None
    except OSError as error:
        return (Outcome.DROPPED if isinstance(error, ConnectionError) else Outcome.NO_ROUTE), None
    facts = replace(facts, offered=True, protocol=protocol)
    try:
        facts = _with_certificate(facts, certificate, host)
    except ValueError as error:
        facts = replace(facts, error=f"the certificate cannot be read: {error}"[:300])
    trusted, error_text = _trusted(host, port, address, timeout)
    return Outcome.OK, replace(facts, trusted=trusted, error=facts.error or error_text)


def _with_certificate(facts: TlsFacts, certificate: bytes, host: str) -> TlsFacts:
    read = x509.load_der_x509_certificate(certificate)
    return replace(
        facts,
        subject=_common_name(read.subject),
        issuer=_common_name(read.issuer),
        not_after=_day(read),
        name_matches=_names(read, host),
    )


def _trusted(host: str, port: int, address: str, timeout: float) -> tuple[bool | None, str | None]:
    """Whether the chain leads to a root of this machine and is in date; None when the second handshake broke off."""
    context = ssl.create_default_context()
    context.check_hostname = False
    try:
        _shake(host, port, address, timeout, context)
    except ssl.SSLCertVerificationError as error:
        return False, error.verify_message
    except (ssl.SSLError, OSError) as error:
        return None, _words(error)
    return True, None


def _shake(host: str, port: int, address: str, timeout: float, context: ssl.SSLContext) -> tuple[str | None, bytes]:
    with (
        socket.create_connection((address, port), timeout=timeout) as plain,
        context.wrap_socket(plain, server_hostname=host or None) as wrapped,
    ):
        return wrapped.version(), wrapped.getpeercert(binary_form=True) or b""


def _lenient() -> ssl.SSLContext:
    """A context that shakes hands with old servers, too, to be able to say what they offer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        # Python warns of what is the point here: to see whether a server still speaks TLS 1.0.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def _names(certificate: x509.Certificate, host: str) -> bool:
    """Whether the certificate is for `host` (RFC 9525: only the subject's alternative names count)."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    try:
        return ipaddress.ip_address(host) in names.get_values_for_type(x509.IPAddress)
    except ValueError:
        pass
    wanted = host.lower().rstrip(".")
    return any(_fits(each.lower(), wanted) for each in names.get_values_for_type(x509.DNSName))


def _fits(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return pattern == host


def _common_name(name: x509.Name) -> str | None:
    values = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(values[0].value)[:200] if values else None


def _day(certificate: x509.Certificate) -> date:
    return certificate.not_valid_after_utc.astimezone(UTC).date()


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
