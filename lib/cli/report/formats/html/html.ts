import type { Report } from "../report.js";
import { findingsData } from "./findings-data.js";
import { page } from "./page.js";
import type { PageData } from "./page-data.js";

/** What the page shows besides the findings. */
export type Beside = Pick<PageData, "access" | "networks" | "paths" | "unknown"> & {
  /** What the run says at its end, in sentences. */
  sentences?: readonly string[];
};

/** A page for people to look at, which holds all that it shows. */
export function html(report: Report, { sentences = report.notes ?? [], ...beside }: Beside = {}): string {
  const { version, failures, filesUrl, looked } = report;
  return page({
    version,
    title: "Report of gitops-lint",
    sentences: looked ? sentences : ["The run failed."],
    failures: failures.map(({ path, line, rule, message }) => {
      const place = path !== undefined && line !== undefined ? `${path}:${line}` : path;
      return [place, rule, message].filter((part) => part !== undefined).join(": ");
    }),
    ...(filesUrl !== undefined && { filesUrl }),
    ...(looked && { findings: findingsData(report) }),
    ...beside,
  });
}
