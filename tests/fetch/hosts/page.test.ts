import { expect, it } from "vitest";
import { HOST_SETS } from "../../../lib/fetch/hosts/sets.js";
import { CREDENTIALS_VARIABLE } from "../../../lib/fetch/credentials/from-environment.js";
import { parseEntry } from "../../../lib/fetch/hosts/entry.js";
import { read } from "../../pages.js";

const page = read("docs/fetch-hosts.md");

/** The first column of a table, whose head begins with a word. */
function firstColumn(head: string): string[] {
  const [, ...rows] = page.slice(page.indexOf(`| ${head}`)).split("\n");
  return rows.slice(0, rows.indexOf("")).flatMap((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? []);
}

it("lists the sets, with what is in each", () => {
  const rows = Object.entries(HOST_SETS).map(
    ([name, { about, hosts }]) =>
      `| \`${name}\` | ${about} | ${hosts.map((host) => `\`${host}\``).join(", ")} |`,
  );
  const plain = page.replace(/ +\|/g, " |").split("\n");
  expect(rows.filter((row) => !plain.includes(row))).toEqual([]);
  expect(firstColumn("set").length).toBe(rows.length);
});

it("shows entries that are some", () => {
  const entries = firstColumn("entry");
  expect(entries).toHaveLength(6);
  expect(entries.filter((entry) => !parseEntry(entry) && !Object.hasOwn(HOST_SETS, entry))).toEqual([]);
});

it("names the variable that logins are read from", () => {
  expect(page).toContain(`\`${CREDENTIALS_VARIABLE}\``);
});
