import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser of the system: the one that CHROMIUM names, or the first that the shell would find. */
export function executable(): string {
  const { CHROMIUM: named, PATH = "" } = process.env;
  const paths = PATH.split(delimiter).flatMap((directory) => NAMES.map((name) => join(directory, name)));
  const found = [...(named === undefined ? [] : [named]), ...paths].find(isExecutable);
  if (found === undefined)
    throw new Error("There is no Chromium here. Install the package 'chromium', or name one in CHROMIUM.");
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser for the tests of a file. */
export function sharedBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // Chromium starts as root only without its own walls, and what it opens here is ours.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath: executable(), args });
  });
  afterAll(async () => await browser?.close());
  return () => browser ?? expect.fail("the browser has not started");
}

/** A page from disk, and all that went wrong in it since. */
export interface Opened {
  page: Page;
  /** What the console says, violations of the policy among it, and what the page throws. */
  complaints: string[];
  /** What the page asks for besides itself. */
  requests: string[];
}

export async function open(
  browser: Browser,
  file: string,
  { colorScheme = "light" }: { colorScheme?: "light" | "dark" } = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
  const [complaints, requests]: [string[], string[]] = [[], []];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}

/** The value of an expression in a page, which need not allow that. */
export async function valueIn(page: Page, expression: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** How long the processor has worked for a page so far, in seconds. */
export async function processorTime(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  return metrics.find(({ name }) => name === "ThreadTime")?.value ?? expect.fail("there is no such number");
}
