/* The services' mains under the names that they have here; included before each of their main.c. */
#ifndef COASTLINE_TESTS_SIM_MAINS_H
#define COASTLINE_TESTS_SIM_MAINS_H

int intake_main(int argc, char *argv[]);
int assessor_main(int argc, char *argv[]);
int projector_main(int argc, char *argv[]);
int courier_main(int argc, char *argv[]);

#endif
