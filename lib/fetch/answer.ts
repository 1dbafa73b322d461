import type { LockedSource } from "../repository/sources/locked.js";

/** What a request was answered with, before it is put into the store. */
export type Answer = Pick<LockedSource, "name" | "version" | "commit"> &
  (
    | { content: "chart" | "file"; bytes: Buffer }
    /** Regular files by path with `/`, none of which leads out. */
    | { content: "tree"; files: ReadonlyMap<string, Buffer> }
  );

/** Why a source is not fetched, as a sentence: what, where, what to do. */
export class FetchError extends Error {}
