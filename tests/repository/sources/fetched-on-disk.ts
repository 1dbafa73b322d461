import { afterEach, vi } from "vitest";
import { StoreWriter } from "../../../lib/fetch/store/store-writer.js";
import { printLock } from "../../../lib/repository/sources/lock-file.js";
import type { LockedSource, ResolvedSource } from "../../../lib/repository/sources/locked.js";
import { chartArchive } from "../../helm/chart/archives.js";
import { temporary } from "../temporary.js";
import type { TestSource } from "./memory-store.js";

afterEach(() => vi.unstubAllEnvs());

/**
 * Puts sources into a store of the test, which every command uses until the test is over.
 * @returns the text of a lock that names them
 */
export function fetchedOnDisk(...sources: readonly TestSource[]): string {
  const directory = temporary();
  vi.stubEnv("GITOPS_LINT_STORE", directory);
  const writer = new StoreWriter(directory);
  return printLock(sources.map((one) => put(writer, one)));
}

function put(
  writer: StoreWriter,
  { request, name, version, chart, tree, file = "" }: TestSource,
): LockedSource {
  const about = { name, ...(version !== undefined && { version }) };
  const digest = writer.put(
    tree
      ? {
          ...about,
          content: "tree",
          files: new Map(Object.entries(tree).map(([path, text]) => [path, Buffer.from(text)])),
        }
      : {
          ...about,
          content: chart ? "chart" : "file",
          bytes: chart ? chartArchive("chart", chart) : Buffer.from(file),
        },
  );
  const content = chart ? "chart" : tree ? "tree" : "file";
  const commit = request.type === "git" ? { commit: "0123456789abcdef0123456789abcdef01234567" } : {};
  const source: ResolvedSource = { request, ...about, ...commit, digest, content };
  writer.remember(source);
  return { ...source, neededBy: [] };
}
