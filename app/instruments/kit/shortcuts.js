// Keys of the whole page. They keep out of the way of whoever is typing, and of parts that have arrows of their own.

const BUTTONS = '[type=range], [type=radio], [type=checkbox], [type=button]'
const TYPING = `textarea, select, dialog, [contenteditable], [role=combobox], [role=dialog], input:not(${BUTTONS})`
const OWN_ARROWS = 'input, [role=radiogroup], [role=tablist], [role=slider], [role=application], [role=listbox]'

/**
 * 'ArrowLeft', 'd', '?', 'mod+z', 'mod+shift+z'. Shift is part of a sign, not a name before it, but with Ctrl or ⌘ and a letter: redo is not undo.
 * @param {KeyboardEvent} event
 */
export function keyName(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.altKey) return `alt+${key}`
  if (!event.ctrlKey && !event.metaKey) return key
  return `mod+${event.shiftKey && /^[a-z]$/.test(key) ? 'shift+' : ''}${key}`
}

/**
 * Whether a key pressed there belongs to the page.
 * @param {KeyboardEvent} event
 */
export function isPageKey(event) {
  const { target } = event
  /** @param {string} selector */
  const at = selector => /** @type {Partial<Element> | null} */ (target)?.closest?.(selector) ?? null
  if (event.defaultPrevented || at(TYPING)) return false
  return !(/^(Arrow|Home|End|Page)/.test(event.key) && at(OWN_ARROWS))
}

/**
 * `onKeys({ d: f, 'mod+z': g })`: f may return false for "not mine after all". Returns the function that ends it.
 * @param {Record<string, (event: KeyboardEvent) => unknown>} doing
 * @param {EventTarget} root
 */
export function onKeys(doing, root = globalThis) {
  /** @param {any} event */
  const listen = event => {
    const f = doing[keyName(event)]
    if (f && isPageKey(event) && f(event) !== false) event.preventDefault()
  }
  root.addEventListener('keydown', listen)
  return () => root.removeEventListener('keydown', listen)
}
