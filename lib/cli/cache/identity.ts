import { readdirSync } from "node:fs";
import { readCheckout, repositoryName } from "../../repository/git/remotes.js";
import { digest } from "../../util/digest.js";
import { Store } from "./store.js";

/** The store of a root, of which there is one for each kind of what is kept. */
export function storeOf(
  directory: string,
  root: string,
  ending: ConstructorParameters<typeof Store>[3],
): Store {
  return new Store(directory, digest(identityOf(root)).slice(0, 16), digest(root).slice(0, 16), ending);
}

/** What a repository has in common with its clones: where it comes from, else what is in its root. */
function identityOf(root: string): string {
  const [remote] = readCheckout(root).remotes.flatMap((url) => repositoryName(url) ?? []);
  try {
    return remote ?? readdirSync(root).sort().join("\n");
  } catch {
    return "";
  }
}
