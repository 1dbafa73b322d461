/** A number as short as a picture needs it. */
export function n(number: number): string {
  return String(Math.round(number * 10) / 10);
}

const NARROW = /[iljtfrI.,:;'|!()[\]/ -]/;
const WIDE = /[mwMW@%]/;

/** How wide a text is about, in the fonts without serifs that there are. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) width += 0.36;
    else if (WIDE.test(character)) width += 0.9;
    else if (character > "\u2e80") width += 1;
    else width += character < "a" ? 0.66 : 0.6;
  }
  return width * size;
}
