"""A certificate authority of one deployment, and certificates of what stands in for Aurora and ElastiCache.

The containers verify them as they verify those of AWS. Keys never leave the work folder and the server's own container.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wrapper.containers.compose.secrets import write_private

_DAYS = 825
"""A certificate's life: the longest that Apple's and most others' TLS takes. https://support.apple.com/102028"""


class Authority:
    """The certificate authority kept in `folder`, made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self.certificate_file = folder / "ca.pem"
        self._folder = folder
        self._key_file = folder / "ca.key"
        if not (self.certificate_file.exists() and self._key_file.exists()):
            self._make()

    def server(self, name: str, hosts: Sequence[str]) -> tuple[str, str]:
        """Certificate and key of a server that is found under these names, as PEM; made once for the same names."""
        certificate_file, key_file = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        if certificate_file.exists() and key_file.exists():
            found = x509.load_pem_x509_certificate(certificate_file.read_bytes())
            names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            if names.get_values_for_type(x509.DNSName) == list(hosts):
                return certificate_file.read_text(), key_file.read_text()
        key = ec.generate_private_key(ec.SECP256R1())
        authority = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        signer = serialization.load_pem_private_key(self._key_file.read_bytes(), password=None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
        certificate = (
            _certificate(name, authority.subject, key.public_key())
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(signer, hashes.SHA256())
        )
        certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        write_private(key_file, _pem(key))
        return certificate_file.read_text(), key_file.read_text()

    def _make(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = "Tarmac, local containers"
        certificate = (
            _certificate(name, _name(name), key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        write_private(self._key_file, _pem(key))
        self.certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.certificate_file.chmod(0o644)  # the containers' user reads it


def _certificate(name: str, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))  # clocks of virtual machines lag
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
