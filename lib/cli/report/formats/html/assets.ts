// The script and the style of the page, each as one text. They are made when the command is built, and when its tests
// run: scripts/report-page.mjs puts them in the place of this module. Nothing else can run it.

/** The script of the page, ready for a browser. */
export const script: string = "";

/** The style of the page. */
export const style: string = "";
