// The name of this page's tab, which outlives a reload, what it held, and which other tabs of this browser are open.

/** @typedef {import('./work_records.js').OwnWork} OwnWork */

const WAIT = 250 // ms in which another tab answers

/**
 * @param {'sessionStorage' | 'localStorage'} place
 * @param {string} key
 * @param {string | null} [value]
 * @returns {string | null}
 */
const stored = (place, key, value) => {
  try {
    if (value === undefined) return globalThis[place].getItem(key)
    if (value === null) globalThis[place].removeItem(key)
    else globalThis[place].setItem(key, value)
  } catch {
    /* a browser that keeps nothing */
  }
  return null
}
/**
 * @param {string | null} text
 * @returns {{ tab?: string, work?: OwnWork }}
 */
const parsed = text => {
  try {
    return JSON.parse(text ?? 'null') ?? {}
  } catch {
    return {}
  }
}

/**
 * `root`: the path of this app. `heard(message)`: what another tab says.
 * @param {string} root
 * @param {(message: any) => void} heard
 */
export function browserTab(root, heard = () => {}) {
  const [session, local] = [`cnnWork:${root}`, `cnnKeep:${root}`]
  const before = parsed(stored('sessionStorage', session))
  let name = crypto.getRandomValues(new Uint32Array(4)).join('-')
  const channel = globalThis.BroadcastChannel ? new BroadcastChannel(session) : null
  /** @type {Set<string>} */
  const open = new Set()
  if (channel)
    channel.onmessage = ({ data }) => {
      if (data?.who) channel.postMessage({ here: name })
      else if (data?.here) open.add(data.here)
      else heard(data)
    }
  return {
    /** { tab, work } as this tab left them, or {}. */
    before,
    get name() {
      return name
    },
    /**
     * This tab is the one that had that name.
     * @param {string} tab
     */
    again: tab => (name = tab),
    /** @param {OwnWork} work */
    hold: work => stored('sessionStorage', session, JSON.stringify({ tab: name, work })),
    /** @param {any} message */
    tell: message => channel?.postMessage(message),
    /** Names of the other tabs that are open. */
    async others() {
      if (!channel) return []
      channel.postMessage({ who: true })
      await new Promise(done => setTimeout(done, WAIT))
      return [...open]
    },
    /**
     * Whether the visitor wants things kept: true, false, or null where nobody has ever said.
     * @returns {boolean | null}
     */
    get keepsWork() {
      const kept = stored('localStorage', local)
      return kept === '1' ? true : kept === '0' ? false : null
    },
    set keepsWork(keep) {
      stored('localStorage', local, keep === null ? null : String(Number(keep)))
    },
  }
}
