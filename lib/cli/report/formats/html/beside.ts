import { relative, sep } from "node:path";
import { printable } from "../../../../util/phrases.js";
import type { RootResult } from "../../../lint/outcome.js";
import type { Summary } from "../../summary.js";
import { baseOf } from "../base-path.js";
import { accessData } from "./access-data.js";
import type { Beside } from "./html.js";
import { networkData } from "./network-data.js";
import { pathsData } from "./paths-data.js";
import { placerIn } from "./placer.js";
import { unknownData } from "./unknown-data.js";

/** What a page shows of the repositories that were linted besides what was found in them. */
export function besideFindings(done: readonly RootResult[], summary: Summary): Beside {
  const base = baseOf(done.map(({ root }) => root));
  const parts = done.flatMap(({ root, analysis }) => {
    if (!analysis) return [];
    const path = relative(base, root).split(sep).join("/");
    const title = done.length > 1 ? printable(path || ".") : undefined;
    const place = placerIn(analysis, path === "" ? "" : `${path}/`);
    const unknown = unknownData(analysis, place);
    const access = accessData(analysis, place, title);
    return [
      {
        access: access ?? [],
        paths: access ? pathsData(analysis, place, title) : [],
        networks: networkData(analysis, title),
        unknown: title === undefined ? unknown : withTitle(unknown, title),
      },
    ];
  });
  const { sentence, notes, namespaces, unknown } = summary;
  return {
    sentences: [sentence, ...notes, ...namespaces],
    access: parts.flatMap(({ access }) => access),
    paths: parts.flatMap(({ paths }) => paths),
    networks: parts.flatMap(({ networks }) => networks),
    unknown: {
      sentences: unknown,
      groups: parts.flatMap((part) => part.unknown.groups),
      notRead: parts.flatMap((part) => part.unknown.notRead),
    },
  };
}

function withTitle(unknown: ReturnType<typeof unknownData>, title: string): ReturnType<typeof unknownData> {
  return { ...unknown, notRead: unknown.notRead.map((one) => `${title}: ${one}`) };
}
