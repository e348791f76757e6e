// A button that copies the code beside it, and a dialog that closes as people expect.
const DONE_MS = 2000 // ms a button says that it is done

/**
 * `code()` is what is copied, or a promise of it, null: nothing yet; `t` has copy, copied and not_copied; `say(sentence)` is heard with what came of it.
 * @param {HTMLButtonElement} button
 * @param {() => string | null | Promise<string | null>} code
 * @param {import('./types.js').Words} t
 * @param {(sentence: string) => void} say
 */
export function copyButton(button, code, t, say = text => (button.textContent = text)) {
  button.onclick = async () => {
    try {
      const text = await code()
      if (text === null) return
      await navigator.clipboard.writeText(text)
      button.textContent = t.copied
      say(t.copied)
      setTimeout(() => {
        say('')
        button.textContent = t.copy
      }, DONE_MS)
    } catch {
      say(t.not_copied)
    }
  }
}

/**
 * A click beside a dialog closes it, as Escape does.
 * @param {HTMLDialogElement} dialog
 */
export function closeOnOutsideClick(dialog) {
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close()
  })
}
