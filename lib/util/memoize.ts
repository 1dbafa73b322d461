/** A function of an object that finds each answer once and remembers it for as long as the object lives. */
export function memoize<Key extends object, Answer>(find: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new WeakMap<Key, { answer: Answer }>();
  return (key) => {
    let known = answers.get(key);
    if (!known) answers.set(key, (known = { answer: find(key) }));
    return known.answer;
  };
}

/** The same for a function of an object and something else, such as a name or a part of the object. */
export function memoizePairs<Key extends object, Part, Answer>(
  find: (key: Key, part: Part) => Answer,
): (key: Key, part: Part) => Answer {
  const ofKey = memoize((key: Key) => memoizeParts((part: Part) => find(key, part)));
  return (key, part) => ofKey(key)(part);
}

/** A function that finds each answer once and remembers all of them. */
export function memoizeParts<Part, Answer>(find: (part: Part) => Answer): (part: Part) => Answer {
  const answers = new Map<Part, { answer: Answer }>();
  return (part) => {
    let known = answers.get(part);
    if (!known) answers.set(part, (known = { answer: find(part) }));
    return known.answer;
  };
}
