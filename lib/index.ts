import plugin from "./plugin/plugin.js";
import { warnOfStaleCache } from "./plugin/shared-settings.js";

warnOfStaleCache();

export default plugin;
