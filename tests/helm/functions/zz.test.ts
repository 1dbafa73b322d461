import { readFileSync, writeFileSync } from "node:fs";
import { it } from "vitest";
import { print } from "./call.js";

it("writes", () => {
  const lines = readFileSync("/tmp/h19/fn/cases.txt", "utf8").trim().split("\n");
  writeFileSync(
    "/tmp/h19/fn/ours.json",
    JSON.stringify(
      lines.map((line) => {
        try {
          return { r: print(line) };
        } catch (error) {
          return { e: String(error) };
        }
      }),
    ),
  );
});
