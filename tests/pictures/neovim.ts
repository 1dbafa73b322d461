/** The pictures of Neovim in docs/images, with their titles. tests/package/editor-pictures.test.ts draws them. */
export const NEOVIM: Readonly<Record<string, string>> = {
  "neovim-finding.svg": "A finding in Neovim",
  "neovim-actions.svg": "What can be done about a finding, in Neovim",
  "neovim-definition.svg": "The definition of a role, in Neovim",
  "neovim-hover.svg": "What a subject can do, in Neovim",
};
