import { it } from "vitest";

/* The file that Vitest takes for the tests, so that it starts a process: see runner.mjs. */
it("is not what is tested", () => {});
