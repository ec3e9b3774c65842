/* coastline: what an operator, a reviewer or an auditor types. One file a command, one row here. */
#include <stdio.h>
#include <string.h>

#include "commands.h"

static const struct command {
    const char *name;
    int (*run)(int argc, char *argv[]);
    const char *purpose;
} commands[] = {
#define COMMAND(name, purpose) { #name, command_##name, purpose },
#include "commands.def"
#undef COMMAND
};

static int usage(FILE *to, int status)
{
    fprintf(to, "usage: coastline COMMAND [OPTION]…\n\n");
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(to, "  %-14s %s\n", commands[i].name, commands[i].purpose);
    fprintf(to, "\n`coastline COMMAND --help` says more.\n");
    return status;
}

int main(int argc, char *argv[])
{
    if (argc < 2) return usage(stderr, 2);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) return usage(stdout, 0);
    for (size_t i = 0; i < COUNT(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "coastline: no command '%s'\n", argv[1]);
    return usage(stderr, 2);
}
