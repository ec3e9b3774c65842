/* Six small files. Opening is strict, so that a secret that others could have read is found at the
 * start and not after a year; making is shy, so that no key that seals data is ever replaced. */
#include "vault/secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct secrets {
    unsigned opened; /* of SECRET_BIT */
    uint8_t at[SECRETS][SECRET_BYTES];
};

enum { PATH_BYTES = 4096 };

static const struct secret_row {
    const char *file, *purpose;
} rows[SECRETS] = {
#define X(name, file, purpose) [SECRET_##name] = { file, purpose },
    SECRETS_LIST(X)
#undef X
};

_Static_assert(SECRET_BYTES == crypto_box_SECRETKEYBYTES, "the vault's key is one of libsodium");
_Static_assert(SECRET_BYTES == crypto_box_PUBLICKEYBYTES, "and so is its public half");

const char *secret_file(enum secret which) { return rows[which].file; }
const char *secret_purpose(enum secret which) { return rows[which].purpose; }

void vault_random(void *ret, size_t n) { randombytes_buf(ret, n); }

static enum rc path_of(char ret[PATH_BYTES], const char *folder, enum secret which, struct why *why)
{
    int n = snprintf(ret, PATH_BYTES, "%s/%s", folder, rows[which].file);
    if (!*folder)
        return why_set(why, RC_REFUSED,
            "--secrets DIR is needed: the folder that `coastline secrets init` made");
    if (n > 0 && n < PATH_BYTES) return RC_OK;
    return why_set(why, RC_BROKEN, "the name of the folder of secrets is too long");
}

/* --- opening --- */

static enum rc mode_check(int fd, const char *path, enum secret which, struct why *why)
{
    struct stat st;
    mode_t allowed = which == SECRET_VAULT_PUB ? 0444 : 0400;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return why_set(why, RC_BROKEN, "%.150s is not a plain file", path);
    if ((st.st_mode & 07777 & ~allowed) != 0)
        return why_set(why, RC_BROKEN,
            "%.120s has mode %04o and must have %04o: run `chmod %04o` on it, and ask who read it",
            path, (unsigned)(st.st_mode & 07777), (unsigned)allowed, (unsigned)allowed);
    if (st.st_size != SECRET_BYTES)
        return why_set(why, RC_BROKEN, "%.120s has %lld bytes and must have %d: restore it", path,
            (long long)st.st_size, SECRET_BYTES);
    return RC_OK;
}

static enum rc secret_read(
    struct secrets *s, const char *folder, enum secret which, struct why *why)
{
    char path[PATH_BYTES];
    enum rc rc = path_of(path, folder, which, why);
    if (rc != RC_OK) return rc;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return why_set(why, RC_BROKEN,
            "there is no %.120s: make the secrets with `coastline secrets init`, or restore them",
            path);
    if (fd < 0) return why_set(why, RC_BROKEN, "cannot open %.120s: %s", path, strerror(errno));
    rc = mode_check(fd, path, which, why);
    if (rc == RC_OK && read(fd, s->at[which], SECRET_BYTES) != SECRET_BYTES)
        rc = why_set(why, RC_BROKEN, "cannot read %.120s: %s", path, strerror(errno));
    (void)close(fd); /* nothing was written */
    return rc;
}

static enum rc sodium_start(struct why *why)
{
    if (sodium_init() < 0) return why_set(why, RC_BROKEN, "libsodium does not start");
    if (!crypto_aead_aes256gcm_is_available())
        return why_set(why, RC_BROKEN,
            "this processor has no AES instructions (AES-NI, PCLMUL), which sealing needs: use "
            "another machine, or let the virtual machine see them (CPU model `host`)");
    return RC_OK;
}

enum rc secrets_open(struct secrets **ret, const char *folder, unsigned wanted, struct why *why)
{
    enum rc rc = sodium_start(why);
    if (rc != RC_OK) return rc;
    CLEANUP(secrets_freep) struct secrets *s = sodium_malloc(sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "cannot lock memory for secrets: raise `ulimit -l`");
    memset(s, 0, sizeof *s);
    for (unsigned i = 0; rc == RC_OK && i < SECRETS; i++)
        if (wanted & 1u << i) rc = secret_read(s, folder, (enum secret)i, why);
    if (rc != RC_OK) return rc;
    s->opened = wanted;
    if (sodium_mprotect_readonly(s) != 0)
        return why_set(why, RC_BROKEN, "cannot protect the memory of secrets");
    *ret = TAKE(s);
    return RC_OK;
}

struct secrets *secrets_free(struct secrets *s)
{
    sodium_free(s); /* zeroes; takes NULL */
    return NULL;
}

const uint8_t *secret_at(const struct secrets *s, enum secret which)
{
    assert(s->opened & 1u << which);
    return s->at[which];
}

/* --- making --- */

static enum rc secret_write(
    const char *folder, enum secret which, const uint8_t bytes[SECRET_BYTES], struct why *why)
{
    char path[PATH_BYTES];
    enum rc rc = path_of(path, folder, which, why);
    if (rc != RC_OK) return rc;
    mode_t mode = which == SECRET_VAULT_PUB ? 0444 : 0400;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) return why_set(why, RC_BROKEN, "cannot make %.120s: %s", path, strerror(errno));
    bool good = write(fd, bytes, SECRET_BYTES) == SECRET_BYTES && fsync(fd) == 0;
    int error = errno;
    good = close(fd) == 0 && good;
    return good ? RC_OK : why_set(why, RC_BROKEN, "cannot write %.120s: %s", path, strerror(error));
}

static enum rc folder_is_free(const char *folder, struct why *why)
{
    for (unsigned i = 0; i < SECRETS; i++) {
        char path[PATH_BYTES];
        enum rc rc = path_of(path, folder, (enum secret)i, why);
        if (rc != RC_OK) return rc;
        if (access(path, F_OK) == 0)
            return why_set(why, RC_REFUSED,
                "%.150s is already there: secrets are never overwritten, what they seal would be "
                "lost",
                path);
    }
    return RC_OK;
}

static enum rc folder_make(const char *folder, struct why *why)
{
    if (mkdir(folder, 0700) == 0 || errno == EEXIST) return folder_is_free(folder, why);
    return why_set(why, RC_BROKEN, "cannot make the folder %.120s: %s", folder, strerror(errno));
}

static enum rc folder_sync(const char *folder, struct why *why)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) (void)close(fd);
    return good ? RC_OK : why_set(why, RC_BROKEN, "cannot sync the folder %.120s", folder);
}

enum rc secrets_init(const char *folder, struct why *why)
{
    enum rc rc = sodium_start(why);
    if (rc == RC_OK) rc = folder_make(folder, why);
    if (rc != RC_OK) return rc;
    uint8_t fresh[SECRETS][SECRET_BYTES];
    randombytes_buf(fresh, sizeof fresh);
    if (crypto_box_keypair(fresh[SECRET_VAULT_PUB], fresh[SECRET_VAULT]) != 0)
        rc = why_set(why, RC_BROKEN, "cannot make the vault's keys");
    for (unsigned i = 0; rc == RC_OK && i < SECRETS; i++)
        rc = secret_write(folder, (enum secret)i, fresh[i], why);
    sodium_memzero(fresh, sizeof fresh);
    return rc == RC_OK ? folder_sync(folder, why) : rc;
}
