/* coastline secrets: makes the folder of secret files, once, and says how to keep it. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "vault/secrets.h"

static int usage(FILE *to, int status)
{
    fprintf(to,
        "usage: coastline secrets init DIR\n\n"
        "Makes the hub's secrets in DIR (mode 0700, each file 0400). Nothing that is already "
        "there is\never overwritten. Keep a copy of DIR in a safe: without it no file of a "
        "person can be read.\n\n");
    for (unsigned i = 0; i < SECRETS; i++)
        fprintf(to, "  %-14s %s\n", secret_file((enum secret)i), secret_purpose((enum secret)i));
    return status;
}

static int init(const char *folder)
{
    struct why why = { "" };
    if (secrets_init(folder, &why) != RC_OK) {
        fprintf(stderr, "coastline secrets: %s\n", why.text);
        return 1;
    }
    printf(
        "made the hub's secrets in %s; keep a copy in a safe, and move %s to where only entitled "
        "people reach it\n",
        folder, secret_file(SECRET_VAULT));
    return 0;
}

int command_secrets(int argc, char *argv[])
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) return usage(stdout, 0);
    if (argc == 3 && strcmp(argv[1], "init") == 0) return init(argv[2]);
    return usage(stderr, 2);
}
