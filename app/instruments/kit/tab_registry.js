// What tabs add to the page. A tab registers itself when its `tab.js` is loaded; kit knows none by name.

/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {import('./state.js').StateKey} StateKey */
/**
 * What a tab registers.
 * @typedef {object} TabParts
 * @property {Address} [address] its settings in the address of the page
 * @property {'receipt'[]} [cleared] keys of the bus that another address empties first
 * @property {(query: URLSearchParams) => void} [moved] changes a link that was written when something of this tab stood elsewhere
 * @property {(said: Record<string, any>, bus: Bus, first: any) => void} [restore] sets what only the layers of the open network can check;
 *   `first`: the first maps of the page, null where another address came
 * @property {(bus: Bus) => void} [start] runs once, when the page starts
 * @property {Record<string, () => any>} [provides] what other tabs may ask for, by name
 */
/**
 * Settings of a tab and how an address tells them.
 * @typedef {object} Address
 * @property {readonly string[]} KEYS settings on the bus, `<tab>.<key>` there
 * @property {Record<string, (text: string) => any>} READ key of the address → its value, undefined where it is illegal
 * @property {Record<string, any>} START what an address need not say
 * @property {(settings: any, get: any) => Record<string, any>} toLink settings → what the address says
 * @property {(said: any) => Record<string, any>} fromLink what an address said → settings
 */

/** @type {Map<string, TabParts>} */
const tabs = new Map()
/** @type {Record<string, (text: string) => any>} */
export const READERS = {}
/** @type {Record<string, any>} */
export const DEFAULTS = {}

/**
 * @param {string} name
 * @param {TabParts} parts
 */
export function registerTab(name, parts) {
  if (tabs.has(name)) throw new Error(`two tabs are named ${name}`)
  tabs.set(name, parts)
  for (const [all, own] of [
    [READERS, parts.address?.READ ?? {}],
    [DEFAULTS, parts.address?.START ?? {}],
  ]) {
    for (const key of Object.keys(own)) if (key in all) throw new Error(`two tabs say ${key} in the address`)
    Object.assign(all, own)
  }
}

const addresses = () => [...tabs].flatMap(([name, { address }]) => (address ? [{ name, address }] : []))

/**
 * The key of a tab's setting. That state.js names it is what its test checks.
 * @param {string} tab
 * @param {string} key
 */
const keyOf = (tab, key) => /** @type {StateKey} */ (`${tab}.${key}`)

/** Every key of the bus that the address follows. */
export const addressKeys = () => addresses().flatMap(({ name, address }) => address.KEYS.map(key => keyOf(name, key)))

/**
 * What the address says of the present settings; `get` reads the bus.
 * @param {Bus['get']} get
 * @returns {Record<string, any>}
 */
export const toAddress = get =>
  Object.assign(
    {},
    ...addresses().map(({ name, address }) =>
      address.toLink(Object.fromEntries(address.KEYS.map(key => [key, get(keyOf(name, key))])), get),
    ),
  )

/**
 * What an address said, as settings under their keys of the bus: [[key, value], …].
 * @param {Record<string, any>} said
 * @returns {[StateKey, any][]}
 */
export const fromAddress = said =>
  addresses().flatMap(({ name, address }) =>
    Object.entries(address.fromLink(said)).map(([key, value]) => /** @type {[StateKey, any]} */ ([keyOf(name, key), value])),
  )

/**
 * Changes a link of earlier days into what it says today.
 * @param {URLSearchParams} query
 */
export function moveOldLink(query) {
  for (const { moved } of tabs.values()) moved?.(query)
}

/** Keys of the bus that another address empties. */
export const clearedKeys = () => [...tabs.values()].flatMap(({ cleared = [] }) => cleared)

/**
 * @param {Record<string, any>} said
 * @param {Bus} bus
 * @param {any} first the first maps of the page, null where another address came
 */
export function restoreTabs(said, bus, first = null) {
  for (const { restore } of tabs.values()) restore?.(said, bus, first)
}

/** @param {Bus} bus */
export function startTabs(bus) {
  for (const { start } of tabs.values()) start?.(bus)
}

/**
 * What a tab provides under a name: the function that it registered.
 * @param {string} name
 */
export function provided(name) {
  const found = [...tabs.values()].find(({ provides }) => provides && name in provides)?.provides?.[name]
  if (!found) throw new Error(`no tab provides ${name}`)
  return found
}
