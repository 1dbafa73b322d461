/** Memoizes a function of an object. Each answer is kept for as long as its object lives. */
export function memoize<Key extends object, Answer>(find: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new WeakMap<Key, { answer: Answer }>();
  return (key) => {
    let entry = answers.get(key);
    if (!entry) answers.set(key, (entry = { answer: find(key) }));
    return entry.answer;
  };
}

/** Memoizes a function of an object and something else, such as a name or a part of the object. */
export function memoizePairs<Key extends object, Part, Answer>(
  find: (key: Key, part: Part) => Answer,
): (key: Key, part: Part) => Answer {
  const ofKey = memoize((key: Key) => memoizeParts((part: Part) => find(key, part)));
  return (key, part) => ofKey(key)(part);
}

/** Memoizes a function, keeping every answer for good. */
export function memoizeParts<Part, Answer>(find: (part: Part) => Answer): (part: Part) => Answer {
  const answers = new Map<Part, { answer: Answer }>();
  return (part) => {
    let entry = answers.get(part);
    if (!entry) answers.set(part, (entry = { answer: find(part) }));
    return entry.answer;
  };
}
