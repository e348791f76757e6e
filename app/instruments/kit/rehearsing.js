/** Whether this is a page that the lecture opens behind the curtain (see lecture/prefetch.js): nobody sees it. */
export const rehearsing = (() => {
  try {
    return !!(/** @type {HTMLElement | null} */ (globalThis.frameElement)?.inert)
  } catch {
    return false // another site's frame
  }
})()
