import { differ } from "../../builds/controllers/clusters.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { mayBind } from "../hidden-parts.js";
import type { Identity, Where } from "./given.js";

/** What is hidden on one side of a change only, with the clusters that it may be in. */
export class NewHidden {
  readonly #analysis: Analysis;
  readonly #parts: readonly { part: HiddenPart; cluster: string | undefined }[];
  readonly #isUnreadable: boolean;

  constructor(analysis: Analysis, other: Analysis) {
    this.#analysis = analysis;
    const known = new Set(other.all.flatMap(({ hidden }) => hidden.map((part) => keyOf(other, part))));
    const parts = analysis.all.flatMap(({ hidden, cluster }) => {
      return hidden
        .filter((part) => !known.has(keyOf(analysis, part)))
        .map((part) => ({ key: `${keyOf(analysis, part)} ${cluster}`, part, cluster }));
    });
    this.#parts = [...new Map(parts.map((one) => [one.key, one])).values()];
    const unreadable = new Set(other.repository.unreadable.map(({ path }) => path));
    this.#isUnreadable = analysis.repository.unreadable.some(({ path }) => !unreadable.has(path));
  }

  get isEmpty(): boolean {
    return !this.#isUnreadable && this.#parts.length === 0;
  }

  /** Whether any of it may hold a binding for a subject. */
  mayBind({ user }: Pick<Identity, "user">, { cluster }: Where): boolean {
    return (
      this.#isUnreadable ||
      this.#parts.some((one) => !differ(one.cluster, cluster) && mayBind(this.#analysis, one.part, user))
    );
  }
}

/** The same for a part wherever it is written, as long as all is the same of it that can be seen. */
export const keyOf: (analysis: Analysis, part: HiddenPart) => string = memoizePairs(
  ({ repository }: Analysis, part: HiddenPart) => {
    const { kind, texts = [], values } = part;
    const contents = kind === "text" ? texts.map((path) => contentOf(repository, path) ?? path) : [];
    return JSON.stringify([placelessKey(part), contents, values]);
  },
);

/** The same for what is called the same, though it may say something else. */
export function placelessKey({ kind, names, namespace, reason, file }: HiddenPart): string {
  // What goes by no name is told by what is said of it, without the file that it begins with.
  const said = names.length > 0 || !reason.startsWith(`${file} `) ? "" : reason.slice(file.length);
  return JSON.stringify([kind, names, namespace, kind === "text" ? "" : said]);
}

/** What is the same for texts that say the same; undefined if there is no such file, or nothing is known of it. */
export function contentOf({ contents, texts }: Repository, path: string): string | undefined {
  return contents.get(path) ?? texts.get(path);
}
