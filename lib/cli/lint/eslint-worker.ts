import { getEnvironmentData, isMainThread } from "node:worker_threads";
import { freeze } from "../../plugin/session.js";
import { handedOver } from "../../repository/handed-over.js";
import type { FindingsOfFiles } from "../../rule-kit/run-rule.js";
import { FINDINGS, type LintTask, optionsFor, TASK } from "./eslint-options.js";

// ESLint loads this in each of its threads: all of them judge what the main thread has read.
const task = getEnvironmentData(TASK) as unknown as LintTask;
const findings = getEnvironmentData(FINDINGS) as unknown as FindingsOfFiles;
if (!isMainThread) freeze(handedOver(task.content), task.config?.settings ?? {}, { findings });

export default optionsFor(task);
