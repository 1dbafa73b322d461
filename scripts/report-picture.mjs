// Takes the picture of a report that the README shows, with the Chromium of this machine: node scripts/report-picture.mjs
// after `npm run build`. Fonts differ between machines, so no check compares it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const home = join(import.meta.dirname, "..");
const directory = mkdtempSync(join(tmpdir(), "gitops-picture-"));
try {
  const file = join(directory, "report.html");
  const argv = ["--format", "html", "--output-file", file, "docs/examples/shop"];
  const { status, stderr } = spawnSync(process.execPath, [join(home, "dist/cli/bin.js"), ...argv], {
    cwd: home,
    encoding: "utf8",
  });
  if (status !== 1) throw new Error(stderr);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage({ viewport: { width: 1000, height: 760 }, colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  await page.getByLabel("Search findings").fill("deployer");
  await page.locator("#findings [role=status]", { hasText: "1 of" }).waitFor();
  await page.locator("g.node", { hasText: "ServiceAccount:shop/deployer" }).click();
  await page.locator("section#access").evaluate((section) => section.scrollIntoView({ block: "end" }));
  await page.screenshot({ path: join(home, "docs/images/report.png") });
  await browser.close();
} finally {
  rmSync(directory, { recursive: true });
}
