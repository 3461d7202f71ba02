// What <spawn.h> and <unistd.h> have for programs that define _GNU_SOURCE, which Swift does not (glibc 2.34 and later).
#include <spawn.h>
#include <unistd.h>

#ifdef __GLIBC__
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int syncfs(int descriptor);
ssize_t copy_file_range(int from, off_t *from_place, int to, off_t *to_place, size_t count, unsigned int flags);
#endif
