/** Puts all mutants of a text into it, each to be chosen while the program runs. */

/**
 * The text in which `__mutant(NUMBER)` is asked at each place whether to do wrong there. The mutants are numbered from
 * `first` on, in their order.
 * @param {readonly import("./find-mutants.mjs").Mutant[]} mutants as `findMutants` gives them
 */
export function instrument(text, mutants, first) {
  let next = 0;
  /** What becomes of the text between two places, where `next` is the next mutant. */
  const between = (start, end) => {
    let written = "";
    let at = start;
    while (next < mutants.length && mutants[next].start < end) {
      const place = mutants[next];
      const here = [];
      while (next < mutants.length && mutants[next].start === place.start && mutants[next].end === place.end)
        here.push({ number: first + next, mutated: mutants[next++].mutated });
      written += text.slice(at, place.start) + choice(here, between(place.start, place.end));
      at = place.end;
    }
    return written + text.slice(at, end);
  };
  return between(0, text.length);
}

/** The choice between what is right and its mutants. */
function choice(mutants, right) {
  const [{ number, mutated }] = mutants;
  // In braces, or it takes the `else` of another.
  if (mutated === "") return `{ if (!__mutant(${number})) { ${right} } }`;
  return `(${mutants.map((one) => `__mutant(${one.number}) ? (${one.mutated}) : `).join("")}(${right}))`;
}
