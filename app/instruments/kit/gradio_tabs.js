// Gradio's tabs, seen from outside: which is open, and opening another, also one folded into the "..." menu.

/** @param {string} id */
const tabRow = id => document.querySelector(`#${id} > .tab-wrapper`)
/**
 * @param {string} id
 * @returns {HTMLElement[]}
 */
const panels = id => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`#${id} > [role=tabpanel]`))]

/**
 * Element id of the open tab of the tabs `id`, null before they are there.
 * @param {string} id
 */
export const openTabOf = id => panels(id).find(p => p.style.display !== 'none')?.id ?? null

/**
 * Every tab's button in order, those in the overflow menu included.
 * @param {string} id
 * @returns {HTMLElement[]}
 */
export const buttons = id => [
  .../** @type {HTMLElement[]} */ ([...(tabRow(id)?.querySelectorAll('[role=tab], .overflow-dropdown button') ?? [])]),
]

/**
 * Element ids of a tab and those beside it, in order: by Gradio's own list, as a panel is not there before it is first opened.
 * @param {string} which
 * @returns {string[]}
 */
const siblings = which =>
  (globalThis.gradio_config?.components ?? [])
    .filter(({ type, props }) => type === 'tabitem' && props?.elem_id?.startsWith(which.replace(/[^-]*$/, '')))
    .map(({ props }) => props?.elem_id ?? '')

/**
 * Opens a tab by its element id, or by its place.
 * @param {string} id
 * @param {string | number} which
 * @returns {void}
 */
export function openTab(id, which) {
  if (typeof which === 'number') {
    const key = siblings(openTabOf(id) ?? '')[which]
    return key ? openTab(id, key) : buttons(id)[which]?.click()
  }
  const buttonOf = (/** @type {string} */ key) => document.getElementById(`${key}-button`)
  const shown = buttonOf(which)
  if (shown) return shown.click()
  const folded = /** @type {HTMLElement[]} */ ([...(tabRow(id)?.querySelectorAll('.overflow-dropdown button') ?? [])])
  const at = siblings(which).filter(key => !buttonOf(key)) // the open tab stands in the row, whichever it is
  folded[at.indexOf(which)]?.click()
}

/**
 * Calls f once there is an element for `selector`, which may be now: Gradio mounts its parts when it likes.
 * @param {string} selector
 * @param {() => void} f
 */
export function whenThere(selector, f) {
  if (document.querySelector(selector)) return f()
  const watch = new MutationObserver(() => {
    if (!document.querySelector(selector)) return
    watch.disconnect()
    f()
  })
  watch.observe(document.body, { childList: true, subtree: true })
}

/**
 * Calls f(element id) when another tab is open than before.
 * @param {string} id
 * @param {(id: string) => void} f
 */
export function onTab(id, f) {
  let was = openTabOf(id)
  const styles = () => {
    const now = openTabOf(id)
    if (now && now !== was) {
      was = now
      f(now)
    }
  }
  new MutationObserver(styles).observe(/** @type {HTMLElement} */ (document.getElementById(id)), {
    subtree: true,
    attributeFilter: ['style', 'aria-selected'],
    childList: true,
  })
  styles()
}
