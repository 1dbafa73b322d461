// How the rule list of the README and the headers of the rule pages are written, from the built sources.
import { rulesByTopic } from "./dist/lib/rule-kit/topics.js";

export default {
  urlConfigs: "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/configs.md",
  ignoreConfig: ["all", "json"],
  ruleListSplit: (rules) =>
    rulesByTopic(Object.fromEntries(rules)).map(({ topic, rules: about }) => ({
      title: topic,
      rules: about,
    })),
};
