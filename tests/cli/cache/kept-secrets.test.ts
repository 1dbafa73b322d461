import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { committed } from "../../repository/git.js";
import { put, temporary } from "../../repository/temporary.js";
import { run } from "../run.js";
import { base64, PLACES, ROLE, secret } from "../secret-places.js";

/** Everything that is kept of a change, after two runs: what is new, and what was there before. */
async function keptOfChange(files: Record<string, string>): Promise<string> {
  const root = committed({ "r.yaml": ROLE, ...files });
  for (const [path, text] of Object.entries(files)) put(root, `new/${path}`, text);
  const cache = temporary();
  const given = ["diff", "HEAD", "--cache", "--cache-location", cache, "--root", root];
  await run(root, ...given);
  await run(root, ...given);
  return textsIn(cache);
}

function textsIn(cache: string): string {
  const names = readdirSync(cache);
  expect(names).not.toEqual([]);
  return names.map((name) => readFileSync(join(cache, name), "utf8")).join("\n");
}

/** Everything that is kept about a repository, after two runs, of which the second may add to it. */
async function kept(files: Record<string, string>): Promise<string> {
  const root = temporary({ "r.yaml": ROLE, ...files });
  const cache = temporary();
  const given = ["--preset", "all", "--cache", "--cache-location", cache, "--root", root, root];
  await run(root, ...given);
  await run(root, ...given);
  return textsIn(cache);
}

describe("the cache", () => {
  it.each(Object.entries(PLACES))("keeps no secret of %s", async (where, filesWith) => {
    const files = filesWith(where);
    const text = `${await kept(files)}\n${await keptOfChange(files)}`;
    const found = [secret(where), base64(secret(where)), "S3cr3t"].filter((one) => text.includes(one));
    expect(found).toEqual([]);
  });
});
