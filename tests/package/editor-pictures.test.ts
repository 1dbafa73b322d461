import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { home } from "../pages.js";
import { NEOVIM } from "../pictures/neovim.js";
import { screenPicture } from "../pictures/screen.js";
import { installCommand } from "./commit-hooks.js";
import { block, neovim, PAGE } from "./editors/page.js";
import { type Scene, screensOf } from "./editors/screens.js";
import { directory } from "./helpers.js";

// `npm run test:package -- editor-pictures -u` draws them anew.
const SHOP = join(home, "docs/examples/shop");
const HAS_FINDINGS = "#vim.diagnostic.get(0) > 0";

/** What is done in a file of the shop, in a terminal so wide that Neovim breaks no line within a word. */
const WALKS: readonly { file: string; columns: number; scenes: readonly Scene[] }[] = [
  {
    ...{ file: "checkout/rbac.yaml", columns: 98 },
    scenes: [
      { name: "neovim-finding.svg", when: HAS_FINDINGS, keys: "19Gfc<C-W>d", shows: "[no-missing-role]" },
      { name: "neovim-actions.svg", keys: "gra", shows: "Type number and <Enter>" },
      { keys: "1<CR>" },
      { name: "neovim-definition.svg", when: "#vim.diagnostic.get(0) == 0", keys: "<C-W>]", shows: " 4,9 " },
    ],
  },
  {
    ...{ file: "rbac/deployer.yaml", columns: 96 },
    scenes: [{ name: "neovim-hover.svg", when: HAS_FINDINGS, keys: "18GfdK", shows: "and ClusterRole" }],
  },
];

/** Other releases look otherwise. */
const isAsOnPage = neovim !== undefined && PAGE.includes(`This was tried with Neovim ${neovim}.`);
if (!isAsOnPage) console.warn("The Neovim of the page is not installed, so its pictures are not compared.");

describe.skipIf(!isAsOnPage)("the pictures of Neovim", () => {
  it("are what it shows", async () => {
    const settings = join(directory, "init.lua");
    writeFileSync(settings, block("lua"));
    const bin = installCommand(join(directory, "pictures-command"));
    const env = { ...process.env, HOME: directory, PATH: `${bin}:${process.env.PATH}` };
    const drawn = WALKS.flatMap(({ file, columns, scenes }, index) => {
      const [light, dark] = (["light", "dark"] as const).map((background) => {
        const root = join(directory, `shop-${index}-${background}`);
        cpSync(SHOP, root, { recursive: true });
        return screensOf({ columns, rows: 26, background, settings, root, file, scenes }, env);
      });
      return [...(light ?? [])].map(([name, screen]): [string, string] => {
        const other = dark?.get(name);
        if (!other) throw new Error(`Nothing is to be seen of ${name}.`);
        return [name, screenPicture(NEOVIM[name] ?? "", screen, other)];
      });
    });
    expect(drawn.map(([name]) => name).sort()).toEqual(Object.keys(NEOVIM).sort());
    for (const [name, svg] of drawn) {
      expect(Buffer.byteLength(svg)).toBeLessThan(20_000);
      await expect(svg).toMatchFileSnapshot(join(home, "docs/images", name));
    }
  });
});
