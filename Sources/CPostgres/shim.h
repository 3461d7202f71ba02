// libpq, the C client library of PostgreSQL, from the system's package.
#include <libpq-fe.h>
