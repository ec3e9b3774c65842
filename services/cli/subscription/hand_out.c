/* Keys leave as files that only their owner reads, each whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "subscription/office.h"

enum { PATH_ROOM = 1024 };

static bool bytes_put(int fd, struct slice text)
{
    while (text.n > 0) {
        ssize_t n = write(fd, text.at, text.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text = slice_of(text.at + n, text.n - (size_t)n);
    }
    return fsync(fd) == 0;
}

/* Under another name first, so that whoever reads finds the old keys or the new ones. */
static enum rc file_put(
    const char *folder, const char *name, const char *end, struct slice text, struct why *why)
{
    char path[PATH_ROOM], fresh[PATH_ROOM + 8];
    int n = snprintf(path, sizeof path, "%s/%s.%s", folder, name, end);
    if (n < 0 || (size_t)n >= sizeof path)
        return why_set(why, RC_REFUSED, "--secrets-out: the path is too long");
    (void)snprintf(fresh, sizeof fresh, "%s.new", path);
    if (unlink(fresh) != 0 && errno != ENOENT)
        return why_set(why, RC_BROKEN, "%.150s: %s", fresh, strerror(errno));
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400);
    if (fd < 0) return why_set(why, RC_BROKEN, "%.150s: %s", fresh, strerror(errno));
    bool ok = bytes_put(fd, text);
    ok = close(fd) == 0 && ok && rename(fresh, path) == 0;
    return ok ? RC_OK : why_set(why, RC_BROKEN, "%.150s: %s", path, strerror(errno));
}

static struct slice secrets_line_up(const struct draft *d, char *at, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n_secrets; i++) {
        char text[SIGN_SECRET_TEXT];
        sign_secret_text(&d->secrets[i], text);
        n += (size_t)snprintf(at + n, room - n, "%s\n", text);
        explicit_bzero(text, sizeof text);
    }
    return slice_of(at, n);
}

enum rc draft_hand_out(const struct draft *d, const char *folder, struct why *why)
{
    char secrets[SIGN_SECRETS_MAX * (SIGN_SECRET_TEXT + 1)];
    char alias[2 * ALIAS_KEY_BYTES + 2];
    struct text name = { "" };
    if (!text_from(d->said.name, &name)) return why_set(why, RC_BROKEN, "a name too long");
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return why_set(why, RC_BROKEN, "%.150s: %s", folder, strerror(errno));
    for (size_t i = 0; i < ALIAS_KEY_BYTES; i++)
        (void)snprintf(alias + 2 * i, 3, "%02x", d->alias_key[i]);
    (void)snprintf(alias + 2 * ALIAS_KEY_BYTES, 2, "\n");
    struct slice lines = secrets_line_up(d, secrets, sizeof secrets);
    enum rc rc = file_put(folder, name.at, "secret", lines, why);
    if (rc == RC_OK) rc = file_put(folder, name.at, "alias", slice_str(alias), why);
    explicit_bzero(secrets, sizeof secrets);
    explicit_bzero(alias, sizeof alias);
    return rc;
}
