import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { finds } from "./fuzz.js";

const tests = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.ts"));
const texts = tests.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("");

test.each(finds())("%s is about a property, and says what must hold", (_, { property, holds, input }) => {
  expect(texts).toContain(`fuzz("${property}", {`);
  expect(holds).toMatch(/^[a-z].*[^.]$/);
  expect(input).toBeDefined();
});
