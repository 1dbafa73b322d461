/** A count with its noun, for people: with a comma after each three digits. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${digits(count)} ${count === 1 ? noun : nouns}`;
}

/** A number as people read it. */
export function digits(count: number): string {
  // JavaScript's own way loads the words of all languages first.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
