"""Recognize a file by its first bytes: its type, and its size in pixels if they contain it. Nothing is ever decoded.

Forty lines of our own: `filetype` does not know the wrong types that links lead to most (HTML, SVG), `puremagic` takes a hundred
times as long, and Pillow would open a stranger's file.
"""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

__all__ = ["ACCEPTED", "Picture", "sniff"]

ACCEPTED = ("png", "jpeg", "gif", "webp")
_ISO_BRANDS = {b"avif": "avif", b"avis": "avif", b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"heim": "heic", b"mif1": "heic"}
_MAGIC = (
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\0\0\1\0", "ico"),
    (b"8BPS", "psd"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"%PDF", "pdf"),
    (b"PK\3\4", "zip"),
    (b"\x1aE\xdf\xa3", "webm"),
)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0–SOF15, without DHT, JPG and DAC


class Picture(NamedTuple):
    """The kind of a file, empty where it is not recognised, and its width and height in pixels, 0 where not known."""

    kind: str
    width: int = 0
    height: int = 0


def sniff(data: bytes) -> Picture:
    """The type of a file by its first bytes (64 are enough for the type; the size of a JPEG may come later)."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture("png", _big(data, 16, 4), _big(data, 20, 4)) if data[12:16] == b"IHDR" else Picture("png")
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Picture("gif", _little(data, 6, 2), _little(data, 8, 2))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp":
        return Picture(_ISO_BRANDS.get(data[8:12], "mp4"))
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    return Picture(kind or _text(data))


def _text(data: bytes) -> str:
    """The type of a text, or empty."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script")):
        return "html"
    if head.startswith((b"<svg", b"<!doctype svg")) or (head.startswith((b"<?xml", b"<!--")) and b"<svg" in head):
        return "svg"
    if head.startswith((b"<?xml", b"<!--", b"<")):
        return "html" if b"<html" in head else "xml"
    if head.startswith((b"{", b"[")):
        return "json"
    return "text" if head and all(byte >= 32 or byte in b"\t\r\n\x1b" for byte in head) and _is_utf8(head) else ""


def _is_utf8(head: bytes) -> bool:
    try:
        head[:1000].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 990
    return True


def _webp(data: bytes) -> Picture:
    """Lossy, lossless and extended WebP (developers.google.com/speed/webp/docs/riff_container)."""
    chunk = data[12:16]
    if chunk == b"VP8X" and len(data) >= 30:
        return Picture("webp", _little(data, 24, 3) + 1, _little(data, 27, 3) + 1)
    if chunk == b"VP8L" and len(data) >= 25:
        bits = _little(data, 21, 4)
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        return Picture("webp", _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF)
    return Picture("webp")


def _jpeg(data: bytes) -> Picture:
    """Walk the segments to the frame header, which contains the size; a large EXIF block may push it out of range."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            return Picture("jpeg", _big(data, at + 7, 2), _big(data, at + 5, 2))
        at += 1 if marker == 0xFF else 2 + max(_big(data, at + 2, 2), 2)
    return Picture("jpeg")


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big") if len(data) >= at + size else 0


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little") if len(data) >= at + size else 0
