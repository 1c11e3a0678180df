"""As much of DER (ITU-T X.690) as a timestamp needs: read one value, walk into it, write one."""

from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, BOOLEAN, OCTETS, NULL, OID = 0x02, 0x01, 0x04, 0x05, 0x06
GENERALIZED_TIME, SEQUENCE, SET = 0x18, 0x30, 0x31


@dataclass(frozen=True, slots=True)
class Der:
    """One value: its tag byte, its content, and all its bytes as they stood."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> "tuple[Der, ...]":
        """Return the values inside. Raises ``ValueError`` where they are not DER."""
        return tuple(_values(self.content))

    def first(self) -> "Der":
        """Return the first value inside. Raises ``ValueError`` where there is none."""
        for value in _values(self.content):
            return value
        raise ValueError("an empty value")

    def number(self) -> int:
        """Return the value of an INTEGER. Raises ``ValueError`` for anything else."""
        if self.tag != INTEGER or not self.content:
            raise ValueError("no number")
        return int.from_bytes(self.content, signed=True)

    def expect(self, tag: int) -> "Der":
        """Return the value itself. Raises ``ValueError`` where it has another tag."""
        if self.tag != tag:
            raise ValueError(f"a value of type {tag:#x} was expected, not {self.tag:#x}")
        return self


def read_der(data: bytes) -> Der:
    """Return the one value that the bytes are. Raises ``ValueError`` where they are not that."""
    values = list(_values(data))
    if len(values) != 1:
        raise ValueError("not one DER value")
    return values[0]


def _values(data: bytes) -> Iterator[Der]:
    at = 0
    while at < len(data):
        tag = data[at]
        length, start = _length(data, at + 1)
        end = start + length
        if tag & 0x1F == 0x1F or end > len(data):
            raise ValueError("a value is cut off, or of a type with a long tag")
        yield Der(tag, data[start:end], data[at:end])
        at = end


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Return a length and where the content begins; only the shortest form is DER."""
    if at >= len(data):
        raise ValueError("a value is cut off")
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    length = int.from_bytes(data[at + 1 : at + 1 + count])
    if not 1 <= count <= 4 or at + 1 + count > len(data) or length.bit_length() <= 8 * (count - 1):
        raise ValueError("a length is not in its shortest form")
    if length < 0x80:
        raise ValueError("a length is not in its shortest form")
    return length, at + 1 + count


def der(tag: int, *contents: bytes) -> bytes:
    """Return one value of this tag with these contents."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def der_number(value: int) -> bytes:
    """Return an INTEGER that is not negative."""
    return der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def der_oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER from its dotted form."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return der(OID, b"".join(_base128(part) for part in (first * 40 + second, *rest)))


def _base128(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(0x80 | (value & 0x7F))
    return bytes(reversed(digits))
