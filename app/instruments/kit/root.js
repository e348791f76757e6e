/** Address of the app: this file lies at `<root>kit/<version>/kit/root.js`, whatever path a proxy serves the root at. */
export const ROOT = new URL('../../../', import.meta.url)
