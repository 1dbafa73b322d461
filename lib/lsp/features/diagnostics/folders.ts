import { join } from "node:path";
import type { Host } from "../../feature.js";
import type { LiveModel } from "../../model/live-model.js";
import { below } from "../../text/uris.js";

/** The files of a root that are in an open folder and are linted. */
export interface RootFiles {
  live: LiveModel;
  paths: readonly string[];
}

/** All files that the command lints in the open folders, by their roots. */
export async function foldersOf(host: Host): Promise<RootFiles[]> {
  const { workspace, judge } = host;
  const found = new Map<string, RootFiles>();
  const waiting = workspace.folders.map((folder) => ({ folder, root: workspace.rootOfFolder(folder) }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { folder, root } = next;
    const live = workspace.liveAt(root);
    host.read(live);
    await host.whenRead();
    const { repository } = live.now;
    const isInFolder = (path: string) => folder === root || below(folder, join(root, path)) !== undefined;
    const config = live.configError?.place?.file;
    const all = new Set([...(config === undefined ? [] : [config]), ...judge.filesOf(repository)]);
    const before = found.get(root)?.paths ?? [];
    found.set(root, { live, paths: [...new Set([...before, ...[...all].filter(isInFolder)])] });
    for (const path of repository.nestedRoots) {
      const nested = join(root, path);
      if (nested === folder || below(folder, nested) !== undefined) waiting.push({ folder, root: nested });
    }
  }
  return [...found.values()];
}
