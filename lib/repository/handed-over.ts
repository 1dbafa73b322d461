import { onDisk } from "./on-disk.js";
import { sourcesOf } from "./read-repository.js";
import { storeIn } from "./read-sources.js";
import type { Repository, RepositoryContent } from "./repository.js";

/** A repository that another thread has read, with what was fetched of what it names. */
export function handedOver(content: RepositoryContent): Repository {
  const { root, lock, storeAt = "" } = content;
  const fetched = lock && lock.size > 0 ? sourcesOf(root, lock, storeIn(storeAt)) : undefined;
  return onDisk(content, undefined, { fetched });
}
