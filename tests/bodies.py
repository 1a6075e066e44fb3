"""Bodies as the services document them, by a name of ours, and the addresses they are sent to."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()
DATA = f"data:image/png;base64,{PNG}"
HOOK = "https://hooks.fox-den.org/done"

TTAPI = "https://api.ttapi.io/midjourney/v1"
URLS = {
    "imagine": f"{TTAPI}/imagine",
    "blend": f"{TTAPI}/blend",
    "describe": f"{TTAPI}/describe",
    "action": f"{TTAPI}/action",
    "inpaint": f"{TTAPI}/inpaint",
    "seed": f"{TTAPI}/seed",
    "fetch": f"{TTAPI}/fetch",
    "proxy": "https://relay.fox-den.org/mj/submit/imagine",
    "proxy-fast": "https://relay.fox-den.org/mj-fast/mj/submit/imagine",
    "proxy-blend": "https://relay.fox-den.org/mj/submit/blend",
    "proxy-describe": "https://relay.fox-den.org/mj/submit/describe",
    "useapi-v2": "https://api.useapi.net/v2/jobs/imagine",
    "useapi-v3": "https://api.useapi.net/v3/midjourney/jobs/imagine",
    "legnext": "https://api.legnext.ai/api/v1/diffusion",
    "legnext-blend": "https://api.legnext.ai/api/v1/blend",
    "apiframe": "https://api.apiframe.pro/imagine",
    "imaginepro": "https://api.imaginepro.ai/api/v1/midjourney/imagine",
    "evolink": "https://api.evolink.ai/v1/images/generations",
    "kinovi": "https://kinovi.ai/api/v1/jobs/createTask",
    "acedata": "https://api.acedata.cloud/midjourney/imagine",
    "goapi": "https://api.piapi.ai/api/v1/task",
    "goapi-v2": "https://api.midjourneyapi.xyz/mj/v2/imagine",
    "web": "https://www.midjourney.com/api/submit-jobs",
}

GOOD: dict[str, dict[str, Any]] = {
    "imagine": {"prompt": "a red fox --ar 16:9 --v 7", "mode": "fast", "timeout": 300, "hookUrl": "", "getUImages": True},
    "blend": {"imgBase64Array": [DATA, DATA], "dimensions": "SQUARE", "mode": "relax", "timeout": 900, "hookUrl": HOOK},
    "describe": {"base64": DATA, "hookUrl": HOOK},
    "action": {"jobId": "afa774a3", "action": "upsample1", "timeout": 300, "hookUrl": HOOK},
    "inpaint": {"jobId": "afa774a3", "mask": PNG, "prompt": "with glasses --v 7"},
    "seed": {"jobId": "afa774a3", "timeout": 600},
    "fetch": {"jobId": "afa774a3"},
    "proxy": {
        "botType": "MID_JOURNEY", "prompt": "a red fox --v 7", "base64Array": [DATA], "notifyHook": HOOK, "state": "order 7",
        "accountFilter": {"instanceId": "1", "modes": ["FAST"], "remix": True},
    },
    "proxy-fast": {"botType": "NIJI_JOURNEY", "prompt": "a red fox --niji 6"},
    "proxy-blend": {"base64Array": [DATA, DATA, DATA], "dimensions": "PORTRAIT", "botType": "MID_JOURNEY"},
    "proxy-describe": {"link": "https://i.fox-den.org/fox.png"},
    "useapi-v2": {
        "prompt": "a red fox --v 7", "discord": "t", "server": "1", "channel": "2", "maxJobs": 3, "replyUrl": HOOK, "replyRef": "7",
    },
    "useapi-v3": {"prompt": "a red fox --v 7", "stream": True, "channel": "2", "replyUrl": HOOK, "replyRef": "7"},
    "legnext": {"text": "a red fox --v 7", "callback": HOOK},
    "legnext-blend": {"imageUrls": ["https://i.fox-den.org/a.png", "https://i.fox-den.org/b.png"]},
    "apiframe": {"prompt": "a red fox --v 7", "aspect_ratio": "3:2", "webhook_url": HOOK, "webhook_secret": "s"},
    "imaginepro": {"prompt": "a red fox --v 7", "ref": "7", "webhookOverride": HOOK},
    "evolink": {"model": "mj-v7", "prompt": "a red fox --ar 16:9 --s 500", "model_params": {"speed": "fast"}, "callback_url": HOOK},
    "kinovi": {
        "model": "midjourney-v7-niji",
        "inputs": {
            "prompt": "a red fox", "aspectRatio": "1:1", "stylize": 100, "chaos": 10, "quality": 1, "style": "raw", "no": "text", "seed": 7,
        },
        "callBackUrl": HOOK,
    },
    "acedata": {"prompt": "a red fox --v 7", "mode": "fast", "translation": True, "split_images": True, "callback_url": HOOK},
    "goapi": {
        "model": "midjourney", "task_type": "imagine",
        "input": {"prompt": "a red fox --v 7", "aspect_ratio": "1:1", "process_mode": "fast", "skip_prompt_check": False},
        "config": {"webhook_config": {"endpoint": "", "secret": ""}},
    },
    "goapi-v2": {
        "prompt": "a red fox --v 7", "process_mode": "fast", "aspect_ratio": "3:2", "webhook_endpoint": HOOK, "notify_progress": True,
    },
    "web": {
        "f": {"mode": "relaxed", "private": False}, "channelId": "singleplayer_1", "t": "imagine", "prompt": "a red fox --v 7",
        "metadata": {"imagePrompts": 0, "imageReferences": 0},
    },
}  # fmt: skip


def changed(case: dict[str, Any]) -> dict[str, Any]:
    """The body that a case names, with its `field` (a JSON pointer) set to the JSON in `value`, or without the field."""
    body = copy.deepcopy(GOOD[case["body"]])
    inner = body
    *parents, last = case["field"].split("/")[1:]
    for key in parents:
        inner = inner[key]
    if "value" in case:
        inner[last] = json.loads(case["value"])
    else:
        del inner[last]
    return body
