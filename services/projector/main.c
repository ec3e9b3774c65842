/* projector: changes become the read models. */
#include "projector.h"

int main(int argc, char *argv[]) { return service_main(argc, argv, &projector_service); }
