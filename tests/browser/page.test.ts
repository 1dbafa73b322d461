import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { changeAsHtml } from "../../lib/cli/commands/diff/html.js";
import { sectionsOf } from "../../lib/cli/commands/diff/sections.js";
import { CHANGE, twoSides } from "../cli/commands/diff/changes.js";
import { temporary } from "../repository/temporary.js";
import { open, type Opened, processorTime, sharedBrowser, valueIn } from "./browser.js";
import { hostile, large, reportOf, SMALL } from "./reports.js";

const browser = sharedBrowser();
let opened: Opened[] = [];
afterEach(async () => {
  // Whatever a test is about, nothing may go wrong meanwhile, and nothing may be asked for.
  const wrong = opened.flatMap(({ complaints, requests }) => [...complaints, ...requests]);
  for (const { page } of opened) await page.close();
  opened = [];
  expect(wrong).toEqual([]);
});

async function shown(file: string, options?: Parameters<typeof open>[2]): Promise<Page> {
  const one = await open(browser(), file, options);
  opened.push(one);
  return one.page;
}

const textsOf = async (page: Page, selector: string) => await page.locator(selector).allInnerTexts();
const SMALL_REPORT = async () => await reportOf(SMALL, "--preset", "recommended");

describe("the page", () => {
  it("has a heading, landmarks, and a part for each thing that it shows", async () => {
    const page = await shown(await SMALL_REPORT());
    expect(await page.title()).toBe("Report of gitops-lint");
    expect(await textsOf(page, "h1")).toEqual(["Report of gitops-lint"]);
    expect(await textsOf(page, "h2")).toEqual([
      "Findings",
      "Who is bound to what",
      "Paths to more rights",
      "Who may reach whom",
      "What was not known",
    ]);
    for (const name of ["banner", "navigation", "main", "contentinfo"] as const)
      expect(await page.getByRole(name).count()).toBe(1);
    for (const name of await textsOf(page, "h2"))
      expect(await page.getByRole("region", { name }).count()).toBe(1);
    // Every field has a name.
    for (const field of await page.locator("input, select, button").all())
      expect(
        await field.evaluate(
          (one: { labels?: { length: number }; textContent: string }) =>
            (one.labels?.length ?? 0) > 0 || one.textContent !== "",
        ),
      ).toBe(true);
  });

  it("leads with the tab key first to the report itself", async () => {
    const page = await shown(await SMALL_REPORT());
    await page.keyboard.press("Tab");
    expect(await valueIn(page, "document.activeElement.textContent")).toBe("Skip to the report");
    await page.keyboard.press("Enter");
    expect(await valueIn(page, "document.activeElement.id")).toBe("report");
  });

  it.each(["light", "dark"] as const)(
    "can be read in %s: every text stands out from its ground",
    async (colorScheme) => {
      const page = await shown(await SMALL_REPORT(), { colorScheme });
      expect(await valueIn(page, "getComputedStyle(document.body).backgroundColor")).toBe(
        colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)",
      );
      await valueIn(page, "for (const one of document.querySelectorAll('details')) one.open = true");
      const contrasts = (await valueIn(page, CONTRASTS)) as [string, number][];
      expect(contrasts.length).toBeGreaterThan(60);
      expect(contrasts.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
    },
  );

  it("prints what is closed as well", async () => {
    const page = await shown(await SMALL_REPORT());
    await page.getByLabel("Search findings").fill("");
    expect(await page.locator("details:not([open])").count()).toBeGreaterThan(2);
    await valueIn(page, "dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("details:not([open])").count()).toBe(0);
    expect(await textsOf(page, "section#access tbody td:last-child")).toContain(
      "do everything in the cluster",
    );
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await valueIn(page, "dispatchEvent(new Event('afterprint'))");
    expect(await page.locator("details:not([open])").count()).toBeGreaterThan(2);
  });

  it("shows names that try to be more than text", async () => {
    const page = await shown(await reportOf(hostile(), "--preset", "all"));
    expect(await valueIn(page, "window.hacked")).toBeUndefined();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    const text = await page.locator("body").innerText();
    expect(text).toContain(
      `<script>window.hacked = 1<script><img src=x onerror="window.hacked = 1">'"&\uFFFD\uFFFD.yaml`,
    );
    expect(await page.locator("g.node title").allTextContents()).toContain(
      `User:</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"&\uFFFD\uFFFD`,
    );
  });

  it("leaves a page elsewhere in the dark about where it was opened from", async () => {
    const page = await shown(await SMALL_REPORT());
    const links = (await valueIn(
      page,
      "[...document.links].filter((one) => !one.hash).map((one) => [one.protocol, one.rel, one.target])",
    )) as string[][];
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links.map((one) => one.join()))).toEqual(new Set(["https:,noopener noreferrer,_blank"]));
  });
});

describe("the findings", () => {
  it("are grouped, filtered and searched", async () => {
    const page = await shown(await SMALL_REPORT());
    const section = page.locator("section#findings");
    const titles = async () => await section.locator("summary h3").allInnerTexts();
    const byRule = await titles();
    expect(byRule).toContain("gitops/no-wildcard-verbs");
    await section.getByLabel("Group by").selectOption("directory");
    expect(await titles()).toContain("team");
    await section.getByLabel("Group by").selectOption("rule");
    await section.getByLabel("Search findings").fill("wildcard TEAM/roles.yaml:");
    await expect
      .poll(() => valueIn(page, "document.querySelectorAll('#findings summary').length === 1"))
      .toBe(true);
    expect(await titles()).toEqual(["gitops/no-wildcard-verbs"]);
    expect(await section.locator(".finding mark").allInnerTexts()).toEqual(['"*"']);
    expect(await section.locator("pre").innerText()).toContain('verbs: ["*"]');
    await section.getByLabel("Severity").selectOption("warning");
    expect(await section.getByRole("status").innerText()).toMatch(/^0 of \d+ findings\.$/);
  });
});

describe("the ways to cluster-admin", () => {
  it("are shown step by step, and searched", async () => {
    const page = await shown(await SMALL_REPORT());
    const section = page.locator("section#paths");
    const path = section.locator(".paths > li").filter({ hasText: "User 'kim'" }).first();
    expect(await path.locator("h4").allInnerTexts()).toEqual(["User 'kim' → cluster-admin"]);
    expect(await path.locator(".steps code").allInnerTexts()).toContainEqual(
      expect.stringMatching(/^team\/bindings\.yaml:\d+$/),
    );
    await section.getByLabel("Search paths").fill("nobody");
    await expect.poll(() => section.getByRole("status").innerText()).toMatch(/^0 of \d+ paths?\.$/);
  });
});

describe("a change of access", () => {
  it("is a page of the same kind", async () => {
    const file = join(temporary(), "change.html");
    writeFileSync(file, changeAsHtml(["The headline."], sectionsOf(CHANGE, [], twoSides())));
    const page = await shown(file);
    expect(await textsOf(page, "h1, h2")).toEqual(["Change of access", "What changes"]);
    expect(await textsOf(page, "h3.urgent")).toEqual(["Dangerous", "In reach"]);
    expect(await page.locator("li.gained").first().innerText()).toContain(
      "User:jane can now read every Secret",
    );
    expect(await page.getByRole("img", { name: "lost" }).count()).toBe(2);
    // There is only one part, and so few items that nobody searches them.
    expect(await page.locator("nav, input, [role=status]").count()).toBe(0);
  });
});

describe("the matrix", () => {
  it("is walked with the arrow keys, and says what is in a cell", async () => {
    const page = await shown(await SMALL_REPORT());
    const section = page.locator("section#network");
    expect(await section.getByRole("grid").locator("thead th").allInnerTexts()).toEqual([
      "from ↓ to →",
      "blog",
      "shop",
      "outside",
    ]);
    // One cell is in the order of the tab key.
    expect(await section.locator("td[tabindex='0']").count()).toBe(1);
    await section.locator("td[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    expect(await section.locator(".detail").innerText()).toContain("From shop to blog: nothing is allowed.");
    await page.keyboard.press("ArrowRight");
    expect(await valueIn(page, "document.activeElement.getAttribute('aria-label')")).toBe(
      "within shop: everything is allowed",
    );
    await page.keyboard.press("Control+End");
    expect(await section.locator(".detail").innerText()).toContain("policies have no say");
    expect(await section.locator("td[tabindex='0']").count()).toBe(1);
    await section.getByLabel("To", { exact: true }).fill("blog");
    await expect
      .poll(() => valueIn(page, "document.querySelectorAll('#network tbody tr:first-child td').length === 1"))
      .toBe(true);
    expect(await section.getByRole("status").innerText()).toBe("Rows 1 to 3 of 3. Columns 1 to 1 of 1.");
  });
});

describe("the graph", () => {
  const nodes = (page: Page) => page.locator("g.node");
  const widthOf = async (page: Page) => Number(await page.locator("svg.graph").getAttribute("width"));

  it("marks what is dangerous, and tells what is behind a node", async () => {
    const page = await shown(await SMALL_REPORT());
    const marked = async () => (await page.locator("g.node.cluster title").allTextContents()).sort();
    // What is in sight is drawn when the page has its size.
    await expect
      .poll(marked)
      .toEqual([
        "ClusterRole actor",
        "ClusterRole cluster-admin",
        "User:ada",
        "User:kim",
        "actors",
        "admins",
      ]);
    expect(await page.locator("path.edge.cluster").count()).toBe(4);
    await nodes(page).filter({ hasText: "User:ada" }).click();
    const detail = page.locator("section#access .detail");
    expect(await detail.innerText()).toContain(
      "ClusterRoleBinding admins (team/bindings.yaml:4) gives ClusterRole cluster-admin to User:ada",
    );
    expect(await detail.innerText()).toContain("can do everything in the cluster");
    // What is not linked with it steps back.
    expect(await page.locator("g.node.far title").allTextContents()).toContain("User:eve");
  });

  it("is walked and zoomed with the keyboard", async () => {
    const page = await shown(await SMALL_REPORT());
    await page.locator("g.node[tabindex='0']").focus();
    const at = async () => await valueIn(page, "document.activeElement.querySelector('title').textContent");
    expect(await at()).toBe("User:ada");
    await page.keyboard.press("ArrowRight");
    expect(await at()).toBe("admins");
    await page.keyboard.press("ArrowRight");
    expect(await at()).toBe("ClusterRole cluster-admin");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    expect(await page.locator("g.node[aria-pressed='true']").count()).toBe(1);
    const before = await widthOf(page);
    await page.keyboard.press("+");
    expect(await widthOf(page)).toBeCloseTo(before * 1.25);
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    expect(await widthOf(page)).toBeCloseTo(before / 1.25);
  });

  it("is zoomed by its buttons and the wheel, and searched", async () => {
    const page = await shown(await SMALL_REPORT());
    const before = await widthOf(page);
    await page.getByRole("button", { name: "Zoom in" }).click();
    expect(await widthOf(page)).toBeCloseTo(before * 1.25);
    await page.locator(".pane").hover();
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 300);
    await page.keyboard.up("Control");
    await expect
      .poll(() =>
        valueIn(page, `Number(document.querySelector("svg.graph").getAttribute("width")) < ${before}`),
      )
      .toBe(true);
    await page.getByRole("button", { name: "Fit" }).click();
    expect(
      await valueIn(
        page,
        "document.querySelector('.pane').scrollWidth <= document.querySelector('.pane').clientWidth",
      ),
    ).toBe(true);
    await page.getByLabel("Search subjects, bindings and roles").fill("writers");
    await expect.poll(() => valueIn(page, "document.querySelectorAll('g.node').length === 3")).toBe(true);
    expect(await page.locator("g.node title").allTextContents()).toEqual([
      "User:eve",
      "blog/writers",
      "ClusterRole writer",
    ]);
  });
});

describe("5,000 findings and 2,000 subjects", () => {
  const elements = async (page: Page) => Number(await valueIn(page, "document.querySelectorAll('*').length"));

  it("stay fluid: what is drawn is what is in sight", async () => {
    const file = await reportOf(large(5000, 2000), "--preset", "recommended");
    expect(readFileSync(file).length).toBeLessThan(8_000_000);
    const page = await shown(file);
    expect(await processorTime(page)).toBeLessThan(3);
    expect(await elements(page)).toBeLessThan(8000);

    const section = page.locator("section#findings");
    await section.locator("summary").first().click();
    await section.getByRole("button", { name: /^Show 50 more of the / }).click();
    expect(await section.locator("details[open] li.finding").count()).toBe(100);
    expect(await valueIn(page, "document.activeElement.className")).toBe("finding error");
    const opened = await processorTime(page);
    await section.getByLabel("Search findings").fill("role-42.yaml:20 no-wildcard-verbs");
    await expect
      .poll(() =>
        valueIn(page, "document.querySelector('#findings [role=status]').textContent.startsWith('1 of')"),
      )
      .toBe(true);
    expect((await processorTime(page)) - opened).toBeLessThan(1.5);

    const access = page.locator("section#access");
    expect(await access.getByRole("status").innerText()).toMatch(/^\d+ of 500 bindings\.$/);
    await access.getByLabel("Dangerous ones only").uncheck();
    expect(await access.getByRole("status").innerText()).toBe("500 of 500 bindings.");
    await page.locator("g.node[tabindex='0']").focus();
    await page.keyboard.press("End");
    expect(await valueIn(page, "document.querySelector('.pane').scrollTop")).toBeGreaterThan(10_000);
    // The wheel scrolls what is under it.
    const before = await processorTime(page);
    for (let step = 0; step < 20; step++) {
      await page.mouse.wheel(0, -300);
      await valueIn(page, "document.querySelector('.pane').scrollTop -= 500");
    }
    expect((await processorTime(page)) - before).toBeLessThan(2);
    expect(await page.locator("g.node").count()).toBeLessThan(200);
    expect(await elements(page)).toBeLessThan(12_000);
  });

  it("are drawn by parts in the matrix too", async () => {
    const page = await shown(await reportOf(large(50, 2000), "--preset", "none"));
    const section = page.locator("section#network");
    expect(await section.getByRole("status").innerText()).toBe("Rows 1 to 40 of 61. Columns 1 to 40 of 61.");
    await section.getByRole("button", { name: "Next rows" }).click();
    expect(await section.locator("tbody tr").count()).toBe(21);
  });

  it("say how many excerpts there is no room for", async () => {
    const page = await shown(await reportOf(large(5100, 4), "--preset", "recommended"));
    expect(await textsOf(page, "section#findings > .note")).toEqual([
      expect.stringMatching(/^There is no room for all excerpts: [\d,]+ findings have none\.$/),
    ]);
  });
});

it("shows the failure of a run", async () => {
  const root = temporary({ ".gitops-lint.yaml": "rules: [\n" });
  const file = join(root, "x.html");
  const { run } = await import("../cli/run.js");
  await run(root, "--format", "html", "-o", file, root);
  const page = await shown(file);
  expect(await page.locator(".failure").innerText()).toMatch(/^Failed: \.gitops-lint\.yaml:\d+: /);
});

/** The contrast of each visible text with what is behind it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
const CONTRASTS = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const part = (one) => { const c = one / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const groundOf = (element) => {
    const rect = element.closest("g.node")?.querySelector("rect");
    if (rect) return parse(getComputedStyle(rect).fill);
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest("script, title, noscript, option")) continue;
    const style = getComputedStyle(element);
    const color = parse(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
    const [one, other] = [light(color), light(groundOf(element))];
    found.push([text.slice(0, 40), (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)]);
  }
  return found;
})()`;
