// What <spawn.h> has for programs that define _GNU_SOURCE, which Swift does not (glibc 2.34 and later).
#include <spawn.h>

#ifdef __GLIBC__
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
#endif
