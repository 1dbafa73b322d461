import { describe, expect, it } from "vitest";
import { keyOf } from "../../../lib/builds/applied.js";
import { allLinks, linksLike, linksTo } from "../../../lib/lsp/links/all-links.js";
import type { Link } from "../../../lib/lsp/links/link.js";
import { LAYOUTS } from "../layouts.js";
import { modelOf } from "../model-of.js";
import { REPOSITORIES } from "../repositories.js";

function told(links: readonly Link[]): string[] {
  return links.map(({ place, type, called }) => JSON.stringify([place, type, called])).sort();
}

describe.each(Object.entries({ ...LAYOUTS, ...REPOSITORIES }))("in %s", (_, files) => {
  it("an object has the links that are found when all are looked up", () => {
    const { analysis } = modelOf(files);
    const all = allLinks(analysis);
    const objects = analysis.all.flatMap((build) => build.objects);
    for (const object of objects) {
      const meant = all.filter(({ targets }) => targets.some((target) => keyOf(target) === keyOf(object)));
      expect(told(linksTo(analysis, object))).toEqual(told(meant));
    }
  });

  it("what is not of the repository has them, too", () => {
    const { analysis } = modelOf(files);
    const all = allLinks(analysis);
    for (const link of all.filter(({ targets }) => targets.length === 0)) {
      const same = all.filter(({ targets, called }) => targets.length === 0 && called === link.called);
      expect(told(linksLike(analysis, link))).toEqual(told(same));
    }
  });
});
