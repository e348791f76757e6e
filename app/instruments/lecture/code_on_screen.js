// The lines of code that the open tab offers for what it shows, asked for as a visitor would: by its own button.

const PANEL = '#main > [role=tabpanel]:not([style*="display: none"])'
const OFFERS = '[data-do=code], [data-do=show]'
const PATIENCE = 3000 // ms

const seen = element => element.getClientRects().length > 0 && !element.disabled
const frame = () => new Promise(requestAnimationFrame)

/** The text of the code, or null where the tab offers none. */
export async function codeOf() {
  const panel = /** @type {HTMLElement} */ (document.querySelector(PANEL))
  const button = [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll(OFFERS))].find(seen)
  if (!button) return null
  button.click()
  const until = performance.now() + PATIENCE
  let text = ''
  while (!text && performance.now() < until) {
    await frame()
    text =
      [...panel.querySelectorAll('code')]
        .filter(seen)
        .map(code => code.textContent.trim())
        .find(Boolean) ?? ''
  }
  const dialog = /** @type {HTMLDialogElement | null} */ (panel.querySelector('dialog[open]'))
  if (dialog) dialog.close()
  else if (seen(button)) button.click()
  return text || null
}
