import { push } from "../../util/group-by.js";
import { leading } from "../../util/leading.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import type { PlacelessRight } from "./rule-rights.js";
import type { Values } from "./rights.js";

/**
 * Resources and URLs as sets: a pattern such as `*` + `/scale` or `/healthz/*` stands for what else it matches, besides
 * everything named anywhere that it matches.
 */
export class TargetPatterns {
  readonly #parts = new Map<string, string[]>();
  readonly #urls: readonly string[];

  /** @param rights those whose targets are compared */
  constructor(rights: Iterable<PlacelessRight>) {
    const urls = new Set<string>();
    const resources = new Set<string>();
    for (const { group, targets } of rights) {
      if (targets === "all") continue;
      for (const target of targets) (group === undefined ? urls : resources).add(target);
    }
    for (const resource of resources) {
      const slash = resource.indexOf("/");
      if (slash >= 0) push(this.#parts, resource.slice(slash + 1), resource);
    }
    this.#urls = [...urls].sort();
  }

  /** Targets with everything named that their patterns match. */
  widened<Part extends PlacelessRight>(right: Part): Part {
    const { targets } = right;
    if (targets === "all" || ![...targets].some(isPattern)) return right;
    return { ...right, targets: this.#widened(right.group === undefined)(targets) };
  }

  readonly #widened = memoizeParts((areUrls: boolean) =>
    memoize((targets: ReadonlySet<string>): ReadonlySet<string> => {
      const all = new Set(targets);
      for (const target of targets) for (const one of this.#matches(target, areUrls)) all.add(one);
      return all;
    }),
  );

  /** The shortest way to say some targets: patterns without what they match, and what these match and is not meant. */
  shortened(targets: Values, areUrls: boolean): { targets: readonly string[]; except: readonly string[] } {
    if (targets === "all") return { targets: ["*"], except: [] };
    const covered = new Set<string>();
    const except = new Set<string>();
    for (const target of targets) {
      for (const one of this.#matches(target, areUrls)) {
        if (one === target) continue;
        if (targets.has(one)) covered.add(one);
        else except.add(one);
      }
    }
    return {
      targets: [...targets].filter((target) => !covered.has(target)).sort(),
      except: this.#withoutMatched(except, areUrls).sort(),
    };
  }

  /** Whoever has a pattern has all that it matches. */
  #withoutMatched(targets: ReadonlySet<string>, areUrls: boolean): string[] {
    const matched = [...targets].flatMap((target) =>
      this.#matches(target, areUrls).filter((one) => one !== target),
    );
    const others = new Set(matched);
    return [...targets].filter((target) => !others.has(target));
  }

  #matches(target: string, areUrls: boolean): readonly string[] {
    if (!isPattern(target)) return [];
    if (!areUrls) return this.#parts.get(target.slice(2)) ?? [];
    const start = target.slice(0, -1);
    const first = leading(this.#urls, (url) => url < start);
    const end = leading(this.#urls, (url) => url < start || url.startsWith(start));
    return this.#urls.slice(first, end);
  }
}

/** Whether a target matches others than itself. */
function isPattern(target: string): boolean {
  return target.startsWith("*/") || target.endsWith("*");
}
