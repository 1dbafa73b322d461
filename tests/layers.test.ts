import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { ESLint } from "eslint";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const home = resolve(import.meta.dirname, "..");
const { layers } = (await import(join(home, "eslint.config.mjs"))) as { layers: readonly string[] };

/** The project's own ESLint; what needs types would load the whole project, and says nothing of imports. */
const eslint = new ESLint({
  cwd: home,
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
});

/** What is said of an import in a file of a folder, written as such a file must write it. */
async function importIn(file: string, imported: string): Promise<string[]> {
  const isOurs = /^(?:lib|rules)\//.test(imported);
  const path = isOurs ? relative(dirname(file), imported).replace(/^(?!\.)/, "./") : imported;
  const text = `import type { Thing } from "${path}";\nexport type { Thing };\n`;
  const [result] = await eslint.lintText(text, { filePath: join(home, file) });
  return result?.messages.map(({ message }) => message) ?? [];
}

const places = layers.flatMap((layer, index) =>
  ["made-up.ts", "made/up.ts"].map((name) => ({
    file: `${layer}/${name}`,
    layer,
    above: layers.slice(0, index),
    below: layers.slice(index + 1),
  })),
);

describe("the layers", () => {
  it("are all folders of lib/, and the rules", () => {
    const folders = readdirSync(join(home, "lib"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `lib/${name}`);
    expect([...layers].sort()).toEqual([...folders, "rules"].sort());
  });

  it.each(places)("let no import of $file go up", async ({ file, layer, above }) => {
    for (const other of above) {
      for (const imported of [`${other}/made-up.js`, `${other}/made/up.js`]) {
        const said = await importIn(file, imported);
        expect(said, imported).toEqual([
          expect.stringContaining(`${layer} is below ${other}: imports run down.`),
        ]);
      }
    }
    expect(await importIn(file, "lib/index.js")).toEqual([
      expect.stringContaining("The package's entries are for its users."),
    ]);
  });

  it.each(places)("let every import of $file go down", async ({ file, layer, below }) => {
    for (const other of [layer, ...below]) {
      // Linting never loads what opens connections.
      const isKept = layer === "lib/cli" && other === "lib/fetch";
      expect(await importIn(file, `${other}/other.js`), other).toEqual(
        isKept ? [expect.stringContaining("Only lib/cli/commands/fetch/**/*.ts may load lib/fetch.")] : [],
      );
    }
  });

  it("let the command that fetches alone load what opens connections", async () => {
    expect(await importIn("lib/cli/commands/fetch/made-up.ts", "lib/fetch/other.js")).toEqual([]);
    expect(await importIn("lib/cli/commands/made-up.ts", "lib/fetch/other.js")).toHaveLength(1);
  });

  it.each(layers)(
    "keep ESLint and the disk from %s, if it is none of those that know them",
    async (layer) => {
      const hosts = ["lib/cli", "lib/plugin"];
      const expected = (knows: string[]) => (knows.includes(layer) ? [] : [expect.any(String) as string]);
      expect(await importIn(`${layer}/made-up.ts`, "eslint")).toEqual(expected(hosts));
      expect(await importIn(`${layer}/made-up.ts`, "node:fs")).toEqual(
        expected([...hosts, "lib/fetch", "lib/repository"]),
      );
      for (const name of ["node:http", "https", "node:net", "node:tls", "node:dns/promises", "node:http2"]) {
        expect(await importIn(`${layer}/made-up.ts`, name), name).toEqual(expected(["lib/fetch"]));
      }
    },
  );
});

describe("the check for circles", () => {
  let scratch: string;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "gitops-circles-"));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  /** What `npm run check:lint` says of other files: each error, without where the circle goes on. */
  function errorsIn(files: Record<string, string>): string[] {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    const command = join(home, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const config = join(home, ".dependency-cruiser.mjs");
    const { status, stdout } = spawnSync(process.execPath, [command, "--config", config, "lib", "rules"], {
      cwd: scratch,
      encoding: "utf8",
    });
    expect(stdout).toContain(`${Object.keys(files).length} modules`);
    const errors = [...stdout.matchAll(/^ *error (\S+: \S+ → ?\S*)/gm)].map(([, error = ""]) => error.trim());
    expect(status).toBe(errors.length);
    return errors.sort();
  }

  const inEachFolder = (files: (layer: string, index: number) => Record<string, string>) =>
    Object.assign({}, ...layers.map(files)) as Record<string, string>;

  it("finds two files of any folder that import each other, if only for types", () => {
    const files = inEachFolder((layer) => ({
      [`${layer}/one.ts`]: 'import type { Two } from "./two.js";\nexport type One = Two;\n',
      [`${layer}/two.ts`]: 'import type { One } from "./one.js";\nexport type Two = { one: One };\n',
    }));
    expect(errorsIn(files)).toEqual(layers.map((layer) => `no-circle: ${layer}/one.ts →`).sort());
  });

  it("finds what goes up only when it is run", () => {
    const files = inEachFolder((layer, index) => {
      const [file, above] = [`${layer}/late.ts`, `${layers[index - 1]}/late.js`];
      const path = relative(layer, above);
      return { [file]: index === 0 ? "export {};\n" : `export const late = () => import("${path}");\n` };
    });
    expect(errorsIn(files)).toEqual(
      layers
        .slice(1)
        .map((layer, index) => `imports-run-down: ${layer}/late.ts → ${layers[index]}/late.ts`)
        .sort(),
    );
  });

  it("lets files import each other one way", () => {
    const files = inEachFolder((layer, index) => {
      const below = layers[index + 1];
      const path = below && relative(layer, `${below}/one.js`);
      return {
        [`${layer}/one.ts`]: path ? `export type * from "${path}";\n` : "export type One = string;\n",
      };
    });
    expect(errorsIn(files)).toEqual([]);
  });
});
