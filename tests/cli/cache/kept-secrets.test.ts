import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporary } from "../../repository/temporary.js";
import { run } from "../run.js";
import { base64, PLACES, ROLE, secret } from "../secret-places.js";

/** Everything that is kept about a repository, after two runs, of which the second may add to it. */
async function kept(files: Record<string, string>): Promise<string> {
  const root = temporary({ "r.yaml": ROLE, ...files });
  const cache = temporary();
  const given = ["--preset", "all", "--cache", "--cache-location", cache, "--root", root, root];
  await run(root, ...given);
  await run(root, ...given);
  const names = readdirSync(cache);
  expect(names).not.toEqual([]);
  return names.map((name) => readFileSync(join(cache, name), "utf8")).join("\n");
}

describe("the cache", () => {
  it.each(Object.entries(PLACES))("keeps no secret of %s", async (where, filesWith) => {
    const text = await kept(filesWith(where));
    const found = [secret(where), base64(secret(where)), "S3cr3t"].filter((one) => text.includes(one));
    expect(found).toEqual([]);
  });
});
