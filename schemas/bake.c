/* bake: the host tool that turns schemas into C, run by the build.
 * Schemas are the truth; what is baked is never committed. Writes into the folder given first:
 *   baked/hub.h hub.c              structs of the hub's records and rows to read and write them
 *   baked/catalogue.h catalogue.c  event types, their fields and enums; and, of the files behind
 *                                  "--accepted", how to read events of other writers' schemas
 *   baked/schemas.c                every schema whole, for Avro C
 *   schemas/catalogue.md           the catalogue for people
 *   schemas/<full name>.avsc       every schema whole, to hand to a partner */
#include <sys/stat.h>
#include <errno.h>
#include <stdlib.h>

#include "schemas/bake.h"

static FILE *open_as(const char *folder, const char *name, const char *mode)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        bake_stop("%s: too long a path", folder);
    FILE *f = fopen(path, mode);
    if (!f) bake_stop("cannot write %s: %s", path, strerror(errno));
    return f;
}

static FILE *open_in(const char *folder, const char *name) { return open_as(folder, name, "w"); }
static FILE *append_in(const char *folder, const char *name) { return open_as(folder, name, "a"); }

static void close_whole(FILE *f)
{
    bool bad = ferror(f) != 0;
    if (fclose(f) != 0 || bad) bake_stop("cannot write all: is the disk full?");
}

static void folder_make(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (mkdir(path, 0777) != 0 && errno != EEXIST) bake_stop("cannot make %s", path);
}

/* Files before "--accepted"; *ret_accepted: where those behind it begin. */
static int own_files(int argc, char *argv[], int *ret_accepted)
{
    int n = 2;
    while (n < argc && strcmp(argv[n], "--accepted") != 0) n++;
    *ret_accepted = n < argc ? n + 1 : n;
    return n - 2;
}

static void write_pair(const struct model *m, const char *folder, const char *name,
    void bake(const struct model *, FILE *, FILE *))
{
    char header[64], body[64];
    snprintf(header, sizeof header, "baked/%s.h", name);
    snprintf(body, sizeof body, "baked/%s.c", name);
    FILE *h = open_in(folder, header), *c = open_in(folder, body);
    bake(m, h, c);
    close_whole(h);
    close_whole(c);
}

/* As C text, so that no path is needed at run time. */
static void text_define(FILE *to, const char *text)
{
    fputs("    \"", to);
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '"' || text[i] == '\\') fputc('\\', to);
        fputc(text[i], to);
        if (i % 90 == 89 && (text[i + 1] & 0xc0) != 0x80) fputs("\"\n    \"", to);
    }
    fputs("\",\n", to);
}

static void write_schema(const char *folder, const char *name, const json_t *whole)
{
    char file[300];
    snprintf(file, sizeof file, "schemas/%s.avsc", name);
    FILE *f = open_in(folder, file);
    json_dumpf(whole, f, JSON_INDENT(2));
    fputc('\n', f);
    close_whole(f);
}

static void write_schemas(const struct model *m, const char *folder)
{
    struct events e = events_of(m);
    FILE *c = open_in(folder, "baked/schemas.c");
    fputs("/* Baked: the schema of each event type, whole. */\n#include \"baked/schemas.h\"\n\n"
          "const char *const event_schemas[EVENT_TYPES] = {\n",
        c);
    for (size_t i = 0; i < e.n; i++) {
        json_t *whole = model_whole(m, attribute(e.at[i], "name"));
        char *text = json_dumps(whole, JSON_COMPACT);
        if (!text) bake_stop("out of memory");
        text_define(c, text);
        free(text);
        json_decref(whole);
    }
    fputs("};\n", c);
    close_whole(c);
    FILE *h = open_in(folder, "baked/schemas.h");
    fputs("/* Baked: the schema of each event type as JSON, whole. */\n"
          "#ifndef COASTLINE_BAKED_SCHEMAS_H\n#define COASTLINE_BAKED_SCHEMAS_H\n\n"
          "#include \"baked/catalogue.h\"\n\n"
          "extern const char *const event_schemas[EVENT_TYPES];\n\n#endif\n",
        h);
    close_whole(h);
}

int main(int argc, char *argv[])
{
    int accepted = 0, own = own_files(argc, argv, &accepted);
    if (own < 1) bake_stop("usage: bake FOLDER FILE.avsc... [--accepted FILE.avsc...]");
    struct model m = model_read(own, argv + 2);
    folder_make(argv[1], "baked");
    folder_make(argv[1], "schemas");
    write_pair(&m, argv[1], "hub", bake_hub);
    write_pair(&m, argv[1], "catalogue", bake_events);
    FILE *catalogue = append_in(argv[1], "baked/catalogue.c");
    bake_accepted(&m, argc - accepted, argv + accepted, catalogue);
    close_whole(catalogue);
    write_schemas(&m, argv[1]);
    for (size_t i = 0; i < json_array_size(m.defs); i++) {
        const char *name = attribute(json_array_get(m.defs, i), "name");
        json_t *whole = model_whole(&m, name);
        write_schema(argv[1], name, whole);
        json_decref(whole);
    }
    FILE *book = open_in(argv[1], "schemas/catalogue.md");
    bake_book(&m, book);
    close_whole(book);
    json_decref(m.defs);
    json_decref(m.names);
    return 0;
}
