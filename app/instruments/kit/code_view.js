// Shown code: what is long and said elsewhere is folded, the text stays whole; and a folder of it that runs, with all that it reads.
import { createElement } from './element.js'
import { ask } from './ask.js'
import { foldedRegions } from './code_folds.js'

/** @typedef {{ path: string, query: Record<string, any>, body?: import('./ask.js').Body, name: string }} CodeQuestion as the code itself is asked for, and the name of its folder */

const KEPT = 60_000 // ms until the browser has taken the file

/**
 * Writes a text into an element; its `textContent` is the text to the letter, folded or not.
 * @param {Element} element
 * @param {string} text
 */
export function showCode(element, text) {
  element.replaceChildren(
    ...foldedRegions(text).map(one => {
      if (!one.fold) return one.text
      const folded = createElement('details')
      const opens = createElement('summary')
      opens.textContent = one.fold
      folded.append(opens, one.text)
      return folded
    }),
  )
}

/**
 * A button that takes the folder home. `question()` is { path, query, body, name } as the code itself was asked for, null: nothing yet.
 * @param {HTMLButtonElement} button
 * @param {() => CodeQuestion | null | Promise<CodeQuestion | null>} question
 * @param {(sentence: string) => void} say
 */
export function downloadCodeButton(button, question, say) {
  button.onclick = async () => {
    const asked = await question()
    if (!asked) return
    button.disabled = true
    try {
      const response = await ask(asked.path, { ...asked.query, as: 'zip' }, asked.body)
      const link = createElement('a', { href: URL.createObjectURL(await response.blob()), download: `${asked.name}.zip` })
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
      say('')
    } catch (error) {
      say(/** @type {Error} */ (error).message || globalThis.cnn?.get('words')?.gone || '')
    } finally {
      button.disabled = false
    }
  }
}
