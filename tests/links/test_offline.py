"""Offline checks of addresses: rule, position, severity and fix, by `promptlint.lint`, which opens no socket."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

import promptlint
from promptlint.compile.hosts import render
from promptlint.diagnostics import apply_edits
from promptlint.links import host_data as known
from promptlint.links.address import Address, parse
from promptlint.links.expiry import moment, read_expiry, span
from promptlint.links.offline import facts, triggered_rules
from promptlint.links.online.images import sniff
from promptlint.links.options import LinkOptions
from promptlint.links.redact import printable, redacted, shown, veiled

NOW = "2026-11-23T12:00:00Z"
SIGNED = "https://cdn.discordapp.com/attachments/1/2/cat.png?ex={ex:x}&is=65c68ede&hm=24819c"
UPLOAD = "https://discord-attachments-uploads-prd.storage.googleapis.com/a/cat.png?upload_id=1"
AT = 1795435200  # NOW


def lint(text: str, **options: Any) -> list[promptlint.Diagnostic]:
    config = promptlint.Config(now=NOW, **options.pop("settings", {}))
    return [each for each in promptlint.lint(text, model="8.2", config=config, **options).diagnostics if each.code.startswith("MJ5")]


SOUND = [
    "https://i.host.net/cat.png",
    "https://i.host.net/cat.PNG?width=3",
    "https://s.mj.run/abcDEF",
    "https://cdn.midjourney.com/1/0_0.webp",
    "https://münchen.de/cat.jpeg",
    "https://www.dropbox.com/s/a/cat.png?raw=1",
    "https://i.imgur.com/aBcDeF1.jpg",
    SIGNED.format(ex=AT + 90000),
]


@pytest.mark.parametrize("link", SOUND)
def test_a_sound_link_has_no_finding(link: str) -> None:
    assert lint(f"{link} a cat") == []


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("https://discord.com/channels/1/2/3", "The link leads to a Discord message, not to an image"),
        (UPLOAD, "The link leads to Discord's upload storage, which is not public"),
    ],
)
def test_the_message_tells_what_a_link_of_discord_is(link: str, what: str) -> None:
    assert [what in each.message for each in lint(f"{link} a cat")] == [True]


@pytest.mark.parametrize(
    ("link", "advice"),
    [
        ("https://github.com/me/art/blob/main/cat.png", "Write `https://raw.githubusercontent.com/me/art/main/cat.png`."),
        (
            "https://drive.google.com/file/d/1a/view",
            "Upload the image to Discord or to an image host; Google Drive has no permanent address for it.",
        ),
        ("https://www.midjourney.com/jobs/1-2?index=0", "it begins with `https://cdn.midjourney.com/`."),
        ("https://www.pinterest.com/pin/123/", "Use the address of the image itself: right-click the image, and copy its address."),
    ],
)
def test_the_advice_for_a_page_is_its_image_else_what_the_site_needs(link: str, advice: str) -> None:
    assert [advice in each.help for each in lint(f"{link} a cat")] == [True]


@pytest.mark.parametrize(
    ("prompt", "advice", "fixed"),
    [
        ("{0} {0} a cat", "Remove the second link.", "{0} a cat"),
        ("a cat --sref {0} {0}", "Remove the second link, or give the first a weight.", "a cat --sref {0}"),
        ("a cat --sref {0}::2 {0}", "Remove the second link, or give the first a weight.", None),
        ("a cat --cref {0} {0}", "Remove the second link, or give the first a weight.", "a cat --cref {0}"),
        ("a cat --oref {0} {0}", "Remove the second link.", "a cat --oref {0}"),
    ],
)
def test_of_a_link_given_twice_the_second_is_told(prompt: str, advice: str, fixed: str | None) -> None:
    """A weight makes an image count more; only where an image can have one is it advised."""
    link = "https://i.host.net/cat.png"
    prompt = prompt.format(link)
    (found,) = [each for each in lint(prompt) if each.code == "MJ530"]
    assert (found.start, found.end, found.help) == (prompt.rindex(link), prompt.rindex(link) + len(link), advice)
    fix = found.fix
    assert (apply_edits(prompt, fix.edits) if fix else None) == (fixed and fixed.format(link))


@pytest.mark.parametrize(
    ("link", "found", "fixed"),
    [
        ("[(`{}`)]", [("MJ504", "[(`{}`)]")], "{}"),
        ('"({})"', [("MJ504", '"({})"')], "{}"),
        ("({},)", [("MJ504", "({},)"), ("MJ503", ",")], "{}"),
        ("(`{},.`)!", [("MJ504", "(`{},.`)"), ("MJ503", ",.")], "{}"),
        ("[<{}>", [("MJ504", "<{}>")], "[{}"),
    ],
)
def test_brackets_go_in_pairs_with_what_stands_between(link: str, found: list[tuple[str, str]], fixed: str) -> None:
    address = "https://i.host.net/cat.png"
    prompt = f"{link.format(address)} a cat"
    shown = [(each.code, prompt[each.start : each.end]) for each in lint(prompt)]
    assert shown == [(code, text.format(address)) for code, text in found]
    assert promptlint.fix(prompt) == f"{fixed.format(address)} a cat"


@pytest.mark.parametrize("slot", ["--sref {}", "--oref {}", "--edit {}", "--sref {}::2", "--video --end {}"])
def test_links_are_judged_wherever_they_stand(slot: str) -> None:
    prompt = f"https://i.host.net/dog.png a cat {slot.format('https://i.host.net/cat.svg')}"
    assert ("MJ511", "https://i.host.net/cat.svg") in [(each.code, prompt[each.start : each.end]) for each in lint(prompt)]


def test_links_in_permutations_are_judged() -> None:
    prompt = "a cat --sref {https://i.host.net/a.svg, https://i.host.net/b.png}"
    assert [(each.code, prompt[each.start : each.end]) for each in lint(prompt)] == [("MJ511", "https://i.host.net/a.svg")]


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("{https://i.host.net/a.svg, https://i.host.net/b.png} a cat", [("MJ511", "https://i.host.net/a.svg")]),
        (
            "{https://10.0.0.1/a.png,{https://i.host.net/b.mp4, c}} a cat",
            [("MJ506", "https://10.0.0.1/a.png"), ("MJ511", "https://i.host.net/b.mp4")],
        ),
        ("{https://i.host.net/a.png., b} a cat", [("MJ503", ".")]),
        ("{a <https://i.host.net/a.png>, b} a cat", [("MJ504", "<https://i.host.net/a.png>")]),
        ("{https://i.host.net/a.png, https://i.host.net/b.png} a cat --video", []),
        ("{red, https://i.host.net/b.svg --v 7} a cat", [("MJ511", "https://i.host.net/b.svg")]),
    ],
)
def test_links_in_permutations_of_the_text_are_judged(prompt: str, found: list[tuple[str, str]]) -> None:
    assert [(each.code, prompt[each.start : each.end]) for each in lint(prompt) if each.code != "MJ304"] == found


def test_the_date_of_the_end_is_said() -> None:
    (found,) = lint(SIGNED.format(ex=0x65D903DE) + " a cat")
    assert found.message == "This Discord link expired on 2024-02-23 20:45 UTC"


def test_the_time_that_is_left_is_said_and_its_limit_is_an_option() -> None:
    (found,) = lint(SIGNED.format(ex=AT + 3 * 3600) + " a cat")
    assert "expires in 3 hours (2026-11-23 15:00 UTC)" in found.message
    assert lint(SIGNED.format(ex=AT + 3 * 3600) + " a cat", settings={"links": {"expiry_warning": 3600.0}}) == []


@pytest.mark.parametrize(("target", "codes"), [("discord", []), ("ttapi", ["MJ522"]), ("web", ["MJ522"])])
def test_an_unsigned_discord_link_opens_only_in_discord(target: str, codes: list[str]) -> None:
    found = lint("https://cdn.discordapp.com/attachments/1/2/cat.png a cat", target=target)
    assert [each.code for each in found] == codes


def test_an_expired_link_is_not_also_unsigned_or_ephemeral() -> None:
    link = SIGNED.format(ex=AT - 1).replace("attachments", "ephemeral-attachments")
    assert [each.code for each in lint(link + " a cat", target="ttapi")] == ["MJ520"]


def test_each_link_is_judged_by_itself() -> None:
    """A valid link, or one that another rule reports, does not end the search: later ones are found too."""
    kinds = {
        "MJ520": SIGNED.format(ex=AT - 1),
        "MJ521": SIGNED.format(ex=AT + 3600),
        "MJ522": "https://cdn.discordapp.com/attachments/1/2/cat.png",
        "MJ506": "http://192.168.1.10/cat",
        "MJ510": "https://i.host.net/cat",
    }
    prompt = " ".join(["https://i.host.net/a.png", *kinds.values(), *(link.replace("cat", "dog") for link in kinds.values()), "a cat"])
    assert [(each.code, prompt[each.start : each.end]) for each in lint(prompt, target="ttapi")] == [
        *kinds.items(),
        *((code, link.replace("cat", "dog")) for code, link in kinds.items()),
    ]


def test_private_addresses_may_be_allowed() -> None:
    assert lint("http://192.168.1.10/cat.png a cat", settings={"links": {"allow_private": True}}) == []


@pytest.mark.parametrize(
    ("prompt", "fixed"),
    [
        ("https://i.host.net/a.png https://i.host.net/a.png a cat", "https://i.host.net/a.png a cat"),
        ("a cat --sref https://i.host.net/a.png <https://i.host.net/a.png>", None),
        ("https://i.host.net/a.png https://i.host.net/a.png", ""),
        ("a cat --sref https://i.host.net/a.png::2 https://i.host.net/a.png", ""),
    ],
)
def test_the_same_image_twice_in_one_place(prompt: str, fixed: str | None) -> None:
    found = [each for each in lint(prompt) if each.code == "MJ530"]
    assert len(found) == 1 and found[0].start == prompt.rindex("https://i.host.net/a.png")
    if fixed == "":
        assert found[0].fix is None
    else:
        assert found[0].fix is not None
        assert apply_edits(prompt, found[0].fix.edits) == (fixed or "a cat --sref https://i.host.net/a.png")


@pytest.mark.parametrize(
    "prompt",
    ["a cat --sref {https://i.host.net/a.png, https://i.host.net/a.png}", "https://i.host.net/a.png a cat --sref https://i.host.net/a.png"],
)
def test_the_same_image_in_two_places_is_no_repetition(prompt: str) -> None:
    assert [each for each in lint(prompt) if each.code == "MJ530"] == []


def test_a_password_is_never_shown() -> None:
    (found,) = lint("https://me:secret@i.host.net/cat.png a cat")
    assert "secret" not in found.message + found.help


POLICY = base64.b64encode(json.dumps({"Statement": [{"Condition": {"DateLessThan": {"AWS:EpochTime": AT}}}]}).encode()).decode()
POLICY = POLICY.translate(str.maketrans("+=/", "-_~"))
TOKEN = "e30." + base64.urlsafe_b64encode(json.dumps({"exp": AT}).encode()).decode().rstrip("=") + ".sig"
# (query, provider); the link ends at AT, or says nothing where the provider is empty
QUERIES = [
    ("https://b.s3.amazonaws.com/a.png?X-Amz-Date=20261123T110000Z&X-Amz-Expires=3600&X-Amz-Signature=a", "Amazon S3"),
    ("https://storage.googleapis.com/a.png?X-Goog-Date=20261123T110000Z&X-Goog-Expires=3600&X-Goog-Signature=a", "Google Cloud Storage"),
    ("https://b.oss.aliyuncs.com/a.png?x-oss-date=20261123T110000Z&x-oss-expires=3600&x-oss-signature=a", "Alibaba Cloud OSS"),
    ("https://b.tos.com/a.png?X-Tos-Date=20261123T110000Z&X-Tos-Expires=3600&X-Tos-Signature=a", "Volcengine TOS"),
    (f"https://b.zone/a.png?Expires={AT}&OSSAccessKeyId=a&Signature=b", "Alibaba Cloud OSS"),
    (f"https://b.zone/a.png?Expires={AT}&AWSAccessKeyId=a&Signature=b", "Amazon S3"),
    (f"https://b.zone/a.png?Expires={AT}&GoogleAccessId=a&Signature=b", "Google Cloud Storage"),
    (f"https://b.zone/a.png?Expires={AT}&Key-Pair-Id=a&Signature=b", "Amazon CloudFront"),
    (f"https://b.zone/a.png?Policy={POLICY}&Key-Pair-Id=a&Signature=b", "Amazon CloudFront"),
    ("https://a.blob.core.windows.net/a.png?se=2026-11-23T12%3A00%3A00Z&sv=1&sp=r&sig=a", "Azure Storage"),
    (f"https://b.cos.zone/a.png?q-sign-time=1;{AT}&q-signature=a", "Tencent Cloud COS"),
    (f"https://scontent.fbcdn.net/a.png?oh=1&oe={AT:x}", "Meta"),
    (f"https://p16.tiktokcdn.com/a.png?x-expires={AT}&x-signature=a", "ByteDance"),
    (f"https://private-user-images.githubusercontent.com/a.png?jwt={TOKEN}", "GitHub"),
    (SIGNED.format(ex=AT), "Discord"),
    ("https://b.zone/a.png?Expires=soon&Signature=a&Key-Pair-Id=b", ""),
    (f"https://b.zone/a.png?Expires={AT}", ""),
    (f"https://b.zone/a.png?ex={AT:x}&is=1&hm=2", ""),
    (f"https://b.zone/a.png?oe={AT:x}&oh=1", ""),
    ("https://b.zone/a.png?X-Amz-Date=yesterday&X-Amz-Expires=3600&X-Amz-Signature=a", ""),
    ("https://b.zone/a.png?X-Amz-Date=20261123T110000Z&X-Amz-Expires=99999999999&X-Amz-Signature=a", ""),
    ("https://b.zone/a.png?Policy=%00%FF&Key-Pair-Id=a&Signature=b", ""),
    ("https://private-user-images.githubusercontent.com/a.png?jwt=a.b.c", ""),
    ("https://cdn.discordapp.com/attachments/1/2/a.png?ex=zz&is=1&hm=2", ""),
    ("https://cdn.discordapp.com/attachments/1/2/a.png?ex=ffffffffffffffff&is=1&hm=2", ""),
    (f"https://cdn.discordapp.com/attachments/1/2/a.png?ex=0{AT:x}&is=1&hm=2", ""),
    ("https://cdn.discordapp.com/attachments/1/2/a.png?ex=&is=1&hm=2", ""),
]  # fmt: skip


@pytest.mark.parametrize(("url", "provider"), QUERIES)
def test_the_end_of_a_signed_link_is_read(url: str, provider: str) -> None:
    address = parse(url)
    assert isinstance(address, Address)
    found = read_expiry(address)
    assert (found and tuple(found)) == ((provider, float(AT)) if provider else None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "less than a minute"),
        (59.9, "less than a minute"),
        (60, "1 minute"),
        (119, "1 minute"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (7200, "2 hours"),
        (86399, "23 hours"),
        (86400, "1 day"),
        (200000, "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(seconds: float, text: str) -> None:
    assert span(seconds) == text
    assert moment(AT) == "2026-11-23 12:00 UTC"


def test_the_table_of_hosts_is_compiled() -> None:
    from importlib import resources

    assert resources.files("promptlint.links").joinpath("host_data.py").read_text(encoding="utf-8") == render()


@pytest.mark.parametrize("site", known.SITES, ids=lambda site: f"{site.name}-{site.hosts[0]}")
def test_a_rewrite_leads_off_the_page(site: Any) -> None:
    """The direct form of a site's address is not itself a page of the table."""
    samples = {"Dropbox": "/s/a/cat.png", "GitHub": "/a/b/blob/main/c.png", "GitLab": "/a/b/-/blob/main/c.png", "Imgur": "/abcdef1"}
    samples |= {"Wikipedia": "/wiki/File:C.png", "Gyazo": "/" + "0" * 32}
    if site.direct:
        found = facts(f"https://{site.hosts[0]}{samples[site.name]}")
        assert found.trouble == "share-page" and facts(found.direct).trouble == ""


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://a.zone/c.png?ex=1&is=2&hm=abc", "https://a.zone/c.png?ex=1&is=2&hm=…"),
        ("https://a.zone/c.png?X-Amz-Credential=me&X-Amz-Signature=s&w=3", "https://a.zone/c.png?X-Amz-Credential=…&X-Amz-Signature=…&w=3"),
        ("https://me:pw@a.zone/c.png", "https://…@a.zone/c.png"),
        ("https://a.zone/c.png?width=3", "https://a.zone/c.png?width=3"),
        ("see https://a.zone/?access_token=1 and https://b.zone/?sig=2", "see https://a.zone/?access_token=… and https://b.zone/?sig=…"),
        ("a=1 me@x.org sig=1", "a=1 me@x.org sig=1"),
        ("//me:pw@x.org/a", "//…@x.org/a"),
        ("https:\\/\\/me:pw@x.org?x=1\\u0026sig=abc\\u0026w=3", "https:\\/\\/…@x.org?x=1\\u0026sig=…\\u0026w=3"),
        ("me@x.org?sig=1", "me@x.org?sig=…"),
        ("?sig=a,b https://x/?sig=c,https://y/?sig=d", "?sig=… https://x/?sig=…,https://y/?sig=…"),
        ("f('?sig=a', '?sig=b')", "f('?sig=…', '?sig=…')"),
        ("a?u=https%3A%2F%2Fb%3Fsig%3Dabc%26w%3D1", "a?u=https%3A%2F%2Fb%3Fsig%3D…"),
        ("#access_token=1", "#access_token=…"),
        ("a;sig=2;w=3", "a;sig=…;w=3"),
        ("a&sig=2", "a&sig=…"),
        ("a%26sig%3d2", "a%26sig%3d…"),
        ("a?sig", "a?sig"),
        ("a?sig=&w=1", "a?sig=&w=1"),
        ("a?SIG=Abc&x=1&sig=2", "a?SIG=…&x=1&sig=…"),
        ("a?token=abc::2", "a?token=…::2"),
        ("a?sig=a:b", "a?sig=…"),
    ],
)
def test_secrets_are_blanked(text: str, safe: str) -> None:
    assert redacted(text) == safe
    starred = veiled(text)
    assert len(starred) == len(text)
    assert re.sub(r"\*+", "…", starred) == safe
    assert shown("https://a.zone/?sig=1", redact=False) == "https://a.zone/?sig=1"


def test_foreign_text_is_made_harmless() -> None:
    assert printable("a\x1b[31m\r\n::error\u202eb") == "a[31m::errorb"
    assert len(printable("x" * 5000)) == 120


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": 0.0}, "timeout must be greater than 0"),
        ({"timeout": float("nan")}, "timeout must be greater than 0"),
        ({"concurrency": 0}, "concurrency must be greater than 0"),
        ({"concurrency": 100_000}, "concurrency must be at most 512"),
        ({"retries": -1}, "retries must not be negative"),
        ({"verify": "hash"}, 'verify must be "head" or "bytes"'),
        ({"accept": ("4xx",)}, "accept takes status codes"),
        ({"proxy": "socks5://a"}, "proxy must be"),
        ({"headers": (("a.zone", "no colon"),)}, "headers takes a host and a header line"),
        ({"headers": (("a.zone", "X: a\r\nHost: b"),)}, "headers contains a character"),
        ({"user_agent": "a\nb"}, "user-agent contains a character"),
    ],
)
def test_options_that_make_no_sense_are_named(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LinkOptions(**options).checked()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        *(({name: "3"}, f"{name} must be a number, not str") for name in ("timeout", "connect_timeout", "concurrency", "retries")),
        *(({name: None}, f"{name} must be a number, not NoneType") for name in ("per_host", "max_wait", "max_links", "slow_after")),
        *(({name: True}, f"{name} must be a number, not bool") for name in ("timeout", "max_redirects", "min_pixels")),
        *(({name: "no"}, f"{name} must be a bool, not str") for name in ("allow_private", "cache", "strict", "redact")),
        ({"cache": 1}, "cache must be a bool, not int"),
        *(({name: 3}, f"{name} must be a str, not int") for name in ("verify", "proxy", "ca_bundle", "user_agent")),
        *(({name: "a"}, f"{name} must be a list of str, not str: write ['a']") for name in ("exclude", "include", "trusted_hosts")),
        ({"accept": "403"}, "accept must be a list of str, not str: write ['403']"),
        ({"accept": 403}, "accept must be a list of str, not int"),
        ({"exclude": [None]}, "exclude must be a list of str, but has NoneType in it"),
        ({"headers": 5}, "headers must be a list of pairs, not int"),
        ({"headers": "a"}, "headers must be a list of pairs, not str"),
        ({"headers": ["ab"]}, "headers must be a list of pairs, but has str in it"),
        ({"headers": [("a.zone",)]}, "headers must be a list of pairs, but has tuple in it"),
        ({"headers": {"a.zone": 5}}, "a line of headers must be a str, not int"),
        ({"headers": [(None, "X: 1")]}, "the host of headers must be a str, not NoneType"),
    ],
)
def test_options_of_another_type_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as error:
        LinkOptions(**options).checked()
    assert str(error.value) == message


def test_lists_of_options_may_be_any_iterable() -> None:
    options = LinkOptions(exclude=iter(["a"]), accept=[403], headers={"a.zone": "X: 1"})  # type: ignore[arg-type]
    assert options.checked() == LinkOptions(exclude=("a",), accept=("403",), headers=(("a.zone", "X: 1"),))


@pytest.mark.parametrize(
    ("option", "least"),
    [
        *((name, 0) for name in ("min_interval", "retries", "max_wait", "max_redirects", "cache_ttl", "max_links", "max_bytes",
                                 "min_pixels", "slow_after", "expiry_warning")),
        ("timeout", 0.001), ("connect_timeout", 0.001), ("concurrency", 1), ("per_host", 1),
    ],
)  # fmt: skip
def test_the_least_value_of_an_option(option: str, least: float) -> None:
    assert LinkOptions(**{option: least}).checked()
    with pytest.raises(ValueError, match=option.replace("_", "-")):
        LinkOptions(**{option: least - 0.0001}).checked()


def test_the_limits_of_other_options() -> None:
    assert LinkOptions(concurrency=512, verify="bytes", proxy="env").checked()
    assert LinkOptions(proxy="http://a").checked() and LinkOptions(proxy="https://a").checked()
    with pytest.raises(ValueError, match="concurrency must be at most 512, not 513"):
        LinkOptions(concurrency=513).checked()


@pytest.mark.parametrize(
    ("accept", "codes"),
    [(("403",), [403]), ((404, "400-402"), [400, 401, 402, 404]), (("999-999",), [999]), ((), [])],
)
def test_accepted_codes(accept: tuple[Any, ...], codes: list[int]) -> None:
    assert sorted(LinkOptions(accept=accept).accepted()) == codes


@pytest.mark.parametrize("entry", ["40", "4030", "403-40", "403-4040", "-403", "403-", "a-403", "403-a", "403-400", "", "4-403"])
def test_what_is_no_code_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="accept takes status codes such as 403 or ranges such as 400-403, not `"):
        LinkOptions(accept=(entry,)).checked()


@pytest.mark.parametrize("line", ["X:1", "X : 1", "X-Y_z: a", "X: é", "X: ÿ", "X: \xa0", "X: ~", "X:  "])
def test_header_lines(line: str) -> None:
    assert LinkOptions(headers=(("a.zone", line),)).checked()
    with pytest.raises(ValueError, match="headers takes a host and a header line"):
        LinkOptions(headers=(("", line),)).checked()


@pytest.mark.parametrize("line", [":1", "X", "X Y: a", "é: a", "-_: 1", " : 1", ""])
def test_what_is_no_header_line(line: str) -> None:
    with pytest.raises(ValueError, match="headers takes a host and a header line"):
        LinkOptions(headers=(("a.zone", line),)).checked()


@pytest.mark.parametrize("character", ["\0", "\t", "\x1f", "\x7f", "\x9f", "Ā", "☃"])
def test_characters_that_no_request_has(character: str) -> None:
    with pytest.raises(ValueError, match="headers contains a character that is not allowed in a request"):
        LinkOptions(headers=(("a.zone", f"X: a{character}b"),)).checked()
    with pytest.raises(ValueError, match="user-agent contains a character that is not allowed in a request"):
        LinkOptions(user_agent=f"a{character}b").checked()


def test_the_header_lines_of_a_host() -> None:
    options = LinkOptions(headers=(("a.zone", "X: 1"), ("A.Zone", "Y:ü "), ("b.zone", "Z: a:b")))
    assert options.headers_for("a.zone") == [(b"X", b"1"), (b"Y", b"\xfc")]
    assert options.headers_for("b.zone") == [(b"Z", b"a:b")]
    assert options.headers_for("c.zone") == []


def test_a_certificate_file_that_is_not_there_is_named() -> None:
    from links.tools import check_links_sync

    with pytest.raises(ValueError, match=r"the certificate file /nowhere\.pem cannot be used"):
        check_links_sync(["https://127.0.0.1:1/a.png"], LinkOptions(ca_bundle="/nowhere.pem", allow_private=True, cache=False))


def test_images_are_known_by_their_bytes() -> None:
    from links.loopback import SAMPLES, jpeg, png, webp_extended, webp_lossless, webp_lossy

    for kind, (_, data) in SAMPLES.items():
        expected = {"tiny": "png", "noise": "", "empty": ""}.get(kind, kind.partition("-")[0])
        assert sniff(data).kind == expected, kind
        assert sniff(data[:64]).kind == expected, kind
    for make in (png, jpeg, webp_extended, webp_lossy, webp_lossless):
        assert sniff(make(640, 480))[1:] == (640, 480), make
    assert sniff(jpeg(640, 480, padding=2000))[1:] == (640, 480)
    assert sniff(jpeg(640, 480, padding=60000)[:4096]) == ("jpeg", 0, 0)


@pytest.mark.parametrize(
    ("kind", "least"), [("png", 24), ("jpeg", 11), ("gif", 10), ("webp_extended", 30), ("webp_lossless", 25), ("webp_lossy", 30)]
)
def test_the_size_is_known_as_soon_as_it_is_there(kind: str, least: int) -> None:
    from links import loopback

    data = b"GIF89a\x80\x02\xe0\x01" if kind == "gif" else getattr(loopback, kind)(640, 480)
    known = [at for at in range(len(data) + 1) if sniff(data[:at])[1:] == (640, 480)]
    assert known == [*range(least, len(data) + 1)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xff\xff\xff",
        b"RIFF",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"GIF89a",
        b"GIF89a\x80",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x01\x01",
        b"\0\0\0\x18ftyp",
    ],
)
def test_cut_off_images_do_no_harm(data: bytes) -> None:
    assert sniff(data)[1:] == (0, 0)


@pytest.mark.parametrize(
    ("prompt", "rules"),
    [
        ("https://i.pictures.zone/a.png a cat", []),
        ("https://i.pictures.zone/a.png https://i.pictures.zone/b.png a cat", ["duplicate-link"]),
        ("<https://i.pictures.zone/a.png> a cat", ["url-glued", "wrapped-url"]),
        ("https://i.pictures.zone/a.pnghttps://i.pictures.zone/b.png a", ["duplicate-link", "url-glued", "wrapped-url"]),
        ("https://i.pictures.zone/a a cat", ["no-image-extension"]),
        ("http://i.pictures.zone/a.png a cat", ["insecure-scheme"]),
        ("https://10.0.0.1/a.png a cat", ["private-address"]),
        ("https://me:pw@i.pictures.zone/a.png a cat", ["userinfo-in-url"]),
        ("a cat --sref https://i.pictures.zone/a.png", []),
        ("a cat --sref x:https://i.pictures.zone/a.png", ["url-glued"]),
    ],
)
def test_an_ordinary_link_triggers_no_rule(prompt: str, rules: list[str]) -> None:
    assert sorted(triggered_rules(promptlint.parse(prompt).links, prompt)) == rules
