"""Ed25519 signatures, verified as RFC 8032, section 5.1.7, says; slow and plain on purpose.

Only public values pass through here, so that nothing has to take constant time.
"""

from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z."""

NEUTRAL: Point = (0, 1, 1, 0)


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a 64-byte signature of a message is that of a 32-byte public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = _decompressed(public), _decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    digest = sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    return _equal(_times(s, BASE), _sum(r, _times(k, key)))


def _decompressed(data: bytes) -> Point | None:
    """Return the curve point with this y and sign of x (RFC 8032, 5.1.3), if there is one."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def _sum(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number: int, point: Point) -> Point:
    result = NEUTRAL
    while number:
        if number & 1:
            result = _sum(result, point)
        point = _sum(point, point)
        number >>= 1
    return result


def _equal(p: Point, q: Point) -> bool:
    return not (p[0] * q[2] - q[0] * p[2]) % P and not (p[1] * q[2] - q[1] * p[2]) % P


# It is there: RFC 8032, 5.1, gives its y as 4/5, and its x as the even one.
BASE = _decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL
