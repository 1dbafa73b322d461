import fc from "fast-check";
import { rules } from "../../rules/index.js";
import { ConfigError, parseConfigFile } from "../../lib/repository/configuration/config-file.js";
import { commandLine, configuration, suppressions } from "./configurations.js";
import { fuzz } from "./fuzz.js";
import { inDirectory } from "./in-directory.js";
import { printable } from "../../lib/util/phrases.js";
import { checkSentence } from "./judge.js";
import { ran } from "./ran.js";
import { seeds, type Texts } from "./repositories.js";

const names = Object.keys(rules);
const ROLE =
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a, namespace: b }\nrules: []\n";
const BINDING =
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: a, namespace: b }\nroleRef: { kind: Role, name: gone }\nsubjects: [{ kind: User, name: ada }]\n";
const texts: Texts = { "manifests.yaml": `${ROLE}---\n${BINDING}` };

fuzz("configurations-are-read-or-refused", {
  input: configuration,
  runs: 300,
  check(text) {
    try {
      parseConfigFile(text, names);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const [, line, column, sentence = ""] =
        /^\.gitops-lint\.yaml:(\d+):(\d+): (.*)$/s.exec(error.message) ?? [];
      // The command cleans what it prints, and a wrong value may come first.
      const isValue = /^(?:null|true|false|[-\d[{])/.test(sentence);
      checkSentence(printable(isValue ? `The ${sentence}` : sentence).replace(/\p{C}/gu, ""));
      const lines = text.split("\n");
      const isIn =
        Number(line) <= lines.length && Number(column) <= (lines[Number(line) - 1]?.length ?? -1) + 1;
      if (!isIn) throw new Error(`No such place: ${error.message}`, { cause: error });
    }
  },
});

fuzz("configurations-end-a-run-with-a-sentence", {
  input: configuration,
  runs: 10,
  async check(text) {
    await inDirectory({ ...texts, ".gitops-lint.yaml": text }, async (root) => {
      await ran(["--format", "json", root]);
    });
  },
});

fuzz("suppressions-end-a-run-with-a-sentence", {
  input: suppressions,
  runs: 10,
  async check(text) {
    await inDirectory({ ...texts, "eslint-suppressions.json": text }, async (root) => {
      await ran(["--format", "json", root]);
    });
  },
});

fuzz("command-lines-are-followed-or-refused", {
  input: fc.tuple(commandLine, seeds),
  runs: 40,
  async check([argv, repository]) {
    await inDirectory({ ...texts, ...repository }, async (root) => {
      const isHere = argv.map((word) => (word.startsWith("manifests.yaml") ? `${root}/${word}` : word));
      await ran([...isHere, "--root", root]);
    });
  },
});
