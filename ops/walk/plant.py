"""Three webhooks that a receiver must refuse: a wrong signature, a stale timestamp, a changed body.

Each is a true webhook but for one thing, so that a receiver that checks only two of the three is
found out. A fourth, true in everything, must be taken: else the other three prove nothing.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request

STALE_SECONDS = 3600

WHOLE = "true in everything, and taken"


def sign(secret, webhook_id, stamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = b".".join((webhook_id.encode(), str(stamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


def post(url, webhook_id, stamp, signature, body):
    request = urllib.request.Request(url, data=body, method="POST", headers={
        "content-type": "application/cloudevents+json; charset=utf-8", "webhook-id": webhook_id,
        "webhook-timestamp": str(stamp), "webhook-signature": signature})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


def plant(url, secret):
    """{what was planted: whether the receiver did right}"""
    now = int(time.time())
    body = json.dumps({"specversion": "1.0", "id": "planted", "source": "/coastline/planted",
                       "type": "coastline.test", "data": {}}).encode()
    other = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()
    cases = {
        "wrong signature": (now, sign(other, "msg_planted1", now, body), body, "msg_planted1"),
        "stale timestamp": (now - STALE_SECONDS,
                            sign(secret, "msg_planted2", now - STALE_SECONDS, body), body,
                            "msg_planted2"),
        "changed body": (now, sign(secret, "msg_planted3", now, body),
                         body.replace(b"planted", b"changed"), "msg_planted3"),
        WHOLE: (now, sign(secret, "msg_planted4", now, body), body, "msg_planted4"),
    }
    right = {}
    for name, (stamp, signature, sent, webhook_id) in cases.items():
        taken = 200 <= post(url, webhook_id, stamp, signature, sent) < 300
        right[name] = taken == (name == WHOLE)
    return right
