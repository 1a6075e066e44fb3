"""An image in the request body cannot be read.

What: a base64 field that does not begin with the required `data:image/…;base64,`, is not base64, or is not a PNG, JPEG, GIF or
WebP image.

Why: the service decodes the image before it sends anything to Midjourney, and rejects what it cannot decode (midjourney-proxy
answers `base64格式错误`). A link does not belong in such a field, but at the beginning of the prompt.

Bad (--target mj-proxy): {"prompt": "a red fox", "base64Array": ["fox.png"]}
Good (--target mj-proxy): {"prompt": "a red fox", "base64Array": ["data:image/gif;base64,R0lGODdhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="]}
"""

import re

from promptlint.bodies.model import Request, span
from promptlint.midjourney.targets import Field
from promptlint.text.pointer import split

from .support.base import Context, Iterator, Problem

_PREFIX = re.compile(r"data:[^,]*+(?<=;base64),", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]*+={0,2}+[\r\n]*+")

# The first bytes of the types that Midjourney accepts (its Image Prompts page: png, gif, webp, jpg, jpeg).
_KINDS = ((b"\x89PNG\r\n\x1a\n", 0), (b"\xff\xd8\xff", 0), (b"GIF87a", 0), (b"GIF89a", 0), (b"WEBP", 8))


def check(request: Request, _context: Context) -> Iterator[Problem]:
    """Yield one problem per image."""
    for pointer, field, value in request.sound():
        if field.format not in ("base64", "data-url", "image") or not isinstance(value, str) or _is_link(field, value):
            continue
        why, help = _fault(value, field)
        if why:
            name = field.name if pointer == field.pointer else f"{field.name}[{split(pointer)[-1]}]"
            yield Problem(*span(value), f"The image in `{name}` cannot be read: {why}", help, pointer=pointer)


def _is_link(field: Field, value: str) -> bool:
    """Return whether a field that accepts links as well as images contains a link, or is empty."""
    return field.format == "image" and (not value or value.startswith(("http://", "https://")))


def _fault(value: str, field: Field) -> tuple[str, str]:
    """The problem and its help; both empty if there is none."""
    prefix = _PREFIX.match(value)
    if value.startswith(("http://", "https://")):
        return "it is a link, not an image", "Move the link to the beginning of the prompt, or send the image in base64."
    encoded = value[prefix.end() :] if prefix else value
    if not encoded:
        return "it is empty", "Send the image in base64."
    if not _BASE64.fullmatch(encoded) or len(encoded.translate({10: None, 13: None})) % 4:
        return "it is not base64", "Encode the file in base64, with padding."
    head = _head(encoded)
    if not any(head.startswith(mark, at) for mark, at in _KINDS):
        return "it is not a PNG, JPEG, GIF or WebP image", "Send the image as PNG, JPEG, GIF or WebP."
    if prefix is None and field.format == "data-url":
        return "it does not begin with `data:image/…;base64,`", f"Begin it with `data:image/{_subtype(head)};base64,`."
    return "", ""


def _head(encoded: str) -> bytes:
    """The first bytes of the file; the rest need not be decoded."""
    from binascii import a2b_base64

    text = encoded[:64].replace("\r", "").replace("\n", "")
    return a2b_base64(text[: len(text) // 4 * 4])


def _subtype(head: bytes) -> str:
    if head.startswith(b"\x89PNG"):
        return "png"
    if head.startswith(b"\xff\xd8"):
        return "jpeg"
    return "gif" if head.startswith(b"GIF") else "webp"
