import type { Analysis } from "../../analysis/analysis.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { Repository } from "../../repository/repository.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Arguments } from "../args.js";
import type { EarlierFindings } from "./outcome.js";
import type { Progress } from "./progress.js";
import type { Trust } from "./trust.js";

/** What is linted, and how. */
export interface Task {
  repository: Repository;
  settings: Settings;
  config: ConfigFile | undefined;
  args: Arguments;
  work?: Progress;
  /** What follows from the repository, if that is known already. */
  analysis?: Analysis;
  /** Whether the texts of the repository count, which are in git or come from elsewhere, and not those on the disk. */
  isOffDisk?: boolean;
  earlier?: EarlierFindings | undefined;
  /** What counts of what the files say about themselves, if that is not all. */
  trust?: Pick<Trust, "heeds"> | undefined;
}
