/* coastline rules: a rule set as a file, to be read, changed and tried before anybody activates it.
 */
#include <stdio.h>

#include "commands.h"
#include "fold/shelf.h"
#include "verb.h"

struct rules_conf {
    const char *file;
};

static const struct option_row print_rows[] = {
    OPTION(struct rules_conf, file, OPT_TEXT, .fallback = "",
        .help = "a rule set file, printed in full; by default the built-in one"),
};
static const struct option_row check_rows[] = {
    OPTION(struct rules_conf, file, OPT_TEXT, .help = "the rule set file to check"),
};

static enum rc print_run(const void *conf, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    const char *path = ((const struct rules_conf *)conf)->file;
    struct buffer out = buffer_new(RULES_FILE_MAX);
    enum rc rc = *path ? shelf_put(&shelf, path, why) : RC_OK;
    if (rc == RC_OK) {
        rules_write(*path ? &shelf.at[0].rules : rules_built_in(), &out);
        bool good = buffer_whole(&out) && fwrite(out.at, 1, out.n, stdout) == out.n;
        if (!good || fflush(stdout) != 0) rc = why_set(why, RC_BROKEN, "cannot write");
    }
    buffer_deinit(&out);
    return rc;
}

static enum rc check_run(const void *conf, struct why *why)
{
    static struct rule_shelf shelf;
    const struct rules *ours = rules_built_in(), *it = &shelf.at[0].rules;
    size_t differ = 0;
    enum rc rc = shelf_put_at_desk(&shelf, ((const struct rules_conf *)conf)->file, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < RULE_NUMBERS; i++) differ += it->at[i] != ours->at[i];
    printf("%s is a rule set, sha256 %s; numbers that differ from %s: %zu\n", it->name.at,
        shelf.at[0].sha256, ours->name.at, differ);
    for (size_t i = 0; i < RULE_NUMBERS; i++)
        if (it->at[i] != ours->at[i])
            printf("  %s %d -> %d\n", rule_number_rows[i].key, ours->at[i], it->at[i]);
    return fflush(stdout) == 0 ? RC_OK : why_set(why, RC_BROKEN, "cannot write");
}

static const struct verb_row verbs[] = {
    { "print", "prints a rule set in full, as a file with classes, sentences and sources",
        { print_rows }, { COUNT(print_rows) }, sizeof(struct rules_conf), print_run },
    { "check", "reads the rule set of --file, and names line and key of what is wrong",
        { check_rows }, { COUNT(check_rows) }, sizeof(struct rules_conf), check_run },
};

int command_rules(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
