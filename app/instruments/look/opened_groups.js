// Which groups of a deep network's strip are open, as a link says it: "layer2~layer2.0". Pure.

/** @typedef {{ network: string, groups: string[] } | null} Opened what `look.opened` holds; null: those alone that the chosen layer opens */

const MOST = 64 // groups of a link
const GROUP_PATTERN = /^[\w.:… -]{1,250}$/

export const KEYS = /** @type {const} */ (['opened'])
export const READ = {
  /** @param {string} text */
  open: text => {
    const groups = text.split('~')
    return groups.length <= MOST && groups.every(group => GROUP_PATTERN.test(group)) ? groups : undefined
  },
}

/**
 * What a link said (see READ), as settings; `network` is what it opens.
 * @param {{ open?: string[], network?: string }} said
 * @returns {{ opened: Opened }}
 */
export const fromLink = ({ open, network }) => ({ opened: open && network ? { network, groups: open } : null })

/**
 * As a link says it, of the network that it opens.
 * @param {Opened} opened
 * @param {string | undefined} network
 */
export const toLink = (opened, network) => (opened?.network === network ? (opened?.groups.slice(0, MOST).join('~') ?? null) : null)
