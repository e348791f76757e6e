// Heads as the server's menu tells them; nothing here, or anywhere else on the page, knows one by its key. Pure.
//   choice   the button that it stands behind        stepwise   learned in epochs, and with layers before it
//   settings which of hidden and dropout it takes    found      of one that is found at once: what is said instead of curves

/** Heads behind one button, in the order of the menu. */
const behind = (menu, choice) => menu.filter(one => one.choice === choice)

/**
 * The head that settings ask for: of those behind one button, the one with hidden units where some are set. Null for a button that is none.
 * @param {any} menu
 * @param {any} settings
 */
export function headOf(menu, { head, hidden }) {
  const own = behind(menu, head)
  return own.find(one => one.settings.includes('hidden') === hidden > 0) ?? own[0] ?? null
}

/** Whether a head behind the button takes a setting. */
export const takes = (menu, choice, setting) => behind(menu, choice).some(one => one.settings.includes(setting))

/** Whether the button's heads are learned in epochs; so is one that this server does not have. */
export const isStepwise = (menu, choice) => behind(menu, choice)[0]?.stepwise ?? true
