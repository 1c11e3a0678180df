"""Ed25519 as the verifier reads RFC 8032: its vectors, and an implementation that is not ours."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.verify.ed25519 import ORDER, verifies

# RFC 8032, section 7.1: public key, message, signature of TEST 1, 2, 3 and SHA(abc).
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            "f9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
            "4dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3"
            "feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c664"
            "31e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_the_rfc(vector: tuple[str, str, str]) -> None:
    public, message, signature = map(bytes.fromhex, vector)
    assert verifies(public, message, signature)
    assert not verifies(public, message + b"x", signature)
    assert not verifies(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99), st.integers(0, 511))
def test_it_takes_what_another_implementation_signs(seed: bytes, said: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(said)
    assert verifies(public, said, signature)
    spoiled = bytearray(signature)
    spoiled[bit // 8] ^= 1 << bit % 8
    assert not verifies(public, said, bytes(spoiled))


def test_a_second_form_of_a_signature_is_none() -> None:
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert not verifies(public, message, signature[:32] + larger.to_bytes(32, "little"))


def test_nonsense_is_no_signature() -> None:
    public, message, signature = map(bytes.fromhex, VECTORS[2])
    assert not verifies(public[:31], message, signature)
    assert not verifies(public, message, signature + b"\0")
    assert not verifies(b"\xff" * 32, message, signature)
