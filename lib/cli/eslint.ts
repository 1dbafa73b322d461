import { setEnvironmentData } from "node:worker_threads";
import type { ESLint } from "eslint";
import type { LintTask } from "./eslint-options.js";

let tasks = 0;

/**
 * ESLint for one root. Its threads cannot be handed functions: each loads the module that makes the options, and makes
 * them of the same task.
 */
export async function eslintFor(Engine: typeof ESLint, task: LintTask): Promise<ESLint> {
  // The options hold the plugin, which needs ESLint: where that is not there the command must be able to say so.
  const { optionsFor, TASK } = await import("./eslint-options.js");
  const { concurrency = "off" } = task.args;
  if (concurrency === "off") return new Engine(optionsFor(task));
  setEnvironmentData(TASK, task as never);
  // Another address for each root: a module is loaded once.
  return Engine.fromOptionsModule(new URL(`./eslint-options-module.js?${++tasks}`, import.meta.url));
}
