/**
 * A function of a state that derives each answer once, and from the answer for an earlier state where one is named: so
 * that it can take over what has not changed since.
 */
export function incrementally<State extends object, Answer>(
  derive: (state: State, previous: Answer | undefined) => Answer,
): (state: State, before?: State) => Answer {
  const answers = new WeakMap<State, { answer: Answer }>();
  return (state, before) => {
    let known = answers.get(state);
    if (!known) {
      known = { answer: derive(state, before && answers.get(before)?.answer) };
      answers.set(state, known);
    }
    return known.answer;
  };
}
