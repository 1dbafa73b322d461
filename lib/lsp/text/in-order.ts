/** Whether a text holds some characters in their order, with any others between them. */
export function holdsInOrder(text: string, characters: Iterable<string>): boolean {
  let at = 0;
  for (const character of characters) {
    const found = text.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}
