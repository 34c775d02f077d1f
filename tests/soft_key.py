"""A device that keeps passkeys, in Python: makes what a browser would send, with real signatures."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = 0x05
WITH_CREDENTIAL = 0x40


class SoftKey:
    """One passkey for one person at one host."""

    def __init__(self, host="testserver"):
        self.host, self.id = host, secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user_handle = ""

    def create(self, options):
        """Answer the options of a page that adds a passkey."""
        options = options["publicKey"]
        self.user_handle = options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL, credential)
        client = self._client("webauthn.create", options["challenge"])
        attestation = bytes(AttestationObject.create("none", data, {}))
        return self._answer(client, attestationObject=websafe_encode(attestation))

    def get(self, options):
        """Answer the options of a page that asks for a passkey."""
        client, data = self._client("webauthn.get", options["publicKey"]["challenge"]), self._data(PRESENT_AND_VERIFIED)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            client,
            authenticatorData=websafe_encode(bytes(data)),
            signature=websafe_encode(signature),
            userHandle=self.user_handle,
        )

    def _data(self, flags, *credential):
        return AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), flags, 0, *credential)

    def _client(self, kind, challenge):
        assert websafe_decode(challenge)
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{self.host}"}).encode()

    def _answer(self, client, **response):
        key = websafe_encode(self.id)
        response["clientDataJSON"] = websafe_encode(client)
        answer = {"id": key, "rawId": key, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(answer)
