import { checkRange, checkSentence, judge } from "./judge.js";
import { fuzz } from "./fuzz.js";
import { hostile } from "./repositories.js";

fuzz("rules-bear-anything", {
  input: hostile,
  runs: 20,
  check(texts) {
    const { found, files } = judge(texts);
    for (const { rule, file, start, end, message } of found) {
      try {
        if (!/undefined/.test(JSON.stringify(texts))) checkSentence(message);
        checkRange(files.get(file)?.text ?? "", start, end);
      } catch (error) {
        throw new Error(`${rule} in ${file}`, { cause: error });
      }
    }
  },
});
