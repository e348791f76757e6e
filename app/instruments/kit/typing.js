// What somebody is typing is theirs: a field that has the focus is not painted over when an answer comes.

const NO_TEXT = ['checkbox', 'radio', 'range', 'file', 'button', 'submit', 'color']
/** @type {EventTarget | null} */
let typed = null // the field in which letters stand that nobody has been told of

const remember = (/** @type {Event} */ { target }) => (typed = target)
const forget = (/** @type {Event} */ { target }) => target === typed && (typed = null)
globalThis.document?.addEventListener('input', remember, true)
for (const end of ['change', 'focusout']) globalThis.document?.addEventListener(end, forget, true)

/**
 * The field for text in `place` that has the focus; null where none has.
 * @param {Element} place
 * @returns {HTMLInputElement | HTMLTextAreaElement | null}
 */
export function focusedField(place) {
  const field = document.activeElement
  const takesText = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !NO_TEXT.includes(field.type))
  return takesText && place.contains(field) ? field : null
}

/**
 * Whether somebody types in a field of `place`, or in it, and has not said yet that it is done.
 * @param {Element} place
 */
export const isTyping = place => {
  const field = focusedField(place)
  return field !== null && field === typed
}

/**
 * Puts `children` into `place`. The child whose field has the focus stays as it is, in the place of the one of the same name; where there is none
 * of that name any more it goes like the others.
 * @param {Element} place
 * @param {HTMLElement[]} children
 * @param {(child: HTMLElement) => unknown} nameOf
 */
export function replaceAround(place, children, nameOf) {
  const field = focusedField(place)
  const kept = /** @type {HTMLElement | undefined} */ ([...place.children].find(child => field && child.contains(field)))
  const at = kept ? children.findIndex(child => nameOf(child) === nameOf(kept)) : -1
  if (!kept || at < 0) return place.replaceChildren(...children)
  for (const old of [...place.childNodes]) if (old !== kept) old.remove()
  kept.before(...children.slice(0, at))
  kept.after(...children.slice(at + 1))
}
