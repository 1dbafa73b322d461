/**
 * Memoizes a function of a state. Given an earlier state, it derives the answer from that state's answer, and so can
 * reuse whatever has not changed.
 */
export function incrementally<State extends object, Answer>(
  derive: (state: State, previous: Answer | undefined) => Answer,
): (state: State, before?: State) => Answer {
  const answers = new WeakMap<State, { answer: Answer }>();
  return (state, before) => {
    let entry = answers.get(state);
    if (!entry) {
      entry = { answer: derive(state, before && answers.get(before)?.answer) };
      answers.set(state, entry);
    }
    return entry.answer;
  };
}
