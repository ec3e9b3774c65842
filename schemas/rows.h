/* The forms that schemas are baked into: rows that a reader of bytes walks, and rows that say what
 * the fields of an event are. The rows themselves stand in baked/hub.h and baked/catalogue.h. */
#ifndef COASTLINE_SCHEMAS_ROWS_H
#define COASTLINE_SCHEMAS_ROWS_H

#include "base/instant.h"
#include "base/slice.h"

/* ---- records of the hub: bytes <-> C structs (common/codec/record.h) ---- */

enum column_kind {
    COLUMN_LONG, /* int64_t or instant */
    COLUMN_INT,  /* int32_t or date */
    COLUMN_BOOLEAN,
    COLUMN_TEXT,  /* struct slice, UTF-8 */
    COLUMN_BYTES, /* struct slice */
    COLUMN_ENUM,
    COLUMN_RECORD,
};

struct record_row;

struct column_row {
    const char *name;
    enum column_kind kind;
    bool nullable, is_list;          /* never both */
    uint32_t offset;                 /* of the value in the struct; of a list, of {n, at} */
    uint32_t has;                    /* nullable, not text or bytes: offset of its `has_` */
    uint32_t n_symbols;              /* of an enum */
    const struct record_row *record; /* of a record */
};

struct record_row {
    const char *name;     /* full Avro name */
    uint64_t fingerprint; /* CRC-64-AVRO of the schema with all it names */
    size_t size;          /* of the C struct */
    size_t n_columns;
    const struct column_row *columns;
};

/* ---- events of writers whose schema of a type differs from ours, but was accepted ---- */

enum skip_kind {
    SKIP_NUMBER, /* int, long, or the ordinal of an enum */
    SKIP_BOOLEAN,
    SKIP_FLOAT,
    SKIP_DOUBLE,
    SKIP_BYTES, /* bytes or string */
};

/* One field as the writer writes it, behind the envelope. */
struct accepted_field {
    int field;              /* of our type; -1: not ours, to be skipped */
    bool nullable, is_list; /* never both */
    enum skip_kind skip;
};

struct accepted_row {
    uint64_t fingerprint;
    unsigned type; /* enum event_type */
    const struct accepted_field *fields;
    size_t n_fields;
};

/* ---- events (domain.md B): what their fields may be ---- */

enum field_kind {
    FIELD_TEXT,
    FIELD_TEXTS, /* list of texts */
    FIELD_ENUM,
    FIELD_ENUMS, /* list of symbols */
    FIELD_INTEGER,
    FIELD_BOOLEAN,
    FIELD_DATE,
    FIELD_INSTANT,
    FIELD_REGION, /* digits of a place */
};

struct field_row {
    const char *name;
    enum field_kind kind;
    bool required;
    bool digits[10];            /* of a place: digits[6] if it may have 6, and so on */
    int64_t min, max;           /* of an integer; of texts max is in bytes */
    const char *const *symbols; /* of enums, by ordinal */
    size_t n_symbols;
};

#endif
