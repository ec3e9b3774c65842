/* One post and no retry: somebody is watching. */
#include "subscription/probe.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/base32.h"
#include "base/buffer.h"
#include "codec/json.h"
#include "vault/secrets.h"

enum { BODY_MAX = 4096, TURNS = 250, TURN_MS = 100 };

static struct text probe_id(void)
{
    uint8_t random[16];
    struct text id = { "" };
    vault_random(random, sizeof random);
    struct text name = base32_text(slice_of(random, sizeof random));
    text_print(&id, "msg_%.40s", name.at);
    return id;
}

static void body_say(const struct subscription *s, const char *id, instant now, struct buffer *out)
{
    struct text time = instant_text(now);
    buffer_printf(out,
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/coastline\","
        "\"type\":\"cn.coastline.test\",\"time\":\"%s\",\"datacontenttype\":\"application/json\","
        "\"data\":{\"subscription\":",
        id, time.at);
    json_put_text(out, s->said.name);
    buffer_printf(out, ",\"purpose\":");
    json_put_text(out, s->said.purpose);
    buffer_printf(out, ",\"no_redisclosure\":true}}");
}

static enum rc wait_for(struct http *h, struct http_result *ret, struct why *why)
{
    for (int i = 0; i < TURNS; i++) {
        enum rc rc = http_turn(h, -1, (span){ TURN_MS * 1000 }, why);
        if (rc != RC_OK) return rc;
        if (http_next(h, ret)) return RC_OK;
    }
    return why_set(why, RC_BROKEN, "the post neither came back nor timed out");
}

enum rc probe_send(
    const struct subscription *s, instant now, struct http_result *ret, struct why *why)
{
    CLEANUP(http_freep) struct http *h = NULL;
    const struct http_conf conf = http_conf_default();
    struct text id = probe_id();
    struct sign_header signature;
    char stamp[24], url[1025];
    struct buffer body = buffer_new(BODY_MAX);
    body_say(s, id.at, now, &body);
    struct signed_message message = { slice_text(&id), now.us / 1000000, buffer_slice(&body) };
    (void)snprintf(stamp, sizeof stamp, "%" PRId64, message.timestamp);
    (void)snprintf(url, sizeof url, "%.*s", (int)s->said.url.n, (const char *)s->said.url.at);
    enum rc rc = http_new(&h, &conf, why);
    if (rc == RC_OK) rc = sign_message(&message, s->secrets, s->n_secrets, &signature, why);
    struct http_request request = { .url = url,
        .trust = s->said.private_network ? EGRESS_PRIVATE : EGRESS_PUBLIC,
        .headers = { { "content-type", "application/cloudevents+json; charset=UTF-8" },
            { "webhook-id", id.at }, { "webhook-timestamp", stamp },
            { "webhook-signature", signature.at } },
        .body = buffer_slice(&body) };
    if (rc == RC_OK) rc = http_post(h, &request, why);
    buffer_deinit(&body); /* the post has its own copy */
    return rc == RC_OK ? wait_for(h, ret, why) : rc;
}
