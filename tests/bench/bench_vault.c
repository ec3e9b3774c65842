/* What a name and a seal cost, in microseconds of one core: bench_vault FOLDER_OF_SECRETS */
#include <stdio.h>
#include <time.h>

#include "vault/letters.h"
#include "vault/pid.h"
#include "vault/seal.h"

enum { ROUNDS = 200000 };

static double now_us(void)
{
    struct timespec t = { 0 };
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void report(const char *what, double from)
{
    printf("%-24s %6.2f us\n", what, (now_us() - from) / ROUNDS);
}

static void names(const struct secrets *s)
{
    struct subject subject = { DOC_CN_ID, slice_str("460108189001010010") };
    struct document d = { .n = 0 };
    double from = now_us();
    for (int i = 0; i < ROUNDS; i++)
        if (!document_from(&subject, &d)) return;
    report("document", from);
    from = now_us();
    for (int i = 0; i < ROUNDS; i++) d.at[17] ^= (char)(pid_of(s, &d).at[0] & 1);
    report("pid", from);
}

static void sealing(struct sealer *s)
{
    static const uint8_t text[200];
    struct seal_binding binding = { .kind = SEALED_FACT,
        .pid = slice_str("0123456789abcdefghjkmnpqrs"),
        .name = slice_str("health.events.v1") };
    struct key key = key_new();
    struct buffer sealed = buffer_new(1024), out = buffer_new(1024);
    double from = now_us();
    for (int i = 0; i < ROUNDS; i++) {
        buffer_reset(&sealed);
        if (!seal(s, &key, &binding, slice_of(text, sizeof text), &sealed)) return;
    }
    report("seal of 200 bytes", from);
    from = now_us();
    for (int i = 0; i < ROUNDS; i++) {
        buffer_reset(&out);
        if (!seal_open(&key, &binding, buffer_slice(&sealed), &out)) return;
    }
    report("open of 200 bytes", from);
    buffer_deinit(&sealed);
    buffer_deinit(&out);
}

int main(int argc, char *argv[])
{
    struct why why = { "usage: bench_vault FOLDER_OF_SECRETS" };
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    CLEANUP(sealer_freep) struct sealer *sealer = NULL;
    enum rc rc = argc == 2 ? RC_OK : RC_BROKEN;
    if (rc == RC_OK) rc = secrets_open(&secrets, argv[1], SECRET_BIT(PID), &why);
    if (rc == RC_OK) rc = sealer_new(&sealer, &why);
    if (rc != RC_OK) {
        fprintf(stderr, "bench_vault: %s\n", why.text);
        return 1;
    }
    names(secrets);
    sealing(sealer);
    return 0;
}
